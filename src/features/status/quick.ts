import { say } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import { stepLine } from "../../core/next-steps.ts";
import { always, date } from "../../core/questions.ts";
import { refuse } from "../../core/refusal.ts";
import type { NextStep } from "../../core/report.ts";
import { shortDate } from "../../core/time.ts";
import type { Call, Feature, Press, Submit } from "../../routes.ts";
import { receipt } from "./answer.ts";
import { Asking, promptKey, type Slot } from "./asking.ts";
import { repeated } from "./content.ts";
import type { Owed } from "./owed.ts";
import { whyNot } from "./project-blocks.ts";
import { card } from "./prompt.ts";
import { ask, type Question, readAnswers } from "./question-form.ts";
import { receive } from "./receive.ts";
import { redraw } from "./redraw.ts";
import { reporting } from "./reporter.ts";
import { isOutcome } from "./steps.ts";

/** [No change]: last time's report once more, where that is still an answer. Pressed twice, it is one answer. */
const same: Press = async (call, value) => {
  const { slot, owed } = await reporting(call, value);
  const content = repeated(owed);
  if (owed.report) return cardAgain(call, slot, owed);
  if (owed.bar !== undefined || !content)
    refuse(`"No change" cannot be the answer for ${owed.project.key}: ${whyNot(owed, call.today) ?? "please update"} Nothing was changed.`);
  const { report } = await receive(call, owed, content, promptKey({ person: call.me.id, date: slot.period, tag: slot.tag }));
  return cardAgain(call, slot, { ...owed, report });
};

/** [Done] [Dropped] on a promised step. Kept at once, and sent with the report. */
const step: Press = async (call, value) => {
  const { slot, owed } = await reporting(call, value);
  const [, outcome] = slot.rest;
  const place = promisedAt(owed, slot);
  if (!isOutcome(outcome) || outcome === "moved") refuse("That button is from before an update. Open the form instead.");
  if (!owed.report) await keep(call, owed, { [`step${place.i}`]: outcome, [`moved${place.i}`]: undefined });
  return cardAgain(call, slot, owed);
};

const movedFields = (today: string) => ({
  to: date("New date", {
    required: always,
    clash: ({ to }) =>
      typeof to === "string" && to < today ? `${shortDate(to, today)} has passed. Give a day that is still to come.` : undefined,
  }),
});

/** [Moved] asks to when. */
const moved: Press = async (call, value) => {
  const { slot, owed } = await reporting(call, value);
  const { step } = promisedAt(owed, slot);
  return movedForm(call, value, step, {});
};

const moveTo: Submit = async (call, value, answers) => {
  const { slot, owed } = await reporting(call, value);
  const { i, step } = promisedAt(owed, slot);
  const { values, problems } = await readAnswers(call, movedFields(call.today), answers);
  if (problems) return movedForm(call, value, step, { answers, problems });
  if (!owed.report) await keep(call, owed, { [`step${i}`]: "moved", [`moved${i}`]: String(values["to"]) });
  const posting = await call.store.outbox.byKey(promptKey({ person: call.me.id, date: slot.period, tag: slot.tag }));
  const asking = Asking.safeParse(posting?.payload).data;
  if (posting && asking) await redraw(call, posting, { ...asking, again: true });
  return { kind: "done" };
};

function movedForm(call: Call, value: string, step: NextStep, drawn: Pick<Question, "answers" | "problems">): Promise<Reply> {
  const intro = [{ kind: "text", text: `You planned: ${stepLine(step, call.today)}` }] as const;
  return ask(call, {
    ...drawn,
    action: "status.moveTo",
    state: value,
    title: "Moved to when?",
    submit: "Save",
    fields: movedFields(call.today),
    intro,
  });
}

function promisedAt(owed: Owed, { rest }: Slot): { readonly i: number; readonly step: NextStep } {
  const i = Number(rest[0]);
  const step = owed.promised.get(i);
  return step ? { i, step } : refuse("That step is not open any more. Nothing was changed.");
}

async function keep(call: Call, { project, period, draft }: Owed, answers: Readonly<Record<string, string | undefined>>): Promise<void> {
  await call.store.reports.saveDraft(call.me.id, project.id, period, { ...draft, ...answers }, call.now);
}

/** The card that was pressed, as things stand now; a receipt where it is not there any more. */
async function cardAgain(call: Call, { period, tag }: Slot, owed: Owed): Promise<Reply> {
  const posting = await call.store.outbox.byKey(promptKey({ person: call.me.id, date: period, tag }));
  const asking = Asking.safeParse(posting?.payload).data;
  const drawn = asking && (await card(call, { ...asking, again: true }, call.me));
  if (drawn && !("dropped" in drawn)) return { kind: "message", message: drawn, to: "replace" };
  const { report } = owed;
  return { kind: "message", message: report ? await receipt(call, owed, report) : say("Kept. It goes out with the report."), to: "me" };
}

export const quick: Feature = {
  presses: { "status.same": same, "status.step": step, "status.moved": moved },
  submits: { "status.moveTo": moveTo },
};
