import { describe, expect, test } from "vitest";
import { addDays, instantOf } from "../../src/core/time.ts";

const quarter = 15 * 60_000;

/**
 * An answer found in another way than the product finds it: what the zone's clocks show is read off, quarter hour by
 * quarter hour over two years, and a wall time is looked up in that. No offsets, no Temporal.
 */
function readClock(zone: string): ReadonlyMap<string, number> {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  });
  const firstShown = new Map<string, number>();
  for (let instant = Date.parse("2025-12-30T00:00Z"); instant < Date.parse("2028-01-03T00:00Z"); instant += quarter) {
    const shown = format.format(instant);
    if (!firstShown.has(shown)) firstShown.set(shown, instant);
  }
  return firstShown;
}

/** The first instant that shows `wall`; of one that a gap skips, as long after the last one before the gap. */
function lookUp(firstShown: ReadonlyMap<string, number>, wall: string): Date {
  for (let back = 0; back < 96; back++) {
    const earlier = new Date(Date.parse(`${wall.replace(" ", "T")}Z`) - back * quarter).toISOString().slice(0, 16).replace("T", " ");
    const found = firstShown.get(earlier);
    if (found !== undefined) return new Date(found + back * quarter);
  }
  throw new Error(`${wall} is never shown`);
}

const zones = [
  "Europe/London",
  "America/New_York",
  "Australia/Lord_Howe", // half an hour of summer
  "Africa/Casablanca", // clocks go back for Ramadan
  "Asia/Kolkata",
  "America/Sao_Paulo",
  "Asia/Kathmandu", // +05:45
  "America/St_Johns", // -03:30
  "Africa/Cairo", // clocks change at midnight
  "Pacific/Apia", // +13
];

describe.each(zones)("%s", (zone) => {
  const clock = readClock(zone);

  test.each(["09:00", "02:30", "00:00"])("two years at %s", (time) => {
    for (let date = "2026-01-01"; date < "2028-01-01"; date = addDays(date, 1)) {
      expect(instantOf(date, time, zone), date).toEqual(lookUp(clock, `${date} ${time}`));
    }
  });
});

test.each([
  ["Europe/London", "2026-03-29", "01:30", "2026-03-29T01:30:00.000Z"], // skipped: half an hour after the gap
  ["Europe/London", "2026-10-25", "01:30", "2026-10-25T00:30:00.000Z"], // twice: the first
  ["America/New_York", "2026-03-08", "02:30", "2026-03-08T07:30:00.000Z"],
  ["America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00.000Z"],
  ["Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45:00.000Z"],
  ["Africa/Cairo", "2026-04-24", "00:00", "2026-04-23T22:00:00.000Z"], // a day that begins at 01:00
])("%s on %s, %s is %s", (zone, date, time, instant) => {
  expect(instantOf(date, time, zone).toISOString()).toBe(instant);
});
