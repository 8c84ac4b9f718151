import { expect, test } from "vitest";
import { calendarOf, isCountry } from "../../src/core/holidays.ts";

const off = async (country: string, date: string, daysOff: string[] = []) => (await calendarOf({ country, daysOff }))(date);

test.each([
  ["GB", "2026-08-31", "Summer bank holiday"],
  ["GB-ENG", "2026-04-06", "Easter Monday"],
  ["GB-SCT", "2026-04-06", undefined],
  ["GB-SCT", "2026-11-30", "St Andrew’s Day"],
  ["GB", "2026-12-28", "Boxing Day (substitute day)"],
  ["GB", "2027-12-27", "Christmas Day (substitute day)"],
  ["US", "2026-11-26", "Thanksgiving Day"],
  ["US", "2026-11-27", undefined],
  ["US", "2026-07-03", "Independence Day (substitute day)"],
  ["IN", "2026-01-26", "Republic Day"],
  ["IN", "2026-10-02", "Gandhi Jayanti"],
  ["IN-MH", "2026-05-01", "Maharashtra Day"],
  ["IN", "2026-05-01", undefined],
  ["TR", "2026-05-28", "Feast of the Sacrifice (Eid al-Adha)"],
  ["CN", "2026-05-04", undefined],
  ["GB", "2026-11-21", "Saturday"],
  ["GB", "2026-11-22", "Sunday"],
  ["SA", "2026-11-20", "Friday"],
  ["SA", "2026-11-22", undefined],
  ["GB", "2026-11-23", undefined],
])("in %s %s is off: %s", async (country, date, name) => {
  expect(await off(country, date)).toBe(name);
});

test("the organisation has days off of its own", async () => {
  expect(await off("GB", "2026-12-24", ["2026-12-24"])).toBe("the organisation's day off");
  expect(await off("GB", "2026-12-24")).toBeUndefined();
});

test("setup can tell a country from a slip", async () => {
  expect(await Promise.all(["GB", "gb-sct", "US", "UK", "GB-XXX", ""].map(isCountry))).toEqual([true, true, true, false, false, false]);
});
