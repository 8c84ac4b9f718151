import type { PostingState } from "../../src/ports/outbox.ts";
import { openStore } from "../../src/store/index.ts";
import type { Instance } from "./instances.ts";
import { until } from "./until.ts";

const notSent: readonly PostingState[] = ["waiting", "sending", "unreachable", "failed", "expired"];

/** What became of everything that was neither sent nor dropped, each way once. */
export async function unsettled(url: string, states = notSent): Promise<readonly string[]> {
  const store = await openStore({ url });
  const left = await store.outbox.list({ states, limit: 10_000 });
  await store.close();
  return [...new Set(left.map(({ state, error }) => `${state}: ${error ?? ""}`))];
}

/**
 * Beats until something was planned and nothing is left to send, and tells what became of what was not sent. `whileIdle` is
 * called when nothing is on its way: a clock that is turned then ends nobody's lease.
 */
export async function settled(url: string, instance: Instance, withinMs: number, whileIdle = () => {}): Promise<readonly string[]> {
  const store = await openStore({ url });
  let beat = instance.beat();
  const isDone = async () => {
    if ((await store.outbox.list({ states: ["sending"], limit: 1 })).length === 0) whileIdle();
    beat = beat.then(() => instance.beat());
    const all = await store.outbox.list({ limit: 1 });
    return all.length > 0 && (await store.outbox.list({ states: ["waiting", "sending"], limit: 1 })).length === 0;
  };
  const done = await until(isDone, withinMs, 200);
  await store.close();
  void beat;
  return [...(done ? [] : ["not done in time"]), ...(await unsettled(url))];
}
