import type { Desk } from "../../routes.ts";

/** More than any outage leaves behind. */
const all = 100_000;
/** A message that was asked for by hand is of use for as long as somebody may still look into it. */
const holdsForMs = 24 * 60 * 60_000;

/** Sends again what was given up: one, or all. How many there were. What may have arrived is looked for first. */
export async function resend(desk: Desk, id?: number): Promise<number> {
  const until = new Date(desk.now.getTime() + holdsForMs);
  return each(desk, id, (key) => desk.store.outbox.reopen(key, until, desk.now));
}

/** It is not sent any more, and nobody is bothered with it again. */
export async function drop(desk: Desk, by: string, id?: number): Promise<number> {
  return each(desk, id, (key) => desk.store.outbox.letGo(key, `let go by ${by}`, desk.now));
}

async function each(desk: Desk, id: number | undefined, work: (key: string) => Promise<boolean>): Promise<number> {
  const failed = await desk.store.outbox.list({ states: ["failed"], limit: all });
  let count = 0;
  for (const posting of failed.toReversed()) if ((id === undefined || posting.id === id) && (await work(posting.key))) count += 1;
  return count;
}
