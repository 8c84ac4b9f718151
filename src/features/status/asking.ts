import { z } from "zod";
import { isDate } from "../../core/time.ts";

/** What prompts, reminders and heads-ups carry: who is asked, for which period, about what. */
export const Asking = z.object({
  person: z.string(),
  date: z.string(),
  projects: z.array(z.string()),
  /** Tells a card apart from the same person's card of the schedule: asked for in between, or for somebody away. */
  tag: z.string().optional(),
  /** Who asked, where it was not the schedule. */
  by: z.string().optional(),
  /** Drawn again over what was posted, so there is always something to draw. */
  again: z.boolean().optional(),
});
export type Asking = z.infer<typeof Asking>;

export const promptKey = ({ person, date, tag }: Pick<Asking, "person" | "date" | "tag">): string =>
  tag === undefined ? `prompt:${person}:${date}` : `prompt:${person}:${date}:${tag}`;

/** What a button about one project carries; everything in it is checked again when it is pressed. */
export interface Slot {
  readonly project: string;
  readonly period: string;
  readonly tag?: string;
  readonly rest: readonly string[];
}

export const slot = (project: string, period: string, tag?: string, ...rest: readonly (string | number)[]): string =>
  [project, period, tag ?? "-", ...rest].join(" ");

/** Undefined for what none of our buttons carries. */
export function readSlot(value: string): Slot | undefined {
  const [project, period, tag, ...rest] = value.split(" ");
  if (project === undefined || period === undefined || !isDate(period)) return undefined;
  return { project, period, rest, ...(tag !== undefined && tag !== "-" && { tag }) };
}
