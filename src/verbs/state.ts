import { z } from "zod";
import { carried } from "../chat/carried.ts";

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
  return carried(state, text);
}
