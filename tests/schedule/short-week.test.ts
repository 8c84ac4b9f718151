import { describe, expect, test } from "vitest";
import { type Cadence, usualTiming } from "../../src/core/cadence.ts";
import { parseCadence, parseTiming } from "../../src/core/cadence-words.ts";
import { calendarOf } from "../../src/core/holidays.ts";
import { timingOn } from "../../src/core/short-week.ts";
import { addWorkingDays, longDate } from "../../src/core/time.ts";
import { itPortfolio, planned, told } from "./office.ts";

const cadence = (words: string): Cadence => parseCadence(words, "2022-01-01") ?? { every: "never" };

/** The days of the due time, the heads-up, the escalation and the cut-off. */
async function days(asked: string, words = "weekly mon", country = "GB", daysOff: string[] = [], timing = usualTiming): Promise<string> {
  const dayOff = await calendarOf({ country, daysOff });
  const { due, headsUp, escalation, cutOff } = timingOn(asked, timing, cadence(words), dayOff);
  return [due, headsUp, escalation, cutOff].map((moment) => longDate(addWorkingDays(asked, moment.days, dayOff))).join(", ");
}

describe("what is due keeps its day of the week, as the digest and the next asking do", () => {
  test.each([
    ["no day off", "2022-05-16", "Wed 18 May, Wed 18 May, Thu 19 May, Thu 19 May"],
    ["Thursday and Friday off", "2022-05-30", "Tue 31 May, Tue 31 May, Wed 1 Jun, Wed 1 Jun"],
    ["Monday off", "2022-05-03", "Wed 4 May, Wed 4 May, Thu 5 May, Thu 5 May"],
    ["Good Friday", "2022-04-11", "Wed 13 Apr, Wed 13 Apr, Thu 14 Apr, Thu 14 Apr"],
    ["between Christmas and New Year", "2026-12-29", "Wed 30 Dec, Wed 30 Dec, Thu 31 Dec, Thu 31 Dec"],
  ])("%s", async (_, asked, expected) => {
    expect(await days(asked)).toBe(expected);
  });

  test("a project of another day, which a holiday on Monday does not touch", async () => {
    expect(await days("2022-05-03", "weekly tue")).toBe("Thu 5 May, Thu 5 May, Fri 6 May, Fri 6 May");
  });

  test("where the week ends on Thursday", async () => {
    expect(await days("2026-11-24", "weekly tue", "SA")).toBe("Thu 26 Nov, Thu 26 Nov, Sun 29 Nov, Sun 29 Nov");
  });

  test("only as far as people can still be reminded before it is due", async () => {
    const off = ["2026-11-25", "2026-11-26", "2026-11-27"];
    expect(await days("2026-11-23", "weekly mon", "GB", off)).toBe("Tue 24 Nov, Tue 24 Nov, Mon 30 Nov, Mon 30 Nov");
  });

  test("never due, nor warned of, on the day of asking: it is evening elsewhere before they are asked", async () => {
    const timing =
      parseTiming("reminder +0 11:00, due +1 11:30, heads-up +1 12:00, escalation +1 16:00, cut-off +2 12:00", usualTiming) ?? usualTiming;
    const off = ["2026-12-15", "2026-12-16"];
    expect(await days("2026-12-14", "weekly mon", "GB", off, timing)).toBe("Thu 17 Dec, Thu 17 Dec, Thu 17 Dec, Fri 18 Dec");
  });
});

test("in the week of two bank holidays people are warned and told before the next asking", async () => {
  const portfolios = [{ ...itPortfolio, cadence: cadence("weekly mon") }];
  expect(told(await planned({ portfolios }, "2022-05-29T12:00Z", "2022-06-06T12:00Z"))).toEqual([
    "Mon 30 May 08:00Z prompt ben: ORION",
    "Tue 31 May 08:00Z reminder ben: ORION",
    "Tue 31 May 16:00Z headsUp ben: ORION",
    "Wed 1 Jun 09:00Z escalation gita: ORION",
    "Mon 6 Jun 08:00Z prompt ben: ORION",
  ]);
});
