import { expect, test } from "vitest";
import { slackWorld } from "../worlds/slack.ts";
import { teamsWorld } from "../worlds/teams.ts";
import type { MakeWorld } from "../worlds/world.ts";
import { person } from "./conversation.ts";

const worlds: Readonly<Record<string, MakeWorld>> = { slack: slackWorld, teams: teamsWorld };

test.each(Object.entries(worlds))(
  "what %s takes only so often is sent so often, once each, and holds up nobody else",
  async (_, makeWorld) => {
    const world = await makeWorld();
    const [ada, ben, dev] = [person(world, "ada"), person(world, "ben"), person(world, "dev")];
    const logged = () =>
      world
        .channel("apollo")
        .reads()
        .flatMap((post) => /R-\d+/.exec(post) ?? []);
    const turnOnBy = (seconds: number) => world.turnTo(new Date(world.now().getTime() + seconds * 1000).toISOString());

    for (let i = 1; i <= 20; i++) {
      await ben.says(`/risk Ben's ${i} #APOLLO`);
      await ada.says(`/risk Ada's ${i} #APOLLO`);
    }
    const atOnce = logged().length;
    expect(atOnce).toBeGreaterThan(0);
    expect(atOnce).toBeLessThan(40);

    await ada.says("/action Call the vendor #APOLLO owner:dev@example.com");
    await turnOnBy(0.1);
    expect(dev.inbox().at(-1)).toContain("named you as owner of A-1");
    expect(logged()).toHaveLength(atOnce);

    await turnOnBy(2.5);
    expect(logged().length).toBeGreaterThan(atOnce);
    expect(logged().length).toBeLessThan(40);
    while (logged().length < 40 && world.now() < new Date("2026-11-22T12:01:00Z")) await turnOnBy(1);
    await turnOnBy(1800);
    expect(logged()).toHaveLength(40);
    expect(new Set(logged()).size).toBe(40);
    await world.stop();
  },
);
