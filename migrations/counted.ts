import { type ColumnDataType, type Kysely, PostgresAdapter } from "kysely";

export const isPostgres = (db: Kysely<unknown>): boolean => db.getExecutor().adapter instanceof PostgresAdapter;

/** The type of a key that counts up by itself: in SQLite every `integer primary key` does. */
export function counted(db: Kysely<unknown>): ColumnDataType {
  return isPostgres(db) ? "serial" : "integer";
}
