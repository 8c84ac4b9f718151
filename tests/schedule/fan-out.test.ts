import { expect, test } from "vitest";
import type { Pace } from "../../src/ports/paces.ts";
import { paceOf } from "../../src/slack/pace.ts";
import { office } from "./desk.ts";

const begun = Date.parse("2026-11-23T09:00:00Z");
const minuteMs = 60_000;

/** What a workspace of that pace was sent, and when, if its worker wakes so much later than it wanted to. */
async function sentAt(pace: Pace, lateMs: number, many: number): Promise<readonly number[]> {
  const { store } = await office([]);
  const postings = Array.from({ length: many }, (_, n) => ({ key: `m${n}`, to: { person: `pm${n}` }, job: "echo", payload: "" }));
  await store.transaction((tx) =>
    tx.outbox.addAll(
      postings.map((posting) => ({ ...posting, class: "prompt" as const })),
      new Date(begun),
    ),
  );
  const sent: number[] = [];
  for (let at = begun; sent.length < many; ) {
    const now = new Date(at);
    await store.transaction(async (tx) => {
      for (const claimed of await tx.outbox.claim(now, 8, minuteMs, { paceOf: () => pace })) {
        sent.push(at);
        await tx.outbox.settle(
          claimed,
          { state: "sent", ref: { platform: "slack", workspace: "T1", channel: "D1", id: claimed.key } },
          now,
        );
      }
    });
    const next = await store.outbox.nextAt(now);
    at = Math.max(at + 1, next?.getTime() ?? 0) + lateMs;
  }
  await store.close();
  return sent;
}

test.each([
  [1200, 0, 200],
  [1200, 60, 300],
  [1200, 200, 1500],
  [100, 0, 150],
  [100, 60, 150],
  [100, 1000, 200],
])("at %i a minute, waking %i ms late, %i go out nearly as fast as is set, and no faster", async (perMinute, lateMs, many) => {
  const pace = paceOf(perMinute);
  const sent = await sentAt(pace, lateMs, many);
  const [first = 0, last = 0] = [sent[0], sent.at(-1)];
  expect((many - pace.workspace.atOnce) / ((last - first) / minuteMs)).toBeGreaterThanOrEqual(perMinute * 0.97);
  const most = Math.max(...sent.map((at, n) => sent.findIndex((later, m) => m > n && later >= at + minuteMs) - n));
  expect(most).toBeLessThanOrEqual(perMinute + pace.workspace.atOnce);
});
