import type { Message } from "../../chat/message.ts";
import { say } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import { bold, mention, type Text, text } from "../../chat/text.ts";
import { type Problems, refOf } from "../../core/entry.ts";
import type { Answers } from "../../core/fields.ts";
import type { Report } from "../../core/report.ts";
import type { Call, Feature, Press, Submit } from "../../routes.ts";
import { withPeople } from "../../verbs/owners.ts";
import { Asking, promptKey, slot } from "./asking.ts";
import { readContent } from "./content.ts";
import { destination } from "./destination.ts";
import { everyQuestion, reportFields } from "./fields.ts";
import { type Drawn, extentOf, readState, reportForm, type State } from "./form.ts";
import { isOpen, type Owed, owedBy } from "./owed.ts";
import { receive } from "./receive.ts";
import { owedFor, reporting } from "./reporter.ts";
import { called, gist, near } from "./wording.ts";

/** [Update], [Edit]: the form, prefilled. */
const update: Press = async (call, value) => {
  const { slot, owed } = await reporting(call, value);
  const { project, period, tag } = slot;
  return formFor(call, owed, { project, period, ...(tag !== undefined && { tag }) });
};

/** The form of one project, which leads on to the others that are open on the same card. */
export async function formFor(call: Call, owed: Owed, state: State, begun: Pick<Drawn, "answers" | "problems"> = {}): Promise<Reply> {
  const next = await nextAfter(call, state, owed);
  return { kind: "form", form: await reportForm(call, owed, state, { ...begun, ...(next && { next }) }) };
}

const more: Press = async (call, value, answers = {}) => {
  const state = readState(value);
  const owed = await owedFor(call, state.project, state.period);
  const next = await nextAfter(call, state, owed);
  return { kind: "form", form: await reportForm(call, owed, { ...state, more: true }, { answers, ...(next && { next }) }) };
};

const draft: Press = async (call, value, answers = {}) => {
  const state = readState(value);
  const owed = await owedFor(call, state.project, state.period);
  const { project, period } = owed;
  await keepDraft(call, owed, (await meantBy(call, owed, answers)).answers);
  const button = { label: "Continue", action: "status.update", value: slot(project.id, period, state.tag), opensForm: true } as const;
  const told = say(text`Draft for ${bold(project.key)} kept. Only you see it; it opens with the form until you send it.`);
  return { kind: "message", to: "me", message: { ...told, blocks: [...told.blocks, { kind: "buttons", buttons: [button] }] } };
};

/** A draft names people by our own ids, so that it can be gone on with in another chat. */
const meantBy = (call: Call, owed: Owed, answers: Answers) =>
  withPeople(call, reportFields(extentOf(call, owed, true)), answers, {}, owed.project);

function keepDraft({ store, me, now }: Call, { project, period }: Owed, answers: Answers): Promise<void> {
  return store.reports.saveDraft(me.id, project.id, period, answers, now);
}

const answer: Submit = async (call, stateText, given) => {
  const state = readState(stateText);
  const owed = await owedFor(call, state.project, state.period);
  const next = await nextAfter(call, state, owed);
  const { answers, problems } = await meantBy(call, owed, given);
  const again = async (drawn: { problems?: Problems; error?: string }): Promise<Reply> => {
    await keepDraft(call, owed, answers);
    return { kind: "form", form: await reportForm(call, owed, state, { answers, ...drawn, ...(next && { next }) }) };
  };
  const read = readContent(owed, extentOf(call, owed, state.more === true), answers);
  if (read.problems || Object.keys(problems).length > 0) return again({ problems: { ...read.problems, ...problems } });
  if (owed.report && owed.report.revision > (state.seen ?? 0)) return again({ error: await overtaken(call, owed, owed.report) });
  const { report, note } = await receive(call, owed, read.content);
  if (next) return formFor(call, next.owed, { ...state, project: next.owed.project.id, more: false });
  return { kind: "message", to: "me", message: await receipt(call, { ...owed, report }, report, note) };
};

/** What else is open on the card that the form came from, and where that stands among all of them. */
async function nextAfter(call: Call, { period, tag }: State, current: Owed): Promise<{ at: number; of: number; owed: Owed } | undefined> {
  if (current.report) return undefined;
  const posting = await call.store.outbox.byKey(promptKey({ person: call.me.id, date: period, tag }));
  const card = Asking.safeParse(posting?.payload).data;
  if (!card?.projects.includes(current.project.id)) return undefined;
  const all = (await owedBy(call, call.me, period, card.projects)).filter((owed) => isOpen(owed) || owed.report);
  const open = all.filter((owed) => isOpen(owed) && owed.project.id !== current.project.id);
  const after = open.find((owed) => all.indexOf(owed) > all.findIndex(({ project }) => project.id === current.project.id)) ?? open[0];
  return after && { at: all.length - open.length + 1, of: all.length, owed: after };
}

async function overtaken(call: Call, { project }: Owed, report: Report): Promise<string> {
  const who = report.author === call.me.id ? "You" : ((await call.store.people.get(report.author))?.name ?? "Somebody");
  const when = near(report.recordedAt, call.now, call.me.zone);
  return `${who} reported on ${project.key} at ${when}, while this was open: ${gist(report, call.today)}. Send again to replace that.`;
}

/** What the bot says once it has an answer: what was understood, who sees it, until when it can be changed. */
export async function receipt(call: Call, owed: Owed, report: Report, note?: Text): Promise<Message> {
  const { project, period } = owed;
  const help = report.help?.entry === undefined ? undefined : await call.store.entries.get(report.help.entry);
  const type = help && call.types.find(({ key }) => key === help.type);
  const from = report.help?.from === undefined ? undefined : await call.store.people.get(report.help.from);
  const asks =
    help && type ? [text`${bold(refOf(type, help))}: ${report.help?.ask ?? ""}${from ? text` (${mention(from)} is asked)` : ""}`] : [];
  return {
    summary: `${project.key} received, thanks`,
    blocks: [
      { kind: "text", text: text`${bold(called(project))} received, thanks. ${gist(report, call.today)}` },
      ...[...asks, ...(note === undefined ? [] : [note]), ...ended(project)].map((line) => ({ kind: "text", text: line }) as const),
      { kind: "small", text: await destination(call, [owed], "done", call.me) },
      { kind: "buttons", buttons: [{ label: "Edit", action: "status.update", value: slot(project.id, period), opensForm: true }] },
    ],
  };
}

/** It was closed or put on hold, perhaps while the form was open; what was written is kept all the same. */
const ended = ({ key, state }: Owed["project"]): readonly string[] =>
  state === "active" ? [] : [`${key} is ${state}, so nothing is asked about it; this is kept.`];

export const answering: Feature = {
  presses: { "status.update": update, "status.more": more, "status.draft": draft },
  submits: { "status.answer": answer },
  questions: { "status.answer": everyQuestion, "status.more": everyQuestion, "status.draft": everyQuestion },
};
