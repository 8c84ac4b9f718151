import { type ColumnDataType, type Kysely, PostgresAdapter } from "kysely";

/** The type of a key that counts up by itself: in SQLite every `integer primary key` does. */
export function counted(db: Kysely<unknown>): ColumnDataType {
  return db.getExecutor().adapter instanceof PostgresAdapter ? "serial" : "integer";
}
