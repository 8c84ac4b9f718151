import { expect, test } from "vitest";
import { openRoom } from "./room.ts";

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
