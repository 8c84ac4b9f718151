import { expect } from "vitest";
import { type Conversations, person } from "./conversation.ts";

const monday = "2026-11-23T09:01:00Z";
const nextMonday = "2026-11-30T09:01:00Z";

/** A PM's card and form, as every chat must be able to show and hear them. */
export const status: Conversations = {
  "a form is kept as a draft, grows, refuses what is wrong beside its field, and goes on to the next": async (world) => {
    const ben = person(world, "ben");
    await world.turnTo(monday);
    await ben.presses("Update");
    expect(await ben.submits({ Summary: "UAT is" }, "Save draft")).toMatch(/Draft for APOLLO kept/);
    await ben.presses("Update");
    expect(ben.form()).toContain("UAT is");
    await ben.submits({ Summary: "UAT is late." }, "More");
    expect(ben.form()).toContain("Schedule comment");
    await ben.submits({ Overall: "amber", "Next steps": "Sign UAT script, 31 Nov" });
    expect(ben.form()).toContain("is not a day of the calendar");
    expect(ben.form()).toContain("UAT is late.");
    expect(ben.form()).toContain("Green by is needed.");
    await ben.submits({
      "Path to green": "Second tester",
      "Green by": "2026-12-18",
      "Next steps": "Sign UAT script, 27 Nov",
      Schedule: "red",
    });
    expect(ben.form()).toContain("HERMES");
    await world.settle();
    expect(world.channel("apollo").reads().join()).toMatch(/APOLLO.*AMBER[\s\S]*UAT is late\.[\s\S]*Second tester/);
    expect(ben.inbox().join()).toMatch(/APOLLO ERP replacement: received Mon 09:/);
  },

  "a promised step comes back as done or moved, and only then is no change an answer": async (world) => {
    const ben = person(world, "ben");
    await world.turnTo(monday);
    await ben.presses("Update");
    for (const step of ["Sign UAT script, 27 Nov\nBook room, 27 Nov", "", ""])
      await ben.submits({ Overall: "green", Summary: "On plan.", "Next steps": step });
    await world.turnTo(nextMonday);
    expect(ben.inbox().at(-1)).toContain("You planned: Book room, 27 Nov");
    await ben.presses("Done");
    await ben.presses("Moved");
    expect(ben.form()).toContain("You planned: Book room, 27 Nov");
    await ben.submits({ "New date": "2026-12-04" });
    await world.settle();
    expect(ben.inbox().at(-1)).not.toContain("You planned");
    await ben.presses("No change");
    await world.settle();
    expect(ben.inbox().at(-1)).toMatch(/APOLLO ERP replacement: received Mon 09:\d\d, no change\. GREEN/);
    expect(world.channel("apollo").reads().join()).toMatch(/Sign UAT script: done[\s\S]*Book room: moved to 4 Dec/);
  },

  "who is away hands on what is open; a sponsor who asks gets a card to whoever stands in": async (world) => {
    const [ben, ines, erin] = [person(world, "ben"), person(world, "ines"), person(world, "erin")];
    await world.turnTo(monday);
    await ben.presses("I'm away");
    await ben.submits({ Until: "2026-11-27", "Who stands in": "@ines" });
    await world.settle();
    expect(ines.inbox().at(-1)).toMatch(/3 projects\. You stand in for Ben Okafor/);
    expect(await erin.says("/pmo ask ORION")).toMatch(/Ines Duarte gets a card for ORION now/);
    await world.settle();
    expect(ines.inbox().at(-1)).toContain("Erin Walsh asks for the status of ORION now.");
  },
};
