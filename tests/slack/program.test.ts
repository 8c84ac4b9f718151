import { afterEach, expect, test } from "vitest";
import { type SlackOptions, type SlackWorld, slackWorld } from "../worlds/slack.ts";
import type { SlackSpeaker } from "../worlds/slack-speaker.ts";

let world: SlackWorld;
afterEach(() => world.stop());

const begin = async (options: SlackOptions = {}): Promise<void> => {
  world = await slackWorld(options);
};
function person(name: string): SlackSpeaker {
  const found = world.people[name];
  if (!found) throw new Error(`Nobody is called ${name}`);
  return found;
}

test("over HTTP with real signatures: a form, its errors, an entry, a button", async () => {
  await begin({ signingSecret: "8f742231b10e8888abcd99yyyzzz85a5" });
  const ben = person("ben");
  expect(await ben.says("/risk", { channel: "apollo" })).toContain("== Log a risk ==");
  expect(await ben.submits({ Title: "Vendor may miss UAT", Probability: "4", Impact: "5" })).toContain("R-1 logged on APOLLO");
  expect(await ben.presses("Undo")).toMatch(/undone|taken back|R-1/i);
  const ready = await fetch(world.address("/readyz"));
  expect(ready.status).toBe(200);
});

test("somebody whom the bot has not met is looked up outside the answer, and goes on with one press", async () => {
  await begin({ strangers: true });
  const ben = person("ben");
  expect(await ben.says("/risk Vendor may miss UAT #APOLLO p4 i5", { channel: "apollo" })).toContain("we have not met");
  expect(world.server.calls.map(({ method }) => method)).toContain("users.info");
  expect(ben.inbox().at(-1)).toContain("[Continue]");
  expect(await ben.presses("Continue")).toContain("R-1 logged on APOLLO");
});

test("from a message: what was said and a link back are kept", async () => {
  await begin();
  await person("chloe").says("The vendor says that UAT may slip", { channel: "apollo", thread: true });
  const dev = person("dev");
  const form = await dev.shortcut("log_risk", "apollo");
  expect(form).toContain("== Log a risk ==");
  expect(await dev.submits({ Title: "UAT may slip" })).toContain("R-1");
  expect(await person("ben").says("R-1")).toMatch(/https:\/\/cast\.slack\.com\/archives\/C0APOLLO|message/i);
});

test("the same words as a direct message, without a slash", async () => {
  await begin();
  expect(await person("ben").says("rsk Vendor")).toMatch(/Did you mean.*risk/);
});

test("names that another app has taken are prefixed", async () => {
  await begin({ commandPrefix: "db-" });
  expect(await person("ben").says("/db-risk Vendor late #APOLLO")).toContain("R-1 logged on APOLLO");
});

test("a Slack that repeats an event logs one entry", async () => {
  await begin();
  const ben = person("ben");
  const event = {
    type: "message",
    channel_type: "im",
    user: "U0BEN",
    team: "T0CAST",
    text: "risk Twice #APOLLO",
    ts: "1.2",
    channel: "D0BEN",
  };
  world.server.state.direct("U0BEN");
  for (const retry of [0, 1]) {
    await world.server.push("events_api", { type: "event_callback", team_id: "T0CAST", event_id: "Ev77", retry_num: retry, event });
    await world.server.quiet();
  }
  const list = await ben.says("/risk list #APOLLO");
  expect(list).toContain("R-1");
  expect(list).not.toContain("R-2");
});

test("a form that came too late is opened with a button, and nothing is logged twice", async () => {
  await begin();
  const ben = person("ben");
  world.server.state.slow = true;
  expect(await ben.says("/risk", { channel: "apollo" })).toContain("Slack took too long");
  world.server.state.slow = false;
  expect(await ben.presses("Open the form")).toContain("== Log a risk ==");
  expect(await ben.submits({ Title: "Once" })).toContain("R-1");
});

test("somebody of another organisation in a shared channel gets nothing", async () => {
  await begin();
  expect(await person("hugo").says("risk list", { channel: "vendor" })).toMatch(/no role here/);
});

test("a connection that breaks after Slack took the prompt: it is found, and nobody is asked twice", async () => {
  await begin();
  await world.turnTo("2026-11-23T08:55:00Z");
  world.server.failNext("chat.postMessage", "drop after");
  await world.turnTo("2026-11-23T10:00:00Z");
  const prompts = (name: string) =>
    person(name)
      .inbox()
      .filter((each) => each.includes("Status, week to"));
  expect(prompts("ben")).toHaveLength(1);
  expect(world.server.calls.map(({ method }) => method)).toContain("conversations.history");
});

test("Slack asks for a pause: the prompt waits for it, and comes once", async () => {
  await begin();
  await world.turnTo("2026-11-23T08:55:00Z");
  world.server.failNext("chat.postMessage", { retryAfter: 120 });
  await world.turnTo("2026-11-23T09:00:00Z");
  const prompts = () =>
    person("ben")
      .inbox()
      .filter((each) => each.includes("Status, week to"));
  expect(prompts()).toHaveLength(0);
  await world.turnTo("2026-11-23T09:30:00Z");
  expect(prompts()).toHaveLength(1);
});
