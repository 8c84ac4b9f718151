import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { covered, uncovered } from "../../src/store/chain/covered.ts";
import { canonical, digestOf } from "../../src/store/chain/link.ts";
import { type OpenStore, openStore } from "../../src/store/index.ts";
import { freshDatabase } from "../worlds/database.ts";
import { aYear, meddle, now } from "./record.ts";
import { wish } from "./stores.ts";

let url: string;
let store: OpenStore;
beforeEach(async () => {
  url = await freshDatabase("in a file");
  store = await openStore({ url, types: [wish], clock: { now: () => now } });
});
afterEach(() => store.close());

async function everything(): Promise<string> {
  const tables = [...Object.keys(covered), ...Object.keys(uncovered)];
  return JSON.stringify(await Promise.all(tables.map((table) => meddle(url, `select * from ${table}`))));
}

/** Everywhere that the program itself writes down who Ada is. */
async function ada(): Promise<string> {
  const { ada: id } = await aYear(store);
  await store.people.identify(id, { platform: "teams", workspace: "tenant", user: "29:ada-account", outside: false });
  await store.people.refresh(
    { platform: "teams", workspace: "tenant", id: "29:ada-account" },
    { name: "Ada Lindqvist", zone: "Europe/Oslo" },
  );
  await store.remember("teams:ref:person:29:ada-account", "{}");
  await store.remember("pending:7", JSON.stringify({ from: { id: "29:ada-account" }, words: "risk Late" }));
  await store.firstTime("29:ada-account.1700000000.entry.accept", now);
  await store.reports.saveDraft(id, "apollo", "2026-11-23", { reason: "drafted by Ada" }, now);
  await store.outbox.add({ key: "hello:1", job: "x", payload: { name: "Ada Lindqvist" }, to: { person: id }, class: "prompt" }, now);
  const change = { at: now, actor: id, source: "slack", subject: "project:apollo" };
  await store.record({ ...change, what: "pm", from: "Ada Lindqvist", to: "Ben Okafor, Ada Lindqvist" });
  await store.record({ ...change, actor: "drumbeat", what: "sponsor", from: "Ben Okafor", to: "Ada Lindqvist" });
  await store.record({ ...change, actor: "drumbeat", what: "sponsor", from: "Ben Okafor", to: "Omar Haddad" });
  await store.record({ ...change, subject: `person:${id}`, what: "email", from: "ada@example.com", to: "ada.l@example.com" });
  const facts = { decisions: [{ from: "Ada Lindqvist" }] };
  await store.digests.saveIssue({ audience: "lead", period: "2026-11-13", state: "posted", asOf: "2026-11-12", facts });
  await store.people.assign({ person: id, role: "sponsor", scope: { kind: "project", id: "apollo" }, from: "2026-02-01" });
  return id;
}
const marks = ["Lindqvist", "ada@example.com", "ada.l@example.com", "29:ada-account", "drafted by Ada", "Europe/Oslo"];

test("nothing that is kept says who an erased person was, and the chain holds", async () => {
  const id = await ada();
  const before = await everything();
  expect(marks.filter((mark) => !before.includes(mark))).toEqual([]);
  await store.people.erase(id, "2026-11-23");
  const after = await everything();
  expect(marks.filter((mark) => after.includes(mark))).toEqual([]);
  expect((await store.verify()).broken).toEqual([]);
});

test("a message that is on its way to them meanwhile goes from the record like any other", async () => {
  const id = await ada();
  const [sending] = await store.outbox.claim(now, 1, 60_000);
  expect(sending?.to).toEqual({ person: id });
  await store.people.erase(id, "2026-11-23");
  expect(await meddle(url, "select lane from outbox")).toEqual([]);
  expect(sending && (await store.outbox.settle(sending, { state: "dropped", error: "" }, now))).toBe(false);
});

test("whoever guesses a name and puts it back into a row is not told by the chain that they guessed right", async () => {
  const id = await ada();
  const linked = async () => new Set((await meddle(url, "select digest from chain")).map(({ digest }) => digest));
  const rows = async () => [...(await meddle(url, "select * from digests")), ...(await meddle(url, "select * from changes"))];
  const named = (await rows()).filter((row) => JSON.stringify(row).includes("Lindqvist"));
  expect(named.length).toBeGreaterThan(1);
  const before = await linked();
  expect(named.every((row) => before.has(digestOf(canonical(row))))).toBe(true);
  await store.people.erase(id, "2026-11-23");
  const guessed = (await rows()).map(
    (row): Readonly<Record<string, unknown>> =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [
          column,
          typeof value === "string" ? value.replaceAll("Someone erased", "Ada Lindqvist") : value,
        ]),
      ),
  );
  expect(guessed.filter((row) => JSON.stringify(row).includes("Lindqvist"))).toHaveLength(named.length);
  const after = await linked();
  const said = guessed.filter((row) => JSON.stringify(row).includes("Lindqvist") && after.has(digestOf(canonical(row))));
  expect(said).toEqual([]);
});

test("of a SQLite file, their bytes are gone as well", async () => {
  await store.close();
  const file = join(mkdtempSync(join(tmpdir(), "drumbeat-")), "erased.db");
  url = `sqlite:${file}`;
  store = await openStore({ url, types: [wish], clock: { now: () => now } });
  const id = await ada();
  await store.close();
  expect(marks.filter((mark) => !readFileSync(file).includes(mark))).toEqual([]);
  store = await openStore({ url, types: [wish], clock: { now: () => now } });
  await store.people.erase(id, "2026-11-23");
  await store.close();
  expect(marks.filter((mark) => readFileSync(file).includes(mark))).toEqual([]);
  store = await openStore({ url, types: [wish], clock: { now: () => now } });
});

test("what they did stays under their id, which reads as nobody in particular", async () => {
  const id = await ada();
  await store.people.erase(id, "2026-11-23");
  expect(await store.people.get(id)).toMatchObject({ name: "Someone erased", identities: [], left: "2026-11-23", erased: true });
  expect((await store.people.all()).map(({ name }) => name)).toEqual(["Ben Okafor"]);
  expect(await store.people.byEmail("ada@example.com")).toBeUndefined();
  expect(await store.people.assignments(id, "2026-11-23")).toEqual([]);
  expect((await store.people.assignments(id, "2026-06-01")).map(({ role }) => role).sort()).toEqual(["pm", "sponsor"]);
  expect((await store.reports.of("apollo", "2026-11-23"))?.author).toBe(id);
  await store.people.erase(id, "2026-11-24");
  expect((await store.verify()).broken).toEqual([]);
});

test("erased past the chain, it is told like any other change", async () => {
  const id = await ada();
  await meddle(url, `update people set name = 'Someone erased', email = null, salt = null where id = '${id}'`);
  expect((await store.verify()).broken[0]).toMatch(`people ${id}: it is not what`);
});

test("whoever was made one person with another is erased with them", async () => {
  const id = await ada();
  const twin = await store.people.add({ name: "A. Lindqvist" });
  await store.people.merge(twin.id, id);
  expect((await store.verify()).broken).toEqual([]);
  await store.people.erase(id, "2026-11-23");
  expect(await everything()).not.toContain("Lindqvist");
});

test("all that is held on somebody is found, and nothing of others", async () => {
  const id = await ada();
  const held = await store.people.heldOn(id);
  expect(Object.fromEntries(Object.entries(held).map(([table, rows]) => [table, rows.length > 0]))).toEqual({
    ...{ people: true, identities: true, assignments: true, absences: true, entries: true, versions: true, links: true, reports: true },
    ...{ drafts: true, occurrences: false, outbox: true, changes: true, chain: false, seen: true, facts: true },
  });
  expect(held["seen"]).toMatchObject([{ id: "29:ada-account.1700000000.entry.accept" }]);
  const named = await store.people.add({ name: "Ada Lindqvist" });
  expect(Object.values(await store.people.heldOn(named.id)).flat()).toHaveLength(1);
  expect(marks.filter((mark) => !JSON.stringify(held).includes(mark))).toEqual([]);
  expect(held["people"]).toEqual([{ id, name: "Ada Lindqvist", email: "ada@example.com", zone: "Europe/Oslo", unknown: 0 }]);
  await store.people.erase(id, "2026-11-23");
  expect(marks.filter((mark) => JSON.stringify(held).includes(mark)).length).toBe(marks.length);
  expect(JSON.stringify(await store.people.heldOn(id))).not.toMatch(/Lindqvist|ada-account/);
});
