import { CompiledQuery, PostgresAdapter } from "kysely";
import type { Db } from "../tables.ts";

/** Which of the two databases this is, where they must be spoken to differently. */
export function isPostgres(db: Db): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

/** Any number, as long as it stays the same: whoever holds it is the one writer of this database. */
const writerLock = 7_376_117;

/** What only Postgres needs, and every transaction there that writes begins with; it ends with the transaction. */
export const takeWriterLock = CompiledQuery.raw(`select pg_advisory_xact_lock(${writerLock})`);

/** Of each Postgres here: what its last writer is doing. One connection waits for the lock, not all of them. */
const last = new WeakMap<Db, Promise<unknown>>();

/**
 * One transaction after the other, among all programs on this database: every rule of the product reads before it writes, and
 * may rely on what it read. SQLite has no second writer; on Postgres a lock that ends with the transaction says the same.
 */
export async function serially<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  if (!isPostgres(db)) return db.transaction().execute(work);
  const before = last.get(db) ?? Promise.resolve();
  const mine = before.then(() =>
    db.transaction().execute(async (tx) => {
      await tx.executeQuery(takeWriterLock);
      return work(tx);
    }),
  );
  last.set(
    db,
    mine.catch(() => {}),
  );
  return mine;
}
