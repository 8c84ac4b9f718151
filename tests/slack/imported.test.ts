import { afterEach, expect, test } from "vitest";
import { type SlackWorld, slackWorld } from "../worlds/slack.ts";
import type { SlackSpeaker } from "../worlds/slack-speaker.ts";

/** People whom the bot knows from a file alone: by name and e-mail address. */
let world: SlackWorld;
afterEach(() => world.stop());

const monday = "2026-11-23T09:01:00Z";
const lookUps = () => world.server.calls.filter(({ method }) => method === "users.lookupByEmail");
const prompts = (name: string) =>
  person(name)
    .inbox()
    .filter((each) => each.includes("Status, week to"));

function person(name: string): SlackSpeaker {
  return world.people[name] ?? expect.fail(`nobody is called ${name}`);
}

test("a PM who never spoke to the bot is asked on Monday, and answers", async () => {
  world = await slackWorld({ strangers: true });
  await world.turnTo(monday);
  expect(prompts("ben")).toHaveLength(1);
  await person("ben").presses("Update");
  await person("ben").submits({ Overall: "green", Summary: "On plan." });
  await world.settle();
  expect(world.channel("apollo").reads().join()).toMatch(/APOLLO.*GREEN[\s\S]*On plan\./);
  const asked = lookUps().filter(({ args }) => args["email"] === "ben@example.com");
  expect(asked).toHaveLength(1);
});

test("Slack asks for a pause while somebody is looked up: they are asked once, later", async () => {
  world = await slackWorld({ strangers: true });
  await world.turnTo("2026-11-23T08:55:00Z");
  world.server.failNext("users.lookupByEmail", { retryAfter: 120 });
  await world.turnTo("2026-11-23T09:00:00Z");
  expect(prompts("ben")).toHaveLength(0);
  await world.turnTo("2026-11-23T09:30:00Z");
  expect(prompts("ben")).toHaveLength(1);
});

test.each([
  ["whom Slack does not know", () => world.server.state.accounts.delete("U0BEN"), /Ben Okafor could not be reached: no chat account/],
  [
    "whose address is a guest's",
    () => world.server.state.accounts.set("U0BEN", { ...ben, restricted: true }),
    /could not be reached: slack: a guest's account.*pmo link/,
  ],
])("somebody %s is not reached, and the PMO is told", async (_who, changed, told) => {
  world = await slackWorld({ strangers: true });
  changed();
  await world.turnTo(monday);
  expect(person("ada").inbox().join("\n")).toMatch(told);
  expect(prompts("ben")).toHaveLength(0);
});

const ben = { id: "U0BEN", name: "Ben Okafor", email: "ben@example.com", zone: "Europe/London" };
