import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import Sqlite from "better-sqlite3";
import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { covered, uncovered } from "../../src/store/covered.ts";
import { type OpenStore, openStore } from "../../src/store/index.ts";
import { freshDatabase } from "../worlds/database.ts";
import { at, wish, withProjects } from "./stores.ts";

const now = at("2026-11-23T09:00:00Z");
let url: string;
let store: OpenStore;
beforeEach(async () => {
  url = await freshDatabase("in a file");
  store = await openStore({ url, types: [wish], clock: { now: () => now } });
});
afterEach(() => store.close());

/** Past the store, as somebody with the database's password could. */
async function meddle(...statements: readonly string[]): Promise<readonly Readonly<Record<string, unknown>>[]> {
  if (url.startsWith("postgres")) {
    const client = new Client(url);
    await client.connect();
    let rows: Readonly<Record<string, unknown>>[] = [];
    for (const each of statements) rows = (await client.query(each)).rows;
    await client.end();
    return rows;
  }
  const file = new Sqlite(url.replace("sqlite:", ""));
  file.pragma("foreign_keys = OFF");
  let rows: Readonly<Record<string, unknown>>[] = [];
  for (const each of statements) {
    const statement = file.prepare<[], Readonly<Record<string, unknown>>>(each);
    if (statement.reader) rows = statement.all();
    else statement.run();
  }
  file.close();
  return rows;
}

/** One of everything that is kept for the record, added, changed and, where that can be, taken away. */
async function aYear(): Promise<{ readonly ada: string; readonly entry: string }> {
  const ada = (await store.people.add({ name: "Ada Lindqvist", email: "ada@example.com" })).id;
  const ben = await store.people.meet({ platform: "slack", workspace: "T1", id: "U2" });
  await store.people.learn({ platform: "slack", workspace: "T1", id: "U2" }, { name: "Ben Okafor", outside: false });
  await store.people.change(ben.id, { zone: "Europe/Berlin" });
  await withProjects(store, "APOLLO", "GEMINI");
  await store.projects.saveProgramme({ id: "core", portfolio: "it", key: "CORE", name: "Core" });
  await store.projects.setScale("it", "five", "2027-01-01");
  await store.projects.link({ platform: "slack", workspace: "T1", channel: "C1", name: "apollo" }, { project: "apollo" });
  await store.projects.leave("gemini", "2026-06-01");
  await store.people.assign({ person: ada, role: "pm", scope: { kind: "project", id: "apollo" }, from: "2026-01-01" });
  await store.people.unassign(ada, "pm", { kind: "project", id: "apollo" }, "2026-11-01");
  const away = await store.people.addAbsence({ person: ada, from: "2026-12-24", to: "2026-12-31", deputy: ben.id });
  await store.people.removeAbsence(away.id);
  await store.people.addAbsence({ person: ada, from: "2027-01-01", to: "2027-01-02" });
  const change = { actor: ada, source: "slack", at: now, effectiveOn: "2026-11-23", state: "open", proposed: false };
  const first = await store.entries.add(wish, "apollo", { ...change, values: { title: "A bridge" } });
  const second = await store.entries.add(wish, "apollo", { ...change, values: { title: "A boat" } });
  await store.entries.change(first, wish, 1, { ...change, values: { title: "A longer bridge" } });
  for (const kind of ["needs", "blocks"]) await store.entries.link({ from: first.id, kind, to: second.id }, ada, now);
  await store.entries.unlink({ from: first.id, kind: "blocks", to: second.id });
  await store.entries.withdraw(second.id, ada, now);
  const report = {
    project: "apollo",
    overall: "green",
    author: ada,
    recordedAt: now,
    dimensions: {},
    nextSteps: [],
    promised: [],
    unchanged: 0,
    late: false,
  } as const;
  for (const [period, day] of [["2026-11-16", "2026-11-16"] as const, ["2026-11-23", "2026-11-23"] as const])
    await store.reports.add({ ...report, period, effectiveOn: day });
  const channel = { platform: "slack", workspace: "T1", channel: "C9" } as const;
  const { it } = await import("./stores.ts");
  const audience = { id: "lead", name: "Leaders", portfolio: "it", channel, cadence: it.cadence, at: "08:00", previewMinutes: 0 };
  await store.digests.saveAudience(audience);
  await store.digests.saveIssue({ audience: "lead", period: "2026-11-20", state: "posted", asOf: "2026-11-19" });
  await store.record({ at: now, actor: ada, source: "slack", subject: `person:${ada}`, what: "asked for status", to: "x" });
  await store.record({ at: now, actor: ada, source: "slack", subject: "project:apollo", what: "pm", from: "Ada", to: "Ben" });
  await store.forgetChanges(["asked for status"], at("2026-12-01T00:00:00Z"));
  return { ada, entry: first.id };
}

test("every change of everything that is kept leaves a link, and what was taken away is told", async () => {
  await aYear();
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
  const links = await meddle("select at, actor, source, value from chain where kind = 'assignments' order by seq");
  expect(links.map(({ at: when, actor, source }) => [when, actor, source])).toEqual(Array(2).fill([now.toISOString(), ada, "teams"]));
  expect(links.map(({ value }) => Object.fromEntries(JSON.parse(String(value))))).toMatchObject([
    { person: ada, role: "pmo", from_day: "2026-01-01" },
    { person: ada, role: "pmo", to_day: "2026-11-22" },
  ]);
  await store.people.change(ada, { zone: "Europe/Rome" });
  expect(await meddle("select actor, source, value from chain order by seq desc limit 1")).toEqual([
    { actor: "drumbeat", source: "drumbeat", value: null },
  ]);
});

test("what is rolled back leaves no link", async () => {
  await withProjects(store, "APOLLO");
  const { head } = await store.verify();
  const failing = store.transaction(async (tx) => {
    await tx.projects.savePortfolio({ ...(await import("./stores.ts")).it, name: "Another" });
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
  ["a link is given to another actor", "update chain set actor = 'eve' where seq = 7", /^link 7 \(\S+ \S+, 2026.*\): it was changed/],
  ["a link is taken out", "delete from chain where seq = 7", /^link 8 .*: it comes after link 6, so what was between/],
  ["what a row held is changed in its link", "update chain set value = replace(value, 'apollo', 'gemini') where kind = 'projects'", /^link \d+ \(projects apollo, .*: what it says the row held was changed/], // biome-ignore format: one row each
])("%s past the chain: the first broken row is named", async (_what, statement, named) => {
  await aYear();
  await meddle(statement);
  expect((await store.verify()).broken[0]).toMatch(named);
});

test("a chain cut short is told by the head that was noted before", async () => {
  await withProjects(store, "APOLLO");
  await aYear();
  const { head } = await store.verify();
  await meddle("delete from changes", `delete from chain where kind = 'changes'`, "delete from chain where seq > 10");
  await store.close();
  store = await openStore({ url, types: [wish] });
  expect((await store.verify(head)).broken[0]).toMatch(/^link \d+ is not the one that was noted: the chain was cut short/);
  expect((await store.verify({ links: 0, hash: "" })).broken[0]).not.toMatch("noted");
});

test("every table of the database is covered, or says why not", async () => {
  const of = url.startsWith("postgres")
    ? "select table_name as name from information_schema.tables where table_schema = current_schema()"
    : "select name from sqlite_schema where type = 'table'";
  const tables = (await meddle(of)).map(({ name }) => String(name)).filter((name) => !/^(kysely|sqlite)_/.test(name));
  expect(tables.sort()).toEqual([...Object.keys(covered), ...Object.keys(uncovered)].sort());
});

test("nothing in the store writes in words of its own, past the chain", () => {
  const folder = resolve(import.meta.dirname, "../../src/store");
  const writing = new RegExp(`\\b(insert into|update|delete from)\\s+"?(${Object.keys(covered).join("|")})\\b`, "i");
  expect(readdirSync(folder).filter((file) => writing.test(readFileSync(join(folder, file), "utf8")))).toEqual([]);
});
