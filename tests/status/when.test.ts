import { describe, expect, test } from "vitest";
import { bensWeek, lastWeek, openRoom, type Room } from "./room.ts";

const monday = "2026-11-23";
const early = "2026-11-23T08:30:00Z";

/** Asked on Thursdays: the cut-off is on Tuesday, after Friday's digest. */
const onThursdays = async (room: Room) => {
  await bensWeek(room);
  const portfolio = await room.store.projects.portfolio("it");
  if (!portfolio) throw new Error("no portfolio");
  await room.store.projects.savePortfolio({ ...portfolio, cadence: { every: "week", weeks: 1, weekday: 4, from: "2026-01-05" } });
};

describe("where the cut-off is after the next digest", () => {
  test("the card names the digest that shows the answer", async () => {
    const room = await openRoom(onThursdays, "2026-11-26T08:30:00Z");
    await room.turnTo("2026-11-26T09:00:00Z");
    expect(room.people.ben.latest()).toContain(
      "all go into the IT digest on Fri 08:00, shown there as soon as you answer. You can edit until Tue 16:00.",
    );
    await room.people.ben.presses("HERMES: No change");
    expect(await room.people.ben.says("status hermes Better")).toContain("Goes into the IT digest on Fri 08:00");
  });

  test("who is told of silence reads which digest shows it, with its day", async () => {
    const room = await openRoom(onThursdays, "2026-11-26T08:30:00Z");
    await room.turnTo("2026-11-30T17:00:00Z");
    expect(room.people.ben.latest()).toContain("Without an update by Tue 1 Dec 16:00, the digest of Fri 4 Dec shows Unknown.");
  });
});

test("what is past is said to have been due", async () => {
  const room = await openRoom(lastWeek, early);
  const { ben } = room.people;
  await room.turnTo("2026-11-25T18:00:00Z");
  await ben.presses("HERMES: No change");
  expect(ben.inbox()[0]).toContain("Status, week to Fri 20 Nov. Was due Wed 17:00");
  expect(await ben.says("status orion")).toContain("Was due Wed 17:00");
  expect(await room.people.ada.says("status orion")).toContain("The next update was due Wed 17:00.");
  await room.turnTo("2026-11-26T09:00:00Z");
  expect(await ben.forges("status.later", `orion ${monday} -`)).toContain("I will ask again at Thu 12:00. It was due Wed 17:00.");
});
