import { sql } from "kysely";
import type { Clock } from "../ports/index.ts";
import { isPostgres } from "./dialect.ts";
import type { Db } from "./tables.ts";

const askedEveryMs = 10_000;

/**
 * The time by which all programs on one Postgres agree who holds what until when: the database's. It is asked every ten
 * seconds and goes on by the machine's steady clock in between, so setting a machine's wall clock moves nothing.
 * SQLite serves one machine, and has its clock.
 */
export async function clockOf(db: Db): Promise<Clock & { stop(): void }> {
  if (!isPostgres(db)) return { now: () => new Date(), stop() {} };
  let ahead = 0; // of the steady clock, in ms
  const ask = async () => {
    const before = performance.now();
    const { rows } = await sql<{ at: number }>`select extract(epoch from clock_timestamp())::float8 * 1000 as at`.execute(db);
    const after = performance.now();
    const at = rows[0]?.at;
    if (at !== undefined) ahead = at - (before + after) / 2;
  };
  await ask();
  const again = setInterval(() => ask().catch(() => {}), askedEveryMs); // without an answer the steady clock goes on
  again.unref();
  return { now: () => new Date(ahead + performance.now()), stop: () => clearInterval(again) };
}
