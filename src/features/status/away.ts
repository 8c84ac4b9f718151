import { say } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Absence } from "../../core/people.ts";
import { always, date, person } from "../../core/questions.ts";
import { type LocalDate, shortDate } from "../../core/time.ts";
import type { Call, Feature, Press, Submit } from "../../routes.ts";
import { isOutside } from "../../verbs/may.ts";
import { type Asking, promptKey } from "./asking.ts";
import { namesOf, pmoIfAny, tell } from "./notice.ts";
import { isOpen, type Owed } from "./owed.ts";
import { ask, type Question, readAnswers } from "./question-form.ts";
import { redrawAbout } from "./redraw.ts";
import { onCard } from "./reminder.ts";
import { reporting } from "./reporter.ts";
import { list } from "./wording.ts";

const fields = (today: LocalDate) => ({
  from: date("Away from", { required: always }),
  to: date("Until", {
    required: always,
    hint: "The last day away",
    clash: ({ from, to }) => {
      if (typeof from !== "string" || typeof to !== "string") return undefined;
      if (to < from) return "The last day is before the first.";
      return to < today ? `${shortDate(to, today)} has passed.` : undefined;
    },
  }),
  deputy: person("Who stands in", { hint: "They are asked in your place. Without one the PMO is told" }),
});

/** [I'm away] */
const away: Press = async (call, value) => {
  await reporting(call, value);
  return awayForm(call, value, { answers: { from: call.today } });
};

function awayForm(call: Call, value: string, drawn: Pick<Question, "answers" | "problems">): Promise<Reply> {
  const intro = [{ kind: "small", text: "Kept: who, from, until and who stands in. No reason is asked or kept." }] as const;
  const form = { action: "status.goAway", state: value, title: "I'm away", submit: "Save", intro };
  return ask(call, { ...form, ...drawn, fields: fields(call.today) });
}

const goAway: Submit = async (call, value, answers) => {
  const { slot, owed } = await reporting(call, value);
  const { values, problems } = await readAnswers(call, fields(call.today), answers);
  if (problems) return awayForm(call, value, { answers, problems });
  const [from, to] = [String(values["from"]), String(values["to"])];
  const deputy = typeof values["deputy"] === "string" ? values["deputy"] : undefined;
  const unfit = deputy === undefined ? undefined : await whyNot(call, deputy, from, to);
  if (unfit !== undefined) return awayForm(call, value, { answers, problems: { deputy: unfit } });
  await keepAbsence(call, { person: call.me.id, from, to, ...(deputy !== undefined && { deputy }) });
  const asking = { person: call.me.id, date: slot.period, projects: [slot.project], ...(slot.tag !== undefined && { tag: slot.tag }) };
  const open = from > call.today ? [] : (await onCard(call, asking, call.me)).filter(isOpen);
  const told = deputy === undefined ? await tellPmo(call, owed, open, { from, to }) : await handOn(call, deputy, open, slot.period);
  for (const { project } of open) await redrawAbout(call, project.id, slot.period, [call.me.id]);
  const days = from === to ? shortDate(from) : `${shortDate(from)} to ${shortDate(to)}`;
  return { kind: "message", to: "me", message: say(`Noted: away ${days}. ${told}`, "Say pmo away to see or change it.") };
};

/** In place of what was said of the same days before; on the record of the person, who alone it is about. */
async function keepAbsence(call: Call, absence: Omit<Absence, "id">): Promise<void> {
  const { from, to, person } = absence;
  for (const before of await call.store.people.absences(from, to, person)) await call.store.people.removeAbsence(before.id);
  await call.store.people.addAbsence(absence);
  const change = { at: call.now, actor: call.me.id, source: call.user.platform, subject: `person:${person}`, what: "absence" };
  await call.store.record({ ...change, to: `${from} to ${to}` });
}

/** The deputy is asked now for what is open now; what they owe themselves stays a card of its own. */
async function handOn(call: Call, deputy: string, open: readonly Owed[], date: LocalDate): Promise<string> {
  const name = await namesOf(call, [deputy]);
  if (open.length === 0) return `${name} is asked in your place.`;
  const projects = open.map(({ project }) => project.id);
  const asking: Asking = { person: deputy, date, projects, tag: call.me.id };
  const notAfter = new Date(Math.max(...open.map(({ moments }) => moments.cutOff.getTime())));
  const posting = {
    key: promptKey(asking),
    job: "status.prompt",
    payload: asking,
    to: { person: deputy },
    class: "prompt",
    notAfter,
  } as const;
  await call.store.outbox.add(posting, call.now);
  return `${name} is asked in your place, for ${list(open.map(({ project }) => project.key))} now.`;
}

async function tellPmo(call: Call, owed: Owed, open: readonly Owed[], { from, to }: Pick<Absence, "from" | "to">): Promise<string> {
  const pmo = await pmoIfAny(call, owed.project, call.today);
  for (const { project } of open) {
    const did = `is away ${shortDate(from)} to ${shortDate(to)} and nobody stands in: ${project.key} is open and will not be chased.`;
    await tell(call, pmo, "away", { project: project.id, did });
  }
  return open.length === 0 || pmo.length === 0
    ? "Nobody stands in, so nothing is asked while you are away."
    : `Nobody stands in, so ${await namesOf(call, pmo)} is told that ${list(open.map(({ project }) => project.key))} ${open.length === 1 ? "is" : "are"} open.`;
}

async function whyNot(call: Call, deputy: string, from: LocalDate, to: LocalDate): Promise<string | undefined> {
  if (deputy === call.me.id) return "That is you. Name somebody else, or nobody.";
  const known = await call.store.people.get(deputy);
  if (known && isOutside(known)) return `${known.name} is a guest or of another organisation, so only the PMO can make them a deputy.`;
  const [absence] = await call.store.people.absences(from, to, deputy);
  if (!absence) return undefined;
  return `${await namesOf(call, [deputy])} is away too, ${shortDate(absence.from)} to ${shortDate(absence.to)}. Name somebody else.`;
}

export const leaving: Feature = { presses: { "status.away": away }, submits: { "status.goAway": goAway } };
