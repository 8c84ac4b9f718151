import { createHash } from "node:crypto";
import { sql } from "kysely";
import { refuse } from "../../core/refusal.ts";
import { canonical, type Row } from "../chain/link.ts";
import type { Db, Tables } from "../tables.ts";
import { mustBeThere, openDatabase } from "./database.ts";
import { isPostgres } from "./dialect.ts";
import { pagesOf } from "./pages.ts";
import { snapshot } from "./snapshot.ts";

/** Every table with its key; what others refer to comes before them. */
const tables = {
  people: ["id"],
  identities: ["platform", "workspace", "user_id"],
  assignments: ["id"],
  absences: ["id"],
  portfolios: ["id"],
  scales: ["portfolio", "from_day"],
  programmes: ["id"],
  projects: ["id"],
  memberships: ["project", "from_day"],
  channels: ["platform", "workspace", "channel"],
  counters: ["name"],
  entries: ["id"],
  versions: ["entry", "version"],
  links: ["from_entry", "kind", "to_entry"],
  reports: ["id"],
  currents: ["project"],
  drafts: ["person", "project", "period"],
  occurrences: ["project", "date"],
  outbox: ["id"],
  quiet_lanes: ["lane"],
  paces: ["budget"],
  audiences: ["id"],
  digests: ["audience", "period"],
  seen: ["id"],
  facts: ["name"],
  changes: ["id"],
  installations: ["workspace"],
  pulses: ["instance"],
  alerts: ["cause"],
  chain: ["seq"],
} as const satisfies { readonly [T in keyof Tables]: readonly (keyof Tables[T])[] };

/** Statements carry only so many values. */
const mostValues = 20_000;

interface Moved {
  readonly table: string;
  readonly rows: number;
  /** Over all rows in the order of their key; equal in both databases, or nothing was moved. */
  readonly hash: string;
}

/** `move` between two addresses; the first is brought up to date by it. Refuses to move a database into itself. */
export async function moveDatabase(from: string, to: string): Promise<readonly Moved[]> {
  if (from === to) refuse("These are the same database. Give the one to move from, then an empty one to move into.");
  mustBeThere(from);
  const now = () => new Date();
  const source = await openDatabase(from, now);
  try {
    const target = await openDatabase(to, now);
    return await move(source, target).finally(() => target.destroy());
  } finally {
    await source.destroy();
  }
}

/**
 * Carries everything from one database over into an empty one, as it is at one moment, in one transaction: afterwards both
 * hold the same rows with the same hashes, or the second is still empty.
 */
async function move(from: Db, to: Db): Promise<readonly Moved[]> {
  return snapshot(from, (at) =>
    to.transaction().execute(async (into) => {
      const moved: Moved[] = [];
      for (const [table, key] of Object.entries(tables)) {
        if ((await countOf(into, table)) > 0)
          refuse(`The database to move into is not empty: it has rows in “${table}”. Give a new, empty one.`);
        const read = createHash("sha256");
        let rows = 0;
        for await (const page of pagesOf(at, table, key)) {
          for (const row of page) read.update(canonical(row));
          await write(into, table, page);
          rows += page.length;
        }
        if (table === "people") await merged(at, into);
        moved.push({ table, rows, hash: read.digest("hex") });
      }
      for (const { table, rows, hash } of moved) {
        if ((await countOf(into, table)) !== rows || (await hashOf(into, table)) !== hash)
          throw new Error(`What arrived in “${table}” is not what was read, so nothing was moved.`);
      }
      if (isPostgres(into)) await countOn(into);
      return moved;
    }),
  );
}

async function countOf(db: Db, table: string): Promise<number> {
  const { rows } = await sql<{ n: number | string }>`select count(*) as n from ${sql.table(table)}`.execute(db);
  return Number(rows[0]?.n);
}

async function hashOf(db: Db, table: string): Promise<string> {
  const hash = createHash("sha256");
  const key = Object.entries(tables).find(([name]) => name === table)?.[1] ?? [];
  for await (const page of pagesOf(db, table, key)) for (const row of page) hash.update(canonical(row));
  return hash.digest("hex");
}

async function write(db: Db, table: string, page: readonly Row[]): Promise<void> {
  const columns = Object.keys(page[0] ?? {});
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const most = Math.floor(mostValues / columns.length);
  for (let start = 0; start < page.length; start += most) {
    const tuples = page.slice(start, start + most).map((row) => {
      const values = columns.map((column) => (table === "people" && column === "merged_into" ? null : row[column]));
      return sql`(${sql.join(values)})`;
    });
    await sql`insert into ${sql.table(table)} (${names}) values ${sql.join(tuples)}`.execute(db);
  }
}

/** Who was merged into whom, once all of them are there. */
async function merged(from: Db, into: Db): Promise<void> {
  const pairs = await from.selectFrom("people").select(["id", "merged_into"]).where("merged_into", "is not", null).execute();
  for (const { id, merged_into } of pairs) await sql`update people set merged_into = ${merged_into} where id = ${id}`.execute(into);
}

/** Keys that count up go on after the highest that came along. */
async function countOn(db: Db): Promise<void> {
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = current_schema() and column_default like 'nextval(%'`.execute(db);
  for (const { table, column } of rows)
    await sql`select setval(pg_get_serial_sequence(${table}, ${column}), greatest(1, (select max(${sql.ref(column)}) from ${sql.table(table)})))`.execute(
      db,
    );
}
