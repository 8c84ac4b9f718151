import { sql } from "kysely";
import type { EntryFilter } from "../ports/entries.ts";
import { isPostgres } from "./database/dialect.ts";
import type { EntryRow } from "./entry-row.ts";
import { iso, likely } from "./rows.ts";
import type { Db } from "./tables.ts";

/** More ids than this are looked up from a JSON list, as one value: statements have a limit. */
const manyIds = 500;

export async function found(db: Db, filter: EntryFilter): Promise<readonly EntryRow[]> {
  const rows = matching(db, filter)
    .select(["e.id", "e.type", "e.number", "e.project", "e.foreign_id", "e.author", "e.created_at"])
    .select(["e.changed_at", "e.version", "e.declared", "e.body", "e.state", "e.proposed"])
    .orderBy("e.type")
    .orderBy("e.number");
  if (filter.limit === undefined && filter.offset === undefined) return rows.execute();
  return rows
    .limit(filter.limit ?? 1_000_000_000)
    .offset(filter.offset ?? 0)
    .execute();
}

export async function countOf(db: Db, filter: EntryFilter): Promise<number> {
  const row = await matching(db, filter)
    .select((e) => e.fn.countAll().as("count"))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

const isOneOf = (db: Db, column: "e.id" | "e.project", ids: readonly string[]) =>
  ids.length <= manyIds ? sql<boolean>`${sql.ref(column)} in (${sql.join(ids)})` : sql<boolean>`${sql.ref(column)} in (${listed(db, ids)})`;

const listed = (db: Db, ids: readonly string[]) =>
  isPostgres(db)
    ? sql`select value from json_array_elements_text(${JSON.stringify(ids)}::json)`
    : sql`select value from json_each(${JSON.stringify(ids)})`;

/** What they hold and no more, in no order: enough to sift many for few. */
export const valuesFound = (db: Db, filter: EntryFilter) => matching(db, filter).select(["e.id", "e.declared", "e.body"]).execute();

function matching(db: Db, filter: EntryFilter) {
  const { ids, type, projects, owner, author, ofPerson, states, text, dueBefore, proposed, changedSince, changedBy, asOf } = filter;
  let query = db.selectFrom(standing(db, asOf)).where("e.withdrawn_at", "is", null);
  if (type !== undefined) query = query.where("e.type", "=", type);
  if (ids !== undefined && ids.length > 0) query = query.where(isOneOf(db, "e.id", ids));
  if (projects !== undefined && projects.length > 0) query = query.where(isOneOf(db, "e.project", projects));
  if (ids?.length === 0 || projects?.length === 0 || states?.length === 0) query = query.where(sql<boolean>`1 = 0`);
  if (author !== undefined) query = query.where("e.author", "=", author);
  if (owner !== undefined) query = query.where("e.owner", "=", owner);
  if (ofPerson !== undefined) query = query.where((e) => e.or([e("e.owner", "=", ofPerson), e("e.author", "=", ofPerson)]));
  if (states !== undefined && states.length > 0) query = query.where("e.state", "in", states);
  if (text !== undefined) query = query.where(sql<boolean>`e.search like ${`%${likely(text.toLowerCase())}%`} escape '\\'`);
  if (dueBefore !== undefined) query = query.where("e.due", "<", dueBefore);
  if (proposed !== undefined) query = query.where("e.proposed", "=", proposed ? 1 : 0);
  if (changedSince !== undefined) query = query.where("e.changed_at", ">=", iso(changedSince));
  if (changedBy !== undefined) {
    query = query.where((e) =>
      e.exists(
        e
          .selectFrom("versions as newest")
          .select("newest.version")
          .whereRef("newest.entry", "=", "e.id")
          .whereRef("newest.version", "=", "e.version")
          .where("newest.actor", "=", changedBy),
      ),
    );
  }
  return query;
}

const origin = ["id", "type", "number", "project", "foreign_id", "author", "created_at", "withdrawn_at"] as const;
const content = ["version", "declared", "body", "search", "owner", "state", "due", "proposed"] as const;

/** Every entry as it stands, or as it stood at the end of a day: the newest version that was in effect. */
function standing(db: Db, asOf: string | undefined) {
  if (asOf === undefined)
    return db
      .selectFrom("entries")
      .select([...origin, ...content, "changed_at"])
      .as("e");
  return db
    .selectFrom("entries as o")
    .innerJoin("versions as v", "v.entry", "o.id")
    .select(origin.map((column) => `o.${column}` as const))
    .select(content.map((column) => `v.${column}` as const))
    .select("v.recorded_at as changed_at")
    .where("v.effective_on", "<=", asOf)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom("versions as later")
            .select("later.version")
            .whereRef("later.entry", "=", "v.entry")
            .whereRef("later.version", ">", "v.version")
            .where("later.effective_on", "<=", asOf),
        ),
      ),
    )
    .as("e");
}
