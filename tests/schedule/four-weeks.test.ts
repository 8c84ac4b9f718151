import { expect, test } from "vitest";
import { terminalWorld } from "../worlds/terminal.ts";
import type { World } from "../worlds/world.ts";

const green = { Overall: "green", Summary: "On plan." };

/** What a message is, whatever its wording: it is these tests' matter who hears what when. */
function kindOf(message: string): string {
  const [line = ""] = message.split("\n");
  const [, week] = /^Status, (week to \w+ \d+ \w+)/.exec(line) ?? [];
  const [, open] = /Still open: (.*?), due/.exec(line) ?? [];
  const [, warned] = /^Only you see this\. If (.*?) (?:is|are) still open/.exec(line) ?? [];
  const [, silent] = /^(\w+) has no update/.exec(line) ?? [];
  if (week !== undefined) return `asked: ${week}`;
  if (open !== undefined) return `reminded: ${open}`;
  if (warned !== undefined) return `warned: ${warned}`;
  return silent === undefined ? line : `told: ${silent}`;
}

/** What somebody finds in their chat since they last looked. */
function mailOf(world: World, names: readonly string[]) {
  const seen = new Map<string, number>();
  return (): Readonly<Record<string, readonly string[]>> => {
    const found = names.map((name) => {
      const inbox = world.people[name]?.inbox() ?? [];
      const fresh = inbox.slice(seen.get(name) ?? 0).map(kindOf);
      seen.set(name, inbox.length);
      return [name, fresh] as const;
    });
    return Object.fromEntries(found.filter(([, fresh]) => fresh.length > 0));
  };
}

test("four weeks through the production ticker and worker", async () => {
  const world = await terminalWorld({ at: "2026-03-15T12:00:00Z" });
  const { ada, ben, chloe, gita, ines } = world.people;
  if (!ada || !ben || !chloe || !gita || !ines) throw new Error("somebody is missing");
  const mail = mailOf(world, ["ben", "chloe", "erin", "gita", "ines"]);
  const toldToThePmo = () =>
    ada
      .inbox()
      .map(kindOf)
      .filter((kind) => kind.startsWith("told"));
  try {
    // Week 1: London is on winter time, New York on summer time already.
    await world.turnTo("2026-03-16T08:30:00Z");
    expect(mail()).toEqual({});
    await world.turnTo("2026-03-16T09:00:00Z");
    expect(mail()).toEqual({ ben: ["asked: week to Fri 13 Mar"] });
    await ben.presses("Update");
    await ben.submits(green);
    await ben.submits(green);
    await world.settle();
    const posts = world.channel("apollo").reads();
    await ben.says("/status #APOLLO");
    await ben.presses("Edit");
    await ben.submits({ Summary: "UAT is two days late." });
    await world.settle();
    expect(world.channel("apollo").reads().length).toBe(posts.length);
    expect(world.channel("apollo").reads().at(-1)).toContain("UAT is two days late.");
    await world.restart();
    await world.turnTo("2026-03-16T13:00:00Z");
    expect(mail()).toEqual({ chloe: ["asked: week to Fri 13 Mar"] });
    await world.turnTo("2026-03-17T20:00:00Z");
    expect(mail()).toEqual({
      ben: ["reminded: ORION"],
      chloe: ["reminded: LUNA and VEGA"],
    });
    await world.turnTo("2026-03-18T17:00:00Z");
    expect(mail()).toEqual({
      ben: ["warned: ORION"],
      chloe: [expect.stringMatching(/^warned: (LUNA|VEGA)$/)], // two recipients, either first
    });

    // A second before the escalation.
    await world.turnTo("2026-03-19T09:59:59Z");
    await ben.presses("Update");
    await ben.submits(green);
    await world.turnTo("2026-03-19T10:00:00Z");
    expect(mail()).toEqual({ gita: ["told: VEGA"] });
    expect(toldToThePmo()).toEqual(["told: LUNA"]); // confidential, so the PMO contact of the portfolio is passed over

    // Late: after the cut-off, and shown as received all the same.
    await world.turnTo("2026-03-19T17:20:00Z");
    await chloe.presses("Update");
    await chloe.submits(green);
    await chloe.submits(green);
    await world.settle();
    expect(gita.inbox().at(-1)).toContain("VEGA: received Thu 17:20");

    // Week 2: Ben is away and Ines stands in; Chloe is silent again.
    await ben.says("/pmo away 23 Mar to 27 Mar deputy ines@example.com");
    await world.settle();
    mail();
    await world.turnTo("2026-03-23T20:00:00Z");
    expect(mail()).toEqual({
      ines: ["asked: week to Fri 20 Mar"],
      chloe: ["asked: week to Fri 20 Mar"],
    });
    await ines.presses("Update");
    for (let i = 0; i < 3; i++) await ines.submits(green);
    await world.turnTo("2026-03-25T20:00:00Z");
    expect(mail()).toEqual({
      chloe: ["reminded: LUNA and VEGA", expect.stringMatching(/^warned: /)],
    });
    await world.restart();
    await world.turnTo("2026-03-27T20:00:00Z");
    expect(mail()).toEqual({ gita: ["told: VEGA"] });
    expect(toldToThePmo()).toEqual(["told: LUNA"]); // what came of week 1 reads as received now

    // Week 3: London's clocks have changed; ORION goes to Chloe, who answers all but VEGA, missed twice now.
    await world.turnTo("2026-03-30T08:00:00Z");
    expect(mail()).toEqual({ ben: ["asked: week to Fri 27 Mar"] });
    await ben.presses("Update");
    await ben.submits(green);
    await ben.submits(green);
    await ada.says("/pmo pm #ORION chloe@example.com");
    await world.settle();
    mail();
    await world.turnTo("2026-03-30T20:00:00Z");
    expect(mail()).toEqual({ chloe: ["asked: week to Fri 27 Mar"] });
    await world.turnTo("2026-03-31T20:00:00Z");
    expect(mail()).toEqual({ chloe: ["reminded: LUNA, ORION and VEGA"] });
    for (const key of ["LUNA", "ORION"]) {
      await chloe.says(`/status #${key}`);
      await chloe.submits(green);
    }
    await world.settle();
    await world.turnTo("2026-04-02T20:00:00Z");
    expect(mail()).toEqual({
      chloe: ["warned: VEGA"],
      erin: ["told: VEGA"],
    });

    // Week 4: an early answer on Saturday; Monday is Easter Monday, so everything is a day later.
    await world.turnTo("2026-04-04T10:00:00Z");
    await ben.says("/status #APOLLO");
    await ben.submits(green);
    await world.turnTo("2026-04-06T20:00:00Z");
    expect(mail()).toEqual({});
    await world.turnTo("2026-04-07T08:00:00Z");
    expect(mail()).toEqual({ ben: ["asked: week to Fri 3 Apr"] });
    expect(ben.inbox().at(-1)).not.toContain("APOLLO");
    await world.turnTo("2026-04-12T12:00:00Z");
    expect(mail()).toEqual({
      ben: ["reminded: HERMES", "warned: HERMES"],
      chloe: ["asked: week to Fri 3 Apr", "reminded: LUNA, ORION and VEGA", expect.stringMatching(/^warned: /)],
      erin: ["told: VEGA"],
      gita: [expect.stringMatching(/^told: /)],
    });
    expect(toldToThePmo()).toHaveLength(2);
  } finally {
    await world.stop();
  }
}, 180_000);
