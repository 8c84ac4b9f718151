import type { Adapter, Answer } from "../ports/adapter.ts";
import type { Clock, Log, Store } from "../ports/index.ts";
import type { SlackConfig } from "./client.ts";
import { paceOf } from "./pace.ts";
import { createSlack } from "./start.ts";

export interface SlackDeps {
  readonly store: Pick<Store, "recall" | "remember">;
  readonly log: Log;
  readonly clock: Clock;
}

export function slack(config: SlackConfig, answer: Answer, deps: SlackDeps): Adapter {
  const adapter = createSlack(config, answer, deps);
  return { ...adapter, messenger: { ...adapter.messenger, pace: paceOf(config.sendsPerMinute) } };
}
