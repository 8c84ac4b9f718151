import { type Logger, LogLevel, webApi } from "@slack/bolt";
import type { Log } from "../ports/index.ts";
import { callWithinMs } from "../ports/messenger.ts";
import { failureOf, refusalCode } from "./failures.ts";

export interface SlackConfig {
  /** Of the one workspace that needs no installing. */
  readonly botToken?: string;
  /** With it: Socket Mode. */
  readonly appToken?: string;
  /** With it instead: HTTP, on /slack/events. */
  readonly signingSecret?: string;
  readonly apiUrl?: string;
  readonly commandPrefix: string;
  readonly sendsPerMinute?: number;
  /** The organisation's, besides the bot token's. */
  readonly workspaces: readonly string[];
  readonly oauth?: OAuth;
}

/** With it workspaces install the app by themselves. */
export interface OAuth {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly publicUrl: string;
  readonly key: string;
  readonly oldKey?: string;
}

/** A workspace's token, which may become another at any time. */
export interface TokenSource {
  current(): Promise<string>;
  /** What to use in place of a token that Slack refused; undefined: the refusal is about something else. */
  instead(refused: string, hasExpired: boolean): Promise<string | undefined>;
}

const optionsOf = ({ apiUrl }: { readonly apiUrl?: string }, log: Log): webApi.WebClientOptions => ({
  ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: callWithinMs,
  logger: sdkLog(log),
});

/**
 * One attempt, within the limit: by default the SDK sends again after a broken connection, and Slack posts twice.
 * When to try again is for the outbox to decide.
 */
export function createClient(config: { readonly apiUrl?: string }, token: string | undefined, log: Log): webApi.WebClient {
  return new webApi.WebClient(token, optionsOf(config, log));
}

/** The same, with whatever the token is at each call. */
export function createChangingClient(config: { readonly apiUrl?: string }, tokens: TokenSource, log: Log): webApi.WebClient {
  return new ChangingClient(tokens, optionsOf(config, log));
}

class ChangingClient extends webApi.WebClient {
  readonly #tokens: TokenSource;
  constructor(tokens: TokenSource, options: webApi.WebClientOptions) {
    super(undefined, options);
    this.#tokens = tokens;
  }
  override async apiCall(method: string, options: Record<string, unknown> = {}): Promise<webApi.WebAPICallResult> {
    const token = await this.#tokens.current();
    try {
      return await super.apiCall(method, { ...options, token });
    } catch (error) {
      if (failureOf(error).about !== "token") throw error;
      const other = await this.#tokens.instead(token, refusalCode(error) === "token_expired");
      if (other === undefined) throw error;
      return super.apiCall(method, { ...options, token: other });
    }
  }
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
