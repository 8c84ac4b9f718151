import type { User } from "../chat/intent.ts";
import type { Message } from "../chat/message.ts";
import type { Identity, Platform } from "../core/people.ts";
import type { Pace } from "./paces.ts";
import type { Profile } from "./people.ts";
import type { Channel } from "./projects.ts";

/** A message that was posted: enough to edit it, or to answer in its thread. */
export interface MessageRef {
  readonly platform: Platform;
  readonly workspace: string;
  readonly channel: string;
  readonly id: string;
}

export type Destination = { readonly identity: Identity } | { readonly channel: Channel };

/**
 * What went wrong outside, by what can be done about it.
 * later: try again, at `retryAfterMs` where the platform said when · unsure: it may have been sent, look first ·
 * unreachable: this person or channel cannot be written to · refused: it will never be taken as it is.
 */
export type FailureKind = "later" | "unsure" | "unreachable" | "refused";

/** What somebody who watches over the bot wants to hear of: its own token is not accepted · it is asked for a pause (429). */
export type FailureAbout = "token" | "pause";

export class SendFailure extends Error {
  override readonly name = "SendFailure";
  readonly kind: FailureKind;
  readonly retryAfterMs: number | undefined;
  readonly about: FailureAbout | undefined;
  constructor(
    kind: FailureKind,
    words: string,
    options: { retryAfterMs?: number; about?: FailureAbout | undefined; cause?: unknown } = {},
  ) {
    super(words, { cause: options.cause });
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
    this.about = options.about;
  }
}

/** Whatever a timer or a connection is late by, no call takes ten seconds. */
export const callWithinMs = 9_000;

/** The only way out to a platform. Every call is one attempt, no longer than that, and throws `SendFailure`. */
export interface Messenger {
  readonly platform: Platform;
  /** Absent: as fast as it answers. */
  readonly pace?: Pace;
  post(to: Destination, message: Message, options: { readonly key: string; readonly under?: MessageRef }): Promise<MessageRef>;
  edit(ref: MessageRef, message: Message): Promise<void>;
  /** Looks for what an interrupted attempt may have posted `since`; undefined where it is not there or cannot be looked up. */
  find(to: Destination, key: string, since: Date, near: MessageRef | undefined): Promise<MessageRef | undefined>;
  profile(user: User): Promise<Profile>;
  /** Who has that address on the platform, where it can be asked: somebody imported by e-mail who never spoke to the bot. */
  byEmail?(email: string): Promise<{ readonly user: User; readonly profile: Profile } | undefined>;
  /** What the platform says of a channel, where requests do not say it all. Absent: they do. */
  channel?(channel: Channel): Promise<{ readonly name?: string; readonly shared: boolean }>;
}
