import { afterEach, expect, test, vi } from "vitest";
import { SendFailure } from "../../src/ports/messenger.ts";
import type { Pace } from "../../src/ports/paces.ts";
import type { Alarm } from "../../src/schedule/alarm.ts";
import { createWorker } from "../../src/schedule/worker.ts";
import type { OpenStore } from "../../src/store/index.ts";
import { Chat } from "./chat.ts";
import { type Office, office } from "./desk.ts";

const offices: Office[] = [];
async function open(...given: Parameters<typeof office>): Promise<Office> {
  const opened = await office(...given);
  offices.push(opened);
  return opened;
}
afterEach(async () => {
  for (const each of offices.splice(0)) await each.store.close();
});

const channel = (id: string, workspace = "T1") => ({ channel: { platform: "slack", workspace, channel: id } as const });
const pace: Pace = { workspace: { perMinute: 60, atOnce: 20 }, lane: { perMinute: 60, atOnce: 20 } };
const paced = (): Chat => Object.assign(new Chat(), { pace });
const tooMany = (seconds: number) => new SendFailure("later", "Slack asks for a pause", { retryAfterMs: seconds * 1000 });

test("what one channel is refused is not held against the others", async () => {
  const chat = paced();
  const at = await open([chat]);
  chat.troubles.push(tooMany(30), "none", tooMany(30), "none", tooMany(30));
  for (let n = 0; n < 12; n += 1) {
    await at.say(`m${n}`, { to: channel(`C${n}`) });
    await at.worker.drain();
  }
  expect(chat.posts.length).toBe(9);
  at.turn(30);
  await at.worker.drain();
  expect(chat.posts.length).toBe(12);
});

test("no pause is longer than an hour, whatever is asked for", async () => {
  const chat = paced();
  const at = await open([chat]);
  chat.troubles.push(tooMany(7_200));
  await at.say("one");
  await at.worker.drain();
  at.turn(3_599);
  await at.say("two");
  await at.worker.drain();
  expect(chat.posts).toEqual([]);
  at.turn(1);
  await at.worker.drain();
  expect(chat.posts.length).toBe(1);
  at.turn(2);
  await at.worker.drain();
  expect(chat.posts.length).toBe(2);
});

test("a workspace in which every channel is refused is left alone, and no other", async () => {
  const chat = paced();
  const at = await open([chat]);
  chat.troubles.push(tooMany(30), tooMany(30), tooMany(30));
  for (let n = 0; n < 3; n += 1) await at.say(`m${n}`, { to: channel(`C${n}`) });
  await at.worker.drain();
  const before = chat.attempts;
  for (let n = 3; n < 9; n += 1) await at.say(`m${n}`, { to: channel(`C${n}`) });
  await at.say("elsewhere", { to: channel("C", "T2") });
  await at.worker.drain();
  expect(chat.posts.map(({ key }) => key)).toEqual(["elsewhere"]);
  expect(chat.attempts).toBe(before + 1);
  await at.untilDone();
  expect(chat.posts.length).toBe(10);
  expect(chat.attempts).toBe(before + 10); // not one more was refused
  expect(at.logged).toContain("a whole workspace asks for a pause; it is written to half as often for a while");
});

test("a workspace that answers one look-up a minute is asked no more often; nothing is posted twice, and what is new goes out", async () => {
  const chat = paced();
  const at = await open([chat]);
  const lost = { after: new SendFailure("unsure", "connection reset") };
  for (let n = 0; n < 6; n += 1) {
    chat.troubles.push(lost);
    await at.say(`m${n}`, { to: channel(`C${n}`) });
  }
  await at.worker.drain();
  expect(chat.posts.length).toBe(6);
  // From here on it answers a look-up once in a minute, and says so to all others.
  let answeredAt = 0;
  let refused = 0;
  const look = chat.find.bind(chat);
  chat.find = async (to, key) => {
    const now = at.desk().now.getTime();
    if (now - answeredAt >= 60_000) {
      answeredAt = now;
      return look(to, key);
    }
    refused += 1;
    throw tooMany(60);
  };
  at.turn(10);
  await at.worker.drain();
  await at.say("new", { to: channel("C99") });
  await at.worker.drain();
  expect(await at.state("new")).toBe("sent");
  await at.untilDone();
  expect(chat.posts.map(({ key }) => key).sort()).toEqual(["m0", "m1", "m2", "m3", "m4", "m5", "new"]);
  const found = await at.store.outbox.list({ states: ["sent"], keyStart: "m", limit: 10 });
  expect(found.map(({ attempts }) => attempts)).toEqual([2, 2, 2, 2, 2, 2]);
  expect(refused).toBeLessThan(10); // one a minute, to learn that it is still so
});

test("where Slack does not let the bot look, what was on its way is sent again rather than lost", async () => {
  const chat = paced();
  const at = await open([chat]);
  chat.find = async () => undefined; // as the adapter answers without the history scopes
  for (let n = 0; n < 20; n += 1) {
    chat.troubles.push(n < 8 ? { after: new SendFailure("unsure", "connection reset") } : "none");
    await at.say(`m${n}`, { to: channel(`C${n}`) });
  }
  await at.untilDone();
  const keys = chat.posts.map(({ key }) => key);
  expect(new Set(keys).size).toBe(20);
  expect(keys.length - new Set(keys).size).toBe(8); // no more than were on their way
});

/** What a call may take before it makes way for others. */
const makesWayMs = 1_000;

/** An alarm that rings when the test says so. */
function handAlarm() {
  const ever: number[] = [];
  const set: { readonly afterMs: number; readonly ring: () => void }[] = [];
  const alarm: Alarm = (afterMs, ring) => {
    const mine = { afterMs, ring };
    set.push(mine);
    ever.push(afterMs);
    return () => void set.splice(set.indexOf(mine), set.includes(mine) ? 1 : 0);
  };
  return { alarm, set, ever };
}

/** The office's worker, with an alarm, and with whatever store the test wants it to have. */
function wakeful(at: Office, chat: Chat, store: () => OpenStore = () => at.store) {
  const hand = handAlarm();
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const desk = () => ({ ...at.desk(), store: store() });
  const clock = { now: () => at.desk().now };
  const job = async () => ({ summary: "hello", blocks: [] });
  return { ...hand, worker: createWorker({ messengers: [chat], jobs: { echo: job }, desk, clock, log, alarm: hand.alarm }) };
}

test("it wakes for the next attempt, for the next of a paced workspace, and for nothing", async () => {
  const chat = Object.assign(new Chat(), { pace: { ...pace, workspace: { perMinute: 60, atOnce: 1 } } });
  const at = await open([chat]);
  const { worker, set } = wakeful(at, chat);
  chat.troubles.push("none", new SendFailure("later", "503"));
  await at.say("one", { to: channel("C1") });
  await at.say("two", { to: channel("C2") });
  await worker.drain();
  expect(set.map(({ afterMs }) => afterMs)).toEqual([1_015]);
  at.turn(1.015);
  await worker.drain();
  expect(set.length).toBe(1);
  expect(set[0]?.afterMs).toBeGreaterThanOrEqual(4_000);
  expect(set[0]?.afterMs).toBeLessThanOrEqual(6_000);
  at.turn(6);
  set[0]?.ring();
  await expect.poll(() => at.state("two")).toBe("sent");
  await worker.drain();
  expect(set).toEqual([]);
});

test("what comes free while it claims is not slept over", async () => {
  const chat = Object.assign(new Chat(), { pace: { ...pace, workspace: { perMinute: 60, atOnce: 1 } } });
  const at = await open([chat]);
  const claim: OpenStore["outbox"]["claim"] = async (...given) => {
    const claimed = await at.store.outbox.claim(...given);
    at.turn(2);
    return claimed;
  };
  const { worker, ever } = wakeful(at, chat, () => ({ ...at.store, outbox: { ...at.store.outbox, claim } }));
  for (const key of ["one", "two", "three"]) await at.say(key, { to: channel(key) });
  await worker.drain();
  expect(ever.find((afterMs) => afterMs < makesWayMs)).toBe(1);
});

test("a database that is gone is asked again after one, two, four, and then every five seconds", async () => {
  const chat = new Chat();
  const at = await open([chat]);
  let gone = true;
  const claim: OpenStore["outbox"]["claim"] = (...given) =>
    gone ? Promise.reject(new Error("terminating connection")) : at.store.outbox.claim(...given);
  const { worker, set } = wakeful(at, chat, () => ({ ...at.store, outbox: { ...at.store.outbox, claim } }));
  await at.say("one");
  const pauses: (number | undefined)[] = [];
  for (let n = 0; n < 6; n += 1) {
    await expect(worker.drain()).rejects.toThrow("terminating connection");
    pauses.push(set[0]?.afterMs);
  }
  expect(pauses).toEqual([1_000, 2_000, 4_000, 5_000, 5_000, 5_000]);
  gone = false;
  set[0]?.ring();
  await expect.poll(() => at.state("one")).toBe("sent");
});

test("what became of a message is written down once the database is back, and not sent again", async () => {
  const chat = new Chat();
  const at = await open([chat]);
  let failures = 2;
  const settle: OpenStore["outbox"]["settle"] = (...given) =>
    failures-- > 0 ? Promise.reject(new Error("terminating connection")) : at.store.outbox.settle(...given);
  const { worker } = wakeful(at, chat, () => ({ ...at.store, outbox: { ...at.store.outbox, settle } }));
  await at.say("one");
  await worker.drain();
  expect(await at.state("one")).toBe("sent");
  expect(chat.posts.length).toBe(1);
});

test("calls that hang make way for the others of their workspace after a second, up to 64 of them", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const chat = new Chat();
    const at = await open([chat]);
    const { worker, set } = wakeful(at, chat);
    const underWay = async (attempts: number) => {
      await vi.waitUntil(() => chat.attempts >= attempts, { timeout: 5_000 });
      for (let turns = 0; turns < 50; turns += 1) await new Promise((resolve) => setImmediate(resolve));
      expect(chat.attempts).toBe(attempts);
    };
    const aSecondPasses = () => {
      for (const { afterMs, ring } of set.splice(0)) if (afterMs === makesWayMs) ring();
    };
    for (let n = 0; n < 8; n += 1) chat.troubles.push("hangs");
    for (let n = 0; n < 10; n += 1) await at.say(`m${n}`, { to: channel(`C${n}`) });
    void worker.drain();
    await underWay(8);
    aSecondPasses();
    await underWay(10);
    await vi.waitUntil(async () => (await at.state("m8")) === "sent" && (await at.state("m9")) === "sent", { timeout: 5_000 });

    for (let n = 10; n < 80; n += 1) {
      chat.troubles.push("hangs");
      await at.say(`m${n}`, { to: channel(`C${n}`) });
    }
    void worker.drain();
    for (let attempts = 18; attempts <= 66; attempts += 8) {
      await underWay(attempts);
      aSecondPasses();
    }
    await underWay(66);
    const stopped = worker.stop();
    vi.advanceTimersByTime(9_000);
    await stopped;
  } finally {
    vi.useRealTimers();
  }
});
