import { afterEach, beforeEach, expect, test } from "vitest";
import { type SlackWorld, slackWorld } from "../worlds/slack.ts";
import type { SlackSpeaker } from "../worlds/slack-speaker.ts";
import { botUser, type Conversation } from "../worlds/slack-state.ts";

/**
 * Channels that another organisation reads. Slack tells that with events only, so for commands, shortcuts and presses it
 * has to be known: from an event, or because Slack was asked.
 */
let world: SlackWorld;
beforeEach(async () => {
  world = await slackWorld();
});
afterEach(() => world.stop());

const person = (name: string): SlackSpeaker => world.people[name] ?? expect.fail(`nobody is called ${name}`);
const channel = (id: string): Conversation => world.server.state.conversations.get(id) ?? expect.fail(`there is no channel ${id}`);
const reads = (name: string) => world.channel(name).reads().join("\n");
const inbox = (name: string) => person(name).inbox().join("\n");
const asked = () => world.server.calls.filter(({ method }) => method === "conversations.info").length;

function open(name: string, shared: boolean): string {
  const id = `C0${name.toUpperCase()}`;
  const members = new Set([...channel("C0APOLLO").members]);
  world.server.state.conversations.set(id, { id, name, members, shared, messages: [] });
  return id;
}

test("a command in a channel never heard of is answered to its author alone until Slack has said who reads it", async () => {
  open("fresh", true);
  const told = await person("ben").says("/pmo channel #APOLLO", { channel: "fresh" });
  expect(told).toContain("I am asking who else reads this channel, as nobody has told me yet. Nothing was changed.");
  expect(await person("ada").says("/pmo project APOLLO")).not.toContain("#fresh");
  await world.settle();
  expect(await person("ben").presses("Go on")).toContain(
    "This channel is shared with another organisation, so only the PMO can make it a project's home.",
  );
  expect(await person("ada").says("/pmo channel #APOLLO", { channel: "fresh" })).toContain(
    "shared with another organisation, so nothing is posted here, and I answer each person alone",
  );
  await person("ben").says("/risk Server fails p2", { channel: "fresh" });
  await world.settle();
  expect(reads("apollo")).toContain("Server fails");
  expect(reads("fresh")).toBe("");
});

test("a confidential project finds no home where another organisation reads, nor where that is not known", async () => {
  open("fresh", true);
  const ada = person("ada");
  expect(await ada.says("/pmo channel #LUNA", { channel: "fresh" })).toContain("Nothing was changed");
  await world.settle();
  expect(await ada.presses("Go on")).toContain("LUNA is confidential, and this channel is shared with another organisation.");
});

test("once the bot was invited, Slack has been asked before anybody speaks there", async () => {
  const id = open("fresh", false);
  await world.tells({ type: "member_joined_channel", user: botUser, channel: id, channel_type: "C", team: "T0CAST" });
  await world.settle();
  expect(await person("ben").says("/pmo channel #APOLLO", { channel: "fresh" })).toContain("now the home of APOLLO");
  const before = asked();
  await world.tells({ type: "member_joined_channel", user: "U0DEV", channel: id, channel_type: "C", team: "T0CAST" });
  await world.settle();
  expect(asked()).toBe(before);
});

test("a home that comes to be shared is silent from Slack's event on, and its PMO is told once; unshared, it is a home again", async () => {
  await person("ben").says("/risk Server fails p2", { channel: "apollo" });
  expect(reads("apollo")).toContain("Server fails");
  channel("C0APOLLO").shared = true;
  await world.tells({ type: "channel_shared", channel: "C0APOLLO", connected_team_id: "T0VENDOR" });
  await world.settle();
  expect(inbox("ada")).toContain("#apollo on Slack is shared with another organisation.");
  expect(inbox("ada")).toContain("I post nothing of APOLLO there any more, and answer each person alone.");
  expect(await person("ben").says("/risk Vendor may leave p2", { channel: "apollo" })).toContain("Vendor may leave");
  await person("dev").says("/risk Budget is short #APOLLO p2");
  await world.turnTo("2026-11-23T09:01:00Z");
  await person("ben").presses("Update");
  await person("ben").submits({ Overall: "green", Summary: "On plan." });
  await world.settle();
  expect(reads("apollo")).not.toMatch(/Vendor may leave|Budget is short|On plan/);
  expect(inbox("ada").split("is shared with another organisation").length).toBe(2);

  channel("C0APOLLO").shared = false;
  await world.tells({ type: "channel_unshared", channel: "C0APOLLO", previously_connected_team_id: "T0VENDOR", is_ext_shared: false });
  await world.settle();
  await person("dev").says("/risk Suppliers are late #APOLLO p2");
  await world.settle();
  expect(reads("apollo")).toContain("Suppliers are late");
});

test("news of sharing that never came is made up for by the next mention, and by the first post of the day", async () => {
  channel("C0APOLLO").shared = true;
  await person("dev").says("/risk Budget is short #APOLLO p2"); // Slack is asked before this is posted
  await world.settle();
  expect(reads("apollo")).toBe("");
  channel("C0LEADERSHIP").shared = true;
  await person("finn").says("pmo digest", { channel: "leadership", thread: true });
  await world.settle();
  expect(inbox("ada")).toMatch(/#leadership on Slack is shared.*\n.*is posted there all the same, for everybody in it to read/);
});

test("a question that Slack never answered leaves the post unsent, not unsure: nothing is looked for in the channel", async () => {
  const id = open("fresh", false);
  await world.bot().store.projects.link({ platform: "slack", workspace: "T0CAST", channel: id }, { project: "apollo" });
  world.server.failNext("conversations.info", "drop");
  world.server.failNext("conversations.info", "drop");
  await person("dev").says("/risk Budget is short #APOLLO p2");
  await world.settle();
  await world.turnTo("2026-11-22T12:10:00Z");
  expect(reads("fresh")).toContain("Budget is short");
  expect(world.server.calls.filter(({ method }) => method === "conversations.history")).toEqual([]);
});

test("where Slack cannot be asked, what is known of a channel holds on, and what is not known keeps it closed", async () => {
  world.server.state.scopes.splice(world.server.state.scopes.indexOf("channels:read"), 1);
  await person("dev").says("/risk Budget is short #APOLLO p2");
  await world.settle();
  expect(reads("apollo")).toContain("Budget is short");
  open("fresh", false);
  await person("ben").says("/pmo channel #APOLLO", { channel: "fresh" });
  await world.settle();
  expect(await person("ben").presses("Go on")).toContain("If it stays so, invite me to the channel first");
});
