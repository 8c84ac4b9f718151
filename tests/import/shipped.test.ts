import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { readMap } from "../../src/features/import/map.ts";
import { emptyDesk, fileAt, take } from "./desk.ts";

const licence = "Contains public sector information licensed under the Open Government Licence v3.0";

test(
  "the portfolio that ships imports without a problem, with its withheld ratings and its projects that returned",
  {
    timeout: 30_000,
  },
  async () => {
    const desk = await emptyDesk();
    const done = await take(desk, "statuses", fileAt("../../data/gmpp-sample.csv"), {
      portfolio: "GMPP",
      map: fileAt("../../maps/gmpp-2013-2022.json"),
    });
    expect(done.problems).toEqual([]);
    expect(await desk.store.projects.keys()).toHaveLength(40);
    const words = done.plan.map((step) => step.words);
    expect(words.some((each) => each.endsWith("withheld"))).toBe(true);
    const joined = words.flatMap((each) => / ?(\w+) joins on/.exec(each)?.[1] ?? []);
    expect(joined.length).toBeGreaterThan(new Set(joined).size);
  },
);

test.each(["../../data/README.md", "../data/README.md"])("%s says under which licence its files are", (path) => {
  expect(fileAt(path).split("\n")).toContain(licence);
});

test.each(readdirSync(new URL("../../maps", import.meta.url)).filter((name) => name.endsWith(".json")))("the map %s reads well", (name) => {
  expect(Object.keys(readMap(fileAt(`../../maps/${name}`)).columns)).toContain("project");
});

test("the map that maps/README.md explains does what it says", async () => {
  const map = /```json\n(.*?)```/s.exec(fileAt("../../maps/README.md"))?.[1] ?? "";
  const desk = await emptyDesk();
  const file = [
    '"Project ID",Project name,Board RAG,PM RAG,"Forecast\n(£m)"',
    "P 1,Apollo,,On track,1.38",
    "P 2,Vega,Exempt under Section 43,Red,",
    "P 3,Luna,,,",
  ];
  const done = await take(desk, "statuses", file, { map });
  expect(done.problems).toEqual([]);
  const reports = new Map<string, unknown>();
  for (const id of ["P 1", "P 2", "P 3"]) {
    const project = await desk.store.projects.byForeignId(id, "2026-11-30");
    const report = await desk.store.reports.of(project?.id ?? "", "2026-11-30");
    reports.set(project?.key ?? "", [report?.overall, report?.cost]);
  }
  expect(Object.fromEntries(reports)).toEqual({
    APOLLO: ["green", "1380000"],
    VEGA: ["withheld", undefined],
    LUNA: ["unknown", undefined],
  });
});
