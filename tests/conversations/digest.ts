import { expect } from "vitest";
import { type Conversations, person } from "./conversation.ts";

/** The digest before it is posted, and what may be asked of it. */
export const digest: Conversations = {
  "the PMO sees the digest first, adds a note, holds it, and posts it later": async (world) => {
    const ada = person(world, "ada");
    const posted = () => world.channel("leadership").reads().join("\n---\n");
    await world.turnTo("2026-11-23T09:01:00Z");
    await world.turnTo("2026-11-27T06:01:00Z");
    expect(ada.inbox().at(-1)).toMatch(/PREVIEW[\s\S]*IT portfolio, Fri 27 Nov/);
    await ada.presses("Add a note");
    await ada.submits({ Note: "The board meets on Monday." });
    await ada.presses("Hold");
    await world.turnTo("2026-11-27T08:31:00Z");
    expect(posted()).toBe("");
    expect(ada.inbox().at(-1)).toMatch(/[Hh]eld/);
    await ada.presses("Post now");
    await world.settle();
    expect(posted()).toMatch(/IT portfolio, Fri 27 Nov[\s\S]*The board meets on Monday\./);
    expect(world.channel("leadership").reads()).toHaveLength(1);
  },

  "a director asks for it at any time, and sees it alone; a stranger sees nothing": async (world) => {
    await world.turnTo("2026-11-23T09:01:00Z");
    expect(await person(world, "finn").says("/pmo digest")).toContain("of 4");
    expect(world.channel("leadership").reads()).toEqual([]);
    expect(await person(world, "hugo").says("/pmo digest")).not.toMatch(/APOLLO|of 4/);
  },

  "a decision is asked for, decided with its reason, and stands in the history": async (world) => {
    const [ben, erin] = [person(world, "ben"), person(world, "erin")];
    expect(await ben.says("/decision Go live on 11 December? #ORION owner:erin@example.com due:2026-11-27")).toContain("D-1");
    await world.settle();
    expect(erin.inbox().at(-1)).toContain("Go live on 11 December?");
    expect(await erin.says("/decision D-1 decided because payroll was tested")).toMatch(/Decided/);
    expect(await ben.says("/decision history D-1")).toContain("payroll was tested");
  },
};
