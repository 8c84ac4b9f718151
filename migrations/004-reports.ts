import type { Migration } from "kysely";

/** Status reports, the current one of each project, drafts, and who was asked when. */
export const reports: Migration = {
  async up(db) {
    await db.schema
      .createTable("reports")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("project", "text", (c) => c.notNull().references("projects.id"))
      .addColumn("period", "text", (c) => c.notNull())
      .addColumn("revision", "integer", (c) => c.notNull())
      .addColumn("overall", "text", (c) => c.notNull())
      .addColumn("author", "text", (c) => c.notNull())
      .addColumn("effective_on", "text", (c) => c.notNull())
      .addColumn("recorded_at", "text", (c) => c.notNull())
      .addColumn("body", "text", (c) => c.notNull())
      .addUniqueConstraint("reports_revision", ["project", "period", "revision"])
      .execute();
    await db.schema
      .createTable("currents")
      .addColumn("project", "text", (c) => c.primaryKey().references("projects.id"))
      .addColumn("report", "text", (c) => c.notNull().references("reports.id"))
      .addColumn("effective_on", "text", (c) => c.notNull())
      .execute();
    await db.schema
      .createTable("drafts")
      .addColumn("person", "text", (c) => c.notNull())
      .addColumn("project", "text", (c) => c.notNull())
      .addColumn("period", "text", (c) => c.notNull())
      .addColumn("answers", "text", (c) => c.notNull())
      .addColumn("at", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("drafts_key", ["person", "project", "period"])
      .execute();
    await db.schema
      .createTable("occurrences")
      .addColumn("project", "text", (c) => c.notNull().references("projects.id"))
      .addColumn("date", "text", (c) => c.notNull())
      .addColumn("state", "text", (c) => c.notNull())
      .addColumn("why", "text")
      .addColumn("asked", "text")
      .addPrimaryKeyConstraint("occurrences_key", ["project", "date"])
      .execute();
    await db.schema.createIndex("occurrences_date").on("occurrences").column("date").execute();
  },
};
