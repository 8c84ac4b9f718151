import { randomUUID } from "node:crypto";
import type { EntryVersion, RecordType } from "../core/record-type.ts";
import type { Entries, EntryChange } from "../ports/entries.ts";
import { type Given, kept } from "./database/kept.ts";
import { countOf, found, valuesFound } from "./entry-filter.ts";
import { entryOf, raise, type Types, valuesOf } from "./entry-row.ts";
import { iso, salt } from "./rows.ts";
import type { Db } from "./tables.ts";

const rows = (db: Db) => db.selectFrom("entries").selectAll().where("withdrawn_at", "is", null);
const entryWithId = kept(["id"], (db, given) => rows(db).where("id", "=", given("id")));
const entryNumbered = kept(["type", "number"], (db, given) =>
  rows(db).where("type", "=", given("type")).where("number", "=", given<number>("number")),
);
const countUp = kept(["name"], (db, given) =>
  db
    .insertInto("counters")
    .values({ name: given("name"), value: 1 })
    .onConflict((c) => c.column("name").doUpdateSet((e) => ({ value: e("counters.value", "+", 1) })))
    .returning("value"),
);

type StateColumn = keyof ReturnType<typeof stateOf>;
const stateColumns: readonly StateColumn[] = ["declared", "body", "search", "title", "owner", "state", "due", "proposed"];
const givenState = (given: Given<StateColumn>) => ({
  declared: given<number>("declared"),
  body: given("body"),
  search: given("search"),
  title: given("title"),
  owner: given("owner"),
  state: given("state"),
  due: given("due"),
  proposed: given<number>("proposed"),
});
const originColumns = ["id", "type", "number", "project", "foreign_id", "author", "created_at", "changed_at"] as const;
const addEntry = kept([...originColumns, ...stateColumns], (db, given) =>
  db.insertInto("entries").values({
    ...givenState(given),
    id: given("id"),
    type: given("type"),
    number: given<number>("number"),
    project: given("project"),
    foreign_id: given("foreign_id"),
    author: given("author"),
    created_at: given("created_at"),
    changed_at: given("changed_at"),
    version: 1,
    withdrawn_at: null,
  }),
);
const stepColumns = ["entry", "version", "actor", "source", "reason", "effective_on", "recorded_at"] as const;
const addVersion = kept([...stepColumns, ...stateColumns], (db, given) =>
  db.insertInto("versions").values({
    ...givenState(given),
    entry: given("entry"),
    version: given<number>("version"),
    actor: given("actor"),
    source: given("source"),
    reason: given("reason"),
    effective_on: given("effective_on"),
    recorded_at: given("recorded_at"),
  }),
);

export function entriesOf(db: Db, types: Types): Entries {
  const entries: Entries = {
    async add(type, project, change, foreignId) {
      const [id, number, at] = [randomUUID(), await nextNumber(db, type.key), iso(change.at)];
      const state = stateOf(type, change);
      const origin = { id, type: type.key, number, project, foreign_id: foreignId ?? null, author: change.actor };
      const row = { ...origin, ...state, created_at: at, changed_at: at };
      await addEntry(db, row);
      await addVersion(db, versionOf(id, 1, state, change));
      return entryOf({ ...row, version: 1 }, types);
    },

    async change(entry, type, expected, change) {
      const state = stateOf(type, change);
      const { numUpdatedRows } = await db
        .updateTable("entries")
        .set({ ...state, version: expected + 1, changed_at: iso(change.at) })
        .where("id", "=", entry.id)
        .where("version", "=", expected)
        .where("withdrawn_at", "is", null)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return undefined;
      await addVersion(db, versionOf(entry.id, expected + 1, state, change));
      return entries.get(entry.id);
    },

    async get(id) {
      const [row] = await entryWithId(db, { id });
      return row && entryOf(row, types);
    },

    async byNumber(type, number) {
      const [row] = await entryNumbered(db, { type, number });
      return row && entryOf(row, types);
    },

    async byForeignId(type, project, foreignId) {
      const row = await rows(db)
        .where("type", "=", type)
        .where("project", "=", project)
        .where("foreign_id", "=", foreignId)
        .executeTakeFirst();
      return row && entryOf(row, types);
    },

    async find(filter) {
      return (await found(db, filter)).map((row) => entryOf(row, types));
    },

    async values(type, filter) {
      const rows = await valuesFound(db, filter.ids ? filter : { ...filter, type }); // ids say it all, and find them faster alone
      return rows.map((row) => ({ id: row.id, values: raise(row, types(type)).values }));
    },

    count: (filter) => countOf(db, filter),

    async history(id) {
      const of = await db.selectFrom("entries").select("type").where("id", "=", id).executeTakeFirst();
      const steps = await db.selectFrom("versions").selectAll().where("entry", "=", id).orderBy("version").execute();
      return steps.map(
        (row): EntryVersion => ({
          version: row.version,
          values: valuesOf(row, of && types(of.type)).values,
          state: row.state,
          proposed: row.proposed === 1,
          actor: row.actor,
          source: row.source,
          ...(row.reason !== null && { reason: row.reason }),
          effectiveOn: row.effective_on,
          recordedAt: new Date(row.recorded_at),
        }),
      );
    },

    async link({ from, kind, to }, actor, at) {
      await db
        .insertInto("links")
        .values({ from_entry: from, kind, to_entry: to, actor, at: iso(at) })
        .onConflict((c) => c.columns(["from_entry", "kind", "to_entry"]).doNothing())
        .execute();
    },

    async unlink({ from, kind, to }) {
      await db.deleteFrom("links").where("from_entry", "=", from).where("kind", "=", kind).where("to_entry", "=", to).execute();
    },

    async links(id) {
      const either = await db
        .selectFrom("links")
        .innerJoin("entries as f", "f.id", "from_entry")
        .innerJoin("entries as t", "t.id", "to_entry")
        .select(["from_entry", "kind", "to_entry", "links.actor", "links.at"])
        .where((e) => e.or([e("from_entry", "=", id), e("to_entry", "=", id)]))
        .where("f.withdrawn_at", "is", null)
        .where("t.withdrawn_at", "is", null)
        .orderBy("links.at")
        .execute();
      return either.map((row) => ({
        from: row.from_entry,
        kind: row.kind,
        to: row.to_entry,
        actor: row.actor,
        at: new Date(row.at),
      }));
    },

    /** Its foreign id is free again, so that an import which was taken back can be repeated. */
    async withdraw(id, actor, at) {
      await db
        .updateTable("entries")
        .set({ withdrawn_at: iso(at), foreign_id: null })
        .where("id", "=", id)
        .execute();
      const change = { actor, source: "undo", subject: `entry:${id}`, what: "withdrawn", was: null, became: null, salt: salt() };
      await db
        .insertInto("changes")
        .values({ at: iso(at), ...change })
        .execute();
    },
  };
  return entries;
}

/** One series per type, counted apart from the entries, so that a number that was taken back is never used again. */
async function nextNumber(db: Db, type: string): Promise<number> {
  const [row] = await countUp(db, { name: type });
  if (!row) throw new Error(`There is no next number of ${type}.`);
  return row.value;
}

function stateOf(type: RecordType, { values, state, proposed }: EntryChange) {
  const text = (field: string | undefined): string | null => {
    const value = field === undefined ? undefined : values[field];
    return typeof value === "string" ? value : null;
  };
  return {
    declared: type.upgrades?.length ?? 0,
    body: JSON.stringify(values),
    search: Object.values(values).join("\n").toLowerCase(),
    title: text(type.title),
    owner: text(type.owner),
    state,
    due: text(type.due),
    proposed: proposed ? 1 : 0,
  };
}

function versionOf(entry: string, version: number, state: ReturnType<typeof stateOf>, change: EntryChange) {
  return {
    ...state,
    entry,
    version,
    actor: change.actor,
    source: change.source,
    reason: change.reason ?? null,
    effective_on: change.effectiveOn,
    recorded_at: iso(change.at),
  };
}
