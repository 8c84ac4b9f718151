import { z } from "zod";
import { carried } from "../../chat/carried.ts";
import type { Form } from "../../chat/form.ts";
import type { Block } from "../../chat/message.ts";
import { bold, text } from "../../chat/text.ts";
import type { Answers } from "../../core/fields.ts";
import { capital } from "../../core/phrases.ts";
import { isDate } from "../../core/time.ts";
import type { Call } from "../../routes.ts";
import { destination } from "./destination.ts";
import { type Extent, reportFields } from "./fields.ts";
import type { Owed } from "./owed.ts";
import { hasMore, moreAnswers, prefilled } from "./prefill.ts";
import { lastKnown } from "./project-blocks.ts";
import { drawField } from "./question-form.ts";
import { called, dueWords, gist, near, span } from "./wording.ts";

/** What a report's form carries; checked again when it comes back, whoever forged it. */
const State = z.object({
  project: z.string(),
  period: z.string().refine(isDate),
  /** Of the card it was opened from. */
  tag: z.string().optional(),
  more: z.boolean().optional(),
  /** The newest revision when it was opened: a later one is shown before it is replaced. */
  seen: z.number().optional(),
});
export type State = z.infer<typeof State>;

export const readState = (state: string): State => carried(State, state);

export interface Drawn {
  readonly answers?: Answers;
  readonly problems?: Readonly<Record<string, string>>;
  readonly error?: string;
  /** How many more are open on the card, and how many there are: "Save and next (2 of 3)". */
  readonly next?: { readonly at: number; readonly of: number };
}

/** The questions of a report with what is known, or with what was just answered and what is wrong with it. */
export async function reportForm(call: Call, owed: Owed, state: State, drawn: Drawn = {}): Promise<Form> {
  const start = drawn.answers ?? prefilled(owed, call.today);
  const more = state.more === true || hasMore(start);
  const begun = more && !hasMore(start) ? { ...moreAnswers(owed), ...start } : start;
  const kept: State = { ...state, seen: owed.report?.revision ?? 0, ...(more && { more }) };
  const value = JSON.stringify(kept);
  const fields = Object.entries(reportFields(extentOf(call, owed, more))).map(([name, field]) =>
    drawField(call, name, field, begun[name], drawn.problems?.[name]),
  );
  return {
    action: "status.answer",
    state: value,
    title: `${owed.project.key} status`,
    submit: drawn.next ? `Save and next (${drawn.next.at} of ${drawn.next.of})` : "Save",
    intro: await intro(call, owed),
    fields: await Promise.all(fields),
    buttons: [...(more ? [] : [{ label: "More", action: "status.more", value }]), { label: "Save draft", action: "status.draft", value }],
    ...(drawn.error !== undefined && { error: drawn.error }),
  };
}

export function extentOf(call: Call, owed: Owed, more: boolean): Extent {
  return { colours: owed.colours, promised: owed.promised, today: call.today, currency: owed.portfolio.currency, more };
}

async function intro(call: Call, owed: Owed): Promise<readonly Block[]> {
  const { project, portfolio, period, moments, report } = owed;
  const due = owed.scheduled && !report ? `. ${capital(dueWords(portfolio, moments.due, call.now, call.me.zone))}` : "";
  const before = report
    ? `Received ${near(report.recordedAt, call.now, call.me.zone)}: ${gist(report, call.today)}`
    : `Last: ${lastKnown(owed, call.today)}`;
  return [
    {
      kind: "text",
      text: text`${bold(called(project))}, ${span(project.cadence ?? portfolio.cadence, period).replace(/^the /, "")}${due}`,
    },
    { kind: "small", text: before },
    { kind: "small", text: await destination(call, [owed], "open", call.me) },
  ];
}
