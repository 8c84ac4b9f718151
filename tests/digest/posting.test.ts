import { expect, test } from "vitest";
import { leaders } from "./leaders.ts";
import { fiveProjects } from "./office.ts";

const seven = "2026-11-27T07:00:00Z";
const eight = "2026-11-27T08:00:00Z";
const half = "2026-11-27T08:30:00Z";

test("the PMO sees it two hours before, leaders at eight, once, whatever restarts", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo(seven);
  for (const pmo of [world.ada, world.gita]) {
    expect(pmo.inbox()).toHaveLength(1);
    expect(pmo.inbox()[0]).toContain("PREVIEW, seen by the PMO only. It goes to #leadership on Fri 27 Nov 08:00 London");
    expect(pmo.inbox()[0]).toContain("For the PMO only. Not reported: Ben Okafor (ORION).");
    expect(pmo.inbox()[0]).toContain("[Post now] [Hold] [Add a note]");
  }
  expect(world.finn.inbox()).toEqual([]);
  expect(world.channel()).toEqual([]);

  await world.restart();
  await world.skipTo(eight);
  await world.restart();
  await world.skipTo(half);
  expect(world.channel()).toHaveLength(1);
  expect(world.thread()).toHaveLength(1);
  expect(world.channel()[0]).toContain("VEGA is now Red and HERMES Amber.");
  expect(world.channel()[0]).toContain("Next: Fri 4 Dec 08:00 London.");
  expect(world.channel()[0]).not.toContain("Ben Okafor");
  expect(world.channel()[0]).toContain("[Open D-1] [Open D-2]");
  expect(await world.finn.presses("Open D-1")).toContain("go/no-go for the 11 Dec cutover?");
  expect(world.ada.inbox()).toHaveLength(1);
  expect(world.ada.inbox()[0]).toContain("Posted to #leadership.");
  expect(world.ada.inbox()[0]).not.toContain("[Post now]");
  expect(await world.store.digests.issue("leaders", "2026-11-27")).toMatchObject({ state: "posted", facts: { worsened: 2, total: 5 } });
});

test("after a night's downtime it is posted late and still once; nobody is shown a preview of the past", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo("2026-11-28T10:00:00Z");
  await world.beat();
  expect(world.channel()).toHaveLength(1);
  expect(world.ada.inbox()).toEqual([]);
});

test("a digest that our own downtime held up for more than three days is the PMO's to post", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo("2026-11-30T09:00:00Z");
  await world.skipTo("2026-11-30T09:01:00Z");
  expect(world.channel()).toEqual([]);
  expect(world.ada.inbox()).toHaveLength(1);
  expect(world.ada.inbox()[0]).toContain(
    "due Fri 27 Nov 08:00 London, could not be posted: it was more than three days late. Nobody has it.",
  );
  await world.ada.presses("Post now");
  expect(world.channel()).toHaveLength(1);
});

test.each([
  ["2026-12-17T09:00:00Z", "due Fri 11 Dec 08:00 London, could not be posted: it was more than three days late. Nobody has it.", 0],
  ["2026-12-19T09:00:00Z", undefined, 1],
])(
  "of several that our own downtime held up, the PMO is told of the newest, unless leaders have a newer one: %s",
  async (at, told, posts) => {
    const world = await leaders();
    await fiveProjects(world);
    await world.skipTo(at);
    await world.skipTo(at.replace("09:00", "09:01"));
    expect(world.channel()).toHaveLength(posts);
    const inbox = world.ada.inbox();
    expect(inbox).toHaveLength(told === undefined ? 0 : 1);
    expect(inbox.join()).toContain(told ?? "");
    expect(inbox.join()).not.toContain("Once that is put right");
  },
);

test("posted from the preview, it is not posted again at eight", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo(seven);
  expect(await world.ada.presses("Post now")).toContain("It goes to #leadership now.");
  expect(world.channel()).toHaveLength(1);
  expect(world.gita.inbox()[0]).toContain("Posted to #leadership.");
  await world.skipTo(half);
  expect(world.channel()).toHaveLength(1);
});

test("held, it is not posted; the PMO is reminded at eight and posts it later", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo(seven);
  expect(await world.ada.presses("Hold")).toContain("HELD, seen by the PMO only.");
  expect(world.gita.inbox()[0]).toContain("HELD");
  await world.skipTo(half);
  expect(world.channel()).toEqual([]);
  expect(world.gita.inbox()).toHaveLength(2);
  expect(world.gita.inbox()[1]).toContain("was due Fri 27 Nov 08:00 London and is held");
  await world.gita.presses("Post now");
  expect(world.channel()).toHaveLength(1);
  await world.skipTo("2026-11-27T12:00:00Z");
  expect(world.channel()).toHaveLength(1);
});

test("a note of the PMO stands under the headline, as words and nothing else", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo(seven);
  expect(await world.ada.presses("Add a note")).toContain("Note on the digest");
  expect(await world.ada.submits({ Note: "x".repeat(601) })).toContain("at most 600 fit");
  expect(await world.ada.submits({ Note: "VEGA: the board meets at noon. <!channel>" })).toContain("Kept.");
  expect(world.gita.inbox()[0]).toContain("> PMO: VEGA: the board meets at noon. <!channel>");
  expect(await world.finn.says("pmo digest")).not.toContain("the board meets at noon");
  await world.skipTo(half);
  expect(world.channel()[0]).toContain("> PMO: VEGA: the board meets at noon. <!channel>");
  expect(await world.finn.says("pmo digest")).toContain("the board meets at noon");
});

test("only the PMO may press, whatever the button says", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo(seven);
  const value = JSON.stringify({ audience: "leaders", period: "2026-11-27" });
  expect(await world.forge("finn", "digest.now", value)).toContain("Only the PMO");
  expect(await world.forge("finn", "digest.hold", value)).toContain("Only the PMO");
  expect(await world.forge("ada", "digest.hold", "not json")).toContain("Only the PMO");
  expect(await world.forge("ada", "digest.hold", JSON.stringify({ audience: "other", period: "2026-11-27" }))).toContain("Only the PMO");
  await world.skipTo(half);
  expect(world.channel()).toHaveLength(1);
  expect(await world.forge("ada", "digest.hold", value)).toContain("too late to hold it");
  expect(await world.forge("ada", "digest.now", value)).toContain("Nothing was posted twice");
  expect(await world.forge("ada", "digest.note", value)).toContain("without a note");
});

test("a channel that cannot be written to is the PMO's to know, and to try again", async () => {
  const world = await leaders();
  await fiveProjects(world);
  const audience = (await world.store.digests.audience("leaders")) ?? expect.fail();
  await world.store.digests.saveAudience({ ...audience, channel: { ...audience.channel, platform: "slack" } });
  await world.skipTo(half);
  for (let hour = 9; hour < 49; hour++) await world.skipTo(new Date(Date.UTC(2026, 10, 27, hour)).toISOString());
  expect(world.ada.inbox()).toHaveLength(1);
  expect(world.ada.inbox()[0]).toContain("could not be posted: slack is not connected");
  await world.store.digests.saveAudience(audience);
  await world.ada.presses("Post now");
  expect(world.channel()).toHaveLength(1);
});

test("a colour corrected after posting is corrected in the post and its thread, marked, and compared with next week", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo(eight);
  await world.skipTo("2026-11-27T10:05:00Z");
  await world.report("hermes", "2026-11-23", { overall: "green", finish: "2027-01-29" });
  await world.skipTo("2026-11-27T10:12:00Z");
  expect(world.channel()).toHaveLength(1);
  expect(world.channel()[0]).toContain("Corrected Fri 27 Nov 10:12 London: HERMES was shown Amber, is Green.");
  expect(world.channel()[0]).toContain("VEGA is now Red. LUNA improved to Green.");
  expect(world.thread()[0]).toContain("HERMES Data-centre exit\n");
  expect(world.thread()[0]).not.toContain("HERMES Data-centre exit: was Green");
  expect(await world.store.digests.issue("leaders", "2026-11-27")).toMatchObject({ corrected: new Date("2026-11-27T10:12:00Z") });

  // The next period: HERMES is amber again, which is news, for leaders read "green".
  for (const [project, overall] of [
    ["hermes", "amber"],
    ["vega", "red"],
  ] as const) {
    await world.store.reports.addOccurrences([{ project, date: "2026-11-30", state: "queued", asked: world.ben }]);
    await world.report(project, "2026-11-30", { overall });
  }
  await world.skipTo("2026-12-04T08:05:00Z");
  expect(world.channel()).toHaveLength(2);
  expect(world.channel()[1]).toContain("HERMES is now Amber.");
  expect(world.channel()[0]).toContain("VEGA is now Red. LUNA improved to Green.");
});

test("an answer after posting is added; a report for the next period waits for the next digest", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo(half);
  await world.report("orion", "2026-11-23", { overall: "red", summary: "test data still unusable", late: true });
  await world.report("luna", "2026-11-27", { overall: "red", summary: "asked on Friday afternoon" });
  await world.skipTo("2026-11-27T08:40:00Z");
  expect(world.channel()[0]).toContain("Added Fri 27 Nov 08:40 London: ORION has reported since, Red.");
  expect(world.channel()[0]).toContain("ORION Payroll, still RED: test data still unusable.");
  expect(world.channel()[0]).toContain("LUNA improved to Green");
  await world.skipTo("2026-12-04T08:05:00Z");
  expect(world.channel()[1]).toContain("LUNA is now Red");
});

test("a project that becomes confidential leaves the post without a word", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo(half);
  const luna = (await world.store.projects.get("luna", "2026-11-27")) ?? expect.fail();
  await world.store.projects.save({ ...luna, confidential: true });
  await world.skipTo("2026-11-27T09:00:00Z");
  expect(world.channel()[0]).not.toContain("LUNA");
  expect(world.channel()[0]).not.toContain("Corrected");
  expect(world.thread()[0]).not.toContain("LUNA");
});
