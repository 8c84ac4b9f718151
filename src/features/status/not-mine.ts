import { say } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Project } from "../../core/portfolio.ts";
import { always, choice, paragraph, person } from "../../core/questions.ts";
import { refuse } from "../../core/refusal.ts";
import { governs, holds } from "../../core/rights.ts";
import type { Call, Feature, Press, Submit } from "../../routes.ts";
import { isOutside } from "../../verbs/may.ts";
import { projectWithId } from "../../verbs/reach.ts";
import { readSlot, slot as slotOf } from "./asking.ts";
import { namesOf, pmoOf, tell } from "./notice.ts";
import { isOpen, type Owed } from "./owed.ts";
import { ask, type Question, readAnswers } from "./question-form.ts";
import { note, noteNotMine, openNotMine, said, settled } from "./record.ts";
import { redrawAbout } from "./redraw.ts";
import { onCard } from "./reminder.ts";
import { reporting } from "./reporter.ts";
import { whoRunsIt } from "./who-runs.ts";

const fields = (open: readonly Owed[]) => ({
  project: choice("Project", Object.fromEntries(open.map(({ project }) => [project.id, `${project.key} ${project.name}`.slice(0, 70)])), {
    required: always,
  }),
  who: person("Who runs it", { required: always }),
});

/** [Not mine] */
const notMine: Press = async (call, value) => {
  const open = await openOnCard(call, value);
  return notMineForm(call, value, open, { answers: open.length === 1 ? { project: open[0]?.project.id } : {} });
};

async function openOnCard(call: Call, value: string): Promise<readonly Owed[]> {
  const { slot, owed } = await reporting(call, value);
  const asking = { person: call.me.id, date: slot.period, projects: [slot.project], ...(slot.tag !== undefined && { tag: slot.tag }) };
  const open = (await onCard(call, asking, call.me)).filter((each) => isOpen(each) && each.project.pm === call.me.id);
  return open.length > 0 ? open : refuse(`${owed.project.key} is not asked of you as its project manager. Nothing was changed.`);
}

function notMineForm(call: Call, value: string, open: readonly Owed[], drawn: Pick<Question, "answers" | "problems">): Promise<Reply> {
  const intro = [{ kind: "small", text: "The PMO confirms it. Until then you are not chased for it." }] as const;
  return ask(call, { action: "status.disown", state: value, title: "Not mine", submit: "Send", intro, ...drawn, fields: fields(open) });
}

/** Paused on the record until the PMO says who runs it: nobody is chased for what may not be theirs. */
const disown: Submit = async (call, value, answers) => {
  const open = await openOnCard(call, value);
  const { values, problems } = await readAnswers(call, fields(open), answers);
  if (problems) return notMineForm(call, value, open, { answers, problems });
  const owed = open.find(({ project }) => project.id === values["project"]) ?? refuse("That project is not open on your card any more.");
  const who = String(values["who"]);
  if (who === call.me.id) return notMineForm(call, value, open, { answers, problems: { who: "That is you. Name who runs it now." } });
  const { project, period } = owed;
  const [pmo, name] = [await pmoOf(call, project), await namesOf(call, [who])];
  await noteNotMine(call, project.id, period, { id: who, name });
  await tell(call, pmo, "not-mine", {
    ...whoRunsIt(project, period, call.me.id, { id: who, name }),
    did: `says that ${project.key} is not theirs: ${name} runs it.`,
  });
  await redrawAbout(call, project.id, period, [call.me.id]);
  const told = `Thank you. ${await namesOf(call, pmo)} is asked to confirm that ${name} runs ${project.key}. You are not chased for it meanwhile.`;
  return { kind: "message", to: "me", message: say(told) };
};

/** The PMO's answer: the project changes hands from today on. */
const handOver: Press = async (call, value) => {
  const { project, period, was, becomes } = await settling(call, value);
  if (becomes === undefined) refuse("That button is from before an update. Say pmo project to change who runs it.");
  const scope = { kind: "project", id: project.id } as const;
  await call.store.people.unassign(was, "pm", scope, call.today);
  await call.store.people.assign({ person: becomes, role: "pm", scope, from: call.today });
  await note(call, project.id, said.notMine, period, settled);
  const record = { at: call.now, actor: call.me.id, source: call.user.platform, subject: `project:${project.id}` };
  const name = await namesOf(call, [becomes]);
  await call.store.record({ ...record, what: "pm", from: await namesOf(call, [was]), to: name });
  await tell(call, [becomes], "hand-over", {
    project: project.id,
    did: `says that you run ${project.key} from today on. You are asked for its status.`,
  });
  await tell(call, [was], "hand-over", { project: project.id, did: `confirms that ${name} runs ${project.key}.` });
  const ask = { label: `Ask ${name} now`.slice(0, 30), action: "status.askNow", value: project.id } as const;
  const told = say(`Done: ${name} runs ${project.key} from today on, and knows it. What was due before is not chased.`);
  return { kind: "message", to: "replace", message: { ...told, blocks: [...told.blocks, { kind: "buttons", buttons: [ask] }] } };
};

const stays: Press = async (call, value) => {
  const { project, period, was } = await settling(call, value);
  await note(call, project.id, said.notMine, period, settled);
  await tell(call, [was], "stays", {
    project: project.id,
    did: `says that you run ${project.key}, so its update is still asked of you.`,
    buttons: [{ label: "Update", action: "status.update", value: slotOf(project.id, period), opensForm: true }],
  });
  await redrawAbout(call, project.id, period, [was]);
  return { kind: "message", to: "replace", message: say(`${await namesOf(call, [was])} is told that ${project.key} stays theirs.`) };
};

/** Only what its PM said is answered here: a PMO contact may confirm whom they named, and names nobody themselves. */
async function settling(call: Call, value: string) {
  const { project: id, period, rest } = readSlot(value) ?? refuse("That button is from before an update. Nothing was changed.");
  const project = await projectWithId(call, id);
  if (!holds(call.rights, ["contact", "pmo", "admin"], project)) refuse(`Only the PMO says who runs ${project.key}. Nothing was changed.`);
  const [was, becomes] = rest;
  if (was === undefined || project.pm !== was) refuse(`Somebody else was named for ${project.key} in the meantime. Nothing was changed.`);
  const open = await openNotMine(call, project);
  if (open?.period !== period) refuse(`Nobody waits for an answer about who runs ${project.key}. Nothing was changed.`);
  if (becomes !== undefined) await mayTakeOver(call, project, becomes, open.named);
  return { project, period, was, becomes };
}

async function mayTakeOver(call: Call, project: Project, who: string, named: string | undefined): Promise<void> {
  const person = await call.store.people.get(who);
  if (!person) refuse("That person is not known any more. Nothing was changed.");
  if (who !== named) refuse(`Somebody else was named for ${project.key}. Nothing was changed.`);
  if (person.left !== undefined && person.left <= call.today)
    refuse(`${person.name} has left. Say pmo pm #${project.key} @PERSON instead.`);
  const why = person.unknown ? "I have not met whom they named" : `${person.name} is a guest or of another organisation`;
  if (isOutside(person) && !governs(call.rights, project))
    refuse(`${why}, so only the PMO can give them ${project.key}. Nothing was changed.`);
}

const question = { words: paragraph("Your question", 2000, { required: always }) };

/** [Ask the PMO], [Talk to the PMO] */
const askPmo: Press = async (call, value) => {
  await reporting(call, value);
  return questionForm(call, value, {});
};

const askedPmo: Submit = async (call, value, answers) => {
  const { owed } = await reporting(call, value);
  const { values, problems } = await readAnswers(call, question, answers);
  if (problems) return questionForm(call, value, { answers, problems });
  const pmo = await pmoOf(call, owed.project);
  await tell(call, pmo, "question", {
    project: owed.project.id,
    did: `asks about ${owed.project.key}:`,
    words: String(values["words"]),
    next: "Answer them directly; nothing else was sent.",
  });
  return { kind: "message", to: "me", message: say(`Sent to ${await namesOf(call, pmo)}, who answers you directly. Only they see it.`) };
};

function questionForm(call: Call, value: string, drawn: Pick<Question, "answers" | "problems">): Promise<Reply> {
  return ask(call, { action: "status.askedPmo", state: value, title: "Ask the PMO", submit: "Send", ...drawn, fields: question });
}

export const disowning: Feature = {
  presses: { "status.notMine": notMine, "status.handOver": handOver, "status.stays": stays, "status.askPmo": askPmo },
  submits: { "status.disown": disown, "status.askedPmo": askedPmo },
};
