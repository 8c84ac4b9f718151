import { type ColumnDataType, type Kysely, type Migration, PostgresAdapter } from "kysely";

/**
 * Instants are ISO text in UTC ("2026-11-23T09:00:00.000Z") and days are ISO text, so that both databases sort and
 * compare them alike; yes and no are 1 and 0; what no list filters on is JSON text.
 */
export const first: Migration = {
  async up(db) {
    await people(db);
    await portfolio(db);
    await registers(db);
    await reports(db);
    await outbox(db);
    await rest(db);
  },
};

type Db = Kysely<unknown>;

async function people(db: Db): Promise<void> {
  await db.schema
    .createTable("people")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("email", "text", (c) => c.unique())
    .addColumn("zone", "text")
    .addColumn("preferred", "text")
    .addColumn("left_on", "text")
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
}

async function portfolio(db: Db): Promise<void> {
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
}

async function registers(db: Db): Promise<void> {
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
}

async function reports(db: Db): Promise<void> {
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
}

async function outbox(db: Db): Promise<void> {
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
}

async function rest(db: Db): Promise<void> {
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
}

/** A key that counts up by itself: in SQLite every `integer primary key` does. */
function counted(db: Db): ColumnDataType {
  return db.getExecutor().adapter instanceof PostgresAdapter ? "serial" : "integer";
}
