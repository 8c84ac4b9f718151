import { refuse } from "./refusal.ts";
import type { NextStep } from "./report.ts";
import { isDate, type LocalDate, shortDate } from "./time.ts";
import { dateWritten } from "./written-date.ts";

export const mostSteps = 8;
const longestStep = 150;

/** One step per line, its day at the end: "Sign UAT script, 20 Nov". Refuses a day that no calendar has. */
export function readSteps(text: string, today: LocalDate): readonly NextStep[] {
  const lines = text
    .split("\n")
    .map((line) => line.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, "").trim())
    .filter((line) => line !== "");
  if (lines.length > mostSteps) refuse(`That is ${lines.length} steps; ${mostSteps} are the most that anybody reads. Keep the next ones.`);
  return lines.map((line) => readStep(line, today));
}

export function writeSteps(steps: readonly NextStep[], today: LocalDate): string {
  return steps.map((step) => stepLine(step, today)).join("\n");
}

/** "Sign UAT script, 20 Nov". */
export function stepLine(step: NextStep, today: LocalDate): string {
  return step.due === undefined ? step.text : `${step.text}, ${shortDate(step.due, today)}`;
}

function readStep(line: string, today: LocalDate): NextStep {
  const [, words = line, end = ""] = /^(.*\S)\s*(?:,|;|:|\s-|\s–|\bby)\s+([^,;:]+?)\.?$/i.exec(line) ?? [];
  const due = dateWritten(end, today);
  if (due === "nonsense" || (due !== undefined && !isDate(due)))
    refuse(`"${end}" is not a day of the calendar. Write it as in "Sign UAT script, 20 Nov".`);
  const text = due === undefined ? line : words;
  if (text.length > longestStep) refuse(`"${text.slice(0, 30)}…" has ${text.length} characters; a step has ${longestStep} at most.`);
  return due === undefined ? { text } : { text, due };
}
