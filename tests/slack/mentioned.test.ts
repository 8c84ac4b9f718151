import { afterEach, expect, test } from "vitest";
import { type SlackOptions, type SlackWorld, slackWorld } from "../worlds/slack.ts";
import type { SlackSpeaker } from "../worlds/slack-speaker.ts";

/** People whom somebody mentions before the bot has met them: Slack says of a mention nothing but an id. */
let world: SlackWorld;
afterEach(() => world.stop());

const person = (name: string): SlackSpeaker => world.people[name] ?? expect.fail(`nobody is called ${name}`);
const inbox = (name: string) => person(name).inbox().join("\n");

/** A workspace where the bot has met these alone. */
async function begin(met: readonly string[], options: SlackOptions = { strangers: true }): Promise<void> {
  world = await slackWorld(options);
  for (const name of met) {
    await person(name).says("/pmo help");
    await world.settle();
    await person(name).presses("Continue");
  }
}

async function becomeGuest(name: string): Promise<void> {
  const id = `U0${name.toUpperCase()}`;
  const account = world.server.state.accounts.get(id) ?? expect.fail(`nobody has the account ${id}`);
  world.server.state.accounts.set(id, { ...account, restricted: true });
}

test("whoever is known under another workspace is known when mentioned in ours", async () => {
  await begin([], {});
  const told = await person("ben").says("/risk Our price ceiling is 4m #APOLLO p4 i5 owner:@hugo");
  await world.settle();
  expect(told).toContain("Hugo Stein has no role on APOLLO");
  expect(inbox("hugo")).toBe("");
  await person("ada").says("/pmo role @hugo viewer #VEGA");
  await world.settle();
  expect(inbox("hugo")).toContain("made you viewer of VEGA");
  expect(await person("hugo").says("pmo projects")).toContain("VEGA");
  expect(await person("ada").says("/pmo people")).not.toContain("Somebody new");
});

test.each(["hugo", "ines"])("an outsider named as owner (%s) is told nothing, and whoever named them is", async (outsider) => {
  await begin(["ben"]);
  await becomeGuest("ines");
  await person("ben").says(`/risk Our price ceiling is 4m #APOLLO p4 i5 owner:@${outsider}`);
  await world.settle();
  expect(inbox(outsider)).toBe("");
  expect(inbox("ben")).toMatch(/You named .* as owner of R-1[\s\S]*is a guest or of another organisation and has no role on APOLLO/);
  for (const words of ["R-1", "risk list", "risk list mine", "risk edit R-1", "pmo projects", "action list #APOLLO"])
    expect(await person(outsider).says(words)).toMatch(/^(?!.*price ceiling)(?=.*\S)/s);
});

test("a colleague named as owner is looked up first, is who the file says they are, and is asked", async () => {
  await begin(["ben"]);
  await person("ben").says("/risk Vendor may miss UAT #VEGA owner:me");
  await person("ben").says("/risk Vendor may miss UAT #APOLLO owner:@erin");
  await world.settle();
  expect(inbox("erin")).toContain("named you as owner of R-1");
  expect(await person("ben").says("/risk R-1")).toContain("Erin Walsh");
  expect(inbox("ben")).not.toContain("Somebody new");
});

test("what is to be told to somebody new waits until Slack says who they are", async () => {
  await begin(["ben"]);
  for (const _ of ["identify", "its notice"]) world.server.failNext("users.info", { retryAfter: 60 });
  await person("ben").says("/risk Vendor may miss UAT #APOLLO owner:@erin");
  await world.settle();
  expect(inbox("erin")).toBe("");
  await world.turnTo("2026-11-22T13:00:00Z");
  expect(inbox("erin")).toContain("named you as owner of R-1");
});

test.each([
  ["hugo", "role @x team #APOLLO"],
  ["ines", "away today to 27 Nov deputy @x"],
])("an outsider never met (%s) gets by “%s” of a PM nothing, but a role from the PMO", async (outsider, how) => {
  await begin(["ben", "ada"]);
  await becomeGuest("ines");
  const words = `/pmo ${how.replace("@x", `@${outsider}`)}`;
  expect(await person("ben").says(words)).toContain("I have not met whom you name yet, and am asking Slack who they are.");
  await world.settle();
  expect(await person("ben").says(words)).toContain("only the PMO can");
  expect(inbox(outsider)).toBe("");
  await person("ada").says(`/pmo role @${outsider} viewer #VEGA`);
  await world.settle();
  expect(inbox(outsider)).toContain("made you viewer of VEGA");
  expect(await person(outsider).says("pmo projects")).toContain("VEGA");
});

test("a PM gives a role to a colleague once Slack has said that they are one", async () => {
  await begin(["ben"]);
  await person("ben").says("/pmo role @erin team #HERMES");
  await world.settle();
  expect(await person("ben").says("/pmo role @erin team #HERMES")).toContain("is team of HERMES from today, and is told");
});

test("whom the PMO hands a project to is shown by name and asked in their own time zone, before they ever spoke", async () => {
  await begin(["ada"]);
  await person("ada").says("/pmo pm #ORION @dev");
  await world.settle();
  expect(await person("ada").says("/pmo project ORION")).toContain("PM: Dev Patel");
  expect(inbox("dev")).toContain("You are now project manager of ORION");
  await world.turnTo("2026-11-23T03:31:00Z"); // 09:01 in Kolkata
  expect(inbox("dev")).toContain("Status, week to");
});

test.each([
  ["risk assign R-1 @chloe", /R-1.*assigned to Chloe Marsh/],
  ["pmo role remove @finn viewer IT", /is no longer viewer of/],
  ["pmo link @ines and @erin", /Make these two one person\?[\s\S]*erin@example.com/],
])("“%s” says that they are being looked up, and holds the second time", async (words, then) => {
  await begin(["ada"]);
  await person("ada").says("/risk Merger leaks #LUNA p4 i5 owner:me");
  expect(await person("ada").says(`/${words}`)).toContain("I have not met whom you name yet, and am asking Slack who they are.");
  await world.settle();
  expect(await person("ada").says(`/${words}`)).toMatch(then);
});

test("that somebody left is taken once it is known who they are, with what is theirs", async () => {
  await begin(["ada"]);
  expect(await person("ada").says("/pmo left @erin")).toContain("I have not met whom you name yet");
  await world.settle();
  expect(await person("ada").says("/pmo left @erin")).toMatch(/Erin Walsh has left[\s\S]*Sponsor of: APOLLO/);
});

test("nobody but an admin speaks for an administrator by mentioning them before they were met", async () => {
  await begin(["ada", "gita"]);
  world.server.failNext("users.lookupByEmail", { retryAfter: 3600 }); // Finn stays known by his address alone
  await person("ada").says("/pmo role finn@example.com admin organisation");
  await person("ada").says("/pmo role gita@example.com pmo organisation");
  expect(await person("gita").says("/pmo away @finn 24 Dec to 2 Jan deputy @gita")).toContain("I have not met whom you name yet");
  await world.settle();
  expect(await person("gita").says("/pmo away @finn 24 Dec to 2 Jan deputy @gita")).toContain("of an administrator only another one");
  expect(await person("ada").says("/pmo person finn@example.com")).not.toContain("Away");
});

test("whoever runs a project or has a role already is not told that it passed from them, nor has it twice", async () => {
  await begin(["ada"]);
  await person("ada").says("/pmo pm #VEGA @chloe");
  await person("ada").says("/pmo role @dev team #APOLLO");
  await world.settle();
  expect(inbox("chloe")).not.toContain("has passed from you");
  expect(await person("ada").says("/pmo project VEGA")).toContain("PM: Chloe Marsh");
  expect(await person("ada").says("/pmo person @dev")).toMatch(/^(?!.*team of APOLLO.*team of APOLLO)(?=.*team of APOLLO)/s);
});

test("an owner whose look-up is late is asked once, though the proposal is accepted meanwhile", async () => {
  await begin(["ben", "dev"]);
  for (const _ of ["identify", "its notice"]) world.server.failNext("users.info", { retryAfter: 60 });
  await person("dev").says("/risk Vendor may miss UAT #APOLLO owner:@erin");
  await person("ben").says("/risk accept R-1");
  await world.turnTo("2026-11-22T13:00:00Z");
  expect(inbox("erin").match(/named you as owner of R-1/g)).toHaveLength(1);
});
