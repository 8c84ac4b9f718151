import { describe, expect, test } from "vitest";
import { Cadence, nextOccurrence, occurrenceDates, periodWords, previousOccurrence, usualTiming } from "../../src/core/cadence.ts";
import { cadenceWords, parseCadence, parseTiming, timingProblem, timingWords } from "../../src/core/cadence-words.ts";
import { calendarOf } from "../../src/core/holidays.ts";
import { addDays } from "../../src/core/time.ts";

const london = await calendarOf({ country: "GB", daysOff: [] });
const today = "2026-11-22";

function read(text: string): Cadence {
  const cadence = parseCadence(text, today);
  if (cadence === undefined) throw new Error(`not read: ${text}`);
  return cadence;
}

describe("the days that a cadence falls on", () => {
  test.each([
    ["weekly mon", "2026-11-23", "2026-12-07", ["2026-11-23", "2026-11-30", "2026-12-07"]],
    ["weekly mon", "2026-03-30", "2026-04-13", ["2026-03-30", "2026-04-07", "2026-04-13"]], // Easter Monday
    ["weekly fri", "2026-04-03", "2026-04-10", ["2026-04-07", "2026-04-10"]], // Good Friday
    ["weekly sat", "2026-11-23", "2026-11-30", ["2026-11-23", "2026-11-30"]],
    ["every 2 weeks tue from 2026-11-24", "2026-11-01", "2026-12-31", ["2026-11-10", "2026-11-24", "2026-12-08", "2026-12-22"]],
    ["weekly mon from 4 Jan 2027", "2026-11-22", "2027-01-11", ["2027-01-04", "2027-01-11"]],
    ["every 2 weeks tue from 27 Nov 2026", "2026-11-23", "2026-12-18", ["2026-12-01", "2026-12-15"]],
    ["monthly first mon", "2026-11-01", "2027-01-31", ["2026-11-02", "2026-12-07", "2027-01-04"]],
    ["monthly last fri", "2026-11-01", "2026-12-31", ["2026-11-27", "2026-12-29"]], // Christmas Day
    ["monthly last working day", "2026-10-01", "2026-12-31", ["2026-10-30", "2026-11-30", "2026-12-31"]],
    ["monthly 3rd working day", "2027-01-01", "2027-01-31", ["2027-01-06"]],
    ["monthly first working day", "2027-01-01", "2027-01-31", ["2027-01-04"]],
    ["never", "2026-01-01", "2026-12-31", []],
  ])("%s from %s to %s", (text, from, to, dates) => {
    expect(occurrenceDates(read(text), from, to, london)).toEqual(dates);
  });

  test("any split of a stretch of days gives the same days", () => {
    for (const text of [
      "weekly fri",
      "weekly sun",
      "every 3 weeks mon",
      "monthly last fri",
      "monthly last working day",
      "monthly 2nd mon",
    ]) {
      const whole = occurrenceDates(read(text), "2026-01-01", "2027-12-31", london);
      for (const cut of ["2026-04-03", "2026-04-06", "2026-12-25", "2026-12-28", "2027-01-01", "2027-05-31"]) {
        const [before = "", after = ""] = [cut, new Date(Date.parse(cut) + 86_400_000).toISOString().slice(0, 10)];
        const parts = [
          ...occurrenceDates(read(text), "2026-01-01", before, london),
          ...occurrenceDates(read(text), after, "2027-12-31", london),
        ];
        expect(parts).toEqual(whole);
      }
    }
  });

  test("before and after", () => {
    expect(previousOccurrence(read("weekly mon"), "2026-11-23", london)).toBe("2026-11-16");
    expect(nextOccurrence(read("weekly mon"), "2026-11-23", london)).toBe("2026-11-30");
    expect(previousOccurrence(read("every 4 weeks tue from 2026-11-24"), "2026-11-24", london)).toBe("2026-10-27");
    expect(nextOccurrence(read("every 4 weeks mon from 29 Mar 2027"), today, london)).toBe("2027-03-30"); // after Easter Monday
    expect(previousOccurrence(read("every 4 weeks mon from 4 Jan 2027"), "2027-01-04", london)).toBeUndefined();
    expect(nextOccurrence(read("monthly last working day"), "2026-10-30", london)).toBe("2026-11-30");
    expect(nextOccurrence(read("never"), today, london)).toBeUndefined();
  });
});

test.each([
  ["weekly mon", "2026-11-23", "week to Fri 20 Nov"],
  ["weekly mon", "2026-04-07", "week to Fri 3 Apr"],
  ["weekly mon", "2026-11-25", "week to Fri 20 Nov"], // asked outside the rhythm
  ["weekly wed", "2026-11-26", "week to Fri 20 Nov"], // put off by a holiday
  ["weekly thu", "2026-11-26", "week to Fri 27 Nov"],
  ["weekly fri", "2026-11-27", "week to Fri 27 Nov"],
  ["weekly fri", "2026-04-07", "week to Fri 3 Apr"],
  ["every 2 weeks mon from 2026-11-23", "2026-11-23", "2 weeks to Fri 20 Nov"],
  ["monthly first mon", "2026-11-02", "October"],
  ["monthly first mon", "2027-01-04", "December 2026"],
  ["monthly last working day", "2026-10-30", "October"],
  ["monthly last fri", "2026-12-29", "December"],
  ["monthly 3rd working day", "2026-11-04", "October"],
  ["never", "2026-11-23", "state of Mon 23 Nov"],
  ["every 2 weeks tue from 2026-11-24", "2026-11-19", "state of Thu 19 Nov"], // between two askings
  ["monthly last working day", "2026-11-22", "state of Sun 22 Nov"],
  ["monthly first mon", "2026-11-22", "state of Sun 22 Nov"],
])("asked %s on %s, a report is for the %s", (text, date, words) => {
  expect(periodWords(read(text), date)).toBe(words);
});

test.each([
  ["weekly mon", "weekly Mon"],
  ["Every week on Tuesday", "weekly Tue"],
  ["every 1 week tue", "weekly Tue"],
  ["fortnightly thu from 26 Nov", "every 2 weeks Thu from 26 Nov 2026"],
  ["every 2 weeks tue", "every 2 weeks Tue from 24 Nov 2026"],
  ["every 3 weeks mon from 4 Jan 2027", "every 3 weeks Mon from 4 Jan 2027"],
  ["weekly mon from 4 Jan 2027", "weekly Mon from 4 Jan 2027"],
  ["monthly first monday", "monthly first Mon"],
  ["monthly on the 2nd tue", "monthly second Tue"],
  ["monthly last fri", "monthly last Fri"],
  ["monthly 5th working day", "monthly 5th working day"],
  ["every month on the last working day", "monthly last working day"],
  ["Never", "never"],
])("%j is said as %j", (typed, words) => {
  const cadence = read(typed);
  expect(cadenceWords(cadence)).toBe(words);
  expect(parseCadence(words, today)).toEqual(cadence);
  expect(Cadence.parse(JSON.parse(JSON.stringify(cadence)))).toEqual(cadence);
});

test("what is shown of any weeks is read back as the same days, a year later too", () => {
  for (let back = 0; back < 400; back += 11)
    for (const weekday of [1, 3, 7])
      for (const weeks of [1, 2, 5, 26]) {
        const from = addDays(today, -back);
        const kept = { every: "week", weeks, weekday, from } as const;
        const shown = cadenceWords(kept);
        const read = parseCadence(shown, addDays(today, 300));
        if (read === undefined) return expect.fail(shown);
        expect(shown).not.toMatch(/\d{4}-\d/);
        expect(cadenceWords(read)).toBe(shown);
        const days = (cadence: Cadence) => occurrenceDates(cadence, today, addDays(today, 200), london);
        expect(days(read)).toEqual(days(kept));
      }
});

test.each([
  "",
  "weekly",
  "weekly someday",
  "every 0 weeks mon",
  "every 99 weeks mon",
  "monthly fifth mon",
  "monthly 31st working day",
  "daily",
  "weekly mon from 31 Feb",
])("%j is no cadence", (typed) => {
  expect(parseCadence(typed, today)).toBeUndefined();
});

describe("timing", () => {
  test("is said and read in the same words", () => {
    const words = "prompt 09:00, reminder +1 09:00, due +2 17:00, heads-up +2 17:00, escalation +3 10:00, cut-off +3 16:00";
    expect(timingWords(usualTiming)).toBe(words);
    expect(parseTiming(words, { ...usualTiming, prompt: "08:00" })).toEqual(usualTiming);
  });

  test("moving one moves no other", () => {
    expect(parseTiming("Due +1 9:30", usualTiming)).toEqual({ ...usualTiming, due: { days: 1, at: "09:30" } });
    expect(parseTiming("prompt 08:30, cutoff +4 days 12:00", usualTiming)).toEqual({
      ...usualTiming,
      prompt: "08:30",
      cutOff: { days: 4, at: "12:00" },
    });
  });

  test.each(["", "due", "due 17:00", "due +2 25:00", "due +2 17:60", "prompt +1 09:00", "lunch +1 12:00", "due +30 17:00"])(
    "%j is no timing",
    (typed) => {
      expect(parseTiming(typed, usualTiming)).toBeUndefined();
    },
  );

  test.each([
    ["due +2 17:00", undefined],
    ["reminder +0 08:00", "The reminder must come after the prompt."],
    ["due +0 17:00", "What is due before its reminder"],
    ["heads-up +3 10:00", "The heads-up must come before"],
    ["heads-up +0 09:00", "The heads-up must come after the prompt"],
    ["reminder +0 10:00, due +0 11:00, heads-up +0 11:00, escalation +0 12:00, cut-off +0 13:00", "on a later day than the prompt"],
    ["escalation +2 18:00, due +3 09:00", "cannot come before the report is due"],
    ["cut-off +3 09:00", "The cut-off comes last"],
  ])("%s: %s", (typed, problem) => {
    const timing = parseTiming(typed, usualTiming);
    const found = timing && timingProblem(timing);
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(problem);
  });
});
