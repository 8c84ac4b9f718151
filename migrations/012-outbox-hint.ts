import { type Migration, sql } from "kysely";
import { isPostgres } from "./counted.ts";

/** On Postgres, whatever is written to the outbox is told to every program at once; they would find it by themselves later. */
export const outboxHint: Migration = {
  async up(db) {
    if (!isPostgres(db)) return;
    await sql`create function outbox_told() returns trigger language plpgsql as
      'begin perform pg_notify(''drumbeat_outbox'', ''''); return null; end'`.execute(db);
    await sql`create trigger outbox_told after insert on outbox for each statement execute function outbox_told()`.execute(db);
  },
};
