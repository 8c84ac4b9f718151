import type { Migration } from "kysely";

/** People, who they are in each chat, their roles and absences. */
export const people: Migration = {
  async up(db) {
    await db.schema
      .createTable("people")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("email", "text", (c) => c.unique())
      .addColumn("zone", "text") // as a chat says
      .addColumn("own_zone", "text") // as they chose themselves: it goes before
      .addColumn("preferred", "text")
      .addColumn("left_on", "text")
      .addColumn("unknown", "integer", (c) => c.notNull()) // only met: an account whose owner is not known yet
      .addColumn("merged_into", "text", (c) => c.references("people.id"))
      .execute();
    await db.schema
      .createTable("identities")
      .addColumn("platform", "text", (c) => c.notNull())
      .addColumn("workspace", "text", (c) => c.notNull())
      .addColumn("user_id", "text", (c) => c.notNull())
      .addColumn("person", "text", (c) => c.notNull().references("people.id"))
      .addColumn("outside", "integer", (c) => c.notNull())
      .addColumn("unreachable", "text")
      .addColumn("told", "text") // what the platform said of the account last, as JSON
      .addPrimaryKeyConstraint("identities_key", ["platform", "workspace", "user_id"])
      .execute();
    await db.schema.createIndex("identities_person").on("identities").column("person").execute();
    await db.schema
      .createTable("assignments")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("person", "text", (c) => c.notNull().references("people.id"))
      .addColumn("role", "text", (c) => c.notNull())
      .addColumn("scope", "text", (c) => c.notNull())
      .addColumn("scope_id", "text", (c) => c.notNull()) // "" for the organisation
      .addColumn("from_day", "text")
      .addColumn("to_day", "text")
      .execute();
    await db.schema.createIndex("assignments_person").on("assignments").column("person").execute();
    await db.schema.createIndex("assignments_scope").on("assignments").columns(["scope_id", "role"]).execute();
    await db.schema
      .createTable("absences")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("person", "text", (c) => c.notNull().references("people.id"))
      .addColumn("from_day", "text", (c) => c.notNull())
      .addColumn("to_day", "text", (c) => c.notNull())
      .addColumn("deputy", "text", (c) => c.references("people.id"))
      .execute();
    await db.schema.createIndex("absences_to").on("absences").column("to_day").execute();
  },
};
