import { expect, test } from "vitest";
import type { Audience } from "../../src/ports/digests.ts";
import { leaders } from "./leaders.ts";
import { fiveProjects } from "./office.ts";

const mondays = { every: "week", weeks: 1, weekday: 1, from: "2026-01-02" } as const;

/** Previewed at six on Friday for eight, and changed at seven. */
async function changed(
  change: Partial<Audience>,
  meanwhile: (world: Awaited<ReturnType<typeof leaders>>) => Promise<unknown> = async () => {},
) {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo("2026-11-27T06:00:00Z");
  await meanwhile(world);
  await world.skipTo("2026-11-27T07:00:00Z");
  const audience = (await world.store.digests.audience("leaders")) ?? expect.fail();
  await world.store.digests.saveAudience({ ...audience, ...change });
  await world.skipTo("2026-11-27T07:01:00Z");
  return world;
}

test("moved to an hour that has passed, a digest that was announced goes out at once, and once", async () => {
  const world = await changed({ at: "06:30" });
  expect(world.channel()).toHaveLength(1);
  expect(world.ada.inbox()).toHaveLength(1);
  expect(world.ada.inbox()[0]).toContain("Posted to #leadership.");
  await world.skipTo("2026-11-27T08:30:00Z");
  expect(world.channel()).toHaveLength(1);
});

test("moved to a later hour, its preview says so, and it goes out then", async () => {
  const world = await changed({ at: "10:00" });
  expect(world.ada.inbox()[0]).toContain("It goes to #leadership on Fri 27 Nov 10:00 London");
  await world.skipTo("2026-11-27T09:30:00Z");
  expect(world.channel()).toEqual([]);
  expect(world.ada.inbox()).toHaveLength(1);
  await world.skipTo("2026-11-27T10:00:00Z");
  expect(world.channel()).toHaveLength(1);
});

test("moved to another day, its preview says that it does not go out by itself, and it can be posted from there", async () => {
  const world = await changed({ cadence: mondays });
  expect(world.ada.inbox()[0]).toContain("It does not go to #leadership by itself any more");
  await world.skipTo("2026-11-27T12:00:00Z");
  expect(world.channel()).toEqual([]);
  await world.gita.presses("Post now");
  expect(world.channel()).toHaveLength(1);
});

test("held and moved to an hour that has passed, it stays held, and the PMO is reminded", async () => {
  const world = await changed({ at: "06:30" }, (at) => at.ada.presses("Hold"));
  expect(world.channel()).toEqual([]);
  expect(world.gita.inbox()[0]).toContain("HELD");
  expect(world.gita.inbox()[1]).toContain("was due Fri 27 Nov 06:30 London and is held");
});

test("moved to another day and back before its hour, its preview says again when it goes out", async () => {
  const world = await changed({ cadence: mondays });
  const audience = (await world.store.digests.audience("leaders")) ?? expect.fail();
  await world.store.digests.saveAudience({ ...audience, cadence: { ...mondays, weekday: 5 } });
  await world.skipTo("2026-11-27T07:02:00Z");
  for (const pmo of [world.ada, world.gita]) {
    expect(pmo.inbox()).toHaveLength(1);
    expect(pmo.inbox()[0]).toContain("It goes to #leadership on Fri 27 Nov 08:00 London");
  }
  await world.skipTo("2026-11-27T08:00:00Z");
  expect(world.channel()).toHaveLength(1);
});
