import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { User } from "../../src/chat/intent.ts";
import { say } from "../../src/chat/message.ts";
import { SendFailure } from "../../src/ports/messenger.ts";
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

const channel = (id: string) => ({ channel: { platform: "slack", workspace: "T1", channel: id } as const });

async function known(at: Office, name: string, ...accounts: readonly Omit<User, "name">[]): Promise<string> {
  const person = await at.store.people.add({ name, email: `${name.toLowerCase()}@example.com` });
  for (const { platform, workspace, id } of accounts)
    await at.store.people.identify(person.id, { platform, workspace, user: id, outside: false });
  return person.id;
}

describe("sending", () => {
  test("what is due is sent once, whoever asks how often", async () => {
    const chat = new Chat();
    const at = await open([chat]);
    await at.say("hello");
    await at.say("hello");
    await Promise.all([at.worker.drain(), at.worker.drain()]);
    await at.worker.drain();
    expect(chat.posts.map((post) => post.text)).toEqual(["hello"]);
    expect(await at.store.outbox.byKey("hello")).toMatchObject({ state: "sent", ref: { channel: "C1", id: "1" }, attempts: 1 });
  });

  test("many channels at once, never one channel twice at once", async () => {
    const chat = new Chat();
    const at = await open([chat]);
    for (let n = 0; n < 60; n += 1) await at.say(`m${n}`, { to: channel(`C${n % 6}`) });
    await at.worker.drain();
    expect(chat.posts.length).toBe(60);
    expect(chat.busiest).toBe(1);
  });

  test("it is drawn at the moment it is sent, and not sent when there is nothing to say", async () => {
    const chat = new Chat();
    let answered = false;
    const at = await open([chat], { prompt: async () => (answered ? { dropped: "answered already" } : say("Status?")) });
    at.turn(-60);
    await at.say("prompt", { job: "prompt", notBefore: new Date("2026-11-23T09:00:00Z") });
    await at.worker.drain();
    answered = true;
    at.turn(60);
    await at.worker.drain();
    expect(chat.posts).toEqual([]);
    expect(await at.store.outbox.byKey("prompt")).toMatchObject({ state: "dropped", error: "answered already" });
  });

  test("what came too late is not sent, and is visible", async () => {
    const chat = new Chat();
    const at = await open([chat]);
    await at.say("old", { notAfter: new Date("2026-11-23T08:59:59Z") });
    await at.worker.drain();
    expect(await at.state("old")).toBe("expired");
    expect(chat.posts).toEqual([]);
  });

  test("an edit redraws its post, and an answer goes under it", async () => {
    const chat = new Chat();
    const at = await open([chat]);
    await at.say("digest");
    await at.say("corrected", { follows: { key: "digest", how: "edit" } });
    await at.say("corrected again", { follows: { key: "digest", how: "edit" } });
    await at.say("detail", { follows: { key: "digest", how: "under" } });
    await at.worker.drain();
    expect(chat.posts).toEqual([
      { room: "C1", key: "digest", text: "corrected again" },
      { room: "C1", key: "detail", text: "detail", under: "1" },
    ]);
    expect(chat.attempts).toBe(3);
  });
});

describe("when something goes wrong", () => {
  test("a platform that is busy is left alone for as long as it says, in that channel only", async () => {
    const chat = new Chat();
    const at = await open([chat]);
    chat.troubles.push(new SendFailure("later", "429", { retryAfterMs: 30_000 }));
    await at.say("first");
    await at.worker.drain();
    await at.say("second");
    await at.say("elsewhere", { to: channel("C2") });
    await at.worker.drain();
    expect(chat.posts.map((post) => post.key)).toEqual(["elsewhere"]);
    at.turn(30);
    await at.worker.drain();
    expect(chat.posts.map((post) => post.key).sort()).toEqual(["elsewhere", "first", "second"]);
  });

  test("an answer that was lost is looked for before anything is sent again", async () => {
    const chat = new Chat();
    const at = await open([chat]);
    chat.troubles.push({ after: new SendFailure("unsure", "connection reset") });
    await at.say("hello");
    await at.untilDone();
    expect(chat.posts.length).toBe(1);
    expect(await at.store.outbox.byKey("hello")).toMatchObject({ state: "sent", ref: { id: "1" }, attempts: 2 });
  });

  test("a look-up that fails is made again before anything is sent", async () => {
    const chat = new Chat();
    const at = await open([chat]);
    chat.troubles.push({ after: new SendFailure("unsure", "connection reset") });
    chat.blind.push(new SendFailure("later", "429", { retryAfterMs: 1_000 }), new SendFailure("unsure", "connection reset"));
    await at.say("hello");
    await at.untilDone();
    expect(chat.posts.length).toBe(1);
    expect(await at.store.outbox.byKey("hello")).toMatchObject({ state: "sent", attempts: 3 });
  });

  test("a chat that is not connected today may be tomorrow", async () => {
    const teams = new Chat("teams");
    const at = await open([teams]);
    await at.say("hello");
    await at.worker.drain();
    expect(await at.store.outbox.byKey("hello")).toMatchObject({ state: "waiting", error: "slack is not connected" });
  });

  test("what never arrived is sent again", async () => {
    const chat = new Chat();
    const at = await open([chat]);
    chat.troubles.push(new SendFailure("unsure", "connection reset"), new SendFailure("later", "503"));
    await at.say("hello");
    await at.untilDone();
    expect(chat.posts.length).toBe(1);
  });

  test("a call that never comes back is given up after nine seconds", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const chat = new Chat();
      const at = await open([chat]);
      chat.troubles.push("hangs");
      await at.say("hello");
      const drained = at.worker.drain();
      while (chat.attempts === 0) await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      vi.advanceTimersByTime(9_000);
      await drained;
      expect(await at.store.outbox.byKey("hello")).toMatchObject({ state: "waiting", error: "no answer within 9 s" });
    } finally {
      vi.useRealTimers();
    }
  });

  test("a platform on which every call hangs holds up no other, not even its digest", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const [slack, teams] = [new Chat("slack"), new Chat("teams")];
      const at = await open([slack, teams]);
      const ben = await known(
        at,
        "Ben",
        { platform: "slack", workspace: "T1", id: "UB" },
        { platform: "teams", workspace: "t", id: "29:b" },
      );
      await at.store.people.change(ben, { preferred: "teams" });
      for (let n = 0; n < 20; n += 1) {
        slack.troubles.push("hangs");
        await at.say(`hangs ${n}`, { to: channel(`C${n}`) });
      }
      await at.say("prompt", { to: { person: ben } });
      await at.say("digest", { to: { channel: { platform: "teams", workspace: "t", channel: "19:l" } }, class: "digest" });
      const drained = at.worker.drain();
      while (slack.attempts < 8 || teams.posts.length < 2) await new Promise((resolve) => setImmediate(resolve));
      expect([slack.attempts, teams.posts.map((post) => post.key).sort()]).toEqual([8, ["digest", "prompt"]]);
      const stopped = at.worker.stop();
      vi.advanceTimersByTime(9_000);
      await Promise.all([drained, stopped]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("a platform that stays down is tried for hours, then it is logged with a number", async () => {
    const chat = new Chat();
    const at = await open([chat]);
    for (let n = 0; n < 40; n += 1) chat.troubles.push(new SendFailure("later", "503"));
    await at.say("hello");
    await at.untilDone();
    expect(await at.store.outbox.byKey("hello")).toMatchObject({
      state: "failed",
      error: expect.stringMatching(/^503 \([0-9a-f]{8}\)$/),
      attempts: 16,
    });
    expect(at.desk().now.getTime()).toBeGreaterThan(new Date("2026-11-23T13:00:00Z").getTime());
    expect(at.logged.at(-1)).toBe("a message was given up");
  });

  test("what is refused is not tried again, and what followed it goes too", async () => {
    const chat = new Chat();
    const at = await open([chat]);
    chat.troubles.push(new SendFailure("refused", "msg_too_long"));
    await at.say("post");
    await at.say("edit", { follows: { key: "post", how: "edit" } });
    await at.untilDone();
    expect([await at.state("post"), await at.state("edit")]).toEqual(["failed", "dropped"]);
    expect(chat.attempts).toBe(1);
  });

  test("an edit of a message that somebody deleted is let go, and nobody is told that they were not reached", async () => {
    const chat = new Chat();
    const at = await open([chat]);
    await known(at, "Ada", { platform: "slack", workspace: "T1", id: "UA" });
    await at.say("post");
    await at.worker.drain();
    chat.troubles.push(new SendFailure("unreachable", "the message was deleted"));
    await at.say("edit", { follows: { key: "post", how: "edit" } });
    await at.untilDone();
    const error = "its post cannot be changed any more: the message was deleted";
    expect(await at.store.outbox.byKey("edit")).toMatchObject({ state: "dropped", error });
    expect(chat.posts.map((post) => post.key)).toEqual(["post"]);
  });

  test("a job that throws is tried again, and others go on", async () => {
    const chat = new Chat();
    let broken = true;
    const flaky = async () => {
      if (broken) throw new Error("database is locked");
      return say("here");
    };
    const at = await open([chat], { flaky });
    await at.say("flaky", { job: "flaky" });
    await at.say("fine", { to: channel("C2") });
    await at.worker.drain();
    broken = false;
    await at.untilDone();
    expect(chat.posts.map((post) => post.text)).toEqual(["fine", "here"]);
    expect(at.logged).toContain("a message could not be drawn");
  });

  test("a program that died while sending looks first when it is back", async () => {
    const folder = await mkdtemp(join(tmpdir(), "drumbeat-"));
    const url = `sqlite:${join(folder, "office.db")}`;
    const chat = new Chat();
    const before = await office([chat], {}, url);
    await before.say("arrived");
    await before.say("lost", { to: channel("C2") });
    const claimed = await before.store.outbox.claim(before.desk().now, 8, 60_000);
    expect(claimed.length).toBe(2);
    await chat.post(channel("C1"), say("arrived"), { key: "arrived" });
    await before.store.close();

    const after = await open([chat], {}, url, "2026-11-23T09:00:30Z");
    await after.worker.drain();
    expect(chat.posts.length).toBe(1); // the lease of the dead still runs
    await after.untilDone();
    expect(chat.posts.map((post) => post.key)).toEqual(["arrived", "lost"]);
    expect([await after.state("arrived"), await after.state("lost")]).toEqual(["sent", "sent"]);
    await rm(folder, { recursive: true });
  });

  test("of 500 with one failure in three, none is lost and none is sent twice", async () => {
    const chat = new Chat();
    const at = await open([chat]);
    let seed = 7;
    const dice = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    for (let n = 0; n < 500; n += 1) {
      await at.say(`m${n}`, { to: channel(`C${n % 40}`), class: n % 3 === 0 ? "digest" : "prompt" });
    }
    const reset = new SendFailure("unsure", "connection reset");
    const busy = new SendFailure("later", "429", { retryAfterMs: 3_000 });
    for (let n = 0; n < 700; n += 1) {
      const roll = dice();
      chat.troubles.push(roll < 0.1 ? reset : roll < 0.2 ? { after: reset } : roll < 0.33 ? busy : "none");
    }
    await at.untilDone();
    const keys = chat.posts.map((post) => post.key);
    expect(new Set(keys).size).toBe(500);
    expect(keys.length).toBe(500);
    expect((await at.store.outbox.list({ states: ["sent"], limit: 1000 })).length).toBe(500);
  });

  test("stopping waits for what is on its way and takes nothing new", async () => {
    const chat = new Chat();
    const at = await open([chat]);
    await at.say("one");
    await at.say("two");
    const drained = at.worker.drain();
    while (chat.attempts === 0) await new Promise((resolve) => setImmediate(resolve));
    await at.worker.stop();
    await drained;
    expect([await at.state("one"), await at.state("two")]).toEqual(["sent", "waiting"]);
  });

  test("stopping waits for all that was being claimed", async () => {
    const at = await open([new Chat()]);
    for (const key of ["one", "two", "three"]) await at.say(key, { to: channel(key) });
    void at.worker.drain();
    await at.worker.stop();
    expect((await at.store.outbox.list({ limit: 10 })).map(({ state }) => state)).toEqual(["sent", "sent", "sent"]);
  });
});

describe("people", () => {
  test("are written to in the chat they prefer, and in another when it no longer reaches them", async () => {
    const [slack, teams] = [new Chat("slack"), new Chat("teams")];
    const at = await open([slack, teams]);
    const ben = await known(
      at,
      "Ben",
      { platform: "slack", workspace: "T1", id: "UB" },
      { platform: "teams", workspace: "tenant", id: "29:b" },
    );
    await at.store.people.change(ben, { preferred: "teams" });
    await at.say("one", { to: { person: ben } });
    await at.worker.drain();
    teams.cutOff.set("29:b", "the app is not installed");
    await at.say("two", { to: { person: ben } });
    await at.say("three", { to: { person: ben } });
    await at.worker.drain();
    expect(teams.posts.map((post) => post.key)).toEqual(["one"]);
    expect(slack.posts.map((post) => post.key)).toEqual(["two", "three"]);
    expect(teams.attempts).toBe(2);
  });

  test("nobody hears twice a day that somebody cannot be reached", async () => {
    const chat = new Chat();
    const at = await open([chat]);
    const ada = await known(at, "Ada", { platform: "slack", workspace: "T1", id: "UA" });
    const gita = await known(at, "Gita", { platform: "slack", workspace: "T1", id: "UG" });
    const ben = await known(at, "Ben", { platform: "slack", workspace: "T1", id: "UB" });
    await at.store.people.assign({ person: gita, role: "pmo", scope: { kind: "organisation" } });
    chat.cutOff.set("UB", "the account is gone");
    for (const key of ["prompt", "reminder", "heads-up"]) await at.say(key, { to: { person: ben } });
    await at.untilDone();
    expect(await at.state("reminder")).toBe("unreachable");
    expect(chat.posts.map((post) => post.room).sort()).toEqual(["UA", "UG"]);
    expect(chat.posts[0]?.text).toContain("Ben could not be reached: slack: the account is gone.");
    expect(chat.posts[0]?.text).toContain("not reached, never as late");
    at.turn(86_400);
    await at.say("prompt-2", { to: { person: ben } });
    await at.untilDone();
    expect(chat.posts.length).toBe(4);
    expect(ada).not.toBe(ben);
  });

  test("an admin who cannot be reached is not told so for ever", async () => {
    const chat = new Chat();
    const at = await open([chat]);
    await known(at, "Ada", { platform: "slack", workspace: "T1", id: "UA" });
    const ben = await known(at, "Ben");
    chat.cutOff.set("UA", "the account is gone");
    await at.say("prompt", { to: { person: ben } });
    await at.untilDone();
    expect((await at.store.outbox.list({ states: ["unreachable"], limit: 10 })).length).toBe(2);
  });

  test("who was imported by e-mail is found where the platform can be asked", async () => {
    const chat = new Chat();
    const at = await open([chat]);
    const ben = await known(at, "Ben");
    chat.addresses.set("ben@example.com", { platform: "slack", workspace: "T1", id: "UB" });
    chat.profiles.set("UB", { name: "Ben O.", email: "ben@example.com", zone: "Asia/Kolkata", outside: false });
    await at.say("prompt", { to: { person: ben } });
    await at.worker.drain();
    expect(chat.posts.map((post) => post.room)).toEqual(["UB"]);
    expect(await at.store.people.get(ben)).toMatchObject({ name: "Ben", zone: "Asia/Kolkata", preferred: "slack" });
  });

  test("who left is sent nothing", async () => {
    const chat = new Chat();
    const at = await open([chat]);
    const ben = await known(at, "Ben", { platform: "slack", workspace: "T1", id: "UB" });
    await at.store.people.change(ben, { left: "2026-11-23" });
    await at.say("prompt", { to: { person: ben } });
    await at.worker.drain();
    expect(await at.store.outbox.byKey("prompt")).toMatchObject({ state: "dropped", error: "they have left" });
  });

  test("who is not known yet is looked up, and asked to go on in the chat they spoke in", async () => {
    const [slack, teams] = [new Chat("slack"), new Chat("teams")];
    const at = await open([slack, teams]);
    const ben = await known(at, "Ben", { platform: "teams", workspace: "tenant", id: "29:b" });
    await at.store.people.change(ben, { preferred: "teams" });
    const user: User = { platform: "slack", workspace: "T1", id: "UB", name: "ben" };
    slack.profiles.set("UB", { name: "Ben Okafor", email: "ben@example.com", zone: "Europe/Paris", outside: false });
    const met = await at.store.people.meet(user);
    const intent = { id: "req-1", kind: "command", words: "risk Vendor may miss UAT", from: user };
    await at.say("identify:req-1", { job: "identify", payload: { user, intent }, to: { person: met.id }, class: "interactive" });
    await at.worker.drain();
    expect((await at.store.people.byIdentity(user))?.id).toBe(ben);
    expect(slack.posts).toMatchObject([{ room: "UB", key: "resume:req-1" }]);
    expect(slack.posts[0]?.text).toContain("Hello Ben, I know you now.");
    expect(slack.posts[0]?.text).toContain("You asked: risk Vendor may miss UAT");
    expect(JSON.parse((await at.store.recall("pending:req-1")) ?? "{}")).toEqual(intent);
  });

  test("a look-up that fails is tried again", async () => {
    const chat = new Chat();
    const at = await open([chat]);
    const user: User = { platform: "slack", workspace: "T1", id: "UB" };
    const met = await at.store.people.meet(user);
    await at.say("identify:1", { job: "identify", payload: { user, intent: { id: "1", kind: "press" } }, to: { person: met.id } });
    await at.worker.drain();
    expect(await at.state("identify:1")).toBe("waiting");
    chat.profiles.set("UB", { name: "Ben", outside: false });
    await at.untilDone();
    expect(chat.posts.length).toBe(1);
  });
});
