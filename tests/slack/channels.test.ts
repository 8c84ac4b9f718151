import { afterEach, beforeEach, expect, test } from "vitest";
import { type SlackWorld, slackWorld } from "../worlds/slack.ts";
import type { SlackSpeaker } from "../worlds/slack-speaker.ts";

/** Channels go by their names: an id such as C0APOLLO says nothing to anybody. */
let world: SlackWorld;
beforeEach(async () => {
  world = await slackWorld();
});
afterEach(() => world.stop());

const person = (name: string): SlackSpeaker => world.people[name] ?? expect.fail(`nobody is called ${name}`);

function rename(id: string, name: string): void {
  const { conversations } = world.server.state;
  const before = conversations.get(id) ?? expect.fail(`there is no channel ${id}`);
  conversations.set(id, { ...before, name });
}

test("a home is shown by its name, and by its new one once it was seen", async () => {
  const [ada, ben] = [person("ada"), person("ben")];
  expect(await ada.says("/pmo project HERMES")).toContain("no channel yet");
  expect(await ben.says("/pmo channel #HERMES", { channel: "general" })).toContain("I am asking who else reads this channel");
  await world.settle();
  await ben.presses("Go on");
  expect(await ada.says("/pmo project HERMES")).toContain("Home: #general");
  rename("C0GENERAL", "data-centre");
  await ben.says("/risk list", { channel: "general" });
  expect(await ada.says("/pmo project HERMES")).toContain("Home: #data-centre");
  await ben.says("pmo channel #HERMES", { channel: "general", thread: true }); // a mention does not say the name
  expect(await ada.says("/pmo project HERMES")).toContain("Home: #data-centre");
});

test("a digest's channel is shown by its name, and nowhere by its id", async () => {
  const ada = person("ada");
  const before = await ada.says("/pmo audience list");
  expect(before).toContain("a channel on Slack");
  await person("finn").says("/pmo digest", { channel: "leadership" });
  expect(await ada.says("/pmo audience list")).toContain("#leadership");
  rename("C0LEADERSHIP", "board");
  await person("finn").says("/pmo digest", { channel: "leadership" });
  const after = await ada.says("/pmo audience list");
  expect(after).toContain("#board");
  expect(before + after).not.toContain("C0LEADERSHIP");
});

test("a channel that the bot was thrown out of is named to the PMO", async () => {
  await person("dev").says("/risk list", { channel: "apollo" });
  world.server.state.conversations.get("C0APOLLO")?.members.delete("U0DRUMBEAT");
  await world.turnTo("2026-11-23T09:01:00Z");
  await person("ben").presses("Update");
  await person("ben").submits({ Overall: "green", Summary: "On plan." });
  await world.settle();
  const told = person("ada").inbox().join("\n");
  expect(told).toContain("I could not post in #apollo on Slack, the home of APOLLO");
  expect(told).not.toContain("C0APOLLO");
});
