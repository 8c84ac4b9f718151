import type { Migration } from "kysely";

/** Entries of every register and each of their versions. */
export const registers: Migration = {
  async up(db) {
    await db.schema
      .createTable("counters")
      .addColumn("name", "text", (c) => c.primaryKey())
      .addColumn("value", "integer", (c) => c.notNull())
      .execute();
    await db.schema
      .createTable("entries")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("type", "text", (c) => c.notNull())
      .addColumn("number", "integer", (c) => c.notNull())
      .addColumn("project", "text", (c) => c.notNull().references("projects.id"))
      .addColumn("foreign_id", "text")
      .addColumn("author", "text", (c) => c.notNull())
      .addColumn("created_at", "text", (c) => c.notNull())
      .addColumn("changed_at", "text", (c) => c.notNull())
      .addColumn("withdrawn_at", "text")
      .addColumn("version", "integer", (c) => c.notNull())
      .addColumn("declared", "integer", (c) => c.notNull())
      .addColumn("body", "text", (c) => c.notNull())
      .addColumn("search", "text", (c) => c.notNull())
      .addColumn("title", "text")
      .addColumn("owner", "text")
      .addColumn("state", "text", (c) => c.notNull())
      .addColumn("due", "text")
      .addColumn("proposed", "integer", (c) => c.notNull())
      .addUniqueConstraint("entries_number", ["type", "number"])
      .execute();
    await db.schema.createIndex("entries_project").on("entries").columns(["project", "type"]).execute();
    await db.schema.createIndex("entries_owner").on("entries").column("owner").execute();
    await db.schema.createIndex("entries_foreign").on("entries").columns(["type", "project", "foreign_id"]).unique().execute();
    await db.schema
      .createTable("versions")
      .addColumn("entry", "text", (c) => c.notNull().references("entries.id"))
      .addColumn("version", "integer", (c) => c.notNull())
      .addColumn("declared", "integer", (c) => c.notNull())
      .addColumn("body", "text", (c) => c.notNull())
      .addColumn("search", "text", (c) => c.notNull())
      .addColumn("title", "text")
      .addColumn("owner", "text")
      .addColumn("state", "text", (c) => c.notNull())
      .addColumn("due", "text")
      .addColumn("proposed", "integer", (c) => c.notNull())
      .addColumn("actor", "text", (c) => c.notNull())
      .addColumn("source", "text", (c) => c.notNull())
      .addColumn("reason", "text")
      .addColumn("effective_on", "text", (c) => c.notNull())
      .addColumn("recorded_at", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("versions_key", ["entry", "version"])
      .execute();
    await db.schema
      .createTable("links")
      .addColumn("from_entry", "text", (c) => c.notNull().references("entries.id"))
      .addColumn("kind", "text", (c) => c.notNull())
      .addColumn("to_entry", "text", (c) => c.notNull().references("entries.id"))
      .addColumn("actor", "text", (c) => c.notNull())
      .addColumn("at", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("links_key", ["from_entry", "kind", "to_entry"])
      .execute();
    await db.schema.createIndex("links_to").on("links").column("to_entry").execute();
  },
};
