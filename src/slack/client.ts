import { type Logger, LogLevel, webApi } from "@slack/bolt";
import type { Log } from "../ports/index.ts";

export interface SlackConfig {
  readonly botToken: string;
  /** With it: Socket Mode. */
  readonly appToken?: string;
  /** With it instead: HTTP, on /slack/events. */
  readonly signingSecret?: string;
  readonly apiUrl?: string;
  readonly commandPrefix: string;
  readonly sendsPerMinute?: number;
}

/**
 * One attempt, ten seconds at most: by default the SDK sends again after a broken connection, and Slack posts twice.
 * When to try again is for the outbox to decide.
 */
export function createClient(config: { readonly botToken: string; readonly apiUrl?: string }, log: Log): webApi.WebClient {
  return new webApi.WebClient(config.botToken, {
    ...(config.apiUrl !== undefined && { slackApiUrl: config.apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    logger: sdkLog(log),
  });
}

/** The SDK's own log, warnings and errors only: what it says below that holds what people wrote. */
export function sdkLog(log: Log): Logger {
  const words = (parts: readonly unknown[]) => parts.map((part) => (part instanceof Error ? part.message : String(part))).join(" ");
  return {
    debug() {},
    info() {},
    warn: (...parts) => log.warn({ platform: "slack" }, words(parts)),
    error: (...parts) => log.error({ platform: "slack" }, words(parts)),
    setLevel() {},
    setName() {},
    getLevel: () => LogLevel.WARN,
  };
}
