import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OpenStore } from "../../src/store/index.ts";
import { idOf, office, presses, says } from "./asked-office.ts";

const monday = "2026-11-23T12:00:00Z"; // everybody was asked at nine
let store: OpenStore;
beforeEach(async () => {
  store = await office();
  for (const { id, pm } of await store.projects.all("2026-11-23"))
    await store.reports.addOccurrences([{ project: id, date: "2026-11-23", state: "queued", asked: pm ?? "" }]);
});
afterEach(() => store.close());

const ada = (words: string, now = monday) => says(store, "ada", words, now);

describe("a change of schedule", () => {
  test("names the day on which people are really asked next", async () => {
    expect(await ada("pmo schedule IT weekly tue")).toContain("From now on IT is asked weekly Tue. Next: Tue 1 Dec, for the week");
    expect(await ada("pmo schedule #APOLLO weekly wed")).toContain("APOLLO is now asked weekly Wed. Next: Wed 2 Dec");
  });

  test("says how many are asked later, where it differs", async () => {
    await store.reports.setOccurrence({ project: "vega", date: "2026-11-23", state: "skipped", why: "on hold" });
    expect(await ada("pmo schedule IT weekly tue")).toContain("Next: Tue 24 Nov, for the week to Fri 20 Nov (1 project; 4 more later).");
  });

  test("names today, where the prompt is still to come, and says where nobody would be asked", async () => {
    expect(await ada("pmo schedule IT weekly fri", "2026-11-27T06:00:00Z")).toContain("Next: Fri 27 Nov");
    for (const { id, pm } of await store.projects.all("2026-11-23"))
      await store.people.unassign(pm ?? "", "pm", { kind: "project", id }, "2026-11-20");
    expect(await ada("pmo schedule IT")).toContain("Next by the calendar: Fri 27 Nov, but nobody would be asked");
  });

  test("that puts the cut-off after the digest says so", async () => {
    expect(await ada("pmo schedule IT weekly thu")).toContain(
      "Answers close Tue 16:00, after Friday's digest: move the digest (pmo audience add) or the day.",
    );
    expect(await ada("pmo schedule IT weekly mon")).not.toContain("Answers close");
    expect(await ada("pmo schedule IT escalation +4 07:00, cut-off +5 16:00")).toContain("Answers close Mon 16:00, after Friday's digest");
  });
});

describe("never", () => {
  test("for a whole portfolio is asked about first", async () => {
    const shown = await ada("pmo schedule IT never");
    expect(shown).toContain("Nothing is changed yet.");
    expect(shown).toContain("[Stop asking for all 5 projects]");
    expect((await store.projects.portfolio("it"))?.cadence.every).toBe("week");

    await expect(presses(store, "ben", "status.stopAsking", "it", monday)).rejects.toThrow("Only the PMO sets when a portfolio is asked.");
    expect((await store.projects.portfolio("it"))?.cadence.every).toBe("week");

    expect(await presses(store, "ada", "status.stopAsking", "it", monday)).toContain("From now on IT is not asked any more.");
    expect((await store.projects.portfolio("it"))?.cadence.every).toBe("never");
    expect(await ada("pmo schedule")).toContain("Now IT is not asked by schedule.");
    expect((await store.changes("portfolio:it")).map(({ actor, to }) => [actor, to])).toEqual([[await idOf(store, "ada"), "never"]]);
  });

  test("counts those alone that go by the portfolio's cadence", async () => {
    await ada("pmo schedule #VEGA weekly wed");
    expect(await ada("pmo schedule IT never")).toContain(
      "1 project with a cadence of its own goes on.\n  [Stop asking for all 4 projects]",
    );
  });

  test("for one project is said in words", async () => {
    expect(await ada("pmo schedule #APOLLO never")).toContain("APOLLO is not asked any more.");
    expect(await ada("pmo schedule #APOLLO")).toContain("APOLLO is not asked by schedule (its own).");
  });
});
