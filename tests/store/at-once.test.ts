import { describe, expect, test } from "vitest";
import { addDays } from "../../src/core/time.ts";
import type { ToPerson } from "../../src/ports/outbox.ts";
import { at, databases, withProjects } from "./stores.ts";

const now = at("2026-11-23T09:00:00Z");
const prompt = (person: string, n: number): ToPerson => ({
  key: `prompt:${person}:${n}`,
  job: "status.prompt",
  payload: { n },
  to: { person },
  class: "prompt",
  notAfter: at("2026-11-25T17:00:00Z"),
});

describe.each(databases)("many at once, on $name", ({ open }) => {
  test("postings are as if each were added alone, and go where each person is", async () => {
    const store = await open();
    const ids: string[] = [];
    for (const name of ["ada", "ben", "chloe"]) ids.push((await store.people.add({ name, preferred: "teams" })).id);
    const [ada = "", ben = "", chloe = ""] = ids;
    const account = { user: "U1", outside: false };
    await store.people.identify(ada, { ...account, platform: "slack", workspace: "T1" });
    await store.people.identify(ada, { ...account, platform: "teams", workspace: "tenant" });
    await store.people.identify(ben, { ...account, platform: "slack", workspace: "T2", unreachable: "gone" });
    const all = Array.from({ length: 100 }, (_, n) => [ada, ben, chloe].map((person) => prompt(person, n))).flat();
    await store.outbox.add(prompt(ada, 7), at("2026-11-23T08:00:00Z"));
    await store.outbox.addAll(all, now);
    const written = await store.outbox.byKeys([...all.map(({ key }) => key), "prompt:nobody:1"]);
    expect(written.size).toBe(300);
    expect(written.get(`prompt:${chloe}:99`)).toMatchObject({ ...prompt(chloe, 99), state: "waiting", nextAt: now });
    expect(written.get(`prompt:${ada}:7`)?.createdAt).toEqual(at("2026-11-23T08:00:00Z"));
    const claimed = await store.outbox.claim(now, 8, 60_000);
    expect(claimed.map(({ to, goesTo }) => ({ to, goesTo }))).toEqual([
      { to: { person: ada }, goesTo: "teams:tenant" },
      { to: { person: ben }, goesTo: "unknown" },
      { to: { person: chloe }, goesTo: "unknown" },
    ]);
    await store.close();
  });

  test("askings that are there stay as they are", async () => {
    const store = await open();
    await withProjects(store, "APOLLO");
    const days = Array.from({ length: 200 }, (_, n) => addDays("2026-01-01", n));
    const asked = (date: string) => ({ project: "apollo", date, state: "queued", asked: "ben" }) as const;
    await store.reports.setOccurrence({ project: "apollo", date: "2026-01-05", state: "skipped", why: "away" });
    await store.reports.addOccurrences(days.map(asked));
    const there = await store.reports.occurrences("2026-01-01", "2026-12-31");
    expect(there).toEqual(
      days.map((date) => (date === "2026-01-05" ? { project: "apollo", date, state: "skipped", why: "away" } : asked(date))),
    );
    await store.close();
  });
});
