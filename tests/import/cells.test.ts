import { expect, test } from "vitest";
import { decimalOf, readCell } from "../../src/features/import/cells.ts";
import type { CellKind } from "../../src/features/import/columns.ts";

const value = (text: string, is: "rating" | "date" | "money" | "yesno", map = {}, dates: "Y-m-d" | "d/m/Y" | "m/d/Y" = "Y-m-d") => {
  const kind: CellKind = { is };
  const read = readCell(text, kind, map, dates);
  return "state" in read ? (read.state === "said" ? read.value : read.state) : "wrong";
};

test.each([
  ["£1,567.45", undefined, "1567.45"],
  ["1567.450", undefined, "1567.45"],
  ["£237.92", "million", "237920000"],
  ["0.003785", "million", "3785"],
  ["185.5691234", "million", "185569123.4"],
  ["0.1", "thousand", "100"],
  ["(1,250.50)", undefined, "-1250.5"],
  ["-3", "million", "-3000000"],
  ["0.00", undefined, "0"],
  ["-0", undefined, "0"],
  ["£1.2m", undefined, "1200000"],
  ["GBP 180k", undefined, "180000"],
  ["2.1bn", "million", "2100000000"],
  ["12 500 €", undefined, "12500"],
  ["1,23.45", undefined, undefined],
  ["1.567,45", undefined, undefined],
  ["lots", undefined, undefined],
] as const)("the amount %s, in %s, is %s", (text, scale, expected) => {
  expect(decimalOf(text, scale)).toBe(expected);
});

test.each([
  ["Green", "green"],
  ["AMBER / RED", "amber/red"],
  ["Amber-Green", "amber/green"],
  ["A/R", "amber/red"],
  ["g", "green"],
  ["Withheld", "withheld"],
  ["unknown", "unknown"],
  ["Blue", "wrong"],
])("the rating %s is %s", (text, expected) => {
  expect(value(text, "rating")).toBe(expected);
});

test.each([
  ["2026-03-04", "d/m/Y", "2026-03-04"],
  ["2026-03-04T00:00:00Z", "Y-m-d", "2026-03-04"],
  ["2026-03-04 00:00:00", "Y-m-d", "2026-03-04"],
  ["3/4/2026", "d/m/Y", "2026-04-03"],
  ["3/4/2026", "m/d/Y", "2026-03-04"],
  ["3/4/2026", "Y-m-d", "wrong"],
  ["31/02/2026", "d/m/Y", "wrong"],
  ["29/02/2028", "d/m/Y", "2028-02-29"],
  ["0000-00-00", "Y-m-d", "wrong"],
] as const)("the date %s, where dates are %s, is %s", (text, dates, expected) => {
  expect(value(text, "date", {}, dates)).toBe(expected);
});

test("withheld, unknown and plain money are three things", () => {
  expect([value("withheld", "money"), value("TBC", "money"), value("0", "money")]).toEqual(["withheld", "unknown", "0"]);
});
