import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { covered, uncovered } from "../../src/store/chain/covered.ts";
import { type OpenStore, openStore } from "../../src/store/index.ts";
import { freshDatabase } from "../worlds/database.ts";
import { aYear, meddle, now } from "./record.ts";
import { it, wish, withProjects } from "./stores.ts";

let url: string;
let store: OpenStore;
beforeEach(async () => {
  url = await freshDatabase("in a file");
  store = await openStore({ url, types: [wish], clock: { now: () => now } });
});
afterEach(() => store.close());

test("every change of everything that is kept leaves a link, and what was taken away is told", async () => {
  await aYear(store);
  const { broken, tables, head } = await store.verify();
  expect(broken).toEqual([]);
  expect(tables.map(({ table }) => table).sort()).toEqual(Object.keys(covered).sort());
  expect(tables.filter(({ rows }) => rows === 0)).toEqual([]);
  expect(Object.fromEntries(tables.filter(({ gone }) => gone > 0).map(({ table, gone }) => [table, gone]))).toEqual({
    absences: 1,
    links: 1,
    changes: 1,
  });
  expect(head.links).toBeGreaterThan(30);
});

test("a link says who did it, where, when, what was and what became", async () => {
  const ada = (await store.people.add({ name: "Ada" })).id;
  await store.transaction(async (tx) => {
    await tx.onBehalf({ actor: ada, source: "teams" });
    await tx.people.assign({ person: ada, role: "pmo", scope: { kind: "portfolio", id: "it" }, from: "2026-01-01" });
    await tx.people.unassign(ada, "pmo", { kind: "portfolio", id: "it" }, "2026-11-23");
  });
  const links = await meddle(url, "select at, actor, source, value from chain where kind = 'assignments' order by seq");
  expect(links.map(({ at: when, actor, source }) => [when, actor, source])).toEqual(Array(2).fill([now.toISOString(), ada, "teams"]));
  expect(links.map(({ value }) => Object.fromEntries(JSON.parse(String(value))))).toMatchObject([
    { person: ada, role: "pmo", from_day: "2026-01-01" },
    { person: ada, role: "pmo", to_day: "2026-11-22" },
  ]);
  await store.people.change(ada, { zone: "Europe/Rome" });
  expect(await meddle(url, "select actor, source, value from chain order by seq desc limit 1")).toEqual([
    { actor: "drumbeat", source: "drumbeat", value: null },
  ]);
});

test("what is rolled back leaves no link", async () => {
  await withProjects(store, "APOLLO");
  const { head } = await store.verify();
  const failing = store.transaction(async (tx) => {
    await tx.projects.savePortfolio({ ...it, name: "Another" });
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  await expect(store.projects.saveProgramme({ id: "x", portfolio: "nowhere", key: "X", name: "X" })).rejects.toThrow();
  await store.projects.saveProgramme({ id: "y", portfolio: "it", key: "Y", name: "Y" });
  const after = await store.verify();
  expect([after.broken, after.head.links]).toEqual([[], head.links + 1]);
});

test.each([
  [
    "a version is changed",
    "update versions set body = '{}' where version = 1",
    /^versions \S+\|1: it is not what link \d+ of 2026-11-23T09/,
  ],
  [
    "a report is taken away",
    "delete from reports where period = '2026-11-16'",
    /^reports \S+: link \d+ of .* wrote it, and it is not there/,
  ],
  ["a role is added", "insert into assignments (id, person, role, scope, scope_id) select 'r1', id, 'admin', 'organisation', '' from people where name like 'Ada%'", /^assignments r1: no link speaks of it/], // biome-ignore format: one row each
  ["somebody is renamed", "update people set name = 'Eve' where name like 'Ada%'", /^people \S+: it is not what/],
  [
    "an account changes hands",
    "update identities set person = (select id from people where name like 'Ada%')",
    /^identities \S+: it is not/,
  ],
  ["a posted digest is changed", "update digests set body = '{}'", /^digests lead\|2026-11-20: it is not what/],
  ["an older report is made the current one", "update currents set report = (select id from reports where period = '2026-11-16')", /^currents apollo: it is not the project's newest/], // biome-ignore format: one row each
  ["no report is the current one any more", "delete from currents", /^currents apollo: it is not the project's newest/],
  ["another project's report is made the current one", "update currents set project = 'gemini'", /^currents apollo: it is not the project's newest/], // biome-ignore format: one row each
  ["the current report is dated later", "update currents set effective_on = '2027-01-01'", /^currents apollo: it is not the project's/],
  ["what a row held is taken out of its link", "update chain set value = null where kind = 'projects'", /^link \d+ \(projects apollo, .*: what it says the row held was taken out/], // biome-ignore format: one row each
  ["a link is given to another actor", "update chain set actor = 'eve' where seq = 7", /^link 7 \(\S+ \S+, 2026.*\): it was changed/],
  ["a link is taken out", "delete from chain where seq = 7", /^link 8 .*: it comes after link 6, so what was between/],
  ["what a row held is changed in its link", "update chain set value = replace(value, 'apollo', 'gemini') where kind = 'projects'", /^link \d+ \(projects apollo, .*: what it says the row held was changed/], // biome-ignore format: one row each
])("%s past the chain: the first broken row is named", async (_what, statement, named) => {
  await aYear(store);
  await meddle(url, statement);
  expect((await store.verify()).broken[0]).toMatch(named);
});

test("a chain cut short is told by the head that was noted before", async () => {
  await withProjects(store, "APOLLO");
  await aYear(store);
  const { head } = await store.verify();
  await meddle(url, "delete from changes", `delete from chain where kind = 'changes'`, "delete from chain where seq > 10");
  await store.close();
  store = await openStore({ url, types: [wish] });
  expect((await store.verify(head)).broken[0]).toMatch(/^link \d+ is not the one that was noted: the chain was cut short/);
  expect((await store.verify({ links: 0, hash: "" })).broken[0]).not.toMatch("noted");
});

test("what an older version wrote beside this one is taken on the record when one says so, and not before", async () => {
  const { ada } = await aYear(store);
  await meddle(
    url,
    "delete from absences",
    `insert into people (id, name, unknown) values ('old', 'Olga Petrov', 0)`,
    `insert into identities (platform, workspace, user_id, person, outside) values ('slack', 'T1', 'UOLGAPETROV', 'old', 0)`,
    `insert into identities (platform, workspace, user_id, person, outside) values ('slack', 'T1', 'U8', 'old', 0)`,
    "update projects set body = '{}' where id = 'apollo'",
  );
  expect((await store.verify()).broken.length).toBeGreaterThan(3);
  expect(await store.adopt({ actor: ada, source: "adopted" })).toBeGreaterThan(1);
  expect((await store.verify()).broken).toEqual([]);
  expect(await meddle(url, "select distinct kind from chain where source = 'adopted' order by kind")).toEqual(
    ["absences", "identities", "people", "projects"].map((kind) => ({ kind })),
  );
  expect(JSON.stringify(await meddle(url, "select * from chain"))).not.toMatch(/UOLGA|Petrov/);
  await meddle(url, "update chain set actor = 'eve' where seq = 7");
  await expect(store.adopt({ actor: ada, source: "adopted" })).rejects.toThrow("The chain itself is broken");
});

test("every table of the database is covered, or says why not", async () => {
  const of = url.startsWith("postgres")
    ? "select table_name as name from information_schema.tables where table_schema = current_schema()"
    : "select name from sqlite_schema where type = 'table'";
  const tables = (await meddle(url, of)).map(({ name }) => String(name)).filter((name) => !/^(kysely|sqlite)_/.test(name));
  expect(tables.sort()).toEqual([...Object.keys(covered), ...Object.keys(uncovered)].sort());
});

test("nothing in the store writes in words of its own, past the chain; but a move, which carries the chain along", () => {
  const folder = resolve(import.meta.dirname, "../../src/store");
  const writing = new RegExp(`\\b(insert into|update|delete from)\\s+"?(${Object.keys(covered).join("|")})\\b`, "i");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  expect(files.filter((file) => writing.test(readFileSync(join(folder, file), "utf8")))).toEqual(["database/move.ts"]);
});
