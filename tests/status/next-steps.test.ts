import { describe, expect, test } from "vitest";
import { readSteps, writeSteps } from "../../src/core/next-steps.ts";
import type { NextStep, Report } from "../../src/core/report.ts";
import { promisedBy, repeatBar, stillAhead, timeTolerance } from "../../src/core/report.ts";

const today = "2026-11-23";
const colours = ["green", "amber", "red"] as const;

describe("next steps, one per line with their day at the end", () => {
  test.each([
    ["Sign UAT script, 20 Nov", { text: "Sign UAT script", due: "2026-11-20" }],
    ["- Sign UAT script by Fri 4 Dec.", { text: "Sign UAT script", due: "2026-12-04" }],
    ["2) Board paper: 3 Feb", { text: "Board paper", due: "2027-02-03" }],
    ["Cut over, then rest, 2026-12-11", { text: "Cut over, then rest", due: "2026-12-11" }],
    ["Ask for 3 more testers", { text: "Ask for 3 more testers" }],
    ["Agree scope, cost", { text: "Agree scope, cost" }],
  ] satisfies [string, NextStep][])("%s", (line, step) => {
    expect(readSteps(line, today)).toEqual([step]);
  });

  test("what was read is written as it was typed", () => {
    const typed = "Sign UAT script, 4 Dec\nBoard paper, 3 Feb 2027\nRest";
    expect(writeSteps(readSteps(typed, today), today)).toBe(typed);
  });

  test.each(["2027-12-15", "2027-11-30", "2026-12-15", "2027-03-01", "2028-01-05"])(
    "written in January, %s is read as the same day",
    (due) => {
      const steps = [{ text: "Go live", due }];
      expect(readSteps(writeSteps(steps, "2027-01-11"), "2027-01-11")).toEqual(steps);
    },
  );

  test.each(["Sign, 31 Nov", "Sign, 2026-02-30", "Sign by 3/4/2026"])("a day that does not exist, or reads two ways: %s", (line) => {
    expect(() => readSteps(line, today)).toThrow("is not a day of the calendar");
  });

  test("too many, and too long", () => {
    expect(() => readSteps("a\n".repeat(9), today)).toThrow("That is 9 steps; 8 at most");
    expect(() => readSteps("a".repeat(151), today)).toThrow("has 151 characters");
  });
});

describe("no change", () => {
  const last = report({ overall: "amber", pathToGreen: "Second vendor", greenBy: "2026-12-04", nextSteps: [] });
  const none = new Map<number, NextStep>();

  test("may be said after a report that still holds", () => {
    expect(repeatBar(last, none, today, colours)).toBeUndefined();
    expect(repeatBar({ ...last, unchanged: 1 }, none, today, colours)).toBeUndefined();
  });
  test("not without an earlier report", () => {
    expect(repeatBar(undefined, none, today, colours)).toBe("nothing before");
    expect(repeatBar({ ...last, overall: "withheld" }, none, today, colours)).toBe("nothing before");
  });
  test("not a third time in a row", () => {
    expect(repeatBar({ ...last, unchanged: 2 }, none, today, colours)).toBe("said twice");
  });
  test("not once the day for green has passed; on the day itself it may", () => {
    expect(repeatBar({ ...last, greenBy: "2026-11-22" }, none, today, colours)).toBe("green day passed");
    expect(repeatBar({ ...last, greenBy: today }, none, today, colours)).toBeUndefined();
    expect(repeatBar({ ...last, overall: "green", greenBy: "2026-11-22" }, none, today, colours)).toBeUndefined();
  });
  test("not where the path to green is missing, or the portfolio's colours changed", () => {
    expect(repeatBar(report({ overall: "red" }), none, today, colours)).toBe("no path to green");
    expect(repeatBar({ ...last, overall: "amber/red" }, none, today, colours)).toBe("other scale");
  });
  test("not while a promised step is unanswered", () => {
    const step = { text: "Sign UAT script", due: "2026-11-20" };
    const promising = { ...last, nextSteps: [step, { text: "Go live", due: "2026-12-11" }] };
    expect([...promisedBy(promising, today).keys()]).toEqual([0]);
    expect(repeatBar(promising, none, today, colours)).toBe("step unanswered");
    expect(repeatBar(promising, new Map([[0, { ...step, outcome: "done" }]]), today, colours)).toBeUndefined();
  });
});

test("what is still ahead: later steps, moved ones under their new day, nothing done or dropped", () => {
  const [a, b, c, d] = [
    { text: "a", due: "2026-11-20" },
    { text: "b", due: "2026-11-20" },
    { text: "c" },
    { text: "d", due: "2026-12-11" },
  ];
  const answered = new Map<number, NextStep>([
    [0, { ...a, outcome: "done" }],
    [1, { ...b, outcome: "moved", movedTo: "2026-12-04" }],
    [2, { ...c, outcome: "dropped" }],
  ]);
  expect(stillAhead({ nextSteps: [a, b, c, d] }, answered)).toEqual([{ text: "b", due: "2026-12-04" }, d]);
});

test("tolerance is 10 working days or 5 % of what remains, whichever is less", () => {
  expect([400, 200, 60, 0, -5].map(timeTolerance)).toEqual([10, 10, 3, 0, 0]);
});

function report(of: Partial<Report>): Report {
  return {
    ...{ id: "r1", project: "p1", period: "2026-11-16", revision: 1, overall: "green", dimensions: {}, nextSteps: [], promised: [] },
    ...{
      unchanged: 0,
      late: false,
      author: "ben",
      source: "slack",
      effectiveOn: "2026-11-16",
      recordedAt: new Date("2026-11-16T09:00:00Z"),
    },
    ...of,
  };
}
