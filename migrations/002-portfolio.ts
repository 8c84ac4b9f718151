import type { Migration } from "kysely";

/** Portfolios, programmes and projects, with dated memberships and scales. */
export const portfolio: Migration = {
  async up(db) {
    await db.schema
      .createTable("portfolios")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("key", "text", (c) => c.notNull().unique())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("settings", "text", (c) => c.notNull())
      .execute();
    await db.schema
      .createTable("scales")
      .addColumn("portfolio", "text", (c) => c.notNull().references("portfolios.id"))
      .addColumn("from_day", "text", (c) => c.notNull())
      .addColumn("scale", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("scales_key", ["portfolio", "from_day"])
      .execute();
    await db.schema
      .createTable("programmes")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("portfolio", "text", (c) => c.notNull().references("portfolios.id"))
      .addColumn("key", "text", (c) => c.notNull())
      .addColumn("name", "text", (c) => c.notNull())
      .execute();
    await db.schema
      .createTable("projects")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("key", "text", (c) => c.unique()) // null once removed: the key is free again
      .addColumn("foreign_id", "text", (c) => c.unique())
      .addColumn("portfolio", "text", (c) => c.notNull())
      .addColumn("programme", "text")
      .addColumn("body", "text", (c) => c.notNull())
      .execute();
    await db.schema
      .createTable("memberships")
      .addColumn("project", "text", (c) => c.notNull().references("projects.id"))
      .addColumn("portfolio", "text", (c) => c.notNull().references("portfolios.id"))
      .addColumn("programme", "text", (c) => c.references("programmes.id"))
      .addColumn("from_day", "text", (c) => c.notNull())
      .addColumn("until_day", "text") // the first day on which it is no member any more
      .addPrimaryKeyConstraint("memberships_key", ["project", "from_day"])
      .execute();
    await db.schema.createIndex("memberships_portfolio").on("memberships").column("portfolio").execute();
    await db.schema
      .createTable("channels")
      .addColumn("platform", "text", (c) => c.notNull())
      .addColumn("workspace", "text", (c) => c.notNull())
      .addColumn("channel", "text", (c) => c.notNull())
      .addColumn("name", "text")
      .addColumn("shared", "integer")
      .addColumn("project", "text")
      .addColumn("portfolio", "text")
      .addPrimaryKeyConstraint("channels_key", ["platform", "workspace", "channel"])
      .execute();
  },
};
