import { afterEach, expect, test } from "vitest";
import { type TeamsWorld, teamsWorld } from "../worlds/teams.ts";
import type { Speaker } from "../worlds/world.ts";

/** People whom the bot knows from a file alone: Teams lets no bot look anybody up, the installation introduces them. */
let world: TeamsWorld;
afterEach(() => world.stop());

const person = (name: string): Speaker => world.people[name] ?? expect.fail(`nobody is called ${name}`);
const prompts = (name: string) =>
  person(name)
    .inbox()
    .filter((each) => each.includes("Status, week to"));

test("a PM is asked once the app is installed for them; until then the PMO hears that they are not reached", async () => {
  world = await teamsWorld({ imported: true });
  await world.installs("ada");
  await world.installs("ben");
  await world.settle();
  expect(person("ben").inbox()).toEqual([expect.stringContaining("Hello Ben Okafor")]);

  await world.turnTo("2026-11-23T14:01:00Z");
  expect(prompts("ben")).toHaveLength(1);
  await person("ben").presses("Update");
  await person("ben").submits({ Overall: "green", Summary: "On plan." });
  await world.settle();
  expect(world.channel("apollo").reads().join()).toMatch(/APOLLO.*GREEN[\s\S]*On plan\./);

  expect(person("chloe").inbox()).toEqual([]);
  expect(person("ada").inbox().join("\n")).toMatch(
    /Chloe Marsh could not be reached: no chat account is known[\s\S]*open the app and write to me/,
  );
});

test("the PMO hears the same day whom a message could not reach, and it is sent once they install the app", async () => {
  world = await teamsWorld({ imported: true });
  for (const name of ["ada", "ben"]) await world.installs(name);
  await world.settle();
  await person("ada").says("/pmo pm #ORION @chloe");
  await person("ben").says("/risk Vendor may miss UAT #APOLLO owner:@erin");
  await world.turnTo("2026-11-22T20:00:00Z");
  const unreached = (each: string) => each.includes("could not be reached: the app is not installed");
  expect(person("ada").inbox().filter(unreached)).toHaveLength(2);
  for (const name of ["chloe", "erin"]) await world.installs(name);
  await world.settle();
  expect(person("chloe").inbox().join()).toContain("You are now project manager of ORION");
  expect(person("erin").inbox().join()).toContain("named you as owner of R-1");
});

test("a PM who moves is asked at 09:00 where they are now, unless they chose a zone themselves", async () => {
  world = await teamsWorld();
  world.travels("ben", "America/New_York");
  expect(await person("ben").says("pmo zone")).toContain("America/New_York");
  await world.turnTo("2026-11-23T13:30:00Z");
  expect(prompts("ben")).toHaveLength(0);
  await world.turnTo("2026-11-23T14:01:00Z");
  expect(prompts("ben")).toHaveLength(1);

  await person("ben").says("pmo zone Asia/Kolkata");
  world.travels("ben", "Europe/Paris");
  expect(await person("ben").says("pmo zone")).toContain("Asia/Kolkata");
  expect(await person("ben").says("pmo zone chat")).toContain("Europe/Paris");
});

test("whoever is mentioned before the app introduced them gets nothing yet, and a guest nothing then", async () => {
  world = await teamsWorld({ imported: true });
  for (const name of ["ada", "ben"]) await world.installs(name);
  await world.settle();
  for (const owner of ["hugo", "erin"]) await person("ben").says(`/risk Our price ceiling is 4m #APOLLO owner:@${owner}`);
  expect(await person("ben").says("/pmo role @hugo team #APOLLO")).toContain("I have not met whom you name yet");
  await world.settle();
  for (const name of ["hugo", "erin"]) {
    expect(person(name).inbox()).toEqual([]);
    await world.installs(name);
    await world.settle();
  }
  expect(await person("hugo").says("/risk list")).not.toContain("price ceiling");
  expect(await person("ben").says("/pmo role @hugo team #APOLLO")).toContain("only the PMO can");
  expect(await person("erin").says("/risk list mine")).toMatch(/R-2 +Our price ceiling/);
});
