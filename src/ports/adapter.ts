import type { IncomingMessage, ServerResponse } from "node:http";
import type { ChannelNews, Intent } from "../chat/intent.ts";
import type { Reply } from "../chat/reply.ts";
import type { Messenger } from "./messenger.ts";
import type { Channel } from "./projects.ts";

/** The inside, as an adapter sees it: one function. It never throws and never waits on a network. */
export type Answer = (heard: Intent | ChannelNews) => Promise<Reply>;

/** What `doctor` found: `fix` says what to do about it. */
export interface Check {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
  readonly fix?: string;
}

/** One chat platform, connected. */
export interface Adapter {
  readonly messenger: Messenger;
  /** HTTP paths that it answers on the program's one server. */
  readonly paths: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>>;
  start(): Promise<void>;
  stop(): Promise<void>;
  ready(): boolean;
  /** For `doctor`, without starting: tokens, scopes, and whether the bot may post to the channels in use. */
  check(channels: readonly Channel[]): Promise<readonly Check[]>;
  /** What time the platform says it is, for `doctor`; undefined where it does not answer. */
  time?(): Promise<Date | undefined>;
}
