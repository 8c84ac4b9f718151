import { openStore } from "../../src/store/index.ts";
import type { Instance } from "./instances.ts";
import { until } from "./until.ts";

/** Beats until something was planned and nothing is left to send, and tells what became of what was not sent. */
export async function settled(url: string, instance: Instance, withinMs: number, meanwhile = () => {}): Promise<readonly string[]> {
  const { outbox, close } = await openStore({ url });
  let beat = instance.beat();
  const isDone = async () => {
    meanwhile();
    beat = beat.then(() => instance.beat());
    const all = await outbox.list({ limit: 1 });
    return all.length > 0 && (await outbox.list({ states: ["waiting", "sending"], limit: 1 })).length === 0;
  };
  const done = await until(isDone, withinMs, 200);
  const left = await outbox.list({ states: ["waiting", "sending", "unreachable", "failed", "expired"], limit: 10_000 });
  await close();
  void beat;
  return [...(done ? [] : ["not done in time"]), ...new Set(left.map(({ state, error }) => `${state}: ${error ?? ""}`))];
}
