import type { Block, Button } from "../../chat/message.ts";
import { bold, text } from "../../chat/text.ts";
import { stepLine } from "../../core/next-steps.ts";
import type { Person } from "../../core/people.ts";
import { capital } from "../../core/phrases.ts";
import { mostRepeats } from "../../core/report.ts";
import { daysBetween, type LocalDate, localDate, shortDate } from "../../core/time.ts";
import { type Asking, slot } from "./asking.ts";
import type { Owed } from "./owed.ts";
import { outcomes } from "./steps.ts";
import { called, dueWords, gist, near } from "./wording.ts";

export interface Line {
  readonly asking: Asking;
  readonly number?: number;
  /** Whether this project is due at another time than the rest of the card. */
  readonly due: boolean;
  readonly now: Date;
  readonly reader: Person;
}

/** One project on a card: what was received, or what is last known and what can be answered. */
export function projectBlocks(owed: Owed, { asking, number, due, now, reader }: Line): readonly Block[] {
  const { project, portfolio, report, excused, moments } = owed;
  const today = localDate(now, reader.zone);
  const title = text`${number === undefined ? "" : `${number} `}${bold(called(project))}`;
  const here = (...more: readonly (string | number)[]) => slot(project.id, asking.date, asking.tag, ...more);
  if (report) {
    const locked = excused !== undefined && !excused.startsWith("paused");
    const when = near(report.recordedAt, now, reader.zone);
    const line = text`${title}: received ${when}${report.unchanged > 0 ? ", no change" : ""}. ${gist(report, today)}`;
    const edit: Button = { label: "Edit", action: "status.update", value: here(), opensForm: true };
    return [{ kind: "text", text: line }, ...(locked ? [] : [buttons(edit)])];
  }
  if (excused !== undefined) return [{ kind: "text", text: text`${title}: ${excused}. Nothing is asked of you.` }];
  const blocks: Block[] = [
    {
      kind: "text",
      text: text`${title}: ${lastKnown(owed, today)}${due ? `. ${capital(dueWords(portfolio, moments.due, now, reader.zone))}` : ""}`,
    },
  ];
  for (const [i, step] of [...owed.promised].filter(([, { outcome }]) => outcome === undefined).slice(0, 3)) {
    blocks.push({ kind: "text", text: `You planned: ${stepLine(step, today)}` });
    blocks.push(
      buttons(
        { label: outcomes.done, action: "status.step", value: here(i, "done") },
        { label: outcomes.moved, action: "status.moved", value: here(i), opensForm: true },
        { label: outcomes.dropped, action: "status.step", value: here(i, "dropped") },
      ),
    );
  }
  const reason = whyNot(owed, today);
  if (reason !== undefined) blocks.push({ kind: "small", text: reason });
  const update: Button = { label: "Update", action: "status.update", value: here(), opensForm: true, style: "primary" };
  const same: Button = { label: "No change", action: "status.same", value: here() };
  return [...blocks, owed.bar === undefined ? buttons(same, update) : buttons(update)];
}

/** The last report in a line; its day too, once it is older than the period before this one could make it. */
export function lastKnown({ last }: Pick<Owed, "last">, today: LocalDate): string {
  if (!last) return "no report yet";
  const old = daysBetween(last.effectiveOn, today) > 10 ? ` (${shortDate(last.effectiveOn, today)})` : "";
  return `${gist(last, today)}${old}`;
}

/** Why "no change" is not offered, where the card does not show it by itself. */
export function whyNot({ last, bar }: Owed, today: LocalDate): string | undefined {
  switch (bar) {
    case "green day passed":
      return `The date for green, ${shortDate(last?.greenBy ?? today, today)}, has passed, so please update.`;
    case "said twice":
      return `"No change" was said ${mostRepeats === 2 ? "twice" : `${mostRepeats} times`} in a row, so please update.`;
    case "no path to green":
      return "There is no path to green with a date yet, so please update.";
    case "other scale":
      return "The portfolio's colours changed since the last report, so please update.";
    case "step unanswered":
    case "nothing before":
    case undefined:
      return undefined;
    default:
      return bar satisfies never;
  }
}

const buttons = (...all: readonly Button[]): Block => ({ kind: "buttons", buttons: all });
