import type { Message } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Person } from "../../core/people.ts";
import type { Project } from "../../core/portfolio.ts";
import { always, date } from "../../core/questions.ts";
import { refuse } from "../../core/refusal.ts";
import { holds } from "../../core/rights.ts";
import { addDays, type LocalDate, longDate } from "../../core/time.ts";
import type { Call, Feature, Press, Submit } from "../../routes.ts";
import { projectWithId } from "../../verbs/reach.ts";
import { askedAbout } from "./asked.ts";
import { readSlot, slot } from "./asking.ts";
import { Escalation, escalationTo } from "./escalation.ts";
import { namesOf, pmoOf, tell } from "./notice.ts";
import { type Owed, owedBy, owedOn } from "./owed.ts";
import { ask, type Question, readAnswers } from "./question-form.ts";
import { note, said } from "./record.ts";
import { redrawAbout } from "./redraw.ts";

/** Those who answer for a project above its PM. */
const above = ["sponsor", "contact", "manager", "pmo", "admin"] as const;

/** [I'll speak to NAME]: kept on the record, and the one it is about knows who is coming. */
const speak: Press = async (call, value) => {
  const { owed, asked } = await told(call, value);
  if (!asked) refuse(`${owed.project.key} has no project manager to speak to. The PMO can name one.`);
  await note(call, owed.project.id, said.speaks, owed.period, `speaks to ${asked.name}`);
  await tell(call, [asked.id], "speak", {
    project: owed.project.id,
    did: `will speak to you about ${owed.project.key}: its update is still open.`,
    buttons: [{ label: "Update", action: "status.update", value: slot(owed.project.id, owed.period), opensForm: true }],
  });
  return again(call, owed);
};

/** [PMO, please call] */
const callThem: Press = async (call, value) => {
  const { owed, asked } = await told(call, value);
  const pmo = await pmoOf(call, owed.project);
  await note(call, owed.project.id, said.calls, owed.period, `asked ${await namesOf(call, pmo)} to call ${asked?.name ?? "the project"}`);
  await tell(call, pmo, "call", {
    project: owed.project.id,
    did: `asks you to call ${asked?.name ?? "the team"} about ${owed.project.key}: there is no update for this period.`,
  });
  return again(call, owed);
};

const pauseFields = (today: LocalDate) => ({
  until: date("Pause until", {
    required: always,
    hint: "It is asked again from that day",
    clash: ({ until }) => pauseProblem(until, today),
  }),
});

function pauseProblem(until: unknown, today: LocalDate): string | undefined {
  if (typeof until !== "string") return undefined;
  if (until <= today) return "Give a day that is still to come.";
  return until > addDays(today, 92) ? "Three months at most: put a project on hold instead." : undefined;
}

/** [Known: pause until …] */
const pause: Press = async (call, value) => {
  await told(call, value);
  return pauseForm(call, value, {});
};

const pauseUntil: Submit = async (call, value, answers) => {
  const { owed, asked } = await told(call, value);
  const { values, problems } = await readAnswers(call, pauseFields(call.today), answers);
  if (problems) return pauseForm(call, value, { answers, problems });
  const until = String(values["until"]);
  const { project, period } = owed;
  await call.store.projects.save({ ...project, pausedUntil: until });
  await call.store.record({
    ...{
      at: call.now,
      actor: call.me.id,
      source: call.user.platform,
      subject: `project:${project.id}`,
      what: "paused",
      to: `until ${until}`,
    },
    ...(project.pausedUntil !== undefined && project.pausedUntil > call.today && { from: `until ${project.pausedUntil}` }),
  });
  const people = asked ? [asked.id] : [];
  await tell(call, people, "pause", { project: project.id, did: `paused ${project.key}: you are asked again from ${longDate(until)}.` });
  await redrawAbout(call, project.id, period, people);
  return { kind: "done" };
};

function pauseForm(call: Call, value: string, drawn: Pick<Question, "answers" | "problems">): Promise<Reply> {
  const fields = pauseFields(call.today);
  return ask(call, { ...drawn, action: "status.pauseUntil", state: value, title: "Pause until when?", submit: "Pause", fields });
}

/** What an escalation is about, for somebody who answers for the project; checked when it acts, whoever forged it. */
async function told(call: Call, value: string): Promise<{ readonly owed: Owed; readonly asked: Person | undefined }> {
  const pressed = readSlot(value) ?? refuse("That button is from before an update. Nothing was changed.");
  const project = await projectWithId(call, pressed.project);
  if (!holds(call.rights, above, project)) refuse(`Only the sponsor and the PMO of ${project.key} can do that. Nothing was changed.`);
  const owed = await owedOn(call, call.me, call.rights, project, pressed.period, "watching");
  if (owed.report) refuse(`${project.key} was received in the meantime. Nothing more is needed.`);
  return { owed, asked: await askedAbout(call, owed) };
}

/** The message that was pressed, as things stand now. */
async function again(call: Call, { project, period }: Owed): Promise<Reply> {
  return { kind: "message", to: "replace", message: await pressedMessage(call, project, period) };
}

async function pressedMessage(call: Call, project: Project, period: LocalDate): Promise<Message> {
  const sent = await call.store.outbox.list({ keyStart: `escalation:${call.me.id}:${period}:`, limit: 500 });
  const own = sent.map(({ payload }) => Escalation.safeParse(payload).data).find((each) => each?.projects.includes(project.id));
  const projects = own?.projects ?? [project.id];
  return escalationTo(call, await owedBy(call, call.me, period, projects, "watching"), call.me);
}

export const acting: Feature = {
  presses: { "status.speak": speak, "status.call": callThem, "status.pause": pause },
  submits: { "status.pauseUntil": pauseUntil },
};
