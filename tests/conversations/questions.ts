import { expect } from "vitest";
import type { Speaker, World } from "../worlds/world.ts";
import { type Conversations, person } from "./conversation.ts";

const monday = "2026-11-23T09:01:00Z";
const tuesday = "2026-11-24T09:01:00Z";
const wednesdayEvening = "2026-11-25T17:01:00Z";
const thursday = "2026-11-26T10:01:00Z";
const friday = "2026-11-27T08:01:00Z";

const green = { Overall: "green", Summary: "On plan." };
const red = { Overall: "red", Summary: "Test data is unusable.", "Path to green": "New extract from the vendor", "Green by": "2026-12-18" };

const inbox = (who: Speaker): string => who.inbox().join("\n---\n");
const last = (who: Speaker): string => who.inbox().at(-1) ?? "";
const leadership = (world: World): string => world.channel("leadership").reads().join("\n---\n");

/** Answers all that Ben owes: APOLLO, HERMES and ORION, in that order, from one card. */
async function answersAll(ben: Speaker, ...answers: readonly Readonly<Record<string, string>>[]): Promise<void> {
  await ben.presses("Update");
  for (const answer of answers) await ben.submits(answer);
}

/** The ten questions that a demo must survive. */
export const questions: Conversations = {
  "1 a PM answers two of three and the program dies: both are kept, and the reminder asks for the third alone": async (world) => {
    const ben = person(world, "ben");
    await world.turnTo(monday);
    expect(last(ben)).toMatch(/APOLLO[\s\S]*HERMES[\s\S]*ORION/);
    expect(last(ben)).toContain("Wed 17:00");
    await answersAll(ben, green, green);
    await world.restart();
    await world.turnTo(tuesday);
    const reminder = last(ben);
    expect(reminder).toMatch(/APOLLO and HERMES received/);
    expect(reminder).toMatch(/Still open: .*ORION/);
  },

  "3 a red project that goes silent stays among the exceptions, as unknown": async (world) => {
    const ben = person(world, "ben");
    await world.turnTo(monday);
    await answersAll(ben, green, green, red);
    await world.turnTo("2026-11-30T09:01:00Z");
    await answersAll(ben, green, green);
    await world.turnTo("2026-12-04T08:01:00Z");
    const digest = world.channel("leadership").reads().at(-1) ?? "";
    expect(digest).toMatch(/ORION[^\n]*unknown[^\n]*red/i);
    expect(digest).not.toMatch(/Ben Okafor/);
  },

  "4 the bot was removed for one PM: not reached rather than late, and the PMO is told": async (world) => {
    await world.turnTo("2026-11-22T12:05:00Z");
    await world.loses("ben");
    await world.turnTo(monday);
    await world.turnTo(thursday);
    expect(inbox(person(world, "ada"))).toMatch(/Ben Okafor could not be reached/);
    expect(inbox(person(world, "erin")) + inbox(person(world, "gita"))).not.toMatch(/(APOLLO|HERMES|ORION) has no update/);
  },

  "5 an answer a second before the escalation stops it": async (world) => {
    const [ben, gita] = [person(world, "ben"), person(world, "gita")];
    await world.turnTo(monday);
    await answersAll(ben, green, green);
    await world.turnTo(wednesdayEvening);
    expect(last(ben)).toMatch(/Only you see this/);
    expect(last(ben)).toContain("ORION");
    await world.turnTo("2026-11-26T09:59:59Z");
    await ben.presses("Update");
    await ben.submits(green);
    await world.turnTo(thursday);
    expect(inbox(gita)).not.toContain("ORION has no update");
  },

  "5b without an answer it goes to the PMO contact, and reads as received once there is one": async (world) => {
    const [ben, gita] = [person(world, "ben"), person(world, "gita")];
    await world.turnTo(monday);
    await answersAll(ben, green, green);
    await world.turnTo(thursday);
    expect(inbox(gita)).toMatch(/ORION has no update/);
    expect(inbox(person(world, "erin"))).not.toMatch(/ORION has no update/);
    await world.turnTo("2026-11-26T11:20:00Z");
    await ben.presses("Update");
    await ben.submits(green);
    await world.settle();
    expect(inbox(gita)).toMatch(/ORION: received Thu 11:20/);
  },

  "6 the PM falls ill and the deputy answers for them, with what they owe themselves": async (world) => {
    const [ben, ines] = [person(world, "ben"), person(world, "ines")];
    const gita = person(world, "gita");
    for (const project of ["MARS Rover", "JUNO Probe"]) {
      await person(world, "ada").says(`/pmo add project ${project}`);
      await person(world, "ada").submits({});
      await person(world, "ada").says(`/pmo pm #${project.slice(0, 4)} ines@example.com`);
    }
    await world.settle();
    await world.turnTo(monday);
    expect(last(ines)).toMatch(/JUNO[\s\S]*MARS/);
    await world.turnTo("2026-11-24T08:00:00Z");
    await ben.says("/pmo away today to 1 Dec deputy ines@example.com");
    await world.settle();
    expect(last(ines)).toMatch(/3 projects\. You stand in for Ben Okafor/);
    expect(last(ines)).not.toMatch(/MARS|JUNO/);
    await ines.presses("Update");
    await ines.submits(green);
    await world.turnTo(tuesday);
    expect(last(ines)).toMatch(/APOLLO received, thanks\. Still open: HERMES, JUNO, MARS and ORION/);
    await world.turnTo(thursday);
    expect(inbox(gita)).toMatch(/HERMES has no update[\s\S]*Ines Duarte/);
    expect(inbox(gita)).not.toMatch(/APOLLO has no update/);
    expect(inbox(ben)).not.toMatch(/Only you see this|Still open/);
  },

  "7 what a newcomer logs in a channel shared with a vendor is seen by the project alone": async (world) => {
    const [dev, hugo, chloe] = [person(world, "dev"), person(world, "hugo"), person(world, "chloe")];
    const card = await dev.says("risk Portal login may be open p5 i5", { channel: "vendor", thread: true });
    expect(`${card}${inbox(dev)}`).toContain("R-1 proposed on VEGA");
    await world.settle();
    expect(world.channel("vendor").reads().join("\n")).not.toContain("Portal login");
    expect(inbox(chloe)).toContain("Portal login");
    expect(await hugo.says("/risk list", { channel: "vendor" })).not.toContain("Portal login");
    expect(await hugo.says("/risk list #VEGA")).not.toMatch(/Portal login|Supplier portal/);
    await world.turnTo(friday);
    expect(leadership(world)).not.toContain("Portal login");
  },

  "8 a confidential project leaves no trace": async (world) => {
    const [chloe, finn, ben] = [person(world, "chloe"), person(world, "finn"), person(world, "ben")];
    await chloe.says("/risk Regulator may say no #LUNA p5 i5");
    for (const words of [
      "/risk list",
      "/pmo projects",
      "/pmo project LUNA",
      "/risk list #LUNA",
      "/risk show R-1",
      "/pmo digest",
      "/risk history R-1",
    ])
      expect(await finn.says(words)).not.toMatch(/Regulator|merger/);
    const [forged, missing] = [await ben.says("/risk show R-1"), await ben.says("/risk show R-77")];
    expect(forged.replaceAll("R-1", "R-77")).toBe(missing);
    expect((await finn.says("/pmo project LUNA")).replaceAll("LUNA", "NOSUCH")).toBe(await finn.says("/pmo project NOSUCH"));
    await world.turnTo(friday);
    expect(leadership(world)).not.toMatch(/LUNA|Regulator/);
    expect(leadership(world)).toMatch(/of 4/);
  },

  "9 a colour corrected after posting is corrected in the post, marked, and not reported as worsened again": async (world) => {
    const ben = person(world, "ben");
    await world.turnTo(monday);
    await answersAll(ben, green, green, green);
    await world.turnTo(friday);
    expect(leadership(world)).toMatch(/Green +3/);
    await world.turnTo("2026-11-30T09:01:00Z");
    await answersAll(ben, green, green, green);
    await world.turnTo("2026-12-04T08:01:00Z");
    const post = (): string => world.channel("leadership").reads().at(-1) ?? "";
    expect(post()).toContain("No colour changed");
    await world.turnTo("2026-12-04T10:10:00Z");
    await ben.says("/pmo status ORION");
    await ben.presses("Edit");
    await ben.submits(red);
    await world.turnTo("2026-12-04T10:20:00Z");
    expect(post()).toMatch(/ORION was shown Green, is Red/);
    expect(post()).toMatch(/ORION[^\n]*Green → RED/i);
    await world.turnTo("2026-12-07T09:01:00Z");
    await answersAll(ben, green, green, red);
    await world.turnTo("2026-12-11T08:01:00Z");
    expect(world.channel("leadership").reads()).toHaveLength(3);
    expect(post()).toContain("No colour changed");
    expect(post()).toMatch(/ORION[^\n]*still RED/i);
  },

  "10 every message of the next fourteen days is shown, with who gets none and why": async (world) => {
    const ada = person(world, "ada");
    await person(world, "ben").says("/pmo away 30 Nov to 4 Dec");
    const preview = await ada.says("/pmo schedule preview");
    expect(preview).toMatch(/Mon 23 Nov/);
    expect(preview).toMatch(/Ben Okafor/);
    const [all, seen] = [[preview], new Set<string>()];
    for (let next = preview; /\[More/.test(next) && all.length < 10; all.push(next)) {
      const label = /\[(More[^\]]*)\]/.exec(next)?.[1] ?? "More";
      next = await ada.presses(label);
      if (seen.has(next)) break;
      seen.add(next);
    }
    expect(all.join("\n")).toMatch(/away/);
  },
};
