import { addMinutes, subDays } from "date-fns";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Pulse } from "../../src/ports/health.ts";
import type { NewPosting } from "../../src/ports/outbox.ts";
import type { OpenStore } from "../../src/store/index.ts";
import { at, databases } from "./stores.ts";

const now = at("2026-11-23T09:00:00Z");
const later = (minutes: number) => addMinutes(now, minutes);
const ref = { platform: "slack", workspace: "T1", channel: "C1", id: "1" } as const;

let store: OpenStore;
beforeEach(async () => {
  const [database] = databases;
  if (database) store = await database.open();
});
afterEach(() => store.close());

async function post(key: string, more: Partial<NewPosting> = {}, written = now): Promise<void> {
  const to = { channel: { platform: "slack", workspace: "T1", channel: key } } as const;
  await store.outbox.add({ key, job: "echo", payload: key, to, class: "prompt", ...more }, written);
}

/** Takes what is due and ends it so. */
async function settle(when: Date, state: "sent" | "dropped" | "unreachable" | "failed" | "expired"): Promise<void> {
  for (const claimed of await store.outbox.claim(when, 100, 60_000))
    await store.outbox.settle(claimed, state === "sent" ? { state, ref } : { state, error: "why" }, when);
}

test("depth tells what waits by chat and class, and since when the oldest was due, however often it was tried", async () => {
  await post("said", { class: "interactive", to: { channel: { platform: "teams", workspace: "t", channel: "c" } } });
  await store.outbox.claim(now, 1, 60_000);
  await post("tried");
  const [claimed] = await store.outbox.claim(now, 1, 60_000);
  if (claimed) await store.outbox.settle(claimed, { state: "waiting", error: "503", nextAt: later(60) }, now);
  await post("fresh", {}, later(10));
  await post("tomorrow", { notBefore: later(24 * 60) }, later(1));
  await post("digest", { class: "digest", notBefore: later(24 * 60) });
  expect(await store.health.depth(later(20))).toEqual(
    expect.arrayContaining([
      { platform: "slack:T1", class: "prompt", waiting: 3, sending: 0, oldest: now },
      { platform: "slack:T1", class: "digest", waiting: 1, sending: 0 },
      { platform: "teams:t", class: "interactive", waiting: 0, sending: 1, oldest: now },
    ]),
  );
});

test("prompts of the last day are told by what became of them, a late one apart", async () => {
  await post("in time");
  await settle(later(15), "sent");
  for (const state of ["sent", "expired", "unreachable", "failed", "dropped"] as const) {
    await post(state);
    await settle(later(16), state);
  }
  await post("waits");
  await post("not yet", { notBefore: later(600) });
  await post("digest", { class: "digest" });
  await post("yesterday", {}, subDays(now, 2));
  expect(await store.health.prompts(later(20))).toEqual({ due: 7, sent: 2, late: 1, expired: 1, notReached: 1, givenUp: 1 });
  expect(await store.health.givenUp()).toBe(1);
  const lost = await store.health.lost(now, "nothing", 10);
  expect(lost.map(({ state, error, platform, at }) => [state, error, platform, at])).toEqual(
    expect.arrayContaining([
      ["failed", "why", "slack:T1", later(16)],
      ["expired", "why", "slack:T1", later(16)],
    ]),
  );
  expect(lost).toHaveLength(2);
  expect(await store.health.lost(now, "echo", 10)).toEqual([]);
  expect(await store.health.lost(later(17), "nothing", 10)).toEqual([]);
});

test("pulses are kept one an instance, for a day, and go when it stops", async () => {
  const pulse = (instance: string, when: Date): Pulse => ({
    ...{ instance, startedAt: now, at: when, version: "0.1.0", database: "SQLite" },
    chats: [{ platform: "slack", connected: true, since: now, attempts: 3, unanswered: 1, pauses: 2 }],
    clock: { platform: "slack", aheadMs: 1500 },
    outage: { from: now, until: later(1) },
  });
  await store.health.beat(pulse("a", now));
  await store.health.beat(pulse("a", later(1)));
  await store.health.beat(pulse("b", later(1)));
  expect(await store.health.pulses(now)).toEqual([pulse("a", later(1)), pulse("b", later(1))]);
  expect(await store.health.pulses(later(2))).toEqual([]);
  await store.health.goodbye("b");
  expect(await store.health.pulses(now)).toHaveLength(1);
  await store.health.beat(pulse("c", later(24 * 60 + 2)));
  expect((await store.health.pulses(now)).map(({ instance }) => instance)).toEqual(["c"]);
});

test("an alert is kept once a cause, until it is dropped", async () => {
  const alert = { cause: "token:slack", since: now, raisedAt: later(1), title: "Slack is cross", fix: "Be kind.", healed: "It smiles." };
  await store.health.keepAlert(alert);
  await store.health.keepAlert({ ...alert, title: "Slack is very cross", platform: "slack" });
  expect(await store.health.alerts()).toEqual([{ ...alert, title: "Slack is very cross", platform: "slack" }]);
  await store.health.dropAlert("token:slack");
  expect(await store.health.alerts()).toEqual([]);
});
