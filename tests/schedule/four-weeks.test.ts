import { expect, test } from "vitest";
import { terminalWorld } from "../worlds/terminal.ts";
import type { World } from "../worlds/world.ts";

const green = { Overall: "green", Summary: "On plan." };

/** What somebody finds in their chat since they last looked: the first line of each new message. */
function mailOf(world: World, names: readonly string[]) {
  const seen = new Map<string, number>();
  return (): Readonly<Record<string, readonly string[]>> => {
    const found = names.map((name) => {
      const inbox = world.people[name]?.inbox() ?? [];
      const fresh = inbox.slice(seen.get(name) ?? 0).map((message) => message.split("\n")[0] ?? "");
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
  try {
    // Week 1: London is on winter time, New York on summer time already.
    await world.turnTo("2026-03-16T08:30:00Z");
    expect(mail()).toEqual({});
    await world.turnTo("2026-03-16T09:00:00Z");
    expect(mail()).toEqual({ ben: ["Status, week to Fri 13 Mar. Due Wed 17:00 London. 3 projects"] });
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
    expect(mail()).toEqual({ chloe: ["Status, week to Fri 13 Mar. Due Wed 17:00 London (Wed 13:00 for you). 2 projects"] });
    await world.turnTo("2026-03-17T20:00:00Z");
    expect(mail()).toEqual({
      ben: ["APOLLO and HERMES received, thanks. Still open: ORION, due Wed 17:00 London."],
      chloe: ["Still open: LUNA and VEGA, due Wed 17:00 London (Wed 13:00 for you)."],
    });
    await world.turnTo("2026-03-18T17:00:00Z");
    expect(mail()).toEqual({
      ben: ["Only you see this. If ORION is still open on Thu 10:00, Gita Rao gets the message below. Answer and nothing is sent."],
      chloe: [expect.stringMatching(/^Only you see this. If (LUNA|VEGA) is still open on Thu 10:00 London/)], // two recipients, either first
    });

    // A second before the escalation.
    await world.turnTo("2026-03-19T09:59:59Z");
    await ben.presses("Update");
    await ben.submits(green);
    await world.turnTo("2026-03-19T10:00:00Z");
    expect(mail()).toEqual({
      erin: ["LUNA has no update for the week to Fri 13 Mar (due Wed 17:00)."],
      gita: ["VEGA has no update for the week to Fri 13 Mar (due Wed 17:00)."],
    });

    // Late: after the cut-off, and shown as received all the same.
    await world.turnTo("2026-03-19T17:20:00Z");
    await chloe.says("/status #VEGA");
    await chloe.submits(green);
    await world.settle();
    expect(gita.inbox().at(-1)).toContain("VEGA: received Thu 17:20");

    // Week 2: Ben is away and Ines stands in; Chloe is silent again.
    await ben.says("/pmo away 23 Mar to 27 Mar deputy ines@example.com");
    await world.settle();
    mail();
    await world.turnTo("2026-03-23T20:00:00Z");
    expect(mail()).toEqual({
      ines: [expect.stringContaining("Status, week to Fri 20 Mar.")],
      chloe: [expect.stringContaining("Status, week to Fri 20 Mar.")],
    });
    await ines.presses("Update");
    for (let i = 0; i < 3; i++) await ines.submits(green);
    await world.turnTo("2026-03-25T20:00:00Z");
    expect(mail()).toEqual({
      chloe: [expect.stringContaining("Still open: LUNA and VEGA"), expect.stringContaining("Only you see this.")],
    });
    await world.restart();
    await world.turnTo("2026-03-27T20:00:00Z");
    expect(mail()).toEqual({
      erin: [expect.stringContaining("LUNA has no update for the week to Fri 20 Mar")],
      gita: [expect.stringContaining("VEGA has no update for the week to Fri 20 Mar")],
    });

    // Week 3: London's clocks have changed; ORION goes to Chloe, who answers all but VEGA, missed twice now.
    await world.turnTo("2026-03-30T08:00:00Z");
    expect(mail()).toEqual({ ben: ["Status, week to Fri 27 Mar. Due Wed 17:00 London. 3 projects"] });
    await ben.presses("Update");
    await ben.submits(green);
    await ben.submits(green);
    await ada.says("/pmo pm #ORION chloe@example.com");
    await world.settle();
    mail();
    await world.turnTo("2026-03-30T20:00:00Z");
    expect(mail()).toEqual({ chloe: [expect.stringContaining("Status, week to Fri 27 Mar.")] });
    await world.turnTo("2026-03-31T20:00:00Z");
    expect(mail()).toEqual({ chloe: ["Still open: LUNA, VEGA and ORION, due Wed 17:00 London (Wed 12:00 for you)."] });
    for (const key of ["LUNA", "ORION"]) {
      await chloe.says(`/status #${key}`);
      await chloe.submits(green);
    }
    await world.settle();
    await world.turnTo("2026-04-02T20:00:00Z");
    expect(mail()).toEqual({
      chloe: [
        "Only you see this. If VEGA is still open on Thu 10:00 London, Erin Walsh gets the message below. Answer and nothing is sent.",
      ],
      erin: ["VEGA has no update for the week to Fri 27 Mar (due Wed 17:00)."],
    });

    // Week 4: an early answer on Saturday; Monday is Easter Monday, so everything is a day later.
    await world.turnTo("2026-04-04T10:00:00Z");
    await ben.says("/status #APOLLO");
    await ben.submits(green);
    await world.turnTo("2026-04-06T20:00:00Z");
    expect(mail()).toEqual({});
    await world.turnTo("2026-04-07T08:00:00Z");
    expect(mail()).toEqual({ ben: ["Status, week to Fri 3 Apr. Due Thu 17:00 London"] });
    expect(ben.inbox().at(-1)).not.toContain("APOLLO");
    await world.turnTo("2026-04-12T12:00:00Z");
    expect(mail()).toEqual({
      ben: [expect.stringContaining("Still open: HERMES"), expect.stringContaining("If HERMES is still open on Fri 10:00")],
      chloe: [
        expect.stringContaining("Status, week to Fri 3 Apr."),
        expect.stringContaining("Still open: LUNA, ORION and VEGA, due Thu 17:00"),
        expect.stringContaining("Only you see this."),
      ],
      erin: [expect.stringContaining("has no update for the week to Fri 3 Apr")],
      gita: [expect.stringContaining("has no update for the week to Fri 3 Apr")],
    });
  } finally {
    await world.stop();
  }
}, 180_000);
