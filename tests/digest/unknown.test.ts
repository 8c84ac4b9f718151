import { expect, test } from "vitest";
import { compose } from "../../src/features/digest/compose.ts";
import { gather } from "../../src/features/digest/gather.ts";
import { headline } from "../../src/features/digest/headline.ts";
import { message } from "../../src/features/digest/message.ts";
import { persons } from "../../src/features/digest/notices.ts";
import { short } from "../../src/features/digest/short.ts";
import { digestMessages, digestOn } from "../../src/features/digest/text.ts";
import { span } from "../../src/features/digest/words.ts";
import { printMessage } from "../../src/terminal/print.ts";
import { friday, lastFriday, office } from "./office.ts";

const asked = { portfolio: "IT", asOf: friday, since: lastFriday };
const green = { rating: "green" } as const;
const red = { rating: "red" } as const;

test("what came out of Unknown and what fell into it is said, and newly Red stands before still Red", async () => {
  const at = await office();
  await at.project("AJAX", "Still red", [red, red]);
  await at.project("IPT", "Red again", [{}, red]);
  await at.report("ipt", "2026-11-09", { overall: "red" });
  await at.project("LUNA", "First report", [{}, green]);
  for (const key of ["ONE", "TWO", "TRE"]) await at.project(key, "Fell silent", [green, {}]);
  const digest = await digestOn(at.desk, asked);
  expect(digest).toMatchObject({ worsened: 0, improved: 0 });
  expect(headline(digest)).toBe(
    "No colour worsened or improved since Fri 20 Nov. IPT is Red again. LUNA (Green) is no longer Unknown. 3 projects have no current report.",
  );
  expect(digest.exceptions.map(({ project, kinds }) => [project, ...kinds])).toEqual([
    ["IPT", "red after no colour"],
    ["AJAX", "red"],
  ]);
});

test("who is named for having no current report does not hide how many have none", async () => {
  const at = await office();
  await at.project("IPT", "Red and silent", [red, {}]);
  await at.project("LUNA", "Reports", [green, green]);
  for (const key of ["ONE", "TWO"]) await at.project(key, "Silent for long", [{}, {}]);
  expect(headline(await digestOn(at.desk, asked))).toBe(
    "No colour worsened or improved since Fri 20 Nov. IPT (Red on 16 Nov) has no current report, 3 of 4 in all.",
  );
});

test("a report without a colour is called that, and not a colour called unknown", async () => {
  const at = await office();
  await at.project("NBER", "Embassy", [{ rating: "amber" }, { rating: "unknown" }]);
  const [, thread = expect.fail()] = digestMessages(await digestOn(at.desk, asked));
  expect(printMessage(thread)).toContain("NBER Embassy: was Amber; reported without a colour, 23 Nov (4 days old)");
});

test("the line that announces the digest ends where a sentence does", async () => {
  const at = await office();
  for (let i = 0; i < 5; i++) await at.project(`LONGER${i}`, "Worse", [green, { rating: "amber" }]);
  await at.project("IPT", "Red and silent", [red, {}]);
  const [{ summary } = expect.fail()] = digestMessages(await digestOn(at.desk, asked));
  expect(summary).toBe(
    "IT portfolio, Fri 27 Nov 2026: LONGER0 is now Amber, LONGER1 Amber, LONGER2 Amber, LONGER3 Amber and LONGER4 Amber.",
  );
});

test("withheld and unknown are two things in the thread, too", async () => {
  const at = await office();
  await at.project("URENCO", "Future options", [{ rating: "withheld" }, green]);
  await at.project("LUNA", "Intranet", [green, {}]);
  const [, thread = expect.fail()] = digestMessages(await digestOn(at.desk, asked));
  expect(printMessage(thread)).toContain("Green → Unknown: 1\nWithheld → Green: 1");
});

test("a paused project is paused until a day: not silent, not due, and nobody is named for it", async () => {
  const at = await office();
  await at.project("VEGA", "Supplier portal", [{ rating: "amber" }, {}], { pausedUntil: "2027-07-15" });
  await at.project("LUNA", "Intranet", [green, green]);
  await at.project("PARKED", "Waits", [{ rating: "amber" }, {}], { state: "on hold" });
  const paused = { actor: at.ben, source: "terminal", subject: "project:vega", what: "paused" };
  await at.store.record({ ...paused, at: new Date(`${friday}T07:00:00Z`), to: "until 2027-07-15 because the vendor is insolvent" });

  const portfolio = (await at.store.projects.portfolio("it")) ?? expect.fail();
  const facts = await gather(at.desk, { title: "IT", portfolio, asOf: friday, since: lastFriday });
  const digest = compose(facts);
  expect(digest).toMatchObject({ coverage: { due: 1, reported: 1 }, late: 0, silent: [], ratings: { Amber: 1, unknown: 0, "on hold": 1 } });
  const screen = printMessage(message(digest, { rest: "below", footer: [] }));
  expect(screen).toContain("PAUSED (1 of 3 projects)\nVEGA Supplier portal, paused until 15 Jul 2027, Amber on 16 Nov (11 days old).");
  expect(screen).not.toMatch(/not reported|insolvent|Ben Okafor/);
  expect(persons(facts)).toBe("For the PMO only. Paused: VEGA until 15 Jul 2027 because the vendor is insolvent.");
  const thread = digestMessages(digest).slice(1).map(printMessage).join("\n");
  expect(thread).toContain("VEGA Supplier portal: paused until 15 Jul 2027; as of 16 Nov (11 days old)");
  expect(thread).toContain("PARKED Waits: last known Amber, 16 Nov (11 days old)");

  const before = await digestOn(at.desk, { portfolio: "IT", asOf: "2026-11-26", since: lastFriday });
  expect(before.projects.find(({ project }) => project === "VEGA")).toMatchObject({ rating: "unknown" });
  expect(before.silent).toMatchObject([{ project: "VEGA", why: "not reported" }]);
});

test("a portfolio that lost its projects does not claim to be new", async () => {
  const at = await office();
  await at.project("LUNA", "Intranet", [green, green]);
  await at.store.projects.leave("luna", "2026-11-24");
  expect(headline(await digestOn(at.desk, asked))).toBe("There is no project in it any more; 1 left.");
  expect(headline(await digestOn(at.desk, { ...asked, since: "2026-11-26" }))).toBe("There is no project in it.");
});

test("a scale that changed is not said where no project can be compared over it", async () => {
  const at = await office();
  await at.project("LUNA", "Intranet", [undefined, green]);
  await at.store.projects.leave("luna", "2026-01-01");
  await at.store.projects.join("luna", "it", undefined, "2026-11-24");
  await at.store.projects.setScale("it", "five", "2026-11-01");
  await at.store.projects.setScale("it", "three", "2026-11-24");
  expect(await digestOn(at.desk, asked)).toMatchObject({ new: 1, continuing: 0, scaleChanged: false });
});

test.each([
  [1, "1 day"],
  [60, "60 days"],
  [61, "over 2 months"],
  [730, "over 23 months"],
  [731, "over 2 years"],
  [1697, "over 4 years"],
])("%i days are %s", (days, words) => expect(span(days)).toBe(words));

test.each([
  ["DCA is Red\n\nThe outlook is poor", "DCA is Red / The outlook is poor"],
  ["DCA is Red.\r\nThe outlook is poor", "DCA is Red. The outlook is poor"],
  ["a line that a form\nwrapped", "a line that a form wrapped"],
  ["late\n- vendor\n- lease", "late / - vendor / - lease"],
])("line breaks part what they parted: %j", (words, one) => expect(short(words, 200)).toBe(one));
