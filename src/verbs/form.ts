import type { Form, FormField } from "../chat/form.ts";
import type { Block } from "../chat/message.ts";
import type { Mention } from "../chat/text.ts";
import { check, type Problems } from "../core/entry.ts";
import type { Answers } from "../core/fields.ts";
import { called } from "../core/phrases.ts";
import type { RecordType } from "../core/record-type.ts";
import type { Call } from "../routes.ts";
import { seenById } from "./reach.ts";
import { type FormState, writeState } from "./state.ts";

/** What is known so far of an entry that is being written. `project` is an id, or what was typed for one. */
export interface Draft {
  readonly answers: Answers;
  readonly problems: Problems;
  /** What is wrong with the whole. */
  readonly error?: string;
}

interface Sheet {
  readonly action: string;
  readonly title: string;
  readonly submit: string;
  readonly state: Omit<FormState, "shown" | "type">;
  readonly asksProject: boolean;
  /** These fields beside those that are filled or wrong; absent: the first screen. */
  readonly fields?: readonly string[];
  /** Only `fields`, whatever else is filled. */
  readonly only?: true;
  readonly intro?: readonly Block[];
}

/** The form of any register: its first screen and whatever is filled or wrong; the rest behind "More fields". */
export async function entryForm(call: Call, type: RecordType, draft: Draft, sheet: Sheet): Promise<Form> {
  const { values } = check(type.fields, draft.answers);
  const open = Object.keys(type.fields).filter((name) => type.fields[name]?.when?.(values) ?? true);
  const wanted = sheet.fields ?? firstScreen(type);
  const isFilled = (name: string) => draft.answers[name] !== undefined || draft.problems[name] !== undefined;
  const shown = open.filter((name) => wanted.includes(name) || draft.problems[name] !== undefined || (!sheet.only && isFilled(name)));
  const state = writeState({ ...sheet.state, type: type.key, shown });
  const people = await shownPeople(call, type, draft.answers);
  const fields = shown.map((name) => drawn(type, name, draft, people.get(name), values));
  return {
    action: sheet.action,
    state,
    title: sheet.title,
    submit: sheet.submit,
    fields: sheet.asksProject ? withProject(fields, type, await projectField(call, draft)) : fields,
    ...(sheet.intro && { intro: sheet.intro }),
    ...(draft.error !== undefined && { error: draft.error }),
    ...(shown.length < open.length && { buttons: [{ label: "More fields", action: "entry.more", value: state }] }),
  };
}

function firstScreen(type: RecordType): readonly string[] {
  return [type.title, type.owner, type.due, ...(type.first ?? [])].filter((name) => name !== undefined);
}

/** The whole answers of a form: what it showed as answered, the rest as it was. */
export function answered(state: FormState, answers: Answers, before: Answers): Answers {
  const cleared = Object.fromEntries(state.shown.map((name) => [name, undefined]));
  const given = Object.entries(answers).filter(([, answer]) => answer !== undefined && answer.trim() !== "");
  return { ...before, ...cleared, ...Object.fromEntries(given) };
}

function drawn(
  type: RecordType,
  name: string,
  draft: Draft,
  shown: Mention | undefined,
  values: Record<string, unknown> | object,
): FormField {
  const field = type.fields[name];
  if (!field) throw new Error(`${type.key} has no field ${name}`);
  const { label, hint, control } = field;
  const value = draft.answers[name];
  const error = draft.problems[name];
  return {
    name,
    label,
    control,
    required: field.required?.({ ...values }) ?? false,
    ...(hint !== undefined && { hint }),
    ...(value !== undefined && { value }),
    ...(shown && { shown }),
    ...(error !== undefined && { error }),
  };
}

/** The project follows the title: the two that every entry needs. */
function withProject(fields: readonly FormField[], type: RecordType, project: FormField): readonly FormField[] {
  const title = fields.filter(({ name }) => name === type.title);
  return [...title, project, ...fields.filter(({ name }) => name !== type.title)];
}

async function projectField(call: Call, { answers, problems }: Draft): Promise<FormField> {
  const value = answers["project"];
  const project = value === undefined ? undefined : await seenById(call, value);
  const error = problems["project"];
  return {
    name: "project",
    label: "Project",
    control: { kind: "lookup", source: "project" },
    required: true,
    ...(project && { value: project.id, shown: called(project) }),
    ...(error !== undefined && { error }),
  };
}

async function shownPeople(call: Call, type: RecordType, answers: Answers): Promise<ReadonlyMap<string, Mention>> {
  const shown = new Map<string, Mention>();
  for (const [name, field] of Object.entries(type.fields)) {
    const answer = answers[name];
    if (field.control.kind !== "person" || answer === undefined) continue;
    const person = (await call.store.people.get(answer)) ?? (await call.store.people.named(answer, call.user))[0];
    if (person) shown.set(name, person);
  }
  return shown;
}
