import { sql } from "kysely";
import type { Clock } from "../../ports/index.ts";
import type { Db } from "../tables.ts";
import { isPostgres } from "./dialect.ts";

const askedEveryMs = 10_000;
const askedAgainAfterMs = 1_000;
/** When it read its clock is not known better than how long it took to answer. */
const mostOffMs = 500;

/**
 * The time by which all programs on one Postgres agree who holds what until when: the database's. It is asked every ten
 * seconds and goes on by the machine's steady clock in between, so setting a machine's wall clock moves nothing.
 * SQLite serves one machine, and has its clock.
 */
export async function clockOf(db: Db): Promise<Clock & { stop(): void }> {
  if (!isPostgres(db)) return { now: () => new Date(), stop() {} };
  const read = async () => {
    const { rows } = await sql<{ at: number }>`select extract(epoch from clock_timestamp())::float8 * 1000 as at`.execute(db);
    return rows[0]?.at ?? Number.NaN;
  };
  const clock = carriedOn(read, () => performance.now());
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const askAgain = (exact: boolean) => {
    if (stopped) return;
    timer = setTimeout(async () => askAgain(await clock.ask().catch(() => false)), exact ? askedEveryMs : askedAgainAfterMs);
    timer.unref();
  };
  askAgain(await clock.ask());
  return {
    now: clock.now,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/**
 * The time that `read` told last, carried on by `steady`. An answer that took long (the program stood still, the database was
 * busy) is not gone by, unless there is no better one: this program would hold its leases for longer or shorter than others think.
 */
export function carriedOn(read: () => Promise<number>, steady: () => number): Clock & { ask(): Promise<boolean> } {
  let ahead: number | undefined; // of the steady clock, in ms
  return {
    now: () => new Date((ahead ?? 0) + steady()),
    async ask() {
      const before = steady();
      const at = await read();
      const after = steady();
      const exact = after - before <= mostOffMs;
      if (exact || ahead === undefined) ahead = at - (before + after) / 2;
      return exact;
    },
  };
}
