import { type Migration, Migrator, sql } from "kysely";
import { migrations } from "../../../migrations/index.ts";
import type { Db } from "../tables.ts";
import { isPostgres } from "./dialect.ts";

/**
 * Brings the tables up to date. Programs that start at once wait for each other. A newer program may have been here before:
 * its migrations only add, so an older one goes on beside it, unless the name says `-breaks`.
 */
export async function bringUpToDate(db: Db): Promise<void> {
  if (!isPostgres(db)) return migrated(db);
  await db.connection().execute(async (alone) => {
    await sql`select pg_advisory_lock(${sql.lit(layingOut)})`.execute(alone); // the migrator's own lock comes after its first tables
    await migrated(alone);
    await sortByBytes(alone);
    await sql`select pg_advisory_unlock(${sql.lit(layingOut)})`.execute(alone);
  });
}

const layingOut = 7_376_119; // 7_376_117 is the writers' lock, 7_376_118 that of claims

async function migrated(db: Db): Promise<void> {
  const known = { ...migrations, ...(await fromLater(db)) };
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => known } }).migrateToLatest();
  if (error !== undefined) throw error;
}

async function fromLater(db: Db): Promise<Readonly<Record<string, Migration>>> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === "kysely_migration")) return {};
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const newest = Object.keys(migrations).sort().at(-1) ?? "";
  const later = rows.filter(({ name }) => name > newest && !name.endsWith("-breaks"));
  return Object.fromEntries(later.map(({ name }) => [name, { async up() {} }]));
}

/** Text sorts by its bytes, as it does in SQLite, whatever language the database was made for. */
async function sortByBytes(db: Db): Promise<void> {
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = current_schema() and data_type = 'text' and collation_name is distinct from 'C'
      and table_name not like 'kysely_%' order by 1, 2`.execute(db);
  const ofTable = new Map<string, string[]>();
  for (const { table, column } of rows) ofTable.set(table, [...(ofTable.get(table) ?? []), column]);
  for (const [table, columns] of ofTable) {
    const each = columns.map((column) => sql`alter column ${sql.id(column)} type text collate "C"`);
    await sql`alter table ${sql.id(table)} ${sql.join(each)}`.execute(db);
  }
}
