import { expect } from "vitest";
import { type Conversations, person } from "./conversation.ts";

/** In a world where nothing is set up and nobody is known; the settings name Ada as admin. */
export const firstDay: Conversations = {
  "the first admin asks before the bot knows her, makes a portfolio in leadership's channel, and fills it": async (world) => {
    const named = world.platform !== "terminal"; // where channels have ids, they have names
    const [ada, ben] = [person(world, "ada"), person(world, "ben")];
    const asked = await ada.says("/pmo setup", { channel: "leadership" });
    if (asked.includes("looking up who you are")) {
      await world.settle();
      await ada.presses("Continue");
    }
    // In a Teams channel a form is opened by whoever it is for.
    if (ada.form() === undefined) await ada.presses("Open the form");
    expect(ada.form()).toContain("Digest in this channel");
    await ada.submits({ Name: "IT portfolio", Key: "IT", "Digest in this channel": "some day" });
    expect(ada.form()).toContain("a weekday and a time");
    const done = await ada.submits({ "Digest in this channel": "Fri 08:00" });
    expect(done).toContain("IT portfolio (IT) is set up");
    expect(done).toContain(named ? "in #leadership" : "in the channel you asked from");
    expect(await ada.says("/pmo audience list")).toMatch(named ? /weekly Fri.*#leadership/ : /weekly Fri/);

    await ben.says("/pmo projects");
    await world.settle();
    expect(await ben.says("/pmo projects")).toContain("You have no role here yet");
    await ada.says("/pmo add project APOLLO ERP replacement");
    await ada.submits({ "Project manager": "Ben Okafor" });
    await world.settle();
    expect(ben.inbox().join("\n")).toContain("You are now project manager of APOLLO ERP replacement");
    expect(await ben.says("/risk Vendor may miss UAT #APOLLO p4 i5")).toContain("R-1 logged on APOLLO");

    // Nobody was given the role of the PMO: whoever made the portfolio is it, for what Ben asks and for the preview.
    await world.turnTo("2026-11-23T09:00:00Z");
    await ben.presses("I'm away");
    const noted = await ben.submits({ "Away from": "2026-11-23", Until: "2026-11-24" });
    expect(noted).toContain("Nobody stands in, so Ada Lindqvist is told that APOLLO is open");
    await world.settle();
    expect(ada.inbox().join("\n")).toContain("nobody stands in: APOLLO is open and will not be chased");
    await world.turnTo("2026-11-27T06:00:00Z");
    expect(ada.inbox().join("\n")).toContain("PREVIEW, seen by the PMO only");
  },
};
