import { outdated } from "../chat/carried.ts";
import type { Source } from "../chat/intent.ts";
import type { Reply } from "../chat/reply.ts";
import { readWords, type Words } from "../chat/words.ts";
import { check } from "../core/entry.ts";
import type { Answers } from "../core/fields.ts";
import { beginning } from "../core/letters.ts";
import type { Project } from "../core/portfolio.ts";
import type { RecordType } from "../core/record-type.ts";
import { Refusal, refuse } from "../core/refusal.ts";
import { governing, holdsOn } from "../core/rights.ts";
import type { Call } from "../routes.ts";
import { writtenCard } from "./card.ts";
import { foundById, named } from "./find.ts";
import { answered, type Draft, entryForm } from "./form.ts";
import { finishLink, raisedFrom, staysBehind } from "./links.ts";
import { may, runsProject } from "./may.ts";
import { withNames } from "./mentions.ts";
import { withPeople } from "./owners.ts";
import { projectNamed, projectWithId, reachable, seenById } from "./reach.ts";
import { type FormState, readState } from "./state.ts";
import { whereTheyWork } from "./workplace.ts";
import { logEntry, whereToAnswer } from "./write.ts";

/** `/risk …`: logged at once when nothing required is missing, otherwise the form with what was said. */
export async function log(call: Call, type: RecordType, words: string, source?: Source): Promise<Reply> {
  const said = await readOut(call, type, readWords(words, type, call.today));
  const { project, problem } = await projectSaid(call, type, said);
  if (!project && !(await reachable(call)).some((each) => may(call, type, "log", each))) {
    const where = await whereTheyWork(call);
    const written = words.trim() === "" ? "" : ` What you wrote: ${await withNames(call, words)}`;
    const start = holdsOn(call.rights, governing)
      ? `There is no project yet to log ${article(type)} on. pmo add project makes one.`
      : `You have no role yet on a project where you could log ${article(type)}. ${where ?? "Ask your PMO for one."}`;
    refuse(`${start}${written}`);
  }
  const told = { ...said.answers, ...fromWords(type, said.text), ...(await fromSource(call, type, source, said.text)) };
  const { answers, problems: strangers } = await withPeople(call, type.fields, told, {}, project);
  const { values, problems: wrong } = check(type.fields, answers, call.today);
  const problems = {
    ...(words.trim() === "" ? {} : wrong),
    ...strangers,
    ...slipsByField(said),
    ...(problem === undefined ? {} : { project: problem }),
  };
  // What is wrong with a field is said beside it, where it stands on the form.
  const lost = said.slips.flatMap(({ field, why }) => (field === undefined || type.fields[field]?.when ? [why] : [])).join(" ");
  if (project && words.trim() !== "" && lost === "" && Object.keys({ ...problems, ...wrong }).length === 0) {
    return written(call, await logEntry(call, type, project, values));
  }
  const draft: Draft = {
    answers: { ...answers, ...(project && { project: project.id }) },
    problems,
    ...(lost !== "" && { error: lost }),
  };
  return logForm(call, type, draft, { nonce: call.id });
}

/** "an issue". */
const article = ({ names: { one } }: RecordType): string => `${/^[aeiou]/.test(one) ? "an" : "a"} ${one}`;

export async function logForm(
  call: Call,
  type: RecordType,
  draft: Draft,
  state: Omit<FormState, "type" | "shown">,
  fields?: readonly string[],
): Promise<Reply> {
  const chosen = draft.answers["project"];
  const project = chosen === undefined ? undefined : await seenById(call, chosen);
  const readers =
    project && runsProject(call, project)
      ? `Seen by everybody with a role on ${project.key}. You can edit it at any time`
      : "Seen by the project's team; by leadership once whoever runs the project accepts it. You can edit it until then";
  const intro = `${readers}, and undo it for a day.`;
  const form = await entryForm(call, type, draft, {
    action: "entry.log",
    title: `Log ${article(type)}`,
    submit: "Log it",
    state,
    asksProject: true,
    intro: [{ kind: "small", text: intro }],
    ...(fields && { fields }),
  });
  return { kind: "form", form };
}

export async function submitLog(call: Call, types: readonly RecordType[], text: string, given: Answers): Promise<Reply> {
  const state = readState(text);
  const type = types.find(({ key }) => key === state.type) ?? refuse(outdated);
  const twice = await call.store.recall(nonceKey(call, state));
  if (twice !== undefined) return again(call, types, twice);
  const all = answered(state, given, {});
  const chosen = await projectChosen(call, type, all["project"]);
  const { answers, problems: strangers } = await withPeople(call, type.fields, all, {}, chosen.project);
  const { values, problems: wrong } = check(type.fields, answers, call.today);
  const origin = await raisedFrom(call, types, state);
  const problem = chosen.problem ?? (origin && chosen.project && staysBehind(origin, chosen.project));
  const problems = { ...wrong, ...strangers, ...(problem === undefined ? {} : { project: problem }) };
  if (!chosen.project || Object.keys(problems).length > 0) {
    const draft = { answers: { ...answers, ...(chosen.project && { project: chosen.project.id }) }, problems };
    return logForm(call, type, draft, state, state.shown);
  }
  const found = await logEntry(call, type, chosen.project, values);
  await call.store.remember(nonceKey(call, state), found.entry.id);
  if (origin) await finishLink(call, origin, found);
  return written(call, found);
}

/** One person's opening of one form: sent again, however often, it is answered with what it made. */
export function nonceKey(call: Call, { nonce }: Pick<FormState, "nonce">): string {
  return `form:${call.me.id}:${nonce}`;
}

async function again(call: Call, types: readonly RecordType[], id: string): Promise<Reply> {
  const found = await foundById(call, types, id);
  if (!found) refuse("That was logged already, and taken back since. Nothing was changed.");
  return written(call, await named(call, { type: found.type, number: found.entry.number }, "show"));
}

async function written(call: Call, found: Parameters<typeof writtenCard>[1]): Promise<Reply> {
  return { kind: "message", message: await writtenCard(call, found), to: whereToAnswer(call, found.project) };
}

interface Chosen {
  readonly project?: Project;
  readonly problem?: string;
}

/** The project that the words name, or the one whose channel this is. */
async function projectSaid(call: Call, type: RecordType, said: Words): Promise<Chosen> {
  if (said.project !== undefined) return forLogging(call, type, () => projectNamed(call, said.project ?? ""));
  if (call.here.project === undefined) return {};
  const home = await seenById(call, call.here.project);
  return home && may(call, type, "log", home) ? forLogging(call, type, async () => home) : {};
}

/** The project that a form gives by id; where the platform has no look-up, people type its key. */
async function projectChosen(call: Call, type: RecordType, answer: string | undefined): Promise<Chosen> {
  if (answer === undefined) return { problem: "Choose the project that it belongs to." };
  const known = await seenById(call, answer);
  const isKey = !known && /^#?[A-Za-z][\w-]{0,30}$/.test(answer);
  return forLogging(call, type, () => (isKey ? projectNamed(call, answer) : projectWithId(call, answer)));
}

async function forLogging(call: Call, type: RecordType, find: () => Promise<Project>): Promise<Chosen> {
  try {
    const project = await find();
    if (!may(call, type, "log", project))
      return { problem: `You can read ${project.key} but not log ${type.names.many} on it. Ask its project manager to.` };
    if (!project.unplaced) return { project };
    return { problem: `${project.key} is in no portfolio now, so no list and no digest would show it. Ask the PMO to take it back.` };
  } catch (error) {
    if (error instanceof Refusal) return { problem: error.message };
    throw error;
  }
}

function slipsByField({ slips }: Words): Readonly<Record<string, string>> {
  return Object.fromEntries(slips.flatMap(({ field, why }) => (field === undefined ? [] : [[field, why]])));
}

function fromWords(type: RecordType, words: string): Answers {
  return words === "" ? {} : { [type.title]: words };
}

/** Whoever is mentioned in the middle of a sentence is written out, as <@U1> is nobody's name once it is stored. */
async function readOut(call: Call, type: RecordType, said: Words): Promise<Words> {
  const answers = await Promise.all(
    Object.entries(said.answers).map(async ([name, answer]) => {
      const names = type.fields[name]?.control.kind === "person";
      return [name, names ? answer : await withNames(call, answer)] as const;
    }),
  );
  const slips = await Promise.all(said.slips.map(async (slip) => ({ ...slip, why: await withNames(call, slip.why) })));
  return { ...said, text: await withNames(call, said.text), answers: Object.fromEntries(answers), slips };
}

/** A message that somebody pointed at: its first line is the title, all of it and the way back are the source. */
async function fromSource(call: Call, type: RecordType, source: Source | undefined, words: string): Promise<Answers> {
  if (!source) return {};
  const text = await withNames(call, source.text.trim());
  const author = source.author === undefined ? undefined : `From ${await withNames(call, source.author)}`;
  const kept = [text, author, source.url].filter((part) => part).join("\n");
  const title = words === "" ? { [type.title]: firstLine(text, 120) } : {};
  return { ...title, ...(type.fields["source"] && { source: cutAtWord(kept, 2900) }) };
}

function firstLine(words: string, max: number): string {
  return cutAtWord(words.trim().split(/\r?\n/)[0]?.trim() ?? "", max);
}

function cutAtWord(words: string, max: number): string {
  if (words.length <= max) return words;
  const start = beginning(words, max - 1);
  const space = start.lastIndexOf(" ");
  return `${(space > max / 2 ? start.slice(0, space) : start).trimEnd()}…`;
}
