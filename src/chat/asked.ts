import type { z } from "zod";
import type { Answers, Fields } from "../core/fields.ts";
import { refuse } from "../core/refusal.ts";
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

/** What a form or button carried, read strictly: it comes back from outside, whoever forged it. */
export function carried<T>(shape: z.ZodType<T>, state: string): T {
  const read = shape.safeParse(json(state));
  return read.success ? read.data : refuse("That is from before an update. Please open it again; nothing was changed.");
}

function json(state: string): unknown {
  try {
    return JSON.parse(state);
  } catch {
    return undefined;
  }
}
