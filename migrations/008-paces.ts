import { type Migration, sql } from "kysely";

/**
 * How often each workspace and tenant lets itself be called, as learned; one row a kind of call, shared by all instances.
 * From here on `outbox.platform` names the workspace too ("slack:T1"); a platform alone is served as a workspace of its own.
 */
export const paces: Migration = {
  async up(db) {
    await db.schema
      .createTable("paces")
      .addColumn("budget", "text", (c) => c.primaryKey())
      .addColumn("per_minute", "integer", (c) => c.notNull())
      .addColumn("free_at", "text", (c) => c.notNull())
      .addColumn("changed_at", "text", (c) => c.notNull())
      .execute();
    await db.schema.createIndex("outbox_next").on("outbox").columns(["state", "next_at"]).execute();
    const follows = sql<boolean>`follows is not null`;
    await db.schema.createIndex("outbox_following").on("outbox").columns(["state", "next_at"]).where(follows).execute();
  },
};
