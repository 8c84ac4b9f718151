import { afterEach, expect, test } from "vitest";
import { type SlackWorld, slackWorld } from "../worlds/slack.ts";
import { teamsSettings } from "../worlds/teams.ts";
import { accountOf, channelId } from "../worlds/teams-accounts.ts";
import { createHand } from "../worlds/teams-hand.ts";
import { startTeamsServer, type TeamsServer } from "../worlds/teams-server.ts";
import { person } from "./conversation.ts";

let teams: TeamsServer;
let world: SlackWorld;
afterEach(async () => {
  await world.stop();
  await teams.stop();
});

test("2 PM on Teams under another address, sponsor and leadership on Slack: one person, one history", async () => {
  const account = { ...accountOf("ben"), email: "ben.okafor@corp.example" };
  teams = await startTeamsServer([account]);
  world = await slackWorld({ env: teamsSettings(teams.url), at: "2026-11-23T07:50:00Z" });
  const port = () => Number(new URL(world.address("/")).port);
  const benOnTeams = createHand({
    server: teams,
    account,
    zone: () => "Europe/London",
    channelId,
    send: (activity) => teams.send(port(), activity),
    settled: () => world.settle(),
  });
  const [benOnSlack, ada] = [person(world, "ben"), person(world, "ada")];

  await benOnTeams.installs();
  await world.settle();
  expect(await benOnTeams.says("pmo projects")).toContain("You have no role here yet");
  await ada.says("/pmo link @ben and ben.okafor@corp.example");
  expect(await ada.presses("Make them one")).toContain("are one person now");
  expect(await benOnTeams.says("pmo prefer teams")).toMatch(/teams/i);

  const before = benOnSlack.inbox().length;
  await world.turnTo("2026-11-23T09:01:00Z");
  expect(benOnTeams.inbox().at(-1)).toMatch(/APOLLO[\s\S]*HERMES[\s\S]*ORION/);
  expect(benOnSlack.inbox()).toHaveLength(before);

  await benOnTeams.presses("Update");
  await benOnTeams.submits({ Overall: "red", Summary: "Test data is unusable.", "Path to green": "New extract", "Green by": "2026-12-18" });
  await world.settle();
  expect(world.channel("apollo").reads().at(-1)).toContain("Test data is unusable.");
  expect(await benOnSlack.says("/pmo status #APOLLO")).toContain("Test data is unusable.");

  await benOnTeams.says("risk Vendor may miss UAT #APOLLO p4 i5");
  expect(await person(world, "erin").says("/risk show R-1")).toContain("Ben Okafor");

  await world.turnTo("2026-11-27T08:01:00Z");
  expect(world.channel("leadership").reads().at(-1)).toMatch(/APOLLO[^\n]*red/i);
  expect(teams.posted.filter(({ conversation }) => conversation !== `a:${account.aad}`)).toEqual([]);
});
