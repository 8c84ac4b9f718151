import { openStore } from "../../src/store/index.ts";
import type { Instance } from "./instances.ts";
import { until } from "./until.ts";

/** By then all that waits is due. */
const endOfTime = new Date("9999-01-01");

/** Beats until nothing is left to send, and tells what became of the rest: states other than sent and dropped. */
export async function settled(url: string, instance: Instance, withinMs: number): Promise<readonly string[]> {
  const store = await openStore({ url });
  let beat = instance.beat();
  const isDone = async () => {
    beat = beat.then(() => instance.beat());
    return (await store.outbox.nextAt(endOfTime)) === undefined;
  };
  const done = await until(isDone, withinMs, 200);
  const left = await store.outbox.list({ states: ["waiting", "sending", "unreachable", "failed", "expired"], limit: 10_000 });
  await store.close();
  void beat;
  return [...(done ? [] : ["not done in time"]), ...new Set(left.map(({ state, error }) => `${state}: ${error ?? ""}`))];
}
