import type { Adapter, Answer } from "../ports/adapter.ts";
import type { SlackConfig } from "./client.ts";
import { paceOf } from "./pace.ts";
import { createSlack } from "./start.ts";
import type { SlackDeps } from "./workspaces.ts";

export function slack(config: SlackConfig, answer: Answer, deps: SlackDeps): Adapter {
  const adapter = createSlack(config, answer, deps);
  return { ...adapter, messenger: { ...adapter.messenger, pace: paceOf(config.sendsPerMinute) } };
}
