import type { Answers, Field, Fields } from "../core/fields.ts";
import type { FormField } from "./form.ts";
import type { Mention } from "./text.ts";

/** Questions as a form draws them: what is answered so far, and what was wrong with it beside each. */
export function asked(
  fields: Fields,
  answers: Answers,
  problems: Readonly<Record<string, string>> = {},
  people: ReadonlyMap<string, Mention> = new Map(),
): readonly FormField[] {
  return Object.entries(fields).map(([name, { label, hint, control, required }]) => {
    const [value, error] = [answers[name], problems[name]];
    const shown = control.kind === "person" && value !== undefined ? people.get(value) : undefined;
    return {
      name,
      label,
      control,
      required: required?.({}) === true,
      ...(hint !== undefined && { hint }),
      ...(value !== undefined && value !== "" && { value }),
      ...(shown && { shown }),
      ...(error !== undefined && { error }),
    };
  });
}

/**
 * Answers laid over what somebody else may have changed while the form was open: what was not touched stays as it is
 * now, and what both changed is asked about once more.
 */
export function rebased(
  fields: Fields,
  was: Answers,
  now: Answers,
  mine: Answers,
  people: ReadonlyMap<string, Mention> = new Map(),
): { readonly answers: Answers; readonly problems: Readonly<Record<string, string>> } {
  const names = Object.keys(fields);
  const touched = (name: string) => (mine[name] ?? "") !== (was[name] ?? "");
  const moved = (name: string) => (now[name] ?? "") !== (was[name] ?? "") && (now[name] ?? "") !== (mine[name] ?? "");
  const crossed = names.filter((name) => touched(name) && moved(name));
  const words = (name: string) =>
    `Somebody made this “${read(fields[name], now[name] ?? "", people) || "nothing"}” while your form was open. Save again to put yours in its place.`;
  return {
    answers: Object.fromEntries(names.map((name) => [name, touched(name) ? mine[name] : now[name]])),
    problems: Object.fromEntries(crossed.map((name) => [name, words(name)])),
  };
}

/** An answer as people know it: a choice by its label, somebody by their name. */
function read(field: Field | undefined, answer: string, people: ReadonlyMap<string, Mention>): string {
  if (field?.control.kind === "choice") return field.control.options[answer] ?? answer;
  return people.get(answer)?.name ?? answer;
}
