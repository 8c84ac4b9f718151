import { sql } from "kysely";
import type { Db } from "../tables.ts";
import { isPostgres } from "./dialect.ts";

/** All that `read` reads is as it was at one moment, while others go on writing. */
export async function snapshot<T>(db: Db, read: (at: Db) => Promise<T>): Promise<T> {
  const begin = isPostgres(db) ? sql`begin isolation level repeatable read read only` : sql`begin`;
  return db.connection().execute(async (at) => {
    await begin.execute(at);
    return read(at).finally(() => sql`rollback`.execute(at));
  });
}
