import type { z } from "zod";
import { refuse } from "../core/refusal.ts";

export const outdated = "That button or form is from before an update. Please start again; nothing was changed.";

/** What a form or button carried, read strictly: it comes back from outside, whoever forged it. */
export function carried<T>(shape: z.ZodType<T>, text: string): T {
  return readJson(shape, text) ?? refuse(outdated);
}

/** What the text says where it is JSON of that shape, and nothing otherwise. */
export function readJson<T>(shape: z.ZodType<T>, text: string): T | undefined {
  try {
    return shape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
