import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Report } from "../../src/core/report.ts";
import type { OpenStore } from "../../src/store/index.ts";
import { at, databases, withProjects } from "./stores.ts";

const report = (project: string, period: string, more: Partial<Report> = {}): Omit<Report, "id" | "revision"> => ({
  project,
  period,
  overall: "green",
  dimensions: { cost: { rag: "amber", comment: "invoice" } },
  nextSteps: [{ text: "Sign", due: "2026-03-01" }],
  promised: [],
  unchanged: 0,
  late: false,
  author: "ben",
  source: "slack",
  effectiveOn: period,
  recordedAt: at(`${period}T10:00:00Z`),
  ...more,
});

describe.each(databases)("reports on $name", ({ open }) => {
  let store: OpenStore;
  beforeEach(async () => {
    store = await open();
    await withProjects(store, "APOLLO", "VEGA");
  });
  afterEach(() => store.close());

  test("a correction is a revision; the old one stays readable", async () => {
    const first = await store.reports.add(report("apollo", "2026-02-02"));
    const second = await store.reports.add(report("apollo", "2026-02-02", { overall: "red", summary: "late" }));
    expect([first.revision, second.revision]).toEqual([1, 2]);
    expect(await store.reports.of("apollo", "2026-02-02")).toEqual(second);
    expect(await store.reports.revisions("apollo", "2026-02-02")).toEqual([first, second]);
    expect(await store.reports.latest("apollo")).toEqual(second);
    expect(await store.reports.history("apollo", 5)).toEqual([second]);
  });

  test("an old report that arrives late is not the newest", async () => {
    await store.reports.add(report("apollo", "2026-02-09"));
    await store.reports.add(report("apollo", "2026-02-02", { overall: "red" }));
    await store.reports.add(report("vega", "2026-02-02"));
    expect((await store.reports.latest("apollo"))?.period).toBe("2026-02-09");
    expect((await store.reports.latest("apollo", "2026-02-08"))?.overall).toBe("red");
    expect(await store.reports.latest("apollo", "2026-02-01")).toBeUndefined();
    const of = await store.reports.latestOf(["apollo", "vega", "orion"], "2026-02-20");
    expect([...of.values()].map((each) => each.period).sort()).toEqual(["2026-02-02", "2026-02-09"]);
    expect((await store.reports.history("apollo", 1)).map((each) => each.period)).toEqual(["2026-02-09"]);
  });

  test("what was reported on two days comes in one reading", async () => {
    await store.reports.add(report("apollo", "2026-02-02", { finish: "2026-12-01" }));
    await store.reports.add(report("apollo", "2026-02-09", { overall: "red", finish: "2027-01-15" }));
    await store.reports.add(report("apollo", "2026-02-09", { overall: "amber", effectiveOn: "2026-02-12" }));
    await store.reports.add(report("apollo", "2026-02-16"));
    await store.reports.add(report("vega", "2026-02-16"));
    const days = ["2026-01-26", "2026-02-02", "2026-02-09", "2026-02-16"];
    await store.reports.addOccurrences(days.map((date) => ({ project: "apollo", date, state: "queued" })));
    const look = (on: string, from = "2026-01-01", to = on) => ({ on, from, to });
    const read = async (...[now, before]: Parameters<typeof look>[0][]) =>
      (await store.reports.reported(["apollo", "orion"], look(now ?? ""), look(before ?? ""))).get("apollo");

    expect(await read("2026-02-11", "2026-02-04")).toMatchObject({
      report: {
        project: "apollo",
        period: "2026-02-09",
        revision: 1,
        overall: "red",
        finish: "2027-01-15",
        effectiveOn: "2026-02-09",
        source: "slack",
      },
      earlier: { period: "2026-02-02", overall: "green", effectiveOn: "2026-02-02", finish: "2026-12-01" },
      superseded: true,
      asked: "2026-02-09",
    });
    expect(await read("2026-02-15", "2026-02-13")).toMatchObject({
      report: { revision: 2 },
      earlier: { overall: "amber" },
      superseded: true,
    });
    expect(await read("2026-02-20", "2026-01-29")).toMatchObject({
      report: { period: "2026-02-16" },
      earlier: undefined,
      superseded: false,
      asked: "2026-02-16",
      askedEarlier: "2026-01-26",
    });
    expect(await read("2026-01-29", "2026-01-22")).toMatchObject({ report: undefined, superseded: true, asked: "2026-01-26" });
    const narrow = await store.reports.reported(["apollo"], look("2026-02-20", "2026-02-03", "2026-02-08"), look("2026-02-20"));
    expect(narrow.get("apollo")?.asked).toBeUndefined();
    expect([...(await store.reports.reported(["orion", "vega"], look("2026-02-20"), look("2026-02-20"))).keys()]).toEqual(["vega"]);
  });

  test("drafts are each person's own, and go for everybody", async () => {
    await store.reports.saveDraft("ben", "apollo", "2026-02-02", { summary: "so far" }, at("2026-02-02T09:00:00Z"));
    await store.reports.saveDraft("ben", "apollo", "2026-02-02", { summary: "so far so good" }, at("2026-02-02T09:05:00Z"));
    expect(await store.reports.draft("ben", "apollo", "2026-02-02")).toEqual({ summary: "so far so good" });
    expect(await store.reports.draft("ines", "apollo", "2026-02-02")).toBeUndefined();
    expect(await store.reports.draft("ben", "apollo", "2026-02-09")).toBeUndefined();
    expect(await store.reports.draft("ben", "apollo", "2026-02-09", "2026-02-02")).toEqual({ summary: "so far so good" });
    expect(await store.reports.draft("ben", "apollo", "2026-02-09", "2026-02-03")).toBeUndefined();
    await store.reports.dropDraft("apollo", "2026-02-02");
    expect(await store.reports.draft("ben", "apollo", "2026-02-02")).toBeUndefined();
  });

  test("a project is asked once on a day", async () => {
    const asked = { project: "apollo", date: "2026-02-02", state: "queued", asked: "ben" } as const;
    await store.reports.addOccurrences([asked]);
    await store.reports.addOccurrences([{ ...asked, asked: "ines" }]);
    expect(await store.reports.occurrence("apollo", "2026-02-02")).toEqual(asked);
    const skipped = { project: "apollo", date: "2026-02-09", state: "skipped", why: "bank holiday" } as const;
    await store.reports.setOccurrence(skipped);
    expect(await store.reports.occurrences("2026-02-02", "2026-02-09")).toEqual([asked, skipped]);
    expect(await store.reports.occurrences("2026-02-02", "2026-02-09", ["vega"])).toEqual([]);
    expect(await store.reports.lastOccurrence("apollo", "2026-02-09")).toEqual(asked);
  });
});
