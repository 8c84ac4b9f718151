import { afterEach, beforeEach, expect, test } from "vitest";
import { createApp } from "../../src/app/index.ts";
import { mergeFeatures } from "../../src/app/table.ts";
import { usedBy } from "../../src/features/help/use.ts";
import { features } from "../../src/features/index.ts";
import { records } from "../../src/records/index.ts";
import { type OpenStore, openStore } from "../../src/store/index.ts";
import { speakAs } from "../../src/terminal/index.ts";
import { printMessage } from "../../src/terminal/print.ts";
import { createTerminal, terminalWorkspace } from "../../src/terminal/screens.ts";
import { cast } from "../worlds/cast.ts";
import { freshDatabase } from "../worlds/database.ts";
import { seed } from "../worlds/seed.ts";

let store: OpenStore;
let says: (who: string, words: string) => Promise<string>;
beforeEach(async () => {
  store = await openStore({ url: await freshDatabase(), zone: "Europe/London", types: records });
  await seed(store, (channel) => ({ platform: "terminal", workspace: terminalWorkspace, channel }));
  await store.people.add({ name: cast.hugo.name, email: cast.hugo.email });
  for (const [user, { email }] of Object.entries(cast)) {
    const person = await store.people.byEmail(email);
    if (person) await store.people.identify(person.id, { platform: "terminal", workspace: terminalWorkspace, user, outside: false });
  }
  const settings = { commandPrefix: "", zone: "Europe/London", admins: [], nudgeLogDays: 90 };
  const log = { info() {}, warn() {}, error() {} };
  const clock = { now: () => new Date("2026-11-23T09:00:00Z") };
  const answer = createApp({ store, types: records, settings, clock, log, features: features(records) });
  says = async (who, words) => {
    const reply = await speakAs(createTerminal(), answer, who).says(words);
    return reply.kind === "message" ? printMessage(reply.message) : reply.kind;
  };
});
afterEach(() => store.close());

/** The lines of help in their order, each by the words that it begins with. */
async function lines(who: string, words = "pmo help"): Promise<readonly string[]> {
  const known = Object.keys(mergeFeatures(features(records)).commands).sort((a, b) => b.length - a.length);
  return (await says(who, words)).split("\n").flatMap((line) => {
    const text = line.replace(/^[\s│]+/, "");
    return known.find((name) => text.startsWith(name) && !text.startsWith("pmo help and")) ?? [];
  });
}

test("each role sees first what it says most, in one screen", async () => {
  expect((await lines("ben")).slice(0, 7)).toEqual(["status", "risk", "issue", "action", "decision", "pmo away", "pmo project"]);
  expect((await lines("finn")).slice(0, 2)).toEqual(["pmo digest", "pmo projects"]);
  expect((await lines("ada")).slice(0, 4)).toEqual(["pmo setup", "pmo schedule", "pmo audience add", "pmo people"]);
  for (const who of ["ada", "ben", "dev", "erin", "finn", "gita", "hugo"]) expect((await lines(who)).length).toBeLessThanOrEqual(10);
});

test("what only the PMO says is offered to the PMO alone, and status takes one line", async () => {
  const [ben, ada] = [await says("ben", "pmo help"), await says("ada", "pmo help")];
  for (const pmos of ["pmo setup", "pmo audience", "pmo people", "pmo add project", "pmo hold", "pmo left", "(PMO)"]) {
    expect(ben).not.toContain(pmos);
    if (pmos !== "(PMO)") expect(ada).toContain(pmos);
  }
  expect(ben).toContain("pmo away");
  expect(ben.match(/Answers what is asked of you/g)).toHaveLength(1);
  expect(ben).not.toContain("pmo status");
  for (const own of ["pmo privacy", "pmo prefer", "pmo zone", "pmo back"]) expect(ben).toContain(own);
});

test.each(["hello", "Hi!", "hey there", "Hello Drumbeat", "help me", "thanks", "good morning"])(
  "“%s” is answered with help",
  async (words) => {
    expect(await says("ben", words)).toBe(await says("ben", "pmo help"));
  },
);

test("what only begins like a greeting is still looked at", async () => {
  expect(await says("ben", "hi risk Vendor may miss UAT")).toContain("I do not know");
  expect(await says("hugo", "hello")).toContain("You have no role here yet");
});

test("what is used most are words that somebody answers to", () => {
  const { commands } = mergeFeatures(features(records));
  for (const name of usedBy.flatMap(([, names]) => names)) if (name !== "*") expect(commands).toHaveProperty([name]);
});
