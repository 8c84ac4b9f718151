import type { Migration } from "kysely";
import { counted } from "./counted.ts";

/** Digests as posted, requests already seen, small facts, and changes of settings. */
export const digestsAndChanges: Migration = {
  async up(db) {
    await db.schema
      .createTable("audiences")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("portfolio", "text", (c) => c.notNull().references("portfolios.id"))
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("body", "text", (c) => c.notNull())
      .execute();
    await db.schema
      .createTable("digests")
      .addColumn("audience", "text", (c) => c.notNull())
      .addColumn("period", "text", (c) => c.notNull())
      .addColumn("state", "text", (c) => c.notNull())
      .addColumn("body", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("digests_key", ["audience", "period"])
      .execute();
    await db.schema
      .createTable("seen")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("at", "text", (c) => c.notNull())
      .execute();
    await db.schema.createIndex("seen_at").on("seen").column("at").execute();
    await db.schema
      .createTable("facts")
      .addColumn("name", "text", (c) => c.primaryKey())
      .addColumn("value", "text", (c) => c.notNull())
      .execute();
    await db.schema
      .createTable("changes")
      .addColumn("id", counted(db), (c) => c.primaryKey())
      .addColumn("at", "text", (c) => c.notNull())
      .addColumn("actor", "text", (c) => c.notNull())
      .addColumn("source", "text", (c) => c.notNull())
      .addColumn("subject", "text", (c) => c.notNull())
      .addColumn("what", "text", (c) => c.notNull())
      .addColumn("was", "text")
      .addColumn("became", "text")
      .execute();
    await db.schema.createIndex("changes_subject").on("changes").column("subject").execute();
  },
};
