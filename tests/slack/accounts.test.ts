import { afterEach, beforeEach, expect, test } from "vitest";
import { type SlackWorld, slackWorld } from "../worlds/slack.ts";
import { accountShown } from "../worlds/slack-methods.ts";
import type { SlackSpeaker } from "../worlds/slack-speaker.ts";
import type { Account } from "../worlds/slack-state.ts";

/** An account that changes while the bot knows its owner. */
let world: SlackWorld;
beforeEach(async () => {
  world = await slackWorld();
});
afterEach(() => world.stop());

const person = (name: string): SlackSpeaker => world.people[name] ?? expect.fail(`nobody is called ${name}`);

async function changes(id: string, change: Partial<Account>): Promise<void> {
  const { state } = world.server;
  const before = state.accounts.get(id) ?? expect.fail(`nobody has the account ${id}`);
  const account = { ...before, ...change };
  state.accounts.set(id, account);
  const event = { type: "user_change", user: accountShown(account, true) };
  await world.server.push("events_api", { type: "event_callback", team_id: "T0CAST", event_id: `Ev${state.tick()}`, event });
  await world.settle();
}

test("a PM who moves is asked at 09:00 where they are now, and not greeted for it", async () => {
  await changes("U0BEN", { zone: "America/New_York" });
  expect(person("ben").inbox()).toEqual([]);
  await world.turnTo("2026-11-23T13:30:00Z");
  expect(person("ben").inbox()).toEqual([]);
  await world.turnTo("2026-11-23T14:01:00Z");
  expect(person("ben").inbox().at(-1)).toContain("Status, week to");
});

test("whoever chose a zone keeps it wherever they go, until they go by their chat again", async () => {
  expect(await person("ben").says("/pmo zone Asia/Kolkata")).toContain("stays so wherever your chat says you are");
  await changes("U0BEN", { zone: "America/New_York" });
  expect(await person("ben").says("/pmo zone")).toContain("Asia/Kolkata");
  expect(await person("ben").says("/pmo zone chat")).toContain("America/New_York");
  await changes("U0BEN", { zone: "Europe/Paris" });
  expect(await person("ben").says("/pmo zone")).toContain("Europe/Paris");
});

test("a member who becomes a guest gets no more than a guest", async () => {
  const ines = person("ines");
  expect(await ines.says("/risk list", { channel: "apollo" })).not.toContain("no role here");
  await changes("U0INES", { restricted: true });
  expect(await ines.says("/risk list", { channel: "apollo" })).toContain("no role here");
  await changes("U0INES", { restricted: false });
  expect(await ines.says("/risk list", { channel: "apollo" })).not.toContain("no role here");
});

test("a new name is used from then on; one who is not known stays a stranger", async () => {
  await changes("U0BEN", { zone: "Europe/London" });
  await changes("U0BEN", { name: "Ben Walsh" });
  expect(await person("ada").says("/pmo project APOLLO")).toContain("Ben Walsh");
  await changes("U0HUGO", { name: "Hugo Klein" });
  expect(person("hugo").inbox()).toEqual([]);
});
