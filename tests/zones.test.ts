import { expect, test } from "vitest";
import { instantOf, isZone, localDate } from "../src/core/time.ts";
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

test("nothing is near a word of 38,000 letters, however many names there are", () => {
  const names = Array.from({ length: 10_000 }, (_, n) => `Project number ${n}`);
  expect(nearest("x".repeat(38_000), names)).toEqual([]);
  expect(nearest("Project numbr 77", names)).toContain("Project number 77");
});
