import { expect } from "vitest";
import { type Conversations, person } from "./conversation.ts";

export const portfolio: Conversations = {
  "a project is shown to those who may see it, and one that may not be seen is as unknown as none": async (world) => {
    const card = await person(world, "ben").says("/pmo project apollo");
    expect(card).toContain("APOLLO ERP replacement");
    expect(card).toContain("Erin Walsh");
    expect(card).toContain("weekly Mon");
    expect(await person(world, "ben").says("/pmo project LUNA")).toContain("There is no project LUNA that you can see");
    expect(await person(world, "chloe").says("/pmo project LUNA")).toContain("Confidential merger");
    expect(await person(world, "hugo").says("/pmo projects")).not.toContain("APOLLO");
  },

  "the PMO adds a project with a form; what is wrong stands beside its field": async (world) => {
    const ada = person(world, "ada");
    await ada.says("/pmo add project MARS Rover");
    await ada.submits({ Budget: "a lot", "Approved finish": "2027-11-01" });
    expect(ada.form()).toContain("amount");
    expect(ada.form()).toContain("Rover");
    const card = await ada.submits({ Budget: "1,200,000" });
    expect(card).toContain("MARS Rover");
    expect(card).toContain("£1,200,000");
    expect(ada.form()).toBeUndefined();
    expect(await ada.says("/pmo projects mars")).toContain("Rover");
  },

  "a project is handed over: the old PM and the new one are told, and the right to change it moves": async (world) => {
    const [ada, ben, chloe] = [person(world, "ada"), person(world, "ben"), person(world, "chloe")];
    await ben.says("/risk Test data unusable #ORION p4 i4");
    expect(await ada.says("/pmo pm #ORION chloe@example.com")).toContain("Chloe Marsh");
    await world.settle();
    expect(ben.inbox().join("\n")).toContain("has passed from you to Chloe Marsh");
    expect(chloe.inbox().join("\n")).toMatch(/You are now project manager of ORION Payroll[\s\S]*R-1 Test data unusable/);
    await ben.says("/pmo edit #ORION");
    expect(ben.form()).toBeUndefined();
    await chloe.says("/pmo edit #ORION");
    expect(chloe.form()).toContain("Payroll");
  },

  "a channel becomes a project's home, and needs no #KEY from then on": async (world) => {
    const ben = person(world, "ben");
    const said = await ben.says("/pmo channel #HERMES", { channel: "general" });
    await world.settle();
    // Slack is asked first who else reads a channel that nobody spoke in yet.
    expect(said.includes("Go on") ? await ben.presses("Go on") : said).toContain("now the home of HERMES");
    expect(await ben.says("/risk Movers are late p2 i3", { channel: "general" })).toContain("R-1 logged on HERMES");
  },

  "settings of a portfolio are changed in a form, which refuses an order that warns nobody": async (world) => {
    const ada = person(world, "ada");
    await ada.says("/pmo setup IT");
    await ada.submits({ Times: "heads-up +3 12:00" });
    expect(ada.form()).toContain("heads-up must come before the escalation");
    expect(await ada.submits({ Times: "due +2 16:00", "Status is asked": "every 2 weeks tue" })).toContain("every 2 weeks Tue");
    expect(await person(world, "ben").says("/pmo setup IT")).toContain("Only the PMO changes IT");
  },

  "somebody away names a deputy, who is told and may act": async (world) => {
    const [ben, ines] = [person(world, "ben"), person(world, "ines")];
    expect(await ben.says("/pmo away today to 4 Dec deputy ines@example.com")).toContain("Ines Duarte is asked for APOLLO, HERMES, ORION");
    await world.settle();
    expect(ines.inbox().join("\n")).toContain("You stand in for Ben Okafor");
    expect(await ines.says("/pmo project APOLLO")).toContain("ERP replacement");
    expect(await ben.says("/pmo back")).toContain("Welcome back");
    expect(await ines.says("/pmo project APOLLO")).not.toContain("ERP replacement");
  },

  "a guest gets one project when the PMO says so, and nothing else": async (world) => {
    const hugo = person(world, "hugo");
    await hugo.says("/pmo projects");
    await world.settle();
    expect(await person(world, "ada").says("/pmo role hugo@vendor.example team #VEGA")).toContain("not of this organisation");
    expect(await hugo.says("/pmo project VEGA")).toContain("Supplier portal");
    expect(await hugo.says("/pmo project APOLLO")).toContain("There is no project APOLLO that you can see");
  },

  "everybody can read what is recorded about them": async (world) => {
    expect(await person(world, "chloe").says("/pmo privacy")).toContain("deleted after 90 days");
    expect(await person(world, "chloe").says("/pmo person")).toContain("pm of VEGA");
  },
};
