import { sql } from "kysely";
import type { Held } from "../../ports/people.ts";
import { likely } from "../rows.ts";
import type { Db } from "../tables.ts";

/** What is in the program's words alone, or nobody's: how rows are found, and what keeps digests from being guessed. */
const inner = ["salt", "search", "token", "lease_until", "hash"];
const json = ["body", "payload", "destination", "ref", "told", "answers", "value"];

/**
 * Every row that speaks of a person or that they wrote, table by table, as it is kept. By their id and accounts, never by
 * name: people choose what they are called, and could get what is somebody else's.
 */
export async function heldOn(db: Db, id: string): Promise<Held> {
  const people = await db
    .selectFrom("people")
    .selectAll()
    .where((e) => e.or([e("id", "=", id), e("merged_into", "=", id)]))
    .execute();
  const ids = people.map((row) => row.id);
  if (ids.length === 0) return {};
  const accounts = await db.selectFrom("identities").selectAll().where("person", "in", ids).execute();
  const of = <T extends string>(...columns: readonly T[]) =>
    sql<boolean>`(${sql.join(
      columns.map((c) => sql`${sql.ref(c)} in (${sql.join(ids)})`),
      sql` or `,
    )})`;
  const subjects = ids.map((each) => `person:${each}`);
  const users = accounts.map(({ user_id }) => user_id);
  const all: Readonly<Record<string, readonly object[]>> = {
    people,
    identities: accounts,
    assignments: await db.selectFrom("assignments").selectAll().where(of("person")).orderBy("from_day").execute(),
    absences: await db.selectFrom("absences").selectAll().where(of("person", "deputy")).orderBy("from_day").execute(),
    entries: await db.selectFrom("entries").selectAll().where(of("author", "owner")).orderBy("created_at").execute(),
    versions: await db
      .selectFrom("versions")
      .innerJoin("entries", "entries.id", "versions.entry")
      .selectAll("versions")
      .select("entries.project")
      .where(of("actor", "versions.owner"))
      .orderBy("recorded_at")
      .execute(),
    links: await db.selectFrom("links").selectAll().where(of("actor")).orderBy("at").execute(),
    reports: await db.selectFrom("reports").selectAll().where(of("author")).orderBy("recorded_at").execute(),
    drafts: await db.selectFrom("drafts").selectAll().where(of("person")).orderBy("at").execute(),
    occurrences: await db.selectFrom("occurrences").selectAll().where(of("asked")).orderBy("date").execute(),
    outbox: await db.selectFrom("outbox").selectAll().where("lane", "in", subjects).orderBy("id").execute(),
    changes: await db
      .selectFrom("changes")
      .selectAll()
      .where((e) => e.or([e("subject", "in", subjects), e("actor", "in", ids)]))
      .orderBy("id")
      .execute(),
    chain: await db.selectFrom("chain").select(["seq", "at", "source", "kind", "row"]).where("actor", "in", ids).orderBy("seq").execute(),
    seen: await db.selectFrom("seen").selectAll().where(naming(users, "id")).orderBy("at").execute(),
    facts: await db
      .selectFrom("facts")
      .selectAll()
      .where((e) => e.or([naming(users, "name"), naming(users, "value")]))
      .execute(),
  };
  return Object.fromEntries(Object.entries(all).map(([table, rows]) => [table, rows.map(readable)]));
}

function naming(users: readonly string[], column: string) {
  const of = (user: string) => sql`${sql.ref(column)} like ${`%${likely(user)}%`} escape '\\'`;
  return sql<boolean>`(${sql.join([sql`1 = 0`, ...users.map(of)], sql` or `)})`;
}

function readable(row: object): Readonly<Record<string, unknown>> {
  const filled = Object.entries(row).filter(([column, value]) => value !== null && !inner.includes(column));
  return Object.fromEntries(filled.map(([column, value]) => [column, json.includes(column) ? parsed(value) : value]));
}

function parsed(value: unknown): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return value;
  }
}
