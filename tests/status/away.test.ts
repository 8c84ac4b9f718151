import { expect, test } from "vitest";
import { lastWeek, openRoom } from "./room.ts";

test("an absence is kept even where there is nobody to tell of it", async () => {
  const room = await openRoom(async ({ store, id }) => {
    await store.people.unassign(id("gita"), "contact", { kind: "portfolio", id: "it" }, "2026-11-22");
    await store.people.change(id("ada"), { left: "2026-11-20" });
  });
  const { ben } = room.people;
  await room.turnTo("2026-11-23T09:00:00Z");
  await ben.presses("I'm away");
  expect(await ben.submits({ Until: "2026-11-27" })).toContain("Noted: away from 23 Nov to 27 Nov. Nobody stands in, so nothing is asked");
  expect(await room.store.people.absences("2026-11-23", "2026-11-27", room.id("ben"))).toMatchObject([{ to: "2026-11-27" }]);
});

test("a deputy who is away with a deputy is asked nothing, and theirs is asked, warned and told on", async () => {
  const room = await openRoom(lastWeek);
  const { ben, dev, ines, gita, erin } = room.people;
  await ben.says("pmo away 23 Nov to 27 Nov deputy @dev");
  expect(await dev.says("pmo away 23 Nov to 27 Nov deputy @ines")).toContain("Ines Duarte is asked for APOLLO, HERMES, ORION meanwhile");
  await room.turnTo("2026-11-24T09:00:00Z");
  expect(ines.inbox()).toEqual([
    expect.stringContaining("You stand in for Dev Patel"),
    expect.stringContaining("3 projects. You stand in for Ben Okafor"),
    expect.stringContaining("Still open: APOLLO, HERMES and ORION"),
  ]);
  await ines.presses("HERMES: No change");
  await room.turnTo("2026-11-26T10:00:00Z");
  expect(erin.latest()).toContain("ORION has no update");
  expect(erin.latest()).toContain("Ines Duarte was told.");
  expect(gita.latest()).toContain("APOLLO has no update");
});

test("a deputy who falls ill hands on what is open, or the PMO hears of it", async () => {
  const room = await openRoom(lastWeek);
  const { ben, dev, ines, gita } = room.people;
  await ben.says("pmo away 23 Nov to 27 Nov deputy @dev");
  await room.turnTo("2026-11-24T10:00:00Z");
  await dev.presses("HERMES: No change");
  expect(await dev.says("pmo away today to 27 Nov deputy @ines")).toContain(
    "Ines Duarte is asked for APOLLO, HERMES, ORION meanwhile, and now for APOLLO and ORION.",
  );
  expect(ines.inbox().join()).toContain("2 projects. You stand in for Ben Okafor");
  expect(await ines.says("pmo away today to 27 Nov")).toContain("Nobody stands in, so Gita Rao is told that APOLLO and ORION are open.");
  expect(gita.latest()).toContain("Ines Duarte is away from 24 Nov to 27 Nov and nobody stands in: APOLLO and ORION are open");
});

test.each(["the button", "the command"])("the days that a new absence does not name stay, with their deputy: by %s", async (said) => {
  const room = await openRoom(lastWeek);
  const { ben } = room.people;
  await ben.says("pmo away 27 Nov to 4 Dec deputy @ines");
  await room.turnTo("2026-11-23T09:00:00Z");
  if (said === "the button") await ben.presses("I'm away");
  const answer =
    said === "the button" ? ben.submits({ "Away from": "2026-11-26", Until: "2026-11-27" }) : ben.says("pmo away 26 Nov to 27 Nov");
  expect(await answer).toContain("Before, it was from 27 Nov to 4 Dec; from 28 Nov to 4 Dec stays as it was.");
  expect(await room.store.people.absences("2026-11-01", "2026-12-31", room.id("ben"))).toMatchObject([
    { from: "2026-11-26", to: "2026-11-27" },
    { from: "2026-11-28", to: "2026-12-04", deputy: room.id("ines") },
  ]);
});

test("what had asked before somebody went says who is asked now, until they are back", async () => {
  const room = await openRoom(lastWeek);
  const { ben } = room.people;
  await room.turnTo("2026-11-24T09:00:00Z");
  expect(ben.inbox()).toHaveLength(2);
  await ben.says("pmo away 24 Nov to 27 Nov deputy @ines");
  const told = "You are away until 27 Nov: Ines Duarte is asked in your place. You can still answer.";
  expect(ben.inbox()).toEqual([expect.stringContaining(told), expect.stringContaining(told)]);
  await ben.says("pmo back");
  expect(ben.inbox().join()).not.toContain("You are away");
  await ben.says("pmo away 24 Nov to 27 Nov");
  expect(ben.latest()).toContain("You are away until 27 Nov: nobody stands in.");
});

test("who is back is back, in however many pieces they said that they are away; what begins later stays", async () => {
  const room = await openRoom(lastWeek);
  const { ben, ines } = room.people;
  await ben.says("pmo away 23 Nov to 27 Nov deputy @ines");
  await ben.says("pmo away 7 Dec to 11 Dec deputy @ines");
  await room.turnTo("2026-11-24T10:00:00Z");
  await ben.says("pmo away today deputy @dev");
  expect(await ben.says("pmo back")).toContain("Welcome back.");
  const before = ines.inbox().length;
  await room.turnTo("2026-11-25T18:00:00Z");
  expect(ines.inbox()).toHaveLength(before);
  expect(ben.latest()).toContain("Only you see this");
  expect(await ben.says("pmo away")).toContain("You are away from 7 Dec to 11 Dec.");
});

test.each(["another deputy", "pmo back"])("a deputy whom %s relieves is told, and their card asks nothing more", async (then) => {
  const room = await openRoom(lastWeek);
  const { ben, ines } = room.people;
  await ben.says("pmo away 23 Nov to 27 Nov deputy @ines");
  await room.turnTo("2026-11-23T12:00:00Z");
  await ben.says(then === "pmo back" ? then : "pmo away 23 Nov to 25 Nov deputy @dev");
  const days = then === "pmo back" ? "from 23 Nov to 27 Nov" : "from 23 Nov to 25 Nov";
  expect(ines.latest()).toContain(`You no longer stand in for Ben Okafor ${days}.`);
  expect(ines.inbox()).toContain("Nothing is asked of you here any more.");
  expect(ines.inbox().join()).not.toContain("[Update]");
});
