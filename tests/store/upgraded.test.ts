import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { Kysely, Migrator, SqliteDialect } from "kysely";
import { expect, test } from "vitest";
import { migrations } from "../../migrations/index.ts";
import { openStore } from "../../src/store/index.ts";
import { aYear, meddle, now } from "./record.ts";
import { wish } from "./stores.ts";

/** A file with the tables of just before the chain, and in them the rows of another file. */
async function before009(file: string, full: string): Promise<void> {
  const database = new Sqlite(file);
  const db = new Kysely<object>({ dialect: new SqliteDialect({ database }) });
  await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateTo("008-paces");
  database.pragma("foreign_keys = OFF");
  database.prepare("attach ? as full_").run(full);
  const tables = database.prepare<[], string>("select name from sqlite_schema where type = 'table'").pluck().all();
  for (const table of tables.filter((name) => !/^(kysely|sqlite)_/.test(name))) {
    const columns = database.prepare<[], string>(`select name from pragma_table_info('${table}')`).pluck().all().join(", ");
    database.exec(`insert into ${table} (${columns}) select ${columns} from full_.${table}`);
  }
  await db.destroy();
}

test("a database from before the chain is linked as it is, and every change after follows on that", async () => {
  const folder = mkdtempSync(join(tmpdir(), "drumbeat-upgrade-"));
  const [file, full] = [join(folder, "old.db"), join(folder, "full.db")];
  const newer = await openStore({ url: `sqlite:${full}`, types: [wish], clock: { now: () => now } });
  const { ada } = await aYear(newer);
  await newer.close();
  await before009(file, full);

  const url = `sqlite:${file}`;
  const store = await openStore({ url, types: [wish], clock: { now: () => now } });
  const { broken, head, tables } = await store.verify();
  expect(broken).toEqual([]);
  expect(tables.filter(({ rows }) => rows === 0)).toEqual([]);
  expect(await meddle(url, "select distinct actor, source from chain")).toEqual([{ actor: "drumbeat", source: "upgrade" }]);
  expect(await meddle(url, "select id from people where salt is null union all select id from changes where salt is null")).toEqual([]);
  await store.people.change(ada, { zone: "Europe/Rome" });
  await store.people.erase(ada, "2026-11-23");
  const after = await store.verify(head);
  expect([after.broken, after.head.links > head.links + 1]).toEqual([[], true]);
  expect(JSON.stringify(await meddle(url, "select * from chain"))).not.toContain("Lindqvist");
  await store.close();
});
