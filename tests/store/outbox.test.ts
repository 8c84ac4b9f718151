import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { NewPosting } from "../../src/ports/outbox.ts";
import type { OpenStore } from "../../src/store/index.ts";
import { at, databases } from "./stores.ts";

const now = at("2026-11-23T09:00:00Z");
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const channel = (id: string) => ({ platform: "slack", workspace: "T1", channel: id }) as const;
const ref = { platform: "slack", workspace: "T1", channel: "C1", id: "1.1" } as const;
const posting = (key: string, more: Partial<NewPosting> = {}): NewPosting => ({
  key,
  job: "say",
  payload: { key },
  to: { channel: channel("C1") },
  class: "prompt",
  ...more,
});

describe.each(databases)("the outbox on $name", ({ open }) => {
  let store: OpenStore;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const keys = async (when: Date, limit = 10) => (await store.outbox.claim(when, limit, 60_000)).map((each) => each.key);
  const send = async (when: Date) => {
    const claimed = await store.outbox.claim(when, 10, 60_000);
    for (const each of claimed) await store.outbox.settle(each, { state: "sent", ref }, when);
    return claimed.map((each) => each.key);
  };

  test("a key is there once, as it was first written", async () => {
    expect(await store.outbox.add(posting("a"), now)).toBe(true);
    expect(await store.outbox.add(posting("a", { payload: "other" }), now)).toBe(false);
    expect(await store.outbox.byKey("a")).toMatchObject({ state: "waiting", payload: { key: "a" }, attempts: 0, nextAt: now });
  });

  test("keeps the workspace busy that somebody spoke in, and the first of theirs where nothing says which", async () => {
    const { id } = await store.people.add({ name: "Ben" });
    for (const workspace of ["T2", "T3", "T1"])
      await store.people.identify(id, { platform: "slack", workspace, user: `U${workspace}`, outside: false });
    await store.outbox.add(posting("there", { to: { person: id, via: "slack", workspace: "T3" } }), now);
    expect(await store.outbox.claim(now, 8, 60_000)).toMatchObject([{ key: "there", goesTo: "slack:T3" }]);
    const { id: other } = await store.people.add({ name: "Dev" });
    for (const workspace of ["T2", "T1"])
      await store.people.identify(other, { platform: "slack", workspace, user: `V${workspace}`, outside: false });
    await store.outbox.add(posting("anywhere", { to: { person: other } }), now);
    expect(await store.outbox.claim(now, 8, 60_000)).toMatchObject([{ key: "anywhere", goesTo: "slack:T1" }]);
    expect((await store.people.get(other))?.identities.map((each) => each.workspace)).toEqual(["T1", "T2"]);
  });

  test("one at a time on a channel, the most urgent first", async () => {
    await store.outbox.add(posting("digest", { class: "digest" }), now);
    await store.outbox.add(posting("prompt"), now);
    await store.outbox.add(posting("answer", { class: "interactive" }), later(1));
    await store.outbox.add(posting("elsewhere", { to: { person: "ben" }, class: "digest" }), now);
    expect(await keys(later(2))).toEqual(["answer", "elsewhere"]);
    expect(await keys(later(2))).toEqual([]);
  });

  test("nothing before its time, and the sleeper is told when", async () => {
    await store.outbox.add(posting("a", { notBefore: later(60) }), now);
    expect(await keys(later(59))).toEqual([]);
    expect(await store.outbox.nextAt(now)).toEqual(later(60));
    expect(await keys(later(60))).toEqual(["a"]);
    expect(await store.outbox.nextAt(now)).toEqual(later(120)); // when the lease ends
  });

  test("a channel that was told to be quiet holds up nobody else", async () => {
    await store.outbox.add(posting("a"), now);
    await store.outbox.add(posting("b", { to: { channel: channel("C2") } }), now);
    await store.outbox.holdBack("slack:T1:C1", later(30));
    expect(await send(now)).toEqual(["b"]);
    expect(await store.outbox.nextAt(now)).toEqual(later(30));
    expect(await send(later(30))).toEqual(["a"]);
    expect(await store.outbox.nextAt(now)).toBeUndefined();
  });

  test("a lease that ran out makes the posting ambiguous, and the old claim worthless", async () => {
    await store.outbox.add(posting("a"), now);
    const [first] = await store.outbox.claim(now, 1, 60_000);
    const [second] = await store.outbox.claim(later(60), 1, 60_000);
    expect([first?.ambiguous, second?.ambiguous, second?.attempts]).toEqual([false, true, 2]);
    if (!first || !second) throw new Error("not claimed");
    expect(await store.outbox.settle(first, { state: "sent", ref }, later(61))).toBe(false);
    expect(await store.outbox.settle(second, { state: "waiting", error: "timed out", nextAt: later(70), unsure: true }, later(61))).toBe(
      true,
    );
    expect((await store.outbox.claim(later(70), 1, 60_000))[0]?.ambiguous).toBe(true);
  });

  test("what was given up while unsure is looked for when it is tried again, and what was under it follows", async () => {
    await store.outbox.add(posting("post"), now);
    await store.outbox.add(posting("reply", { follows: { key: "post", how: "under" } }), now);
    const [first] = await store.outbox.claim(now, 1, 60_000);
    if (!first) throw new Error("not claimed");
    expect(await store.outbox.reopen("post", later(99), now)).toBe(false);
    await store.outbox.settle(first, { state: "failed", error: "down", unsure: true }, now);
    expect(await send(later(1))).toEqual([]);
    expect(await store.outbox.byKey("reply")).toMatchObject({ state: "dropped" });

    expect(await store.outbox.reopen("post", later(99), later(2))).toBe(true);
    const [again] = await store.outbox.claim(later(2), 1, 60_000);
    expect(again).toMatchObject({ key: "post", ambiguous: true, attempts: 1, notAfter: later(99) });
    if (again) await store.outbox.settle(again, { state: "sent", ref }, later(2));
    expect(await send(later(3))).toEqual(["reply"]);
  });

  test("an edit waits for its post, and only the newest is sent", async () => {
    await store.outbox.add(posting("post", { notBefore: later(10) }), now);
    await store.outbox.add(posting("edit-1", { follows: { key: "post", how: "edit" } }), now);
    await store.outbox.add(posting("edit-2", { follows: { key: "post", how: "edit" } }), later(1));
    expect(await send(later(9))).toEqual([]);
    expect(await store.outbox.nextAt(later(9))).toEqual(later(10));
    expect(await send(later(10))).toEqual(["post"]);
    expect(await send(later(10))).toEqual(["edit-2"]);
    expect(await store.outbox.byKey("edit-1")).toMatchObject({ state: "dropped", error: "a newer edit took its place (edit-2)" });
    expect(await store.outbox.add(posting("edit-1", { follows: { key: "post", how: "edit" } }), later(20))).toBe(false);
  });

  test("answers under a post keep their order, whatever went wrong in between", async () => {
    await store.outbox.add(posting("post"), now);
    await store.outbox.add(posting("one", { follows: { key: "post", how: "under" } }), now);
    await store.outbox.add(posting("two", { follows: { key: "post", how: "under" } }), now);
    expect(await send(now)).toEqual(["post"]);
    const [one] = await store.outbox.claim(now, 10, 60_000);
    if (one) await store.outbox.settle(one, { state: "waiting", error: "busy", nextAt: later(20) }, now);
    expect(await send(later(19))).toEqual([]);
    expect(await store.outbox.nextAt(now)).toEqual(later(20));
    expect(await send(later(20))).toEqual(["one"]);
    expect(await send(later(20))).toEqual(["two"]);
  });

  test("what follows a post that is never made goes with it", async () => {
    await store.outbox.add(posting("post", { notBefore: later(10) }), now);
    await store.outbox.add(posting("edit", { follows: { key: "post", how: "edit" } }), now);
    await store.outbox.add(posting("under", { follows: { key: "post", how: "under" } }), now);
    expect(await store.outbox.cancel("post", "answered", now)).toBe(true);
    expect(await store.outbox.cancel("post", "answered", now)).toBe(false);
    expect(await send(later(10))).toEqual([]);
    const states = (await store.outbox.list({ limit: 10 })).map((each) => [each.key, each.state]);
    expect(states).toEqual([
      ["under", "dropped"],
      ["edit", "dropped"],
      ["post", "dropped"],
    ]);
  });

  test("it is too late to take back what is being sent", async () => {
    await store.outbox.add(posting("a"), now);
    await keys(now);
    expect(await store.outbox.cancel("a", "answered", now)).toBe(false);
  });

  test("lists by state, start of the key and age; forgets what is long settled", async () => {
    for (const key of ["prompt:1", "prompt:2", "digest_1"]) await store.outbox.add(posting(key, { to: { person: key } }), now);
    await send(now);
    await store.outbox.add(posting("prompt:3"), later(5));
    const listed = async (filter: object) => (await store.outbox.list({ ...filter, limit: 2 })).map((each) => each.key);
    expect(await listed({ keyStart: "prompt:" })).toEqual(["prompt:3", "prompt:2"]);
    expect(await listed({ keyStart: "digest_" })).toEqual(["digest_1"]);
    expect(await listed({ keyStart: "_" })).toEqual([]);
    expect(await listed({ states: ["waiting"] })).toEqual(["prompt:3"]);
    expect(await listed({ since: later(5) })).toEqual(["prompt:3"]);
    expect(await store.outbox.forget(later(1))).toBe(3);
    expect(await listed({})).toEqual(["prompt:3"]);
  });

  test("a lane with a long queue does not hide the others", async () => {
    for (let n = 0; n < 100; n += 1) await store.outbox.add(posting(`queue:${n}`), now);
    await store.outbox.add(posting("other", { to: { person: "ben" } }), later(1));
    expect((await keys(later(1), 3)).sort()).toEqual(["other", "queue:0"]);
  });
});
