import { expect, test } from "vitest";
import { SendFailure } from "../../src/ports/messenger.ts";
import { leaders } from "./leaders.ts";
import { fiveProjects } from "./office.ts";

const seven = "2026-11-27T07:00:00Z";
const eight = "2026-11-27T08:00:30Z";
const value = JSON.stringify({ audience: "leaders", period: "2026-11-27" });

test("it is called posted once leaders have it, and not while their channel refuses it", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo(seven);
  await world.ada.presses("Add a note");
  await world.ada.submits({ Note: "Not to be read before the board." });
  world.channelAnswers(new SendFailure("unreachable", "not_in_channel"));
  await world.skipTo(eight);
  await world.skipTo("2026-11-27T08:01:30Z");
  expect(world.gita.inbox()[0]).not.toContain("Posted to");
  expect(world.gita.inbox()[1]).toContain("could not be posted: not_in_channel. Nobody has it.");
  expect(await world.finn.says("pmo digest")).not.toContain("Not to be read before the board.");

  world.channelAnswers(undefined);
  expect(await world.ada.presses("Post now")).toContain("It goes to #leadership now.");
  expect(world.channel()).toHaveLength(1);
  for (const pmo of [world.ada, world.gita]) {
    const read = pmo.inbox().join("\n");
    expect(read.match(/Posted to #leadership/g)).toHaveLength(2);
    expect(read).not.toContain("[Post now]");
    expect(read).not.toContain("Nobody has it");
  }
  expect(await world.finn.says("pmo digest")).toContain("Not to be read before the board.");
});

test("refused by its channel, no copy of it says any longer that it goes, also when it is refused again", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo(seven);
  world.channelAnswers(new SendFailure("unreachable", "not_in_channel"));
  await world.skipTo(eight);
  await world.skipTo("2026-11-27T08:01:30Z");
  expect(world.gita.inbox()[0]).toContain("could not be posted: not_in_channel. Nobody has it.");
  expect(world.gita.inbox()[0]).not.toContain("[Hold]");
  await world.ada.presses("Post now");
  await world.skipTo("2026-11-27T08:03:30Z");
  for (const pmo of [world.ada, world.gita]) {
    expect(pmo.inbox()).toHaveLength(3);
    for (const each of pmo.inbox()) expect(each).toContain("could not be posted: not_in_channel. Nobody has it.");
  }
});

test("held, and then refused by its channel, what told of the hold tells of that", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo(seven);
  await world.ada.presses("Hold");
  await world.skipTo(eight);
  world.channelAnswers(new SendFailure("unreachable", "not_in_channel"));
  await world.gita.presses("Post now");
  await world.skipTo("2026-11-27T08:01:30Z");
  expect(world.ada.inbox().map((each) => each.includes("It goes to #leadership"))).toEqual([false, false, false]);
});

test("while the platform is down it is read again at each attempt, and the first post that leaders get has no correction", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo(seven);
  world.channelAnswers(new SendFailure("later", "Slack cannot be reached"));
  await world.skipTo(eight);
  await world.report("hermes", "2026-11-23", { overall: "green", finish: "2027-01-29" });
  await world.skipTo("2026-11-27T09:00:00Z");
  expect(world.ada.inbox()[0]).not.toContain("Posted to");
  world.channelAnswers(undefined);
  await world.skipTo("2026-11-27T11:30:00Z");
  expect(world.channel()).toHaveLength(1);
  expect(world.channel()[0]).toContain("Data to Fri 27 Nov 11:30 London");
  expect(world.channel()[0]).toContain("VEGA is now Red. LUNA improved to Green.");
  expect(world.channel()[0]).not.toContain("Corrected");
  expect(world.thread()).toHaveLength(1);
  expect(world.ada.inbox()[0]).toContain("Posted to #leadership.");
});

test("what may have arrived before the platform went down for hours is looked for, and not posted twice", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo(seven);
  world.channelAnswers(new SendFailure("unsure", "the connection broke"));
  for (let hour = 8; hour < 36; hour += 1) await world.skipTo(new Date(Date.UTC(2026, 10, 27, hour)).toISOString());
  expect(world.ada.inbox()).toHaveLength(2);
  for (const each of world.ada.inbox()) {
    expect(each).toContain("It may be there all the same: look there first.");
    expect(each).not.toContain("Nobody has it");
  }

  await world.ada.presses("Post now");
  for (let hour = 36; hour < 64; hour += 1) await world.skipTo(new Date(Date.UTC(2026, 10, 27, hour)).toISOString());
  expect(world.ada.inbox()).toHaveLength(3);
  expect(world.ada.inbox().join("\n")).not.toContain("It goes to #leadership");

  world.channelAnswers(undefined);
  await world.gita.presses("Post now");
  expect([world.channel().length, world.thread().length]).toEqual([1, 1]);
  expect(world.ada.inbox().map((each) => each.includes("Posted to #leadership."))).toEqual([true, true, true]);
  await world.report("hermes", "2026-11-23", { overall: "green", finish: "2027-01-29" });
  await world.skipTo("2026-11-29T18:00:00Z");
  expect(world.channel()[0]).toContain("Corrected Sun 29 Nov 18:00 London: HERMES was shown Amber, is Green.");
});

test("what may have arrived in one channel is posted to the one that the PMO chose since", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo(seven);
  world.channelAnswers(new SendFailure("unsure", "the connection broke"));
  for (let hour = 8; hour < 36; hour += 1) await world.skipTo(new Date(Date.UTC(2026, 10, 27, hour)).toISOString());
  const audience = (await world.store.digests.audience("leaders")) ?? expect.fail();
  await world.store.digests.saveAudience({ ...audience, channel: { ...audience.channel, channel: "board" } });
  world.channelAnswers(undefined);
  await world.ada.presses("Post now");
  expect(await world.store.outbox.byKey("digest:leaders:2026-11-27:2")).toMatchObject({
    state: "sent",
    to: { channel: { channel: "board" } },
  });
});

test("two of the PMO who press while the channel does not answer post it once", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo(seven);
  world.channelAnswers(new SendFailure("later", "Slack cannot be reached"));
  await world.ada.presses("Post now");
  expect(world.gita.inbox()[0]).toContain("It goes to #leadership now.");
  expect(await world.forge("gita", "digest.now", value)).toContain("Nothing was posted twice");
  world.channelAnswers(undefined);
  await world.skipTo("2026-11-27T12:00:00Z");
  expect(world.channel()).toHaveLength(1);
});

test("posted by one of the PMO, every button that offered it to the others is gone", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo(seven);
  await world.ada.presses("Hold");
  await world.skipTo(eight);
  expect(world.ada.inbox()[1]).toContain("is held, so nothing was posted");
  await world.gita.presses("Post now");
  for (const pmo of [world.ada, world.gita]) {
    expect(pmo.inbox()).toHaveLength(2);
    for (const each of pmo.inbox()) {
      expect(each).toContain("Posted to #leadership.");
      expect(each).not.toContain("[Post now]");
    }
  }
});

test("once the record of its sending is deleted, it is neither posted again nor held nor corrected out of sight", async () => {
  const world = await leaders();
  await fiveProjects(world);
  await world.skipTo(eight);
  await world.store.outbox.forget(new Date("2026-11-28T00:00:00Z"));
  await world.report("hermes", "2026-11-23", { overall: "green", finish: "2027-01-29" });
  await world.skipTo("2026-11-27T10:05:00Z");
  const kept = await world.store.digests.issue("leaders", "2026-11-27");
  expect(kept?.corrected).toBeUndefined();
  expect(await world.forge("ada", "digest.now", value)).toContain("Nothing was posted twice");
  expect(await world.forge("ada", "digest.hold", value)).toContain("too late to hold it");
  expect(await world.forge("ada", "digest.note", value)).toContain("without a note");
  await world.skipTo("2026-11-27T10:07:00Z");
  expect(world.channel()).toHaveLength(1);
  expect(await world.store.digests.issue("leaders", "2026-11-27")).toEqual(kept);
});
