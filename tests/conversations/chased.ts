import { expect } from "vitest";
import type { Speaker } from "../worlds/world.ts";
import { type Conversations, person } from "./conversation.ts";

const monday = "2026-11-23T09:01:00Z";
const green = { Overall: "green", Summary: "On plan." };
const red = { Overall: "red", Summary: "Test data is unusable.", "Path to green": "New extract", "Green by": "2026-12-18" };

const inbox = (who: Speaker): string => who.inbox().join("\n---\n");
const last = (who: Speaker): string => who.inbox().at(-1) ?? "";

/** What whoever is asked, reminded or told may press instead of answering. */
export const chased: Conversations = {
  "a reminder is put off to later today and a warning to an hour before the cut-off, each once": async (world) => {
    const [ben, gita] = [person(world, "ben"), person(world, "gita")];
    await world.turnTo(monday);
    await ben.presses("Update");
    for (const answer of [green, green]) await ben.submits(answer);
    await world.turnTo("2026-11-24T09:01:00Z");
    expect(await ben.presses("Later today")).toMatch(/I will ask again at Tue 12:01\. It is still due Wed 17:00\./);
    await world.turnTo("2026-11-24T12:31:00Z");
    expect(last(ben)).toMatch(/Still open: ORION, due Wed 17:00/);
    expect(last(ben)).not.toContain("Later today");

    await world.turnTo("2026-11-25T17:01:00Z");
    expect(last(ben)).toContain("If ORION is still open on Thu 10:00, Gita Rao gets");
    expect(await ben.presses("I'll post by Thu 15:00")).toContain("If ORION is still open on Thu 15:00, Gita Rao gets");
    await world.turnTo("2026-11-26T14:30:00Z");
    expect(inbox(gita)).not.toContain("ORION has no update");
    expect(last(ben)).not.toContain("I'll post by");
    await world.turnTo("2026-11-26T15:01:00Z");
    expect(last(gita)).toContain("ORION has no update");
    expect(await gita.presses("I'll speak to Ben")).toContain("Gita Rao, Thu 15:01: speaks to Ben Okafor.");
    await world.settle();
    expect(last(ben)).toContain("Gita Rao will speak to you about ORION: its update is still open.");
  },

  "a sponsor has the PMO call, and the PMO contact pauses what is known; the PM hears of both": async (world) => {
    const [ada, ben, erin, gita] = [person(world, "ada"), person(world, "ben"), person(world, "erin"), person(world, "gita")];
    await world.turnTo(monday);
    await ben.presses("Update");
    for (const answer of [green, green, red]) await ben.submits(answer);
    await world.turnTo("2026-11-30T09:01:00Z");
    await ben.presses("Update");
    await ben.submits(green);
    await world.turnTo("2026-12-03T10:01:00Z");
    expect(last(erin)).toMatch(/ORION has no update[\s\S]*Last known, 23 Nov: RED/);
    expect(await erin.presses("PMO, please call")).toContain("Erin Walsh, Thu 10:01: asked Ada Lindqvist to call Chloe Marsh.");
    await world.settle();
    expect(last(ada)).toContain("Erin Walsh asks you to call Chloe Marsh about LUNA");

    expect(last(gita)).toMatch(/HERMES has no update/);
    await gita.presses("Known: pause until …");
    expect(await gita.submits({ "Pause until": "2026-12-01" })).toContain("Give a day that is still to come.");
    await gita.submits({ "Pause until": "2026-12-10" });
    await world.settle();
    expect(last(gita)).toContain("HERMES Data-centre exit: paused until 10 Dec");
    expect(last(gita)).not.toContain("HERMES has no update");
    expect(last(ben)).toContain("Gita Rao paused HERMES: you are asked again from Thu 10 Dec.");
  },

  "a project that is not theirs is disowned; the PMO hands it over, or says that it stays": async (world) => {
    const [ben, gita, ines] = [person(world, "ben"), person(world, "gita"), person(world, "ines")];
    const card = () => ben.inbox().find((each) => each.startsWith("Status, week to")) ?? "";
    await world.turnTo(monday);
    await ben.presses("Not mine");
    expect(await ben.submits({ Project: "HERMES Data-centre exit" })).toMatch(/needed|required/);
    expect(await ben.submits({ "Who runs it": "@ines" })).toContain("Gita Rao is asked to confirm that Ines Duarte runs HERMES.");
    await world.settle();
    expect(card()).toContain("HERMES Data-centre exit: not yours, as you said; the PMO confirms it.");
    expect(await gita.presses("Ines Duarte runs it")).toContain("Done: Ines Duarte runs HERMES from today on");
    expect(await gita.presses("Ask Ines Duarte now")).toContain("Ines Duarte gets a card for HERMES now");
    await world.settle();
    expect(last(ines)).toContain("Gita Rao asks for the status of HERMES now.");

    await ben.presses("Not mine");
    await ben.submits({ Project: "ORION Payroll", "Who runs it": "@ines" });
    await world.settle();
    expect(await gita.presses("No, it stays")).toContain("Ben Okafor is told that ORION stays theirs.");
    await world.settle();
    expect(last(ben)).toContain("Gita Rao says that you run ORION, so its update is still asked of you.");
    expect(card()).toMatch(/ORION Payroll: no report yet/);
  },

  "a question goes from the card to the PMO, as it was written, and to nobody else": async (world) => {
    const [ben, gita] = [person(world, "ben"), person(world, "gita")];
    await world.turnTo(monday);
    await ben.presses("Ask the PMO");
    expect(await ben.submits({ "Your question": "Is *APOLLO* still in scope?" })).toContain("Sent to Gita Rao, who answers you directly.");
    await world.settle();
    expect(last(gita)).toMatch(/Ben Okafor asks about APOLLO:[\s\S]*Is \*APOLLO\* still in scope\?/);
    expect(inbox(person(world, "ada"))).not.toContain("in scope?");
  },
};
