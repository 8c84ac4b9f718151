import { expect, test } from "vitest";
import { digestOn } from "../../src/features/digest/text.ts";
import { SendFailure } from "../../src/ports/messenger.ts";
import { leaders } from "./leaders.ts";
import { fiveProjects, friday, lastFriday, office } from "./office.ts";

test("whom our own downtime kept from being asked is not called late", async () => {
  const at = await office();
  await at.project("VEGA", "Supplier portal", [{ rating: "green" }]);
  await at.store.reports.addOccurrences([{ project: "vega", date: "2026-11-23", state: "expired", asked: at.ben }]);
  const digest = await digestOn(at.desk, { portfolio: "IT", asOf: friday, since: lastFriday });
  expect(digest).toMatchObject({ late: 0, coverage: { due: 0, notAsked: 1 }, silent: [{ project: "VEGA", why: "not asked" }] });
});

test("a digest is compared with the last one that reached its readers", async () => {
  const world = await leaders("2026-11-19T20:00:00Z");
  await fiveProjects(world);
  await world.skipTo("2026-11-20T08:00:00Z");
  world.channelAnswers(new SendFailure("unreachable", "not_in_channel"));
  await world.skipTo("2026-11-27T08:00:00Z");
  expect(world.channel()).toHaveLength(1);
  world.channelAnswers(undefined);
  await world.skipTo("2026-12-04T08:00:00Z");
  expect(await world.store.digests.issue("leaders", "2026-12-04")).toMatchObject({ state: "posted", since: "2026-11-20" });
});

test("two weeks after it was posted a digest is corrected no more", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo("2026-11-27T08:00:00Z");
  const audience = (await world.store.digests.audience("leaders")) ?? expect.fail();
  await world.store.digests.saveAudience({ ...audience, cadence: { every: "week", weeks: 4, weekday: 5, from: "2026-11-27" } });
  const corrected = async (overall: "red" | "green", instant: string) => {
    await world.report("hermes", "2026-11-23", { overall, summary: "lease extended", greenBy: "2026-12-18" });
    await world.skipTo(instant);
    return world.channel()[0]?.match(/HERMES was shown/g)?.length;
  };
  expect(await corrected("red", "2026-12-11T12:00:00Z")).toBe(1);
  expect(await corrected("green", "2026-12-12T12:00:00Z")).toBe(1);
});
