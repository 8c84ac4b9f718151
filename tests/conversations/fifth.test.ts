import { expect, test } from "vitest";
import { records } from "../../src/records/index.ts";
import { lesson } from "../verbs/lesson.ts";
import { slackWorld } from "../worlds/slack.ts";
import { teamsWorld } from "../worlds/teams.ts";
import { terminalWorld } from "../worlds/terminal.ts";
import type { MakeWorld } from "../worlds/world.ts";
import { person } from "./conversation.ts";

const worlds: Readonly<Record<string, MakeWorld>> = { terminal: terminalWorld, slack: slackWorld, teams: teamsWorld };

test.each(Object.entries(worlds))("a fifth register, declared only in a test, is at home on %s", async (_, makeWorld) => {
  const world = await makeWorld({ types: [...records, lesson] });
  const ben = person(world, "ben");
  expect(await ben.says("/lesson Test restores early #APOLLO area:tools")).toContain("L-1 logged on APOLLO: Test restores early");
  await ben.says("/lesson");
  expect(ben.form()).toContain("What we learned");
  await ben.submits({ Project: "APOLLO" });
  expect(ben.form()).toContain("APOLLO");
  expect(await ben.submits({ "What we learned": "Ask the users first" })).toContain("L-2 logged on APOLLO");
  expect(await ben.says("/lesson list #APOLLO")).toMatch(/L-1[\s\S]*L-2|L-2[\s\S]*L-1/);
  expect(await ben.says("/lesson L-1 shared")).toContain("Shared");
  expect(await ben.says("/pmo help")).toContain("lesson");
  await world.stop();
});
