import type { ChannelNews, Intent } from "../chat/intent.ts";
import type { Platform } from "../core/people.ts";
import type { FailureKind } from "./messenger.ts";

/** Refused: in words, as somebody asked for what cannot be. Failed: a mistake of ours, told with a number. */
export type Answered = "done" | "refused" | "failed";

/** What this process counts for whoever watches it from outside. Words of a closed list only: each is a series of its own. */
export interface Meter {
  request(kind: (Intent | ChannelNews)["kind"], outcome: Answered, seconds: number): void;
  /** One attempt to write something to a chat. */
  send(platform: Platform, outcome: "sent" | FailureKind): void;
  /** A chat asked for a pause (429), whatever it was asked for. */
  pause(platform: Platform): void;
  /** A line of the log that somebody should read. */
  error(): void;
}
