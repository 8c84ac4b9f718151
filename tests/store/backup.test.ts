import { existsSync, mkdtempSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import { Kysely, Migrator, SqliteDialect } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrations } from "../../migrations/index.ts";
import { backup, restore } from "../../src/store/database/backup.ts";
import { type OpenStore, openStore } from "../../src/store/index.ts";
import { databaseKind, freshDatabase } from "../worlds/database.ts";
import { aYear, now } from "./record.ts";
import { wish } from "./stores.ts";

const open = (url: string) => openStore({ url, types: [wish], clock: { now: () => now } });
let url: string;
let file: string;
let store: OpenStore;
beforeEach(async () => {
  url = await freshDatabase("in a file");
  file = join(mkdtempSync(join(tmpdir(), "drumbeat-backup-")), "one.backup");
  store = await open(url);
});
afterEach(() => store.close());

test("a backup taken while the bot writes is whole, and comes back as it was", async () => {
  const { ada } = await aYear(store);
  let writing = true;
  let written = 0;
  const bot = (async () => {
    for (; writing; written += 1) {
      await breathe(); // as between two requests
      await store.transaction(async (tx) => {
        await tx.onBehalf({ actor: ada, source: "slack" });
        const change = { actor: ada, source: "slack", at: now, effectiveOn: "2026-11-23", state: "open", proposed: false };
        const { id } = await tx.entries.add(wish, "apollo", { ...change, values: { title: `Wish ${written}` } });
        await tx.record({ at: now, actor: ada, source: "slack", subject: `entry:${id}`, what: "noted" });
      });
    }
  })();
  const kept = await backup(url, file).finally(() => {
    writing = false;
  });
  await bot;
  expect(written).toBeGreaterThan(0);
  expect(kept.broken).toEqual([]);
  expect(readdirSync(dirname(file))).toEqual(["one.backup"]);
  expect(statSync(file).mode & 0o077).toBe(0);

  const another = await freshDatabase("in a file");
  const back = await restore(another, file, false);
  expect(back).toEqual(kept);
  const restored = await open(another);
  expect((await restored.verify(kept.head)).broken).toEqual([]);
  const wishes = (await restored.entries.find({ type: "wish" })).filter(({ values }) => /^Wish /.test(String(values["title"])));
  for (const { id } of wishes) expect(await restored.changes(`entry:${id}`)).toHaveLength(1);
  await restored.people.change(ada, { zone: "Europe/Rome" });
  expect((await restored.verify()).broken).toEqual([]);
  await restored.close();
});

test("what waited to be sent is looked for before it is sent from a restored database", async () => {
  const channel = { platform: "slack", workspace: "T1", channel: "C1" } as const;
  await store.outbox.add({ key: "k", job: "x", payload: null, to: { channel }, class: "digest" }, now);
  await backup(url, file);
  const another = await freshDatabase("in a file");
  await restore(another, file, false);
  const restored = await open(another);
  expect(await restored.outbox.byKey("k")).toMatchObject({ state: "waiting", unsure: true });
  await restored.close();
});

test("nothing is overwritten: not a file by a backup, not a database that holds something by a restore", async () => {
  await aYear(store);
  await backup(url, file);
  await expect(backup(url, file)).rejects.toThrow("is there already");
  await store.close();
  await expect(restore(url, file, false)).rejects.toThrow(/not empty/);
  store = await open(url);
  expect((await store.people.all()).length).toBe(2);
});

test("a copy of a database from before there was a chain is brought back, and stands in one from then on", async () => {
  const before = new Sqlite(file);
  const { error } = await new Migrator({
    db: new Kysely({ dialect: new SqliteDialect({ database: before }) }),
    provider: { getMigrations: async () => Object.fromEntries(Object.entries(migrations).filter(([name]) => name < "009")) },
  }).migrateToLatest();
  expect(error).toBeUndefined();
  before.prepare("insert into people (id, name, unknown) values ('p1', 'Ada Lindqvist', 0)").run();
  before.close();
  const another = await freshDatabase("in a file");
  const back = await restore(another, file, false);
  expect(back).toMatchObject({ broken: [], tables: expect.arrayContaining([{ table: "people", rows: 1, gone: 0 }]) });
  const restored = await open(another);
  expect((await restored.people.all()).map(({ name }) => name)).toEqual(["Ada Lindqvist"]);
  await restored.close();
});

test("nobody else reads a backup while it is written, and a folder that takes none is named", async () => {
  await aYear(store);
  const written = backup(url, file);
  while (!existsSync(`${file}.part`)) await breathe();
  expect(statSync(`${file}.part`).mode & 0o777).toBe(0o600);
  await written;
  await expect(backup(url, join(dirname(file), "none", "it.backup"))).rejects.toThrow("Nothing can be written into the folder");
});

test("a file that is no backup changes nothing", async () => {
  writeFileSync(file, "not a database");
  const another = await freshDatabase("in a file");
  await expect(restore(another, file, false)).rejects.toThrow("is no backup of Drumbeat, or it is damaged");
  await expect(restore(another, `${file}.gone`, false)).rejects.toThrow("There is no file");
  writeFileSync(file, new Sqlite(":memory:").serialize());
  await expect(restore(another, file, false)).rejects.toThrow("is no backup of Drumbeat");
});

if (databaseKind() === "SQLite")
  test("a database file is replaced only when one says so and no program runs on it; the old one is kept", async () => {
    await aYear(store);
    await backup(url, file);
    await store.people.add({ name: "Added Later" });
    await expect(restore(url, file, true)).rejects.toThrow("A program is running on this database");
    await store.close();
    expect((await restore(url, file, true)).broken).toEqual([]);
    store = await open(url);
    expect((await store.people.all()).map(({ name }) => name)).toEqual(["Ada Lindqvist", "Ben Okafor"]);
    const old = await open(`${url}.replaced`);
    expect((await old.people.all()).map(({ name }) => name)).toContain("Added Later");
    await old.close();
    await store.close();
    await expect(restore(url, file, true)).rejects.toThrow("is there from before");
    expect(existsSync(`${url.replace("sqlite:", "")}.restoring`)).toBe(false);
  });
else
  test("a Postgres database is not replaced: it is restored into a new one", async () => {
    await aYear(store);
    await backup(url, file);
    await expect(restore(url, file, true)).rejects.toThrow("Make a new, empty one");
  });

test("a backup of what was meddled with says so, and still can be brought back", async () => {
  await aYear(store);
  await backup(url, file);
  const meddled = new Sqlite(file);
  meddled.prepare("update people set name = 'Eve' where name like 'Ada%'").run();
  meddled.close();
  const back = await restore(await freshDatabase("in a file"), file, false);
  expect(back.broken[0]).toMatch(/^people \S+: it is not what/);
});
