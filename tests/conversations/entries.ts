import { expect } from "vitest";
import { type Conversations, person } from "./conversation.ts";

/** What is pressed on an entry's card. */
export const entries: Conversations = {
  "what a card misses is added, edited and undone without a typed word": async (world) => {
    const ben = person(world, "ben");
    expect(await ben.says("/risk Vendor may miss UAT #APOLLO")).toContain("Missing: owner, probability, impact, cause, response.");
    await ben.presses("Add");
    await ben.submits({ Probability: "4" }, "More fields");
    expect(ben.form()).toContain("Residual impact");
    const added = await ben.submits({ Impact: "5", Cause: "One tester", Effect: "Go-live slips" });
    expect(added).toMatch(/R-1 changed on APOLLO[\s\S]*4 × 5 = 20[\s\S]*Missing: owner, response\./);
    await ben.presses("Edit");
    expect(await ben.submits({ Title: "Vendor will miss UAT" })).toContain("R-1 changed on APOLLO: Vendor will miss UAT");
    expect(await ben.presses("Undo")).toContain("R-1 is as it was before your change, on APOLLO: Vendor may miss UAT");
    expect(await ben.says("/risk R-1")).toContain("Go-live slips");
    expect(await ben.presses("History")).toMatch(/Vendor will miss UAT → Vendor may miss UAT \(undo\)/);
  },

  "whoever is on a team by its channel alone fills a form there, and adds to what they logged": async (world) => {
    const ines = person(world, "ines");
    await ines.says("/risk Cabling is late due:2026-02-30", { channel: "apollo" });
    if (ines.form() === undefined) await ines.presses("Open the form");
    expect(ines.form()).toContain("There is no 30 February");
    expect(await ines.submits({ Due: "2026-12-18" })).toContain("R-1 proposed on APOLLO: Cabling is late");
    await ines.presses("Add");
    expect(await ines.submits({ Probability: "3", Impact: "4" })).toMatch(/R-1 changed on APOLLO[\s\S]*3 × 4 = 12/);
    await ines.presses("Edit");
    expect(await ines.submits({ Title: "Cabling is late again" })).toContain("R-1 changed on APOLLO: Cabling is late again");
    expect(await ines.says("/risk edit R-1 p4")).toContain("4 × 4 = 16");
    expect(await ines.says("/risk Another #APOLLO")).toContain("You have no role");
  },

  "an owner takes one action and finishes it, and hands another back": async (world) => {
    const [ben, dev] = [person(world, "ben"), person(world, "dev")];
    await ben.says("/action Book the room #APOLLO owner:dev@example.com due:2026-12-01");
    await world.settle();
    expect(dev.inbox().at(-1)).toContain("Ben Okafor named you as owner of A-1 on APOLLO: Book the room");
    expect(await dev.presses("Accept")).toContain("A-1 is yours on APOLLO");
    await world.settle();
    expect(ben.inbox().at(-1)).toContain("Dev Patel took on A-1 Book the room.");
    await ben.presses("Show");
    expect(await ben.presses("Done")).toContain("A-1 is now “Done” on APOLLO: Book the room");

    await ben.says("/action Print the badges #APOLLO owner:dev@example.com due:2026-12-01");
    await world.settle();
    expect(await dev.presses("Hand back")).toContain("You handed A-2 back.");
    await world.settle();
    expect(ben.inbox().at(-1)).toContain("Dev Patel handed back A-2 Print the badges.");
    expect(await dev.says("/action list mine")).not.toMatch(/A-1|A-2/);
  },

  "what was proposed is declined with its reason, which the author reads": async (world) => {
    const [ben, dev] = [person(world, "ben"), person(world, "dev")];
    await dev.says("/issue Test data is missing #APOLLO");
    await world.settle();
    await ben.presses("Decline");
    expect(await ben.submits({})).toMatch(/needed|required/);
    await ben.submits({ Resolution: "Known since May, see I-7 of last year" });
    await world.settle();
    expect(dev.inbox().join("\n")).toMatch(/declined[\s\S]*Known since May/);
    expect(await ben.says("/issue list #APOLLO")).not.toContain("I-1");
  },

  "a risk that came true becomes an issue, which shows where it came from": async (world) => {
    const ben = person(world, "ben");
    await ben.says("/risk Vendor may miss UAT #APOLLO p4 i5");
    await ben.says("/risk R-1");
    await ben.presses("Materialised as an issue");
    expect(ben.form()).toContain("Vendor may miss UAT");
    expect(await ben.submits({})).toContain("I-1 logged on APOLLO: Vendor may miss UAT");
    expect(await ben.says("/issue I-1")).toMatch(/R-1/);
    expect(await ben.says("/risk R-1")).toMatch(/Materialised[\s\S]*I-1/);
  },
};
