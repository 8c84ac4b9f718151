import type { Answers } from "../../core/fields.ts";
import type { NextStep } from "../../core/report.ts";
import { isDate, type LocalDate } from "../../core/time.ts";

/** Outcomes of promised steps, as the card and the form write them into a draft: step0 "moved", moved0 "2026-12-04". */
export const outcomes = { done: "Done", moved: "Moved", dropped: "Dropped" } as const;
type Outcome = keyof typeof outcomes;

export const isOutcome = (word: string | undefined): word is Outcome => word !== undefined && Object.hasOwn(outcomes, word);

/** The promised steps with what became of them, as far as it was said. A draft may be older than the day it moved one to. */
export function answeredSteps(
  promised: ReadonlyMap<number, NextStep>,
  answers: Answers | undefined,
  today: LocalDate,
): ReadonlyMap<number, NextStep> {
  return new Map([...promised].map(([i, step]) => [i, { ...step, ...outcomeOf(answers?.[`step${i}`], answers?.[`moved${i}`], today) }]));
}

function outcomeOf(outcome: string | undefined, movedTo: string | undefined, today: LocalDate): Pick<NextStep, "outcome" | "movedTo"> {
  if (!isOutcome(outcome)) return {};
  if (outcome !== "moved") return { outcome };
  return movedTo !== undefined && isDate(movedTo) && movedTo >= today ? { outcome, movedTo } : {};
}

/** A draft that only holds answered steps is not one that somebody began to write. */
export function isDraft(answers: Answers | undefined): boolean {
  return Object.entries(answers ?? {}).some(([name, value]) => value !== undefined && !/^(?:step|moved)\d+$/.test(name));
}
