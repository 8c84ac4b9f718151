import { randomUUID } from "node:crypto";
import type { EntryVersion, RecordType } from "../core/record-type.ts";
import type { Entries, EntryChange } from "../ports/entries.ts";
import { countOf, found } from "./entry-filter.ts";
import { entryOf, type Types, valuesOf } from "./entry-row.ts";
import { iso, salt } from "./rows.ts";
import type { Db } from "./tables.ts";

export function entriesOf(db: Db, types: Types): Entries {
  const rows = () => db.selectFrom("entries").selectAll().where("withdrawn_at", "is", null);
  const entries: Entries = {
    async add(type, project, change, foreignId) {
      const [id, number, at] = [randomUUID(), await nextNumber(db, type.key), iso(change.at)];
      const state = stateOf(type, change);
      const origin = { id, type: type.key, number, project, foreign_id: foreignId ?? null, author: change.actor };
      await db
        .insertInto("entries")
        .values({ ...origin, ...state, version: 1, created_at: at, changed_at: at, withdrawn_at: null })
        .execute();
      await db
        .insertInto("versions")
        .values(versionOf(id, 1, state, change))
        .execute();
      return (await entries.get(id)) ?? lost(id);
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
      await db
        .insertInto("versions")
        .values(versionOf(entry.id, expected + 1, state, change))
        .execute();
      return entries.get(entry.id);
    },

    async get(id) {
      const row = await rows().where("id", "=", id).executeTakeFirst();
      return row && entryOf(row, types);
    },

    async byNumber(type, number) {
      const row = await rows().where("type", "=", type).where("number", "=", number).executeTakeFirst();
      return row && entryOf(row, types);
    },

    async byForeignId(type, project, foreignId) {
      const row = await rows()
        .where("type", "=", type)
        .where("project", "=", project)
        .where("foreign_id", "=", foreignId)
        .executeTakeFirst();
      return row && entryOf(row, types);
    },

    async find(filter) {
      return (await found(db, filter)).map((row) => entryOf(row, types));
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
  const row = await db
    .insertInto("counters")
    .values({ name: type, value: 1 })
    .onConflict((c) => c.column("name").doUpdateSet((e) => ({ value: e("counters.value", "+", 1) })))
    .returning("value")
    .executeTakeFirstOrThrow();
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

function lost(id: string): never {
  throw new Error(`The entry ${id} was there a moment ago.`);
}
