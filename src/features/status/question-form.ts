import type { Form, FormField } from "../../chat/form.ts";
import type { Reply } from "../../chat/reply.ts";
import { check, type Problems } from "../../core/entry.ts";
import type { Answers, Fields, Values } from "../../core/fields.ts";
import type { Person } from "../../core/people.ts";
import type { Project } from "../../core/portfolio.ts";
import type { Call } from "../../routes.ts";
import { withPeople } from "../../verbs/owners.ts";

export interface Question extends Pick<Form, "action" | "state" | "title" | "submit" | "intro"> {
  readonly fields: Fields;
  readonly answers?: Answers;
  readonly problems?: Problems;
}

/** A few questions as a form, empty or with what was answered and what is wrong with it. */
export async function ask(call: Call, question: Question): Promise<Reply> {
  const { fields, answers = {}, problems = {}, ...form } = question;
  const drawn = Object.entries(fields).map(([name, field]) => drawField(call, name, field, answers[name], problems[name]));
  return { kind: "form", form: { ...form, fields: await Promise.all(drawn) } };
}

/** One field with its answer; people are shown by name. */
export async function drawField(
  call: Call,
  name: string,
  { label, hint, control, required }: Fields[string],
  value: string | undefined,
  error: string | undefined,
): Promise<FormField> {
  const person = control.kind === "person" && value !== undefined ? await shownPerson(call, value) : undefined;
  return {
    ...{ name, label, control, required: required?.({}) === true },
    ...(hint !== undefined && { hint }),
    ...(value !== undefined && { value: person?.id ?? value }),
    ...(person && { shown: person }),
    ...(error !== undefined && { error }),
  };
}

/** Whoever an answer names: by our own id, or as the chat says it while the form is not sent yet. */
async function shownPerson({ store, user }: Call, value: string): Promise<Person | undefined> {
  return (await store.people.get(value)) ?? (await store.people.named(value, user))[0];
}

/** The answers checked: values, or what is wrong by field. */
export async function readAnswers(
  call: Call,
  fields: Fields,
  answers: Answers,
  project?: Project,
): Promise<{ readonly values: Values; readonly problems?: Problems }> {
  const meant = await withPeople(call, fields, answers, {}, project);
  const { values, problems } = check(fields, meant.answers, call.today);
  const all = { ...problems, ...meant.problems };
  return Object.keys(all).length === 0 ? { values } : { values, problems: all };
}
