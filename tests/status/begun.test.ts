import { describe, expect, test } from "vitest";
import { lastWeek, openRoom } from "./room.ts";

const monday = "2026-11-23";
const early = "2026-11-23T08:30:00Z";
const nine = "2026-11-23T09:00:00Z";

describe("status with words", () => {
  test("opens the form with them, and keeps nothing before it is saved", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben } = room.people;
    await room.turnTo(nine);
    const form = await ben.says("status #HERMES red: Everything\nbroke");
    expect(form).toContain("== HERMES status ==");
    expect(form).toMatch(/Overall \*: Red/);
    expect(form).toContain("Summary *: Everything broke");
    expect(await room.store.reports.of("hermes", monday)).toBeUndefined();
    expect(await room.store.reports.draft(room.id("ben"), "hermes", monday)).toBeUndefined();
    await ben.submits({ "Path to green": "Rebuild", "Green by": "2026-12-18" });
    expect(await room.store.reports.of("hermes", monday)).toMatchObject({ overall: "red", summary: "Everything broke" });
  });

  test("without a colour are the summary, and of what was received the edit", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben } = room.people;
    await room.turnTo(nine);
    await ben.presses("HERMES: No change");
    const form = await ben.says("status hermes Moving vans are booked");
    expect(form).toMatch(/Overall \*: Green/);
    expect(form).toContain("Summary *: Moving vans are booked");
    expect(await room.store.reports.of("hermes", monday)).toMatchObject({ revision: 1 });
  });

  test("with a colour that there is not leave it open, and say which there are", async () => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo(nine);
    for (const word of ["purple", "ambr", "amber/red"]) {
      const form = await room.people.ben.says(`status #HERMES ${word} Everything broke`);
      expect(form).toMatch(/Overall \*:\s*\n\s+! “[^”]+” is not one of the colours here. Choose Green, Amber or Red\./);
      expect(form).toContain(`Summary *: ${word} Everything broke`);
    }
    expect(await room.people.ben.says("status #HERMES Read the report")).toMatch(/Overall \*: Green/);
  });

  test("and green leave last time's path to green behind", async () => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo(nine);
    expect(await room.people.ben.says("status #APOLLO amber Slipping")).toMatch(/Path to green[^\n]*: \w/);
    expect(await room.people.ben.says("status #APOLLO green Fine")).not.toMatch(/Path to green[^\n]*: \w|Green by[^\n]*: \d/);
  });

  test("that are too long say so beside the field", async () => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo(nine);
    expect(await room.people.ben.says(`status #HERMES amber ${"x".repeat(300)}`)).toContain("Summary is too long: 300 characters");
  });

  test("need no key in the project's own channel", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben } = room.people;
    await room.turnTo(nine);
    const form = await ben.says("/status amber Slipping", "apollo");
    expect(form).toContain("== APOLLO status ==");
    expect(form).toMatch(/Overall \*: Amber/);
    expect(form).toContain("Summary *: Slipping");
    expect(await ben.says("/status hermes green Fine", "apollo")).toContain("== HERMES status ==");
    expect(await ben.says("/status luna red Gone", "apollo")).toContain("Summary *: luna red Gone");
    expect(await ben.says("/status APOLO", "apollo")).toContain("Did you mean APOLLO?");
  });

  test("elsewhere ask which project, and are refused to whoever only reads", async () => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo(nine);
    expect(await room.people.ben.says("status amber Slipping")).toContain("Which project? Say it first: status #KEY amber Slipping");
    expect(await room.people.finn.says("status APOLLO red Everything broke")).toContain(
      "Only who runs APOLLO can report on it: Ben Okafor.",
    );
  });
});
