import type { Answers, Field, Fields, Values } from "./fields.ts";
import type { Entry, RecordType } from "./record-type.ts";
import type { LocalDate } from "./time.ts";
import { parseDate } from "./typed-date.ts";

export type Problems = Readonly<Record<string, string>>;

/**
 * Answers as they came, checked strictly: values to keep, and what is wrong by field. Nothing is kept while something is.
 * With `today`, dates may be given as people type them: "15 Dec", "friday".
 */
export function check(fields: Fields, answers: Answers, today?: LocalDate): { readonly values: Values; readonly problems: Problems } {
  const values: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const [name, field] of Object.entries(fields)) {
    const answer = answers[name]?.trim();
    if (answer === undefined || answer === "") continue;
    const typedDate = today !== undefined && field.control.kind === "date" ? parseDate(answer, today) : undefined;
    const parsed = field.schema.safeParse(typedDate ?? answer);
    if (parsed.success) values[name] = parsed.data;
    else problems[name] = parsed.error.issues[0]?.message ?? `${field.label} cannot be read.`;
  }
  for (const [name, field] of Object.entries(fields)) {
    if (field.when && !field.when(values)) {
      delete values[name];
      delete problems[name];
    } else if (values[name] === undefined) {
      if (problems[name] === undefined && field.required?.(values)) problems[name] = `${field.label} is needed.`;
    } else {
      const clash = field.clash?.(values);
      if (clash !== undefined) problems[name] = clash;
    }
  }
  return { values, problems };
}

/** Values as plain strings again, as a form is filled with. */
export function answersOf(values: Values): Answers {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined || value === null ? [] : [[name, String(value)]])),
  );
}

/** A stored entry held against today's declaration: one that does not fit is marked, never dropped. */
export function read(type: RecordType, entry: Entry): Entry {
  const misfit = entry.misfit ?? misfitOf(type, entry.state, entry.values);
  return misfit === undefined ? entry : { ...entry, misfit };
}

function misfitOf(type: RecordType, state: string, values: Values): string | undefined {
  if (!Object.hasOwn(type.states, state)) return `its state "${state}" is not one of a ${type.names.one} any more`;
  const wrong = Object.entries(type.fields).find(([name, field]) => !fits(field, values[name]));
  return wrong && `${wrong[1].label} no longer fits`;
}

function fits(field: Field, value: unknown): boolean {
  return value === undefined || value === null || field.schema.safeParse(String(value)).success;
}

export function refOf(type: RecordType, entry: Pick<Entry, "number">): string {
  return `${type.prefix}-${entry.number}`;
}

export function titleOf(type: RecordType, entry: Pick<Entry, "values">): string {
  return textOf(entry.values, type.title) ?? "(no title)";
}

export function ownerOf(type: RecordType, entry: Pick<Entry, "values">): string | undefined {
  return type.owner === undefined ? undefined : textOf(entry.values, type.owner);
}

export function dueOf(type: RecordType, entry: Pick<Entry, "values">): LocalDate | undefined {
  return type.due === undefined ? undefined : textOf(entry.values, type.due);
}

export function isFinal(type: RecordType, state: string): boolean {
  return type.states[state]?.final === true;
}

export function openStates(type: RecordType): readonly string[] {
  return Object.keys(type.states).filter((state) => !isFinal(type, state));
}

export function isOverdue(type: RecordType, entry: Entry, today: LocalDate): boolean {
  const due = dueOf(type, entry);
  return due !== undefined && due < today && !isFinal(type, entry.state);
}

/** What an entry still lacks; one that is settled lacks nothing any more. */
export function lacking(type: RecordType, entry: Pick<Entry, "state" | "values">): readonly string[] {
  return isFinal(type, entry.state) ? [] : missing(type, entry.values);
}

/** The fields that the declaration wants and nobody has filled. */
export function missing(type: RecordType, values: Values): readonly string[] {
  return (type.wanted ?? []).filter((name) => {
    const field = type.fields[name];
    return field !== undefined && values[name] === undefined && (field.when?.(values) ?? true);
  });
}

/** The weightiest first, then the earliest due, then the oldest. Each is weighed once, however many are compared. */
export function byWeight(type: RecordType, today: LocalDate): (a: Entry, b: Entry) => number {
  const weights = new Map<Entry, number>();
  const weight = (entry: Entry): number => {
    const known = weights.get(entry);
    if (known !== undefined) return known;
    const weighed = type.weigh?.(entry, today) ?? 0;
    weights.set(entry, weighed);
    return weighed;
  };
  const due = (entry: Entry) => dueOf(type, entry) ?? "9999-12-31";
  const earlier = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return (a, b) => weight(b) - weight(a) || earlier(due(a), due(b)) || a.number - b.number;
}

/** A text among the values; undefined when it is not there or is something else. */
export function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === "string" ? value : undefined;
}
