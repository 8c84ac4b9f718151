import { expect, test } from "vitest";
import { type ClosedPeriod, lastKnownRed, standing } from "../../src/core/standing.ts";

const active = { state: "active" } as const;
const asOf = "2026-11-27";
const report = (period: string, overall: "green" | "red" | "withheld" = "red") => ({ overall, period, effectiveOn: period });
const asked = (date: string): ClosedPeriod => ({ date, state: "queued" });
const skipped = (date: string): ClosedPeriod => ({ date, state: "skipped", why: "Christmas Day" });
const missed = (date: string): ClosedPeriod => ({ date, state: "expired", why: "the bot was down" });

test.each([
  ["answered in the newest period", report("2026-11-23"), [asked("2026-11-23")], "red", "current"],
  ["answered early, for the period to come", report("2026-11-30"), [asked("2026-11-23")], "red", "current"],
  ["withheld is an answer", report("2026-11-23", "withheld"), [asked("2026-11-23")], "withheld", "current"],
  ["silent in the newest period", report("2026-11-16"), [asked("2026-11-23"), asked("2026-11-16")], "unknown", "silent"],
  ["never asked: an imported snapshot", report("2013-09-30"), [], "red", "current"],
  ["nobody was asked this once", report("2026-11-16"), [skipped("2026-11-23"), asked("2026-11-16")], "red", "excused"],
  ["nobody was asked, since asking began", report("2022-03-31"), [skipped("2026-11-23")], "red", "excused"],
  ["nobody was asked twice in a row", report("2026-11-09"), [skipped("2026-11-23"), skipped("2026-11-16")], "unknown", "missed"],
  ["silent, then nobody was asked", report("2026-11-09"), [skipped("2026-11-23"), asked("2026-11-16")], "unknown", "silent"],
  ["not asked in time", report("2026-11-16"), [missed("2026-11-23"), asked("2026-11-16")], "unknown", "missed"],
  ["asked for the first time, silent", undefined, [asked("2026-11-23")], "unknown", "silent"],
  ["never asked and never reported", undefined, [], "unknown", "never"],
  ["never reported, and left out this once", undefined, [skipped("2026-11-23")], "unknown", "never"],
] as const)("%s", (_, last, closed, shown, basis) => {
  expect(standing(active, last, closed, asOf)).toMatchObject({ shown, basis });
});

test("an old colour keeps its date and its age, and is never shown as current", () => {
  expect(standing(active, report("2026-11-16"), [asked("2026-11-23")], asOf)).toEqual({
    shown: "unknown",
    basis: "silent",
    last: { rating: "red", on: "2026-11-16", days: 11 },
  });
});

test("a project that is not running shows its state, whatever it last reported", () => {
  expect(standing({ state: "on hold" }, report("2026-11-16"), [asked("2026-11-23")], asOf)).toMatchObject({
    shown: "on hold",
    basis: "resting",
  });
});

test("a pause that lasts keeps the last colour, however many askings it passes over; one that is over does not", () => {
  const closed = [asked("2026-11-23"), asked("2026-11-16")];
  const until = (pausedUntil: string) => standing({ ...active, pausedUntil }, report("2026-11-09"), closed, asOf);
  expect(until("2026-11-28")).toMatchObject({ shown: "red", basis: "excused", why: "paused", last: { days: 18 } });
  expect(until(asOf)).toMatchObject({ shown: "unknown", basis: "silent" });
});

test("silent since red is red as far as anybody knows; silent since green is not", () => {
  const silent = [asked("2026-11-23")];
  expect(lastKnownRed(standing(active, report("2026-11-16"), silent, asOf))).toBe(true);
  expect(lastKnownRed(standing(active, report("2026-11-16", "green"), silent, asOf))).toBe(false);
  expect(lastKnownRed(standing(active, report("2026-11-23"), silent, asOf))).toBe(true);
});
