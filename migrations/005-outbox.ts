import type { Migration } from "kysely";
import { counted } from "./counted.ts";

/** What is to be sent, and what became of it. */
export const outbox: Migration = {
  async up(db) {
    await db.schema
      .createTable("outbox")
      .addColumn("id", counted(db), (c) => c.primaryKey())
      .addColumn("key", "text", (c) => c.notNull().unique())
      .addColumn("job", "text", (c) => c.notNull())
      .addColumn("payload", "text", (c) => c.notNull())
      .addColumn("lane", "text", (c) => c.notNull())
      .addColumn("destination", "text", (c) => c.notNull())
      .addColumn("follows", "text")
      .addColumn("how", "text")
      .addColumn("rank", "integer", (c) => c.notNull())
      .addColumn("not_before", "text")
      .addColumn("not_after", "text")
      .addColumn("state", "text", (c) => c.notNull())
      .addColumn("attempts", "integer", (c) => c.notNull())
      .addColumn("next_at", "text", (c) => c.notNull())
      .addColumn("unsure", "integer", (c) => c.notNull()) // an attempt may have been sent
      .addColumn("token", "text")
      .addColumn("lease_until", "text")
      .addColumn("created_at", "text", (c) => c.notNull())
      .addColumn("settled_at", "text")
      .addColumn("ref", "text")
      .addColumn("error", "text")
      .execute();
    await db.schema.createIndex("outbox_due").on("outbox").columns(["state", "rank", "next_at", "id"]).execute();
    await db.schema.createIndex("outbox_lane").on("outbox").columns(["lane", "state"]).execute();
    await db.schema.createIndex("outbox_follows").on("outbox").columns(["follows", "state"]).execute();
    await db.schema.createIndex("outbox_settled").on("outbox").column("settled_at").execute();
    await db.schema
      .createTable("quiet_lanes")
      .addColumn("lane", "text", (c) => c.primaryKey())
      .addColumn("until", "text", (c) => c.notNull())
      .execute();
  },
};
