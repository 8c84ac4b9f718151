import { outdated } from "../chat/carried.ts";
import type { Block } from "../chat/message.ts";
import type { Reply } from "../chat/reply.ts";
import { text } from "../chat/text.ts";
import { readWords } from "../chat/words.ts";
import { answersOf, check, missing, ownerOf, refOf } from "../core/entry.ts";
import type { Answers, Values } from "../core/fields.ts";
import type { RecordType } from "../core/record-type.ts";
import { Refusal } from "../core/refusal.ts";
import type { Call } from "../routes.ts";
import { namesIn, shownValue, writtenCard } from "./card.ts";
import { type Found, named, permitted, type Ref, withId } from "./find.ts";
import { answered, type Draft, entryForm } from "./form.ts";
import { nonceKey } from "./log.ts";
import { withPeople } from "./owners.ts";
import { type FormState, readState } from "./state.ts";
import { changeEntry, whereToAnswer } from "./write.ts";

/** `edit R-42` opens the form; `edit R-42 p3 due:friday` changes those and nothing else. */
export async function edit(call: Call, ref: Ref, words: string): Promise<Reply> {
  const found = await named(call, ref, "edit");
  const { type, entry, project } = found;
  if (words.trim() === "") return editForm(call, found, { answers: answersOf(entry.values), problems: {} });
  const said = readWords(words, type, call.today);
  const before = answersOf(entry.values);
  const told = { ...before, ...said.answers, ...(said.text === "" ? {} : { [type.title]: said.text }) };
  const { answers, problems: strangers } = await withPeople(call, type.fields, told, before, project);
  const { values, problems: wrong } = check(type.fields, answers, call.today);
  const slips = Object.fromEntries(said.slips.flatMap(({ field, why }) => (field === undefined ? [] : [[field, why]])));
  const moved = said.project !== undefined && said.project.toUpperCase() !== project.key;
  const error = [
    ...said.slips.flatMap(({ field, why }) => (field === undefined || type.fields[field]?.when ? [why] : [])),
    ...(moved ? [`${refOf(type, entry)} stays on ${project.key}: log it anew on the other project.`] : []),
  ];
  const problems = { ...wrong, ...strangers, ...slips };
  if (error.length > 0 || Object.keys(problems).length > 0) {
    return editForm(call, found, { answers, problems, ...(error.length > 0 && { error: error.join(" ") }) });
  }
  return saved(call, found, values);
}

/** The buttons [Edit] and [Add]: the latter asks only for what is missing. */
export async function pressEdit(call: Call, types: readonly RecordType[], id: string, what: "all" | "missing"): Promise<Reply> {
  const found = await withId(call, types, id, "edit");
  const { type, entry } = found;
  const lacks = missing(type, entry.values);
  const draft = { answers: answersOf(entry.values), problems: {} };
  return what === "missing" && lacks.length > 0 ? editForm(call, found, draft, {}, lacks) : editForm(call, found, draft);
}

export async function submitEdit(call: Call, types: readonly RecordType[], text: string, given: Answers): Promise<Reply> {
  const state = readState(text);
  const found = await stillThere(call, types, state);
  if (!found) return lostForm(call, types, state, given);
  const { type, entry, project } = found;
  if ((await call.store.recall(nonceKey(call, state))) === entry.id) return changed(call, found);
  const before = answersOf((await versionOf(call, found, state.version)) ?? entry.values);
  const mine = answered(state, given, before);
  const now = answersOf(entry.values);
  // What I left as it was follows what the other one made of it; what I changed stays mine.
  const merged = Object.fromEntries(
    Object.keys({ ...now, ...mine, ...before }).map((name) => [name, mine[name] === before[name] ? now[name] : mine[name]]),
  );
  const { answers, problems: strangers } = await withPeople(call, type.fields, merged, now, project);
  if (state.version !== entry.version) return conflict(call, found, state.version ?? 0, before, { answers, problems: strangers });
  const { values, problems: wrong } = check(type.fields, answers, call.today);
  const problems = { ...wrong, ...strangers };
  if (Object.keys(problems).length > 0) return editForm(call, found, { answers, problems }, {}, state.shown);
  await call.store.remember(nonceKey(call, state), entry.id);
  return saved(call, found, values);
}

interface Opened {
  readonly intro?: readonly Block[];
  /** The opening that goes on; absent: a new one, of the entry as it stands now. */
  readonly state?: Pick<FormState, "nonce" | "version">;
}

export async function editForm(call: Call, found: Found, draft: Draft, more: Opened = {}, only?: readonly string[]): Promise<Reply> {
  const { type, entry, project } = found;
  const form = await entryForm(call, type, draft, {
    action: "entry.edit",
    title: `Edit ${refOf(type, entry)}`,
    submit: "Save",
    state: { nonce: call.id, version: entry.version, ...more.state, id: entry.id },
    asksProject: false,
    intro: more.intro ?? [
      {
        kind: "small",
        text: `Seen by ${entry.proposed ? `the ${project.key} team` : `everybody with a role on ${project.key}`}; the history keeps what was there before.`,
      },
    ],
    ...(only && { fields: only, only: true }),
  });
  return { kind: "form", form };
}

/** Somebody saved while this form was open: the answers stay in the fields, what the other one wrote stands above. */
async function conflict(call: Call, found: Found, seen: number, before: Answers, draft: Draft): Promise<Reply> {
  const { type, entry } = found;
  const last = (await call.store.entries.history(entry.id)).at(-1);
  const other = last && (await call.store.people.get(last.actor));
  const now = answersOf(entry.values);
  const names = await namesIn(
    call,
    [found],
    Object.values({ ...draft.answers, ...before }).filter((id) => id !== undefined),
  );
  const facts = Object.entries(type.fields).flatMap(([name, field]) => {
    if (now[name] === before[name] && draft.answers[name] === before[name]) return [];
    const read = (answer: string | undefined) => (answer === undefined ? "empty" : shownValue(field, answer, names, call.today));
    const same = draft.answers[name] === now[name];
    return [
      [field.label, same ? text`now ${read(now[name])}` : text`now ${read(now[name])}; yours: ${read(draft.answers[name])}`] as const,
    ];
  });
  const intro: Block[] = [
    {
      kind: "text",
      text: `${other?.name ?? "Somebody"} changed ${refOf(type, entry)} while you were editing (version ${seen} is now ${entry.version}). Nothing of yours is saved yet.`,
    },
    ...(facts.length > 0 ? [{ kind: "facts", facts } as const] : []),
    { kind: "small", text: "The fields hold your answers. Save to keep them, or cancel to leave it as it is now." },
  ];
  return editForm(call, found, draft, { intro });
}

async function stillThere(call: Call, types: readonly RecordType[], state: FormState): Promise<Found | undefined> {
  try {
    return await withId(call, types, state.id ?? "", "edit");
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** The entry (or its project) is gone or closed to this person: said plainly, with the answers kept to be copied. */
async function lostForm(call: Call, types: readonly RecordType[], state: FormState, given: Answers): Promise<Reply> {
  const type = types.find(({ key }) => key === state.type);
  if (!type) throw new Refusal(outdated);
  const error =
    "What you were editing is not there any more, or you may not change it. Nothing was saved; your answers are still here to copy.";
  const form = await entryForm(
    call,
    type,
    { answers: answered(state, given, {}), problems: {}, error },
    { action: "entry.edit", title: "Not saved", submit: "Try again", state, asksProject: false, fields: state.shown },
  );
  return { kind: "form", form };
}

async function versionOf(call: Call, { entry }: Found, version: number | undefined): Promise<Values | undefined> {
  return (await call.store.entries.history(entry.id)).find((each) => each.version === version)?.values;
}

/** Whom it belongs to is for those who may assign it, whichever way it is written. */
async function saved(call: Call, found: Found, values: Values): Promise<Reply> {
  const { type, entry } = found;
  const isAssigned = type.owner !== undefined && (values[type.owner] ?? "") !== (ownerOf(type, entry) ?? "");
  if (isAssigned) await permitted(call, found, "assign", refOf(type, entry));
  return changed(call, await changeEntry(call, found, { values: kept(found, values) }));
}

/** Values that the declaration does not name any more stay where they are. */
function kept({ type, entry }: Found, values: Values): Values {
  const unnamed = Object.entries(entry.values).filter(([name]) => !Object.hasOwn(type.fields, name));
  return { ...Object.fromEntries(unnamed), ...values };
}

async function changed(call: Call, found: Found): Promise<Reply> {
  return { kind: "message", message: await writtenCard(call, found, "changed"), to: whereToAnswer(call, found.project) };
}
