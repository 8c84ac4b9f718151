import type { Platform } from "../core/people.ts";
import type { MessageRef } from "./messenger.ts";
import type { Pace } from "./paces.ts";
import type { Channel } from "./projects.ts";

/** What is to be sent, written in the same transaction as the change that causes it. */
export interface NewPosting {
  /** The same key is never sent twice: prompt:{person}:{date}, digest:{audience}:{period}. */
  readonly key: string;
  /** Which job draws it, at the moment it is sent. */
  readonly job: string;
  readonly payload: unknown; // plain JSON
  /** A person is written to in the chat they prefer, or `via` the one they just spoke in, in the `workspace` of it. */
  readonly to: { readonly person: string; readonly via?: Platform; readonly workspace?: string } | { readonly channel: Channel };
  /** An edit draws the followed post again and replaces it; `under` answers in the thread of the followed post. */
  readonly follows?: { readonly key: string; readonly how: "edit" | "under" };
  readonly class: "interactive" | "prompt" | "digest";
  readonly notBefore?: Date;
  /** Not sent after this: it would only confuse. Visible as expired. */
  readonly notAfter?: Date;
}

/** On its own, and wherever the person is. */
export type ToPerson = Omit<NewPosting, "to" | "follows"> & { readonly to: { readonly person: string } };

export type PostingState = "waiting" | "sending" | "sent" | "dropped" | "unreachable" | "failed" | "expired";

export interface Posting extends NewPosting {
  readonly id: number;
  readonly state: PostingState;
  readonly attempts: number;
  readonly nextAt: Date;
  readonly createdAt: Date;
  readonly settledAt?: Date;
  readonly ref?: MessageRef; // where it was posted
  readonly error?: string; // why it was dropped, or what last went wrong
  readonly unsure?: true; // it may have been sent after all
}

/** The workspace or tenant that a posting will keep busy ("slack:T1"), as far as it was known when it was written. */
export type GoesTo = `${Platform}:${string}` | Platform | "unknown";

export const areaOf = ({ platform, workspace }: { readonly platform: Platform; readonly workspace: string }): GoesTo =>
  `${platform}:${workspace}`;

/** A claimed posting: `token` proves the claim, `ambiguous` that an earlier claim ran out while it was being sent. */
export interface Claimed extends Posting {
  readonly goesTo: GoesTo;
  readonly token: string;
  readonly ambiguous: boolean;
}

export type Settlement =
  | { readonly state: "sent"; readonly ref: MessageRef }
  | { readonly state: "dropped" | "unreachable" | "failed" | "expired"; readonly error: string; readonly unsure?: true }
  /** Unsure: it may have been sent after all, so the next claim is ambiguous. Untried: the platform was not called, so it was no attempt. */
  | { readonly state: "waiting"; readonly error: string; readonly nextAt: Date; readonly unsure?: true; readonly untried?: true };

/** Where it goes, as one word: nothing is sent twice at once on one lane. */
export function laneOf(to: NewPosting["to"]): string {
  return "person" in to ? `person:${to.person}` : `${to.channel.platform}:${to.channel.workspace}:${to.channel.channel}`;
}

export interface Claiming {
  readonly underway?: readonly GoesTo[];
  /** Undefined: as fast as it answers. */
  readonly paceOf?: (goesTo: GoesTo) => Pace | undefined;
  /** How many were claimed there before: the classes take turns. */
  readonly turn?: (goesTo: GoesTo) => number;
}

export interface Outbox {
  /** False when the key is there already: then nothing is written. A pending edit of the same post is reused. */
  add(posting: NewPosting, now: Date): Promise<boolean>;
  /** The same for many at once: what is new of it is written. */
  addAll(postings: readonly ToPerson[], now: Date): Promise<void>;
  /**
   * Postings whose time has come, one per channel, leased until `now + leaseMs`: in each workspace up to `limit`, less what
   * is `underway` there, so that one that hangs or has much to send holds up no other; and no more than its pace allows. The
   * more urgent class goes first, yet of ten in a row some belong to the others, where they wait.
   */
  claim(now: Date, limit: number, leaseMs: number, among?: Claiming): Promise<readonly Claimed[]>;
  /** Whether the claim is still ours, and stays so until then. */
  isOurs(claimed: Claimed, until: Date): Promise<boolean>;
  /** True when the claim was still ours. */
  settle(claimed: Claimed, settlement: Settlement, now: Date): Promise<boolean>;
  /** Keeps a channel (or a person's chat) quiet until then (429). */
  holdBack(lane: string, until: Date): Promise<void>;
  byKey(key: string): Promise<Posting | undefined>;
  byKeys(keys: readonly string[]): Promise<ReadonlyMap<string, Posting>>;
  /** Takes back what was not sent yet; false when it is too late. */
  cancel(key: string, why: string, now: Date): Promise<boolean>;
  /** What somebody was told in vain before the bot had met them waits to be sent again; prompts and digests come by themselves. */
  resend(person: string, now: Date): Promise<void>;
  /** Tries one again that was given up, with what follows it; the next claim is ambiguous if it is unsure. False when it was not given up. */
  reopen(key: string, notAfter: Date, now: Date): Promise<boolean>;
  /** Gives one up for good that was given up. */
  letGo(key: string, why: string, now: Date): Promise<boolean>;
  /** When there may be something to claim, for sleeping until then: `now` where there is at once, leaving out what is due in these places. */
  nextAt(now: Date, except?: readonly GoesTo[]): Promise<Date | undefined>;
  list(filter: {
    readonly states?: readonly PostingState[];
    readonly since?: Date;
    readonly keyStart?: string;
    /** Written, or to be sent, before then. */
    readonly dueBefore?: Date;
    readonly limit: number;
  }): Promise<readonly Posting[]>;
  /** Forgets postings settled before `before` (nudge logs are data about people). */
  forget(before: Date): Promise<number>;
}
