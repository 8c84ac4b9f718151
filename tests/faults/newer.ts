import { setTimeout as pause } from "node:timers/promises";
import Database from "better-sqlite3";
import { Kysely, type Migration, Migrator, PostgresDialect, SqliteDialect } from "kysely";
import { Pool } from "pg";
import { migrations } from "../../migrations/index.ts";

/** A later version's first start on a database that is in use: it adds what an added feature would, and takes its time. */
export async function bringLaterVersion(url: string): Promise<void> {
  const path = /^sqlite:(.+)$/.exec(url)?.[1];
  const dialect =
    path === undefined
      ? new PostgresDialect({ pool: new Pool({ connectionString: url, max: 1 }) })
      : new SqliteDialect({ database: new Database(path, { timeout: 10_000 }) });
  const db = new Kysely<unknown>({ dialect });
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations, "999-later": later }) },
  }).migrateToLatest();
  await db.destroy();
  if (error !== undefined) throw error;
}

const later: Migration = {
  async up(db) {
    await db.schema
      .createTable("later")
      .addColumn("id", "text", (c) => c.primaryKey())
      .execute();
    await db.schema.alterTable("outbox").addColumn("later", "text").execute();
    await db.schema.createIndex("outbox_by_later").on("outbox").columns(["later", "id"]).execute();
    await pause(1_000); // on Postgres the outbox is locked as long
  },
};
