import type { Store } from "../../ports/index.ts";
import type { Posting } from "../../ports/outbox.ts";
import type { Desk } from "../../routes.ts";
import { warnedOf } from "./asked.ts";
import { Asking } from "./asking.ts";
import { type Facts, slotOf } from "./askings.ts";
import { type PlannedMessage, timeline } from "./plan.ts";
import { disowned } from "./record.ts";

/** What else is known today of the messages to come, so that a preview announces none that will not be sent. */
export async function foreseen(desk: Desk, facts: Facts, to: Date): Promise<Facts> {
  const { store, now } = desk;
  const standing = { ...facts, promised: await promises(store, now), notMine: await disowned(desk, facts.projects) };
  return { ...standing, unwarned: await unwarned(store, timeline(standing, now, to).messages) };
}

/** What somebody promised for later is told then. */
async function promises({ outbox }: Store, now: Date): Promise<ReadonlyMap<string, Date>> {
  const waiting = await outbox.list({ keyStart: "escalation:", states: ["waiting"], limit: 5000 });
  return new Map(
    waiting.flatMap(({ notBefore, payload }) => {
      const about = Asking.safeParse(payload).data;
      return notBefore && notBefore > now ? (about?.projects.map((id) => [slotOf(id, about.date), notBefore] as const) ?? []) : [];
    }),
  );
}

/** Silences that nobody will be told of: whoever is asked then was not warned, and is not going to be. */
async function unwarned({ outbox }: Store, messages: readonly PlannedMessage[]): Promise<ReadonlySet<string>> {
  const coming = new Set(
    messages.flatMap(({ kind, person, date, projects }) =>
      kind === "headsUp" ? projects.map((id) => `headsUp:${person}:${slotOf(id, date)}`) : [],
    ),
  );
  const sent = new Map<string, Posting | undefined>();
  const found = new Set<string>();
  for (const { date, about } of messages)
    for (const [id, { asked }] of about ?? []) {
      if (coming.has(`headsUp:${asked}:${slotOf(id, date)}`)) continue;
      const key = `headsUp:${asked}:${date}`;
      if (!sent.has(key)) sent.set(key, await outbox.byKey(key));
      if (warnedOf(sent.get(key), id) === "no") found.add(slotOf(id, date));
    }
  return found;
}
