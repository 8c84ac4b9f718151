import { afterEach, beforeEach, describe, test } from "vitest";
import type { MakeWorld, World } from "../worlds/world.ts";
import { chased } from "./chased.ts";
import type { Conversations } from "./conversation.ts";
import { digest } from "./digest.ts";
import { entries } from "./entries.ts";
import { firstDay } from "./first-day.ts";
import { portfolio } from "./portfolio.ts";
import { questions } from "./questions.ts";
import { registers } from "./registers.ts";
import { status } from "./status.ts";

const all: Readonly<Record<string, Conversations>> = {
  registers,
  entries,
  portfolio,
  status,
  chased,
  digest,
  "the ten questions": questions,
};

/** Holds every conversation in a world of its own. */
export function converse(platform: string, makeWorld: MakeWorld): void {
  describe.each(Object.entries(all))(`${platform}: %s`, (_, conversations) => {
    let world: World;
    beforeEach(async () => {
      world = await makeWorld();
    });
    afterEach(() => world.stop());
    test.each(Object.entries(conversations))("%s", async (_title, talk) => talk(world));
  });
  if (platform === "terminal") return; // it knows no e-mail addresses, so nobody on it is the first admin
  describe(`${platform}: the first day`, () => {
    let world: World;
    beforeEach(async () => {
      world = await makeWorld({ empty: true });
    });
    afterEach(() => world.stop());
    test.each(Object.entries(firstDay))("%s", async (_title, talk) => talk(world));
  });
}
