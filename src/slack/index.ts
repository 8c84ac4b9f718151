import type { Adapter, Answer } from "../ports/adapter.ts";
import type { Clock, Log, Store } from "../ports/index.ts";
import { createSlack } from "./start.ts";

export interface SlackConfig {
  readonly botToken: string;
  /** With it: Socket Mode. */
  readonly appToken?: string;
  /** With it instead: HTTP, on /slack/events. */
  readonly signingSecret?: string;
  readonly apiUrl?: string;
  readonly commandPrefix: string;
}

export interface SlackDeps {
  readonly store: Pick<Store, "recall" | "remember">;
  readonly log: Log;
  readonly clock: Clock;
}

export function slack(config: SlackConfig, answer: Answer, deps: SlackDeps): Adapter {
  return createSlack(config, answer, deps);
}
