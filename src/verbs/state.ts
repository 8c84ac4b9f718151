import { z } from "zod";
import { refuse } from "../core/refusal.ts";

const state = z.object({
  type: z.string(),
  /** Of this opening of the form: however often it is submitted, it acts once. */
  nonce: z.string(),
  /** The fields on it: one that is shown and empty was cleared, one that is not shown is as it was. */
  shown: z.array(z.string()),
  id: z.string().optional(),
  version: z.number().int().optional(),
  /** Where the entry is to go. */
  to: z.string().optional(),
  /** The entry that this one is raised from, and by which kind of link. */
  from: z.string().optional(),
  kind: z.string().optional(),
});
/** What a form carries back with its answers. Nothing in it is believed: it says what is asked, not what is allowed. */
export type FormState = z.infer<typeof state>;

export function writeState(value: FormState): string {
  return JSON.stringify(value);
}

export function readState(text: string): FormState {
  return readJson(text, state);
}

/** What a button or form carries, or a refusal when it is not ours or no longer. */
export function readJson<T>(text: string, schema: z.ZodType<T>): T {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // Falls through: a value that is no JSON is as outdated as one that does not fit.
  }
  return refuse("That button or form is out of date. Nothing was changed; please start again.");
}
