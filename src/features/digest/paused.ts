import { type LocalDate, localDate } from "../../core/time.ts";
import type { Member } from "../../ports/projects.ts";
import type { Desk } from "../../routes.ts";
import type { Seen } from "./facts.ts";
import type { Line } from "./schema.ts";

type Paused = NonNullable<Seen["paused"]>;

interface On {
  readonly date: LocalDate;
  readonly zone: string;
}

/** Which projects were paused on a day, by the record of each: a pause that began later says nothing of that day. Few are. */
export async function pausedOn({ store }: Desk, projects: readonly Member[], { date, zone }: On): Promise<ReadonlyMap<string, Paused>> {
  const paused = new Map<string, Paused>();
  for (const { id, pausedUntil } of projects) {
    if (pausedUntil === undefined || pausedUntil <= date) continue;
    const record = (await store.changes(`project:${id}`)).filter(({ what }) => what === "paused");
    const told = record.findLast(({ at }) => localDate(at, zone) <= date);
    const found = record.length === 0 ? { until: pausedUntil } : readPause(told?.to ?? "");
    if (found && found.until > date) paused.set(id, found);
  }
  return paused;
}

/** As it was posted: a pause that came later is for the next digest. */
export const pausedIn = (lines: ReadonlyMap<string, Line>): ReadonlyMap<string, Paused> =>
  new Map([...lines].flatMap(([id, { paused }]) => (paused === undefined ? [] : [[id, { until: paused }] as const])));

/** "until 2027-07-15 because the vendor is insolvent", as `pmo pause` records it. */
function readPause(words: string): Paused | undefined {
  const [, until, reason] = /^until (\d{4}-\d\d-\d\d)(?: because (.+))?$/s.exec(words) ?? [];
  return until === undefined ? undefined : { until, ...(reason !== undefined && { reason }) };
}
