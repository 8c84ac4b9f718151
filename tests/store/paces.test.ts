import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Claimed, NewPosting } from "../../src/ports/outbox.ts";
import type { Pace } from "../../src/ports/paces.ts";
import { type OpenStore, openStore } from "../../src/store/index.ts";
import { databaseKind, freshDatabase } from "../worlds/database.ts";
import { at } from "./stores.ts";

const now = at("2026-11-23T09:00:00Z");
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const ref = { platform: "slack", workspace: "T1", channel: "C1", id: "1.1" } as const;
const posting = (key: string, channel = key, more: Partial<NewPosting> = {}): NewPosting => ({
  key,
  job: "say",
  payload: null,
  to: { channel: { platform: "slack", workspace: "T1", channel } },
  class: "prompt",
  ...more,
});
const pace: Pace = { workspace: { perMinute: 60, atOnce: 4 }, lane: { perMinute: 60, atOnce: 2 } };

describe(`the pace of a workspace on ${databaseKind()}`, () => {
  let url: string;
  let store: OpenStore;
  const open: OpenStore[] = [];
  const another = async () => {
    const opened = await openStore({ url });
    open.push(opened);
    return opened;
  };
  beforeEach(async () => {
    url = await freshDatabase("in a file");
    store = await another();
  });
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
  });

  const claim = (when: Date, by = store, limit = 8) => by.outbox.claim(when, limit, 60_000, { paceOf: () => pace });
  /** At the same time where that can be; two programs in one thread wait for SQLite in each other's way. */
  const together = async (programs: readonly OpenStore[], work: (program: OpenStore) => Promise<readonly Claimed[]>) => {
    if (databaseKind() === "Postgres") return (await Promise.all(programs.map(work))).flat();
    const all: Claimed[] = [];
    for (const each of programs) all.push(...(await work(each)));
    return all;
  };
  const sent = async (claimed: readonly Claimed[], when: Date) => {
    for (const each of claimed) expect(await store.outbox.settle(each, { state: "sent", ref }, when)).toBe(true);
  };
  const keys = (claimed: readonly Claimed[]) => claimed.map(({ key }) => key);

  test("some at once, then one after the other", async () => {
    const free = async (when: Date) => (await store.paces.take("slack:T1:find", pace.workspace, when))?.getTime();
    expect([await free(now), await free(now), await free(now), await free(now)]).toEqual([undefined, undefined, undefined, undefined]);
    const next = (await free(now)) ?? 0;
    expect(next - now.getTime()).toBeGreaterThan(1_000);
    expect(next - now.getTime()).toBeLessThan(1_030);
    expect(await free(new Date(next - 1))).toBe(next);
    expect(await free(new Date(next))).toBeUndefined();
    expect(await free(new Date(next))).toBe(next + next - now.getTime());
  });

  test("a pause holds for all, halves the rate once, and the rate grows back", async () => {
    const took = async (from: number, seconds: number, everyMs = 200) => {
      let count = 0;
      for (let ms = 0; ms < seconds * 1000; ms += everyMs)
        if (!(await store.paces.take("slack:T1:post", pace.workspace, new Date(later(from).getTime() + ms)))) count += 1;
      return count;
    };
    await store.paces.slow("slack:T1:post", pace.workspace, later(30), now);
    await store.paces.slow("slack:T1:post", pace.workspace, later(20), now); // went out together with the first
    expect(await took(0, 30, 1_000)).toBe(0);
    expect(await took(30, 9)).toBe(5);
    await took(39, 150, 10_000);
    expect(await took(190, 15)).toBeGreaterThanOrEqual(14);
  });

  test("what was sent while the clock was fast holds up nothing once it is right", async () => {
    const fast = later(2 * 3600);
    for (const key of ["a", "b", "c", "d", "e"]) await store.outbox.add(posting(key, "C1"), now);
    await sent(await claim(fast), fast);
    await sent(await claim(fast), fast);
    for (let i = 0; i < 4; i++) await store.paces.take("slack:T1:find", pace.workspace, fast);
    expect(await store.outbox.nextAt(now)).toEqual(now);
    expect(await store.paces.take("slack:T1:find", pace.workspace, now)).toBeUndefined();
    for (const count of [1, 1, 0]) {
      const claimed = await claim(now); // two at once in a channel, as ever
      expect(claimed).toHaveLength(count);
      await sent(claimed, now);
    }
  });

  test("two programs that claim together keep one budget, and fill it", async () => {
    for (let n = 0; n < 100; n += 1) await store.outbox.add(posting(`m${n}`), now);
    const other = await another();
    let count = 0;
    for (let tenth = 0; tenth < 600; tenth += 1) {
      const when = later(tenth / 10);
      if (((await store.outbox.nextAt(when)) ?? when) > when) continue;
      const claimed = await together([store, other], (each) => claim(when, each));
      await sent(claimed, when);
      count += claimed.length;
    }
    expect(count).toBeGreaterThanOrEqual(60);
    expect(count).toBeLessThanOrEqual(63);
  });

  test("two programs that claim at once never have two of one channel, nor one twice", async () => {
    for (let n = 0; n < 120; n += 1) await store.outbox.add(posting(`m${n}`, `C${n % 12}`), now);
    const programs = [store, await another(), await another()];
    const all: string[] = [];
    while (all.length < 120) {
      const claimed = await together(programs, (each) => each.outbox.claim(now, 5, 60_000));
      expect(claimed.length).toBeGreaterThan(0);
      expect(new Set(claimed.map(({ to }) => JSON.stringify(to))).size).toBe(claimed.length);
      await sent(claimed, now);
      all.push(...keys(claimed));
    }
    expect(new Set(all).size).toBe(120);
  });

  test("a claim of many costs as few statements as one of one", async () => {
    for (let n = 0; n < 50; n += 1) await store.outbox.add(posting(`m${n}`), now);
    const claimed = await store.outbox.claim(now, 40, 60_000);
    expect(new Set(claimed.map(({ token }) => token)).size).toBe(1);
    expect(claimed.length).toBe(40);
    const [one, two] = claimed;
    if (!one || !two) throw new Error("not claimed");
    await store.outbox.settle(one, { state: "sent", ref }, now);
    expect([await store.outbox.byKey(one.key), await store.outbox.byKey(two.key)]).toMatchObject([{ state: "sent" }, { state: "sending" }]);
  });

  test("the classes take turns, and nobody's turn is wasted", async () => {
    for (const kind of ["digest", "prompt", "interactive"] as const)
      for (let n = 0; n < 40; n += 1) await store.outbox.add(posting(`${kind}:${n}`, `${kind}:${n}`, { class: kind }), now);
    let before = 0;
    const ten = async () => {
      const claimed: Claimed[] = [];
      // One at a time, as a slow budget gives them.
      while (claimed.length < 10) {
        const turn = () => before;
        const [each] = await store.outbox.claim(now, 1, 60_000, { turn });
        if (!each) break;
        claimed.push(each);
        before += 1;
      }
      await sent(claimed, now);
      return (["interactive", "prompt", "digest"] as const).map((kind) => claimed.filter((each) => each.class === kind).length);
    };
    expect(await ten()).toEqual([6, 3, 1]);
    for (let n = 0; n < 5; n += 1) expect(await ten()).toEqual([6, 3, 1]);
    expect(await ten()).toEqual([4, 5, 1]); // the last four of them
    expect(await ten()).toEqual([0, 9, 1]);
    expect(await ten()).toEqual([0, 8, 2]);
    expect(await ten()).toEqual([0, 0, 10]);
  });

  test("in one channel the more urgent goes first, whosever turn it is", async () => {
    await store.outbox.add(posting("prompt", "C1"), now);
    await store.outbox.add(posting("change", "C1", { follows: { key: "prompt", how: "edit" }, class: "interactive" }), now);
    await store.outbox.add(posting("answer", "C1", { class: "interactive" }), now);
    const order: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const claimed = await store.outbox.claim(now, 8, 60_000, { turn: () => 2 });
      order.push(...keys(claimed));
      await sent(claimed, now);
    }
    expect(order).toEqual(["answer", "prompt", "change"]);
  });

  test("a workspace with two thousand prompts holds up no other", async () => {
    await store.transaction(async ({ outbox }) => {
      for (let n = 0; n < 2_000; n += 1) await outbox.add(posting(`m${n}`), now);
    });
    const to = { channel: { platform: "slack", workspace: "T2", channel: "C" } } as const;
    await store.outbox.add(posting("theirs", "C", { to, class: "digest" }), later(1));
    expect(keys(await claim(later(1)))).toContain("theirs");
  });

  test("a pause of one workspace's posts is not that of its edits, nor of another workspace", async () => {
    await store.outbox.add(posting("old"), now);
    await sent(await claim(now), now);
    await store.paces.slow("slack:T1:post", pace.workspace, later(60), now);
    await store.outbox.add(posting("new"), now);
    await store.outbox.add(posting("edit", "C9", { follows: { key: "old", how: "edit" } }), now);
    const to = { channel: { platform: "slack", workspace: "T2", channel: "C" } } as const;
    await store.outbox.add(posting("theirs", "C", { to }), now);
    expect(keys(await claim(later(1))).sort()).toEqual(["edit", "theirs"]);
    expect(await store.outbox.nextAt(later(2))).toEqual(later(60));
    expect(keys(await claim(later(59)))).toEqual([]);
    expect(keys(await claim(later(60)))).toEqual(["new"]);
  });

  test("a channel is written to at its own pace, and others meanwhile", async () => {
    for (const key of ["one", "two", "three"]) await store.outbox.add(posting(key, "C1"), now);
    for (const _ of [1, 2]) await sent(await claim(now), now);
    await store.outbox.add(posting("elsewhere"), now);
    expect(keys(await claim(now))).toEqual(["elsewhere"]);
    const next = await store.outbox.nextAt(now);
    expect(next?.getTime()).toBeGreaterThan(later(1).getTime());
    expect(next?.getTime()).toBeLessThan(later(1.1).getTime());
    expect(keys(await claim(later(1)))).toEqual([]);
    expect(keys(await claim(later(1.1)))).toEqual(["three"]);
  });

  test("a chat for which hundreds wait holds up none behind them, and the next of it goes out in its turn", async () => {
    for (let n = 0; n < 300; n += 1) await store.outbox.add(posting(`deep ${String(n).padStart(3, "0")}`, "deep"), now);
    await store.outbox.add(posting("behind"), later(1));
    await store.outbox.add(posting("under", "other", { follows: { key: "behind", how: "under" } }), later(1));
    await sent(await claim(now), now);
    await sent(await claim(now), now);
    expect(keys(await claim(later(0.1)))).toEqual([]);
    const behind = await claim(later(1.001));
    expect(keys(behind)).toContain("behind");
    await sent(behind, later(1.001));
    expect(keys(await claim(later(1.002)))).toEqual(["under"]);
    const next = await store.outbox.nextAt(later(1.002));
    expect(next && next > later(1.002) && next < later(1.1)).toBe(true); // when that chat may be written to again
    expect(keys(await claim(later(1.1)))).toEqual(["deep 002"]);
  });

  test("an edit that did not get through leaves it to the newer one", async () => {
    await store.outbox.add(posting("post", "C1"), now);
    await sent(await claim(now), now);
    await store.outbox.add(posting("edit-1", "C1", { follows: { key: "post", how: "edit" } }), now);
    const [underway] = await claim(now);
    await store.outbox.add(posting("edit-2", "C1", { follows: { key: "post", how: "edit" } }), now);
    expect(keys(await claim(later(1)))).toEqual([]); // one at a time, even then
    if (underway) await store.outbox.settle(underway, { state: "waiting", error: "503", nextAt: later(5) }, now);
    expect(await store.outbox.byKey("edit-1")).toMatchObject({ state: "dropped", error: "a newer edit took its place (edit-2)" });
    expect(keys(await claim(later(9)))).toEqual(["edit-2"]);
    expect(keys(await claim(later(9)))).toEqual([]);
  });

  test("a look-up that was only put off is no attempt", async () => {
    await store.outbox.add(posting("a"), now);
    const [claimed] = await claim(now);
    if (claimed)
      await store.outbox.settle(claimed, { state: "waiting", error: "busy", nextAt: later(1), unsure: true, untried: true }, now);
    expect(await store.outbox.byKey("a")).toMatchObject({ state: "waiting", attempts: 0, unsure: true });
  });
});
