import { afterEach, describe, expect, test } from "vitest";
import { records } from "../../src/records/index.ts";
import { teamsWorld } from "../worlds/teams.ts";
import type { Speaker, World } from "../worlds/world.ts";

let world: World;
afterEach(() => world.stop());

const who = (name: string): Speaker => world.people[name] ?? expect.fail(`nobody is called ${name}`);

describe("the whole program on Teams", () => {
  test("the installation introduces everybody: nobody is asked who they are", async () => {
    world = await teamsWorld({ empty: true });
    await world.settle();
    expect(who("ada").inbox()).toEqual([expect.stringContaining("Hello Ada Lindqvist")]);
    expect(await who("ada").says("pmo help")).toContain("pmo schedule");
    expect(await who("hugo").says("pmo projects")).toContain("You have no role here yet");
  });

  test("a risk from a channel's dialog lands on the channel's project, and its owner is asked", async () => {
    world = await teamsWorld();
    await who("ben").says("/risk", { channel: "apollo" });
    expect(await who("ben").presses("Open the form")).toContain("Project *: APOLLO");
    expect(await who("ben").submits({})).toContain("! Title is needed.");
    const seen = await who("ben").submits({ Title: "Vendor <b>may</b> miss *UAT*", Owner: "@dev", Probability: "4", Impact: "5" });
    expect(seen).toContain("R-1 logged on APOLLO: Vendor <b>may</b> miss *UAT*");
    await world.settle();
    expect(who("dev").inbox().at(-1)).toContain("Ben Okafor named you as owner of R-1");
  });

  test("a form handed in twice is logged once", async () => {
    world = await teamsWorld();
    await who("ben").says("/risk Vendor may miss UAT");
    const [first, second] = await Promise.all([1, 2].map(() => who("ben").submits({ Project: "APOLLO" })));
    expect(`${first}\n${second}`).toContain("R-1 logged");
    expect(await who("ben").says("risk list")).toContain("Risks, open: 1");
    expect(who("ben").inbox().join("\n")).toContain("R-1 logged");
  });

  test.each(records.map((type) => [type.names.many, type] as const))(
    "%s: form, card, list and file are such as Teams takes",
    async (_many, { key, fields, title }) => {
      world = await teamsWorld();
      const label = fields[title]?.label ?? "";
      await who("ben").says(`/${key}`);
      expect(await who("ben").presses("More fields")).toContain(`${label} *:`);
      const seen = await who("ben").submits({ [label]: "Vendor & <co> *slip*", Project: "APOLLO" });
      expect(seen).toContain("Vendor & <co> *slip*");
      expect(await who("ben").says(`${key} list`)).toContain("Vendor & <co> *slip*");
      expect(await who("ben").says(`${key} export`)).toContain("[Allow]");
      expect(await who("ben").presses("Allow")).toContain("is in your OneDrive");
    },
  );

  test("channels go by their names, where Teams says them", async () => {
    world = await teamsWorld();
    expect(await who("ada").says("pmo audience list")).toContain("a channel on Teams");
    await who("finn").says("pmo digest", { channel: "leadership" });
    expect(await who("ada").says("pmo audience list")).toContain("#leadership");
    await who("ben").says("pmo channel #HERMES", { channel: "general" });
    expect(await who("ada").says("pmo project HERMES")).toMatch(/Home:? #general/);
  });

  test("after a restart it still knows where everybody is", async () => {
    world = await teamsWorld({ at: "2026-11-23T08:50:00Z" });
    await world.settle();
    await world.restart();
    await world.turnTo("2026-11-23T09:05:00Z");
    expect(who("ben").inbox().at(-1)).toContain("Status, week to Fri 20 Nov");
  });

  test("whoever took the app away is not reached, and it says so", async () => {
    world = await teamsWorld({ at: "2026-11-23T08:50:00Z" });
    await world.settle();
    await world.loses("ben");
    await world.turnTo("2026-11-23T09:05:00Z");
    expect(who("ben").inbox()).toEqual([]);
    expect(await who("ada").says("pmo schedule preview")).toMatch(/not installed|not reach|cannot be reached/i);
  });
});
