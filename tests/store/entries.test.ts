import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EntryChange } from "../../src/ports/entries.ts";
import type { OpenStore } from "../../src/store/index.ts";
import { at, databases, wish, withProjects } from "./stores.ts";

const change = (values: Record<string, unknown>, more: Partial<EntryChange> = {}): EntryChange => ({
  values,
  state: "open",
  proposed: false,
  actor: "ben",
  source: "slack",
  effectiveOn: "2026-02-01",
  at: at("2026-02-01T10:00:00Z"),
  ...more,
});

describe.each(databases)("entries on $name", ({ open }) => {
  let store: OpenStore;
  beforeEach(async () => {
    store = await open([wish]);
    await withProjects(store, "APOLLO", "VEGA");
  });
  afterEach(() => store.close());

  test("of two who change the same version one wins, and both are told apart", async () => {
    const entry = await store.entries.add(wish, "apollo", change({ title: "Tea" }));
    const won = await store.entries.change(entry, wish, 1, change({ title: "Green tea" }, { actor: "ada", reason: "healthier" }));
    const lost = await store.entries.change(entry, wish, 1, change({ title: "Coffee" }));
    expect(won).toMatchObject({ version: 2, values: { title: "Green tea" }, author: "ben" });
    expect(lost).toBeUndefined();
    const history = await store.entries.history(entry.id);
    expect(history.map((step) => [step.version, step.actor, step.values["title"], step.reason])).toEqual([
      [1, "ben", "Tea", undefined],
      [2, "ada", "Green tea", "healthier"],
    ]);
  });

  test("a number that was taken back is never used again", async () => {
    const first = await store.entries.add(wish, "apollo", change({ title: "Tea" }), "X 1");
    await store.entries.withdraw(first.id, "ben", at("2026-02-01T10:01:00Z"));
    const second = await store.entries.add(wish, "apollo", change({ title: "Coffee" }), "X 1");
    expect([first.number, second.number]).toEqual([1, 2]);
    expect(await store.entries.get(first.id)).toBeUndefined();
    expect((await store.entries.find({})).map((entry) => entry.number)).toEqual([2]);
    expect((await store.entries.byForeignId("wish", "apollo", "X 1"))?.id).toBe(second.id);
    expect((await store.entries.byNumber("wish", 2))?.id).toBe(second.id);
    expect((await store.entries.history(first.id)).length).toBe(1);
  });

  test.each([
    ["by register", { type: "risk" }, []],
    ["by project", { projects: ["vega"] }, ["Ökologischer TEE"]],
    ["in no project at all", { projects: [] }, []],
    ["of no id at all", { ids: [] }, []],
    ["of ids that are not there", { ids: Array.from({ length: 600 }, (_, n) => `none${n}`) }, []],
    ["by owner", { owner: "ada" }, ["100% of it", "Coffee_break"]],
    ["by state", { states: ["done"] }, ["Coffee_break"]],
    ["by due date", { dueBefore: "2026-03-02" }, ["100% of it"]],
    ["proposed only", { proposed: true }, ["Ökologischer TEE"]],
    ["by text, whatever case", { text: "öKOlogischer tee" }, ["Ökologischer TEE"]],
    ["by text with a %", { text: "0%" }, ["100% of it"]],
    ["by text with a _", { text: "e_b" }, ["Coffee_break"]],
    ["by a \\", { text: "\\" }, []],
    ["a page", { limit: 1, offset: 1 }, ["Coffee_break"]],
    ["the rest of the pages", { offset: 1 }, ["Coffee_break", "Ökologischer TEE"]],
  ])("%s", async (_, filter, titles) => {
    await store.entries.add(wish, "apollo", change({ title: "100% of it", owner: "ada", due: "2026-03-01" }));
    await store.entries.add(wish, "apollo", change({ title: "Coffee_break", owner: "ada", due: "2026-03-02" }, { state: "done" }));
    await store.entries.add(wish, "vega", change({ title: "Ökologischer TEE" }, { proposed: true }));
    expect((await store.entries.find(filter)).map((entry) => entry.values["title"])).toEqual(titles);
    expect(await store.entries.count({ ...filter, limit: 99, offset: 0 })).toBe("offset" in filter ? 3 : titles.length);
  });

  test("a register reads as it stood on a day", async () => {
    const entry = await store.entries.add(wish, "apollo", change({ title: "Tea", owner: "ben" }));
    await store.entries.change(entry, wish, 1, change({ title: "Tea", owner: "ada" }, { effectiveOn: "2026-03-01", state: "done" }));
    expect(await store.entries.find({ asOf: "2026-01-31" })).toEqual([]);
    for (const entry of await store.entries.find({ asOf: "2026-03-01" }))
      expect(await store.entries.find({ asOf: "2026-03-01", ids: [entry.id] })).toEqual([entry]);
    expect((await store.entries.find({ asOf: "2026-02-28", owner: "ben" }))[0]).toMatchObject({ version: 1, state: "open" });
    expect(await store.entries.find({ asOf: "2026-03-01", owner: "ben" })).toEqual([]);
    expect(await store.entries.count({ asOf: "2026-03-01", states: ["done"] })).toBe(1);
  });

  test("many are sifted by their values alone", async () => {
    const tea = await store.entries.add(wish, "apollo", change({ title: "Tea" }));
    await store.entries.add(wish, "vega", change({ title: "Coffee" }, { state: "done" }));
    await store.entries.change(tea, wish, 1, change({ title: "Green tea" }, { effectiveOn: "2026-03-01" }));
    expect(await store.entries.values("wish", { states: ["open"] })).toEqual([{ id: tea.id, values: { title: "Green tea" } }]);
    expect(await store.entries.values("wish", { ids: [tea.id], asOf: "2026-02-28" })).toEqual([{ id: tea.id, values: { title: "Tea" } }]);
    expect(await store.entries.values("risk", {})).toEqual([]);
  });

  test("links read from both ends, once", async () => {
    const [tea, cup] = [
      await store.entries.add(wish, "apollo", change({ title: "Tea" })),
      await store.entries.add(wish, "vega", change({ title: "Cup" })),
    ];
    const link = { from: tea.id, kind: "needs", to: cup.id };
    await store.entries.link(link, "ben", at("2026-02-01T10:00:00Z"));
    await store.entries.link(link, "ben", at("2026-02-01T10:00:00Z"));
    const kept = { ...link, actor: "ben", at: at("2026-02-01T10:00:00Z") };
    expect(await store.entries.links(tea.id)).toEqual([kept]);
    expect(await store.entries.links(cup.id)).toEqual([kept]);
    await store.entries.unlink(link);
    expect(await store.entries.links(tea.id)).toEqual([]);
    await store.entries.link(link, "ben", at("2026-02-01T10:01:00Z"));
    await store.entries.withdraw(cup.id, "ben", at("2026-02-01T10:02:00Z"));
    expect(await store.entries.links(tea.id)).toEqual([]);
  });
});

test("what an older declaration wrote is raised when read, and marked when it does not fit", async () => {
  const { openStore } = await import("../../src/store/index.ts");
  const url = `sqlite:${join(mkdtempSync(join(tmpdir(), "drumbeat-")), "test.db")}`;
  const before = await openStore({ url, types: [wish] });
  await withProjects(before, "APOLLO");
  await before.entries.add(wish, "apollo", change({ title: "Tea", who: "ada" }));
  await before.close();

  const { done: _, ...states } = wish.states;
  const newer = {
    ...wish,
    states: { asked: states["open"] ?? { label: "Asked", next: [] } },
    upgrades: [(old: object) => ({ ...old, owner: "ada" })],
  };
  const after = await openStore({ url, types: [newer] });
  const [entry] = await after.entries.find({});
  expect(entry?.values).toEqual({ title: "Tea", who: "ada", owner: "ada" });
  expect(entry?.misfit).toMatch(/"open" is not one of wishes/);
  await after.close();
});
