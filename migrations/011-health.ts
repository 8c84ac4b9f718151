import type { Migration } from "kysely";

/** What each running instance says of itself with every heartbeat, and what somebody was told of because it is stuck. */
export const health: Migration = {
  async up(db) {
    await db.schema
      .createTable("pulses")
      .addColumn("instance", "text", (c) => c.primaryKey())
      .addColumn("at", "text", (c) => c.notNull())
      .addColumn("body", "text", (c) => c.notNull())
      .execute();
    await db.schema
      .createTable("alerts")
      .addColumn("cause", "text", (c) => c.primaryKey())
      .addColumn("since", "text", (c) => c.notNull())
      .addColumn("raised_at", "text", (c) => c.notNull())
      .addColumn("body", "text", (c) => c.notNull())
      .execute();
  },
};
