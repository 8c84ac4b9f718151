import { describe, expect, test } from "vitest";
import { emptyDesk, fileAt, take } from "./desk.ts";

const long = fileAt("../data/gmpp-2013-2022.csv");
const official = fileAt("../data/gmpp-official-march-2022.csv");
const longMap = fileAt("../../maps/gmpp-2013-2022.json");
const officialMap = fileAt("../../maps/gmpp-march-2022.json");

describe("nine published snapshots in one table", () => {
  test("import whole, and a second time change nothing", { timeout: 60_000 }, async () => {
    const desk = await emptyDesk();
    const first = await take(desk, "statuses", long, { portfolio: "GMPP", map: longMap });
    expect(first.problems).toEqual([]);
    expect(first.counts).toEqual({ add: 1483, change: 0, same: 0, bad: 0 });
    expect(first.written).toBe(true);

    const gmpp = await desk.store.projects.portfolio("GMPP");
    const sizes: number[] = [];
    for (const date of ["2013-09-30", "2014-09-30", "2015-09-30", "2019-09-30", "2021-03-31", "2022-03-31"])
      sizes.push((await desk.store.projects.members(gmpp?.id ?? "", date)).length);
    expect(sizes).toEqual([199, 188, 143, 125, 184, 235]);
    expect(await desk.store.projects.scaleOn(gmpp?.id ?? "", "2021-03-31")).toBe("five");
    expect(await desk.store.projects.scaleOn(gmpp?.id ?? "", "2022-03-31")).toBe("three");

    const keys = await desk.store.projects.keys();
    expect(keys).toHaveLength(620);
    expect(keys.filter((key) => !/^[A-Z][A-Z0-9]{1,9}$/.test(key))).toEqual([]);

    const withheld = await desk.store.projects.byForeignId("urenco future options", "2013-09-30");
    expect((await desk.store.reports.latest(withheld?.id ?? "", "2013-09-30"))?.overall).toBe("withheld");
    const bank = await desk.store.projects.byForeignId("business bank", "2013-09-30");
    expect(await desk.store.reports.latest(bank?.id ?? "", "2013-12-31")).toMatchObject({
      overall: "amber/green",
      cost: "185569000",
      effectiveOn: "2013-09-30",
      recordedAt: desk.now,
    });

    const again = await take(desk, "statuses", long, { portfolio: "GMPP", map: longMap });
    expect(again.counts).toEqual({ add: 0, change: 0, same: 1483, bad: 0 });
    expect(again.plan.filter(({ outcome }) => outcome !== "same")).toEqual([]);
    expect(await desk.store.projects.keys()).toEqual(keys);
  });
});

describe("the file of March 2022 as published", () => {
  test("imports as projects and as statuses; withheld, unknown and empty stay three things", { timeout: 30_000 }, async () => {
    const desk = await emptyDesk();
    const projects = await take(desk, "projects", official, { portfolio: "GMPP", map: officialMap, asOf: "2022-03-31" });
    expect(projects.problems).toEqual([]);
    expect(projects.counts).toEqual({ add: 235, change: 0, same: 0, bad: 0 });
    const statuses = await take(desk, "statuses", official, { portfolio: "GMPP", map: officialMap });
    expect(statuses.problems).toEqual([]);
    expect(statuses.counts).toEqual({ add: 235, change: 0, same: 0, bad: 0 });

    const all = await desk.store.projects.all("2022-03-31");
    const reports = await desk.store.reports.latestOf(
      all.map(({ id }) => id),
      "2022-03-31",
    );
    const count = (rating: string) => [...reports.values()].filter(({ overall }) => overall === rating).length;
    expect({ withheld: count("withheld"), unknown: count("unknown") }).toEqual({ withheld: 11, unknown: 3 });
    const budgets = {
      withheld: all.filter(({ budget }) => budget === "withheld").length,
      unknown: all.filter(({ budget }) => budget === "unknown").length,
      none: all.filter(({ budget }) => budget === undefined).length,
    };
    expect(budgets).toEqual({ withheld: 26, unknown: 5, none: 6 });

    for (const kind of ["projects", "statuses"]) {
      const again = await take(desk, kind, official, { portfolio: "GMPP", map: officialMap, asOf: "2022-03-31" });
      expect(again.counts).toEqual({ add: 0, change: 0, same: 235, bad: 0 });
    }
  });

  test("alone, as statuses, it brings its projects along", { timeout: 30_000 }, async () => {
    const desk = await emptyDesk();
    const done = await take(desk, "statuses", official, { portfolio: "GMPP", map: officialMap });
    expect(done.counts).toEqual({ add: 235, change: 0, same: 0, bad: 0 });
    const project = await desk.store.projects.byForeignId("MOD_0135_2122-Q1", "2022-03-31");
    expect(project).toMatchObject({ name: "Submarine Dismantling Project", start: "2013-03-29", finish: "2026-12-31", budget: "33730000" });
  });
});

describe("projects that another portfolio has", () => {
  test("stay there unless somebody says that they move; then their history stays where it was", { timeout: 60_000 }, async () => {
    const desk = await emptyDesk();
    await take(desk, "statuses", long, { portfolio: "GMPP", map: longMap });
    const gmpp = (await desk.store.projects.portfolio("GMPP")) ?? expect.fail();
    const members = (portfolio: string, date: string) => desk.store.projects.members(portfolio, date);

    for (const options of [{}, { dryRun: true }, { skipBad: true }]) {
      const refused = await take(desk, "statuses", official, { portfolio: "OFF", map: officialMap, ...options });
      expect(refused.written).toBe(false);
      expect(refused.problems).toEqual([
        {
          line: 1,
          what: expect.stringContaining("235 projects would move from GMPP to OFF"),
          fix: "Add --move to take them over, or import into the portfolio they are in: --portfolio GMPP.",
        },
      ]);
    }
    expect(await desk.store.projects.portfolio("OFF")).toBeUndefined();
    expect(await members(gmpp.id, "2022-03-31")).toHaveLength(235);

    const moved = await take(desk, "statuses", official, { portfolio: "OFF", map: officialMap, move: true });
    expect(moved).toMatchObject({ written: true, problems: [] });
    expect(moved.notes).toContain("235 projects move from GMPP to OFF.");
    const off = (await desk.store.projects.portfolio("OFF")) ?? expect.fail();
    expect([await members(off.id, "2022-03-31"), await members(gmpp.id, "2022-03-31")].map(({ length }) => length)).toEqual([235, 0]);
    expect(await members(gmpp.id, "2021-03-31")).toHaveLength(184);
  });

  test("are no less found in a file of projects", async () => {
    const desk = await emptyDesk();
    const file = ["Key,Name", "VEGA,Supplier portal"];
    await take(desk, "projects", file);
    const refused = await take(desk, "projects", file, { portfolio: "OPS" });
    expect(refused.problems.map(({ what }) => what)).toEqual(["1 project would move from IT to OPS, and IT would say that it left"]);
    expect(refused.written).toBe(false);
    expect(await take(desk, "projects", file, { portfolio: "OPS", move: true })).toMatchObject({ written: true, counts: { change: 1 } });
    const ops = (await desk.store.projects.portfolio("OPS")) ?? expect.fail();
    expect(await desk.store.projects.byKey("VEGA", "2026-11-23")).toMatchObject({ portfolio: ops.id });
  });
});
