import { expect, test } from "vitest";
import { Digest } from "../../src/features/digest/schema.ts";
import { risk } from "../../src/records/risk.ts";
import { leaders } from "./leaders.ts";
import { fiveProjects } from "./office.ts";

const eight = "2026-11-27T08:00:00Z";
const monday = "2026-11-23";
const hermes = { overall: "amber", summary: "lease extended", finish: "2027-02-12", greenBy: "2026-12-18" } as const;
const vega = { overall: "red", summary: "supplier insolvent", finish: "2027-06-30", cost: "1380000", greenBy: "2027-01-29" } as const;

async function posted() {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo(eight);
  const kept = async () => Digest.parse((await world.store.digests.issue("leaders", "2026-11-27"))?.facts);
  return { ...world, kept, post: () => world.channel()[0] ?? "" };
}
type Posted = Awaited<ReturnType<typeof posted>>;

/** What happens on the day of the post and is no correction of a report. */
async function otherNews(world: Posted): Promise<void> {
  await world.entry(risk, "luna", { title: "Logged after posting", probability: 5, impact: 5 }, "2026-11-27");
  await world.entry(risk, "hermes", { title: "Of the corrected one", probability: 5, impact: 5 }, "2026-11-27");
  await world.project("NOVA", "Added after posting", [{}, { rating: "red", summary: "new one" }]);
  await world.store.people.setReach({ platform: "terminal", workspace: "terminal", id: "Ben Okafor" }, "the app is not installed");
  for (const [id, change] of [
    ["luna", { key: "LUNAR", name: "Renamed", state: "complete" }],
    ["vega", { budget: "1", state: "on hold" }],
    ["hermes", { name: "Exit of the data centre", pausedUntil: "2027-03-01" }],
  ] as const) {
    const project = (await world.store.projects.get(id, "2026-11-27")) ?? expect.fail();
    await world.store.projects.save({ ...project, ...change });
  }
  await world.store.projects.leave("apollo", "2026-11-27");
}

test("a correction changes what it marks in the post and its thread, and nothing else, whatever happened since", async () => {
  const [quiet, busy] = [await posted(), await posted()];
  await otherNews(busy);
  for (const world of [quiet, busy]) {
    await world.report("hermes", monday, { overall: "green", finish: "2027-01-29" });
    await world.skipTo("2026-11-27T10:12:00Z");
    expect(world.post()).toContain("Corrected Fri 27 Nov 10:12 London: HERMES was shown Amber, is Green.");
  }
  expect(busy.channel()).toEqual(quiet.channel());
  expect(busy.thread()).toEqual(quiet.thread());
});

test("every figure is counted again over what is corrected, as if it had been reported so in time", async () => {
  const late = await posted();
  await late.report("orion", monday, { overall: "amber", summary: "test data is back", late: true });
  await late.report("vega", monday, { ...vega, cost: "1200000" });
  await late.skipTo("2026-11-27T10:12:00Z");

  const early = await leaders();
  await fiveProjects(early);
  await early.report("orion", monday, { overall: "amber", summary: "test data is back", late: true });
  await early.report("vega", monday, { ...vega, cost: "1200000" });
  await early.skipTo(eight);
  const inTime = Digest.parse((await early.store.digests.issue("leaders", "2026-11-27"))?.facts);
  const bare = (digest: Digest) => ({ ...digest, corrections: [], decisions: digest.decisions.map(({ id: _, ...rest }) => rest) });
  expect(bare(await late.kept())).toEqual(bare(inTime));
  expect(late.post()).toContain("5 of 5 due projects reported");
});

test.each([
  ["the date for green", "hermes", { ...hermes, greenBy: "2027-03-31" }, "HERMES, date for green.", "Green by 31 Mar 2027."],
  ["the reason", "vega", { ...vega, summary: "only late" }, "VEGA, reason.", "VEGA Supplier portal, Amber → RED: only late."],
  ["the finish", "hermes", { ...hermes, finish: "2027-03-31" }, "HERMES, forecast.", "Finish 29 Jan 2027 → 31 Mar 2027"],
  ["the cost", "vega", { ...vega, cost: "1200000" }, "VEGA, forecast.", "Forecast £1.20m, budget £1.20m (0 %)"],
  ["two at once", "vega", { ...vega, cost: "9900000", summary: "only late" }, "VEGA, forecast and reason.", "Forecast £9.90m"],
])("%s is corrected in the post, and marked", async (_, project, report, mark, shown) => {
  const world = await posted();
  await world.report(project, monday, report);
  await world.skipTo("2026-11-27T10:12:00Z");
  expect(world.post()).toContain(`Corrected Fri 27 Nov 10:12 London: ${mark}`);
  expect(world.post().replaceAll("+0 %", "0 %")).toContain(shown);
});

test("a correction of what the post does not show leaves it as it is", async () => {
  const world = await posted();
  const [post, kept] = [world.post(), await world.kept()];
  await world.report("hermes", monday, { ...hermes, achievements: "Racks are labelled." });
  await world.report("luna", monday, { overall: "green", summary: "Still on plan." });
  await world.skipTo("2026-11-27T10:12:00Z");
  expect(world.post()).toBe(post);
  expect((await world.kept()).corrections).toEqual([]);
  const bare = (digest: Digest) => digest.projects.map(({ revision: _, ...line }) => line);
  expect(bare(await world.kept())).toEqual(bare(kept));
});

test("a late answer for an earlier period corrects what is last known of a project that stays Unknown", async () => {
  const world = await posted();
  await world.report("orion", "2026-11-16", { overall: "amber" });
  await world.skipTo("2026-11-27T10:12:00Z");
  expect(world.post()).toContain("Corrected Fri 27 Nov 10:12 London: ORION, last report.");
  expect(world.post()).toContain("ORION Payroll, not reported, last known Amber on 16 Nov (11 days old).");
  expect(world.post()).toContain("4 of 5 due projects reported");
});

test("who could not be reached when it was posted is not made late by a correction", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.store.people.setReach({ platform: "terminal", workspace: "terminal", id: "Ben Okafor" }, "the app is not installed");
  await world.skipTo(eight);
  await world.report("orion", "2026-11-16", { overall: "amber" });
  await world.skipTo("2026-11-27T10:12:00Z");
  expect(world.channel()[0]).toContain("ORION Payroll, not reached, last known Amber on 16 Nov (11 days old).");
  expect(world.channel()[0]).toContain("4 of 4 due projects reported, 1 could not be reached.");
});

test("a project that had left and becomes confidential goes from the thread", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.project("OLD", "Ledger", [{ rating: "green" }, undefined]);
  await world.store.projects.leave("old", "2026-11-24");
  await world.skipTo(eight);
  expect(world.thread()[0]).toContain("OLD Ledger: was Green");
  const project = (await world.store.projects.get("old", "2026-11-27")) ?? expect.fail();
  await world.store.projects.save({ ...project, confidential: true });
  await world.skipTo("2026-11-27T10:12:00Z");
  expect(world.thread()[0]).not.toContain("OLD");
});

test("a project that becomes confidential takes the mark of its correction with it", async () => {
  const world = await posted();
  await world.report("hermes", monday, { overall: "green", finish: "2027-01-29" });
  await world.skipTo("2026-11-27T10:12:00Z");
  const project = (await world.store.projects.get("hermes", "2026-11-27")) ?? expect.fail();
  await world.store.projects.save({ ...project, confidential: true });
  await world.skipTo("2026-11-27T10:30:00Z");
  expect(world.channel().concat(world.thread()).join("\n")).not.toContain("HERMES");
  expect(world.post()).toContain("3 of 4 due projects reported");
  expect(JSON.stringify(await world.kept())).not.toMatch(/hermes/i);
});

test("what became critical after the post of a day is new in the next digest", async () => {
  const world = await posted();
  await world.entry(risk, "luna", { title: "Logged after posting", probability: 5, impact: 5 }, "2026-11-27");
  await world.skipTo("2026-12-04T08:05:00Z");
  expect(world.channel()[1]).toMatch(/LUNA Intranet.*New critical: R-5 Logged after posting/);
  expect(world.channel()[1]).not.toContain("Vendor may miss UAT");
});

test("what a project that is Unknown in the post reports for a later period waits for the next digest", async () => {
  const world = await posted();
  const post = world.post();
  await world.report("orion", "2026-11-30", { overall: "green", effectiveOn: "2026-11-27" });
  await world.skipTo("2026-11-27T10:12:00Z");
  expect(world.post()).toBe(post);
});

test.each([
  ["2026-12-11T10:00:00Z", true],
  ["2026-12-12T10:00:00Z", false],
])("a post that no newer one follows is corrected for two weeks: at %s, %s", async (at, isCorrected) => {
  const world = await posted();
  const audience = (await world.store.digests.audience("leaders")) ?? expect.fail();
  await world.store.digests.saveAudience({ ...audience, cadence: { every: "week", weeks: 8, weekday: 5, from: "2026-11-27" } });
  await world.skipTo(at);
  await world.report("hermes", monday, { ...hermes, overall: "green" });
  await world.skipTo(at.replace("10:00", "11:00"));
  expect(world.post().includes("Corrected")).toBe(isCorrected);
});

test("a correction that needs another page gets it", async () => {
  const world = await leaders();
  for (let i = 0; i < 100; i++) await world.project(`P${i}`, `${"A long name ".repeat(5)}${i}`, [{ rating: "green" }, { rating: "green" }]);
  await world.skipTo(eight);
  const pages = world.thread().length;
  for (let i = 0; i < 100; i++) await world.report(`p${i}`, monday, { overall: "amber", summary: "All at once" });
  await world.skipTo("2026-11-27T10:12:00Z");
  expect(world.thread().length).toBeGreaterThan(pages);
});

test("what becomes confidential is gone from a page of the thread that is not needed any more", async () => {
  const world = await leaders();
  const green = [{ rating: "green" }, { rating: "green" }] as const;
  for (let i = 0; i < 103; i++) await world.project(`P${i + 100}`, `${"A long name ".repeat(5)}${i}`, [...green]);
  await world.skipTo(eight);
  expect(world.thread().map((page) => page.includes("P202"))).toEqual([false, true]);
  const project = (await world.store.projects.get("p202", "2026-11-27")) ?? expect.fail();
  await world.store.projects.save({ ...project, confidential: true });
  await world.skipTo("2026-11-27T08:02:00Z");
  expect(world.thread()[0]).toContain("P201");
  expect(world.thread()[1]?.trim()).toBe("Nothing is left on this page.");
});

test("posted the day before, it is the one that is corrected from then on", async () => {
  const world = await posted();
  const audience = (await world.store.digests.audience("leaders")) ?? expect.fail();
  await world.store.digests.saveAudience({ ...audience, previewMinutes: 1440 });
  await world.skipTo("2026-12-03T08:00:00Z");
  await world.ada.presses("Post now");
  await world.report("hermes", monday, { overall: "green", finish: "2027-01-29" });
  await world.skipTo("2026-12-03T10:00:00Z");
  expect(world.channel().map((post) => post.includes("Corrected Thu 3 Dec 10:00 London"))).toEqual([false, true]);
});
