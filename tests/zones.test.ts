import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { instantOf, isZone, localDate, localTime } from "../src/core/time.ts";
import { nearest } from "../src/verbs/reach.ts";

test.each(["Europe/London", "Asia/Kolkata", "Etc/UTC", "UTC", "America/Argentina/Buenos_Aires"])(
  "%s is a zone, and is reckoned with",
  (zone) => {
    expect(isZone(zone)).toBe(true);
    expect(localDate(instantOf("2026-11-23", "09:00", zone), zone)).toBe("2026-11-23");
  },
);

test.each(["BST", "IST", "JST", "ACT", "Mars/Olympus", "", "+25:00"])(
  "%s is none: an abbreviation that only some of a machine knows would stop every prompt",
  (zone) => {
    expect(isZone(zone)).toBe(false);
  },
);

test.each(Intl.supportedValuesOf("timeZone"))("%s: the wall clock around every change of clocks since 1960", (zone) => {
  const end = Date.UTC(2030, 0, 1);
  const start = Temporal.Instant.from("1960-01-01T00:00Z").toZonedDateTimeISO(zone);
  for (let at = start.getTimeZoneTransition("next"); at && at.epochMilliseconds < end; at = at.getTimeZoneTransition("next"))
    for (const ms of [-60_000, -1, 0, 59_999, 60_000]) {
      const instant = new Date(at.epochMilliseconds + ms);
      const clock = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).toPlainDateTime().toString();
      expect(`${localDate(instant, zone)}T${localTime(instant, zone)}`).toBe(clock.slice(0, 16));
    }
});

test("nothing is near a word of 38,000 letters, however many names there are", () => {
  const names = Array.from({ length: 10_000 }, (_, n) => `Project number ${n}`);
  expect(nearest("x".repeat(38_000), names)).toEqual([]);
  expect(nearest("Project numbr 77", names)).toContain("Project number 77");
});
