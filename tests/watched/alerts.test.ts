import { addMinutes } from "date-fns";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { start } from "../../src/main.ts";
import type { NewPosting } from "../../src/ports/outbox.ts";
import { person } from "../conversations/conversation.ts";
import { type SlackWorld, slackWorld } from "../worlds/slack.ts";
import { teamsSettings } from "../worlds/teams.ts";
import { accountOf, channelId } from "../worlds/teams-accounts.ts";
import { createHand } from "../worlds/teams-hand.ts";
import { startTeamsServer, type TeamsServer } from "../worlds/teams-server.ts";

let world: SlackWorld;
let teams: TeamsServer;
beforeEach(async () => {
  const account = accountOf("ada");
  teams = await startTeamsServer([account]);
  world = await slackWorld({ at: "2026-11-24T09:00:00Z", env: teamsSettings(teams.url) });
  await world.settle();
});
afterEach(async () => {
  await world.stop();
  await teams.stop();
});

const ada = () => person(world, "ada");
const told = (messages: readonly string[]) => messages.filter((each) => /^(Stuck|Healed):/.test(each));
const inChannel = () => told(world.channel("general").reads());

/** Two heartbeats, half a minute apart: what is stuck is seen by the first, and told. */
async function beats(minutes = 1): Promise<void> {
  for (const half of [minutes - 0.5, 0.5]) {
    world.clock.set(addMinutes(world.now(), half));
    await world.settle();
  }
}

async function post(key: string, channel: string, more: Partial<NewPosting> = {}): Promise<void> {
  const to = { channel: { platform: "slack", workspace: "T0CAST", channel, shared: false } } as const;
  const told = { person: (await world.bot().store.people.byEmail("gita@example.com"))?.id, why: "they are away" };
  await world.bot().store.people.setReach({ platform: "slack", workspace: "T0CAST", id: "U0GITA" }, "they are away");
  await world.bot().store.outbox.add({ key, job: "notReached", payload: told, to, class: "prompt", ...more }, world.now());
}

test("messages that were given up for one reason are told once, with the fix, and once more when they are dealt with", async () => {
  for (const [key, channel] of [
    ["one", "C0APOLLO"],
    ["two", "C0LEADERSHIP"],
  ] as const) {
    await post(key, channel);
    world.server.failNext("chat.postMessage", "msg_too_long");
  }
  await beats();
  await beats();
  const stuck = told(ada().inbox());
  expect(stuck).toHaveLength(1);
  expect(stuck[0]).toContain("2 messages to Slack were given up since Tue 09:00: Slack does not take it (msg_too_long).");
  expect(stuck[0]).toContain("send them again: say pmo outbox");
  for (const key of ["one", "two"]) await world.bot().store.outbox.reopen(key, addMinutes(world.now(), 60), world.now());
  await beats();
  await beats();
  expect(told(ada().inbox()).slice(1)).toEqual(["Healed: What was given up has been dealt with."]);
});

test("they go to the channel that the PMO chose, until it is chosen no more", async () => {
  expect(await person(world, "ben").says("/pmo alerts here", { channel: "general" })).toContain("Only the organisation's PMO");
  expect(await ada().says("/pmo alerts")).toContain("Alerts go to the administrators");
  expect(await ada().says("/pmo alerts here")).toContain("Say this in the channel");
  expect(await ada().says("/pmo alerts here", { channel: "vendor" })).toContain("shared with another organisation");
  await world.bot().store.projects.noteShared({ platform: "slack", workspace: "T0CAST", channel: "C0GENERAL" }, false);
  expect(await ada().says("/pmo alerts here", { channel: "general" })).toContain("Alerts go to #general on Slack from now on");
  await post("late", "C0APOLLO", { notAfter: world.now() });
  await beats();
  await beats();
  expect(inChannel()).toHaveLength(1);
  expect(inChannel()[0]).toContain("1 prompt or reminder expired since Tue 09:00: it was too late to send it.");
  expect(told(ada().inbox())).toEqual([]);
  expect(await ada().says("/pmo alerts off")).toContain("each in their own chat");
  await post("broken", "C0APOLLO", { job: "nobody draws this" });
  await beats();
  expect(inChannel()).toHaveLength(1);
  expect(told(ada().inbox())).toHaveLength(1);
});

test("when Slack does not accept the token, administrators hear of it on Teams, and that it does again", async () => {
  const { store } = world.bot();
  const account = accountOf("ada");
  const adaOnTeams = createHand({
    ...{ server: teams, account, zone: () => "Europe/London", channelId },
    send: (activity) => teams.send(Number(new URL(world.address("/")).port), activity),
    settled: () => world.settle(),
  });
  await adaOnTeams.installs();
  await world.settle();
  await store.projects.noteShared({ platform: "slack", workspace: "T0CAST", channel: "C0GENERAL" }, false);
  await ada().says("/pmo alerts here", { channel: "general" });
  await post("refused", "C0APOLLO");
  for (let attempt = 0; attempt < 3; attempt++) world.server.failNext("chat.postMessage", "invalid_auth");
  await beats();
  await beats();
  const [stuck, ...more] = told(adaOnTeams.inbox());
  expect(more).toEqual([]);
  expect(stuck).toContain("Nothing can be sent to Slack: the bot's token is not accepted.");
  expect(stuck).toContain("install the app again and copy the new token (invalid_auth)");
  expect(await adaOnTeams.says("pmo health")).toMatch(/One thing needs you[\s\S]*does not accept the bot's token/);
  await beats(70);
  await beats();
  expect(told(adaOnTeams.inbox()).slice(1)).toEqual(["Healed: Slack accepts the bot's token again."]);
  expect(inChannel()).toEqual([]);
});

test("a storm of failures is told once, not for each message, and neither is what waits because of it", async () => {
  for (let n = 0; n < 12; n++) {
    await post(`storm ${n}`, "C0APOLLO");
    world.server.failNext("chat.postMessage", { status: 503 });
  }
  const people = await world.bot().store.people.all();
  for (const { id } of people) await post(`to ${id}`, "C0APOLLO", { to: { person: id } });
  await beats();
  await beats(2);
  await beats(3);
  expect((await world.bot().store.health.alerts()).map(({ cause }) => cause)).toEqual(["failing:slack"]);
  await beats(30);
  await beats(60);
  expect((await world.bot().store.health.alerts()).map(({ cause }) => cause)).toEqual([]);
});

test("what waits for more than a quarter of an hour is told", async () => {
  await post("held", "C0APOLLO");
  await world.bot().store.outbox.holdBack("slack:T0CAST:C0APOLLO", addMinutes(world.now(), 50));
  await beats(14);
  expect(told(ada().inbox())).toEqual([]);
  await beats(3);
  await beats();
  expect(told(ada().inbox())).toHaveLength(1);
  expect(told(ada().inbox())[0]).toContain("Messages wait for Slack for more than 15 minutes: 1 in all, the oldest since Tue 09:00.");
  await beats(40);
  await beats();
  expect(told(ada().inbox()).slice(1)).toEqual(["Healed: Nothing waits for Slack for long any more."]);
});

test("two instances on one database tell it once, and each is seen in health", async () => {
  const { state, apiUrl } = world.server;
  const database = world.bot().store;
  const url = world.databaseUrl;
  const env = { DATABASE_URL: url, PORT: "0", LOG_LEVEL: "silent", ADMIN_EMAILS: "ada@example.com", ZONE: "Europe/London" };
  const tokens = { SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: state.botToken, SLACK_APP_TOKEN: state.appToken };
  const second = await start(readConfig({ ...env, ...tokens }), { clock: world.clock });
  try {
    await post("broken", "C0APOLLO", { job: "nobody draws this" });
    for (let beat = 0; beat < 4; beat++) {
      world.clock.set(addMinutes(world.now(), 0.5));
      await Promise.all([world.bot().beat(), second.beat()]);
    }
    expect(told(ada().inbox())).toHaveLength(1);
    expect(await database.health.pulses(addMinutes(world.now(), -1))).toHaveLength(2);
    expect(await ada().says("/pmo health")).toContain("2 instances since");
  } finally {
    await second.stop();
  }
  expect(await database.health.pulses(addMinutes(world.now(), -1))).toHaveLength(1);
});
