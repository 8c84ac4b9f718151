import { expect, test } from "vitest";
import { addWorkingDays, workingDaysBetween } from "../../src/core/time.ts";
import { parseDate } from "../../src/core/typed-date.ts";

const sunday = "2026-11-22";

test.each([
  ["2026-12-15", "2026-12-15"],
  ["15 Dec", "2026-12-15"],
  ["15th december", "2026-12-15"],
  ["Dec 15", "2026-12-15"],
  ["Dec 15, 2027", "2027-12-15"],
  ["15 Dec 26", "2026-12-15"],
  ["15-Dec-2026", "2026-12-15"],
  ["Fri 4 Dec", "2026-12-04"],
  ["15 jan", "2027-01-15"],
  ["1 Oct", "2026-10-01"],
  ["1 sept", "2027-09-01"],
  ["29 Feb 2028", "2028-02-29"],
  ["15/12/2026", "2026-12-15"],
  ["12/25/2026", "2026-12-25"],
  ["03.04.2026", "2026-04-03"],
  ["4/4/2026", "2026-04-04"],
  ["today", "2026-11-22"],
  ["Tomorrow", "2026-11-23"],
  ["friday", "2026-11-27"],
  ["on fri", "2026-11-27"],
  ["sunday", "2026-11-29"],
  ["next friday", "2026-11-27"],
  ["next week", "2026-11-23"],
  ["+5d", "2026-11-27"],
  ["+2w", "2026-12-06"],
  ["in 3 days", "2026-11-25"],
  ["+3m", "2027-02-22"],
  ["in 1 month", "2026-12-22"],
  ["15 Dec,", "2026-12-15"],
])("%s is %s", (typed, date) => {
  expect(parseDate(typed, sunday)).toBe(date);
});

test("a date without a year looks back two months, also over New Year", () => {
  expect(parseDate("20 Dec", "2027-01-10")).toBe("2026-12-20");
  expect(parseDate("20 Oct", "2027-01-10")).toBe("2027-10-20");
});

test.each([
  "31 Feb",
  "2026-02-30",
  "2026-13-01",
  "29 Feb",
  "3/4/2026",
  "32 Dec",
  "soon",
  "",
  "dec",
  "15",
  "mo",
  "15 xyz",
  "15 Dec 1066",
  "3026-12-15",
  "<@U1>",
])("%j is no date", (typed) => {
  expect(parseDate(typed, sunday)).toBeUndefined();
});

test("working days step over what is off", () => {
  const dayOff = (date: string) => (["2026-11-21", "2026-11-22", "2026-11-26"].includes(date) ? "off" : undefined);
  expect(addWorkingDays("2026-11-20", 1, dayOff)).toBe("2026-11-23");
  expect(addWorkingDays("2026-11-21", 0, dayOff)).toBe("2026-11-23");
  expect(addWorkingDays("2026-11-21", 1, dayOff)).toBe("2026-11-23");
  expect(addWorkingDays("2026-11-25", 2, dayOff)).toBe("2026-11-28");
  expect(addWorkingDays("2026-11-23", -1, dayOff)).toBe("2026-11-20");
  expect(workingDaysBetween("2026-11-20", "2026-11-27", dayOff)).toBe(4);
  expect(workingDaysBetween("2026-11-27", "2026-11-20", dayOff)).toBe(-4);
});
