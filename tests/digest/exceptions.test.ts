import { expect, test } from "vitest";
import { digestMessages, digestOn } from "../../src/features/digest/text.ts";
import { printMessage } from "../../src/terminal/print.ts";
import { friday, lastFriday, office, type Week } from "./office.ts";

const asked = { portfolio: "IT", asOf: friday, since: lastFriday };
const green: Week = { rating: "green" };

/** One project over two weeks, with a budget of £1,000,000. */
async function exceptionsOf(before: Week, now: Week) {
  const at = await office();
  await at.project("LUNA", "Intranet", [before, now], { budget: "1000000" });
  return (await digestOn(at.desk, asked)).exceptions;
}

test.each<[string, Week, Week, readonly string[]]>([
  ["green stays green", green, green, []],
  ["amber stays amber", { rating: "amber" }, { rating: "amber" }, []],
  ["amber improves", { rating: "amber" }, green, []],
  ["green worsens", green, { rating: "amber" }, ["worsened"]],
  ["amber turns red", { rating: "amber" }, { rating: "red" }, ["worsened to red"]],
  ["red stays red", { rating: "red" }, { rating: "red" }, ["red"]],
  ["red goes silent", { rating: "red" }, {}, ["silent since red"]],
  ["green goes silent", green, {}, []],
  ["withheld is neither worse nor better", { rating: "withheld" }, { rating: "amber" }, []],
  // 27 Nov 2026 to 26 Nov 2027 is far more than 200 working days: the tolerance is 10 working days.
  ["slips ten working days, far from the end", { ...green, finish: "2027-11-26" }, { ...green, finish: "2027-12-10" }, []],
  ["slips eleven", { ...green, finish: "2027-11-26" }, { ...green, finish: "2027-12-13" }, ["slipped"]],
  // 20 working days are left (Christmas and Boxing Day are not worked): 5 % is one day.
  ["slips one working day, near the end", { ...green, finish: "2026-12-29" }, { ...green, finish: "2026-12-30" }, []],
  ["slips two", { ...green, finish: "2026-12-29" }, { ...green, finish: "2026-12-31" }, ["slipped"]],
  ["moves earlier", { ...green, finish: "2026-12-29" }, { ...green, finish: "2026-12-01" }, []],
  ["slips by years", { ...green, finish: "2027-01-29" }, { ...green, finish: "2031-01-29" }, ["slipped"]],
  ["5 % over budget", green, { ...green, cost: "1050000" }, []],
  ["more than that", green, { ...green, cost: "1051000" }, ["over budget"]],
  ["more than that, and silent since", { ...green, cost: "1051000" }, {}, ["over budget"]],
  ["far under budget", green, { ...green, cost: "100" }, []],
  [
    "all at once",
    { ...green, finish: "2027-01-29" },
    { rating: "red", finish: "2027-02-26", cost: "2000000" },
    ["worsened to red", "slipped", "over budget"],
  ],
])("%s", async (_, before, now, kinds) => {
  const found = await exceptionsOf(before, now);
  expect(found.map((each) => each.kinds)).toEqual(kinds.length === 0 ? [] : [kinds]);
});

test("what ended, paused or was never reported is said in words", async () => {
  const at = await office();
  await at.project("DONE", "Finished", [green, green]);
  await at.project("PARKED", "Waits", [{ rating: "amber" }, undefined], { state: "on hold" });
  await at.project("FRESH", "Not asked yet", []);
  await at.project("PAUSED", "Vendor insolvent", [{ rating: "red" }, undefined], { pausedUntil: "2027-01-15" });
  await at.store.reports.addOccurrences([{ project: "paused", date: "2026-11-23", state: "skipped", why: "paused" }]);
  const first = await digestOn(at.desk, asked);
  expect(first.projects.find(({ project }) => project === "PAUSED")).toMatchObject({ rating: "Red" });

  await at.store.reports.addOccurrences([{ project: "paused", date: "2026-11-30", state: "skipped", why: "paused" }]);
  const later = { ...at.desk, now: new Date("2026-12-04T08:00:00Z") };
  const done = (await at.store.projects.get("done", friday)) ?? expect.fail();
  await at.store.projects.save({ ...done, state: "complete" });
  const digest = await digestOn(later, { ...asked, asOf: "2026-12-04", since: friday });
  const [screen = expect.fail()] = digestMessages(digest);
  expect(printMessage(screen)).toContain("PAUSED Vendor insolvent, still RED, as of 16 Nov (18 days old), paused until 15 Jan 2027.");
  expect(digest.silent).toMatchObject([{ project: "FRESH", why: "never reported" }]);
  expect(digest.ratings).toMatchObject({ complete: 1, "on hold": 1, unknown: 1 });
});
