import { expect, test } from "vitest";
import { terminalWorld } from "../worlds/terminal.ts";

test("a card that is drawn again after the digest says what was in it, what is put right there, and what waits for the next", async () => {
  const world = await terminalWorld();
  const { ben } = world.people;
  if (!ben) throw new Error("Ben is missing");
  const green = { Overall: "green", Summary: "On plan." };
  const card = () => ben.inbox().find((each) => each.startsWith("Status, week to")) ?? "";
  const post = () => world.channel("leadership").reads().at(-1) ?? "";
  let form = "";
  const answersNext = async () => {
    form = await ben.presses("Update");
    await ben.submits(green);
    await world.settle();
  };

  await world.turnTo("2026-11-23T09:01:00Z");
  await ben.presses("Update");
  await ben.submits(green);
  await world.settle();
  expect(card()).toContain("APOLLO goes to the project channel now; all go into the IT digest on Fri 08:00.");

  await world.turnTo("2026-11-27T10:00:00Z");
  expect(post()).toMatch(/HERMES Data-centre exit, not reported/);
  await answersNext();
  expect(form).toContain(
    "HERMES Data-centre exit, week to Fri 20 Nov. Was due Wed 17:00\n  Last: no report yet\n  Added to the IT digest of Fri 27 Nov, which has been posted.",
  );
  expect(card()).toContain(
    "APOLLO and HERMES are in the IT digest of Fri 27 Nov, which is put right where it differs. ORION is added to the IT digest of Fri 27 Nov, which has been posted.",
  );
  await world.turnTo("2026-11-27T10:30:00Z");
  expect(post()).toContain("HERMES has reported since, Green.");

  await world.turnTo("2026-11-28T10:00:00Z");
  await answersNext();
  expect(form).toContain("Goes into the IT digest on Fri 08:00.");
  expect(card()).toContain(
    "APOLLO posted in the project channel. APOLLO and HERMES are in the IT digest of Fri 27 Nov, which is put right where it differs. ORION goes into the IT digest on Fri 08:00.",
  );
  await world.turnTo("2026-11-28T11:30:00Z");
  expect(post()).toMatch(/ORION Payroll, not reported/);
  await world.stop();
});
