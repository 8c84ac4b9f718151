import type { Platform } from "../core/people.ts";
import type { GoesTo, NewPosting } from "./outbox.ts";

/** One chat, as one running instance finds it. */
export interface ChatPulse {
  readonly platform: Platform;
  readonly connected: boolean;
  /** Since when it is connected, or is not. */
  readonly since: Date;
  /** Why the platform does not accept the bot's own token, and what to do about it. */
  readonly refused?: string;
  /** Attempts to write something in the last ten minutes, and those that got no proper answer. */
  readonly attempts: number;
  readonly unanswered: number;
  /** How often it asked for a pause (429) in the last hour. */
  readonly pauses: number;
}

/** What a running instance says of itself with every heartbeat, so that each can tell about all. */
export interface Pulse {
  readonly instance: string;
  readonly startedAt: Date;
  readonly at: Date;
  readonly version: string;
  readonly database: "SQLite" | "Postgres";
  readonly chats: readonly ChatPulse[];
  /** By how much the machine's clock is ahead of a platform's; negative: behind. */
  readonly clock?: { readonly platform: Platform; readonly aheadMs: number };
  /** When the database last took nothing from it, once it does again. */
  readonly outage?: { readonly from: Date; readonly until: Date };
}

/** What waits to be sent to one chat. */
export interface Depth {
  readonly platform: GoesTo;
  readonly class: NewPosting["class"];
  readonly waiting: number;
  readonly sending: number;
  /** When the longest-waiting of those that are due was due. */
  readonly oldest?: Date;
}

/** What became of the postings of class "prompt" (prompts, reminders, heads-ups, escalations) that were due within a day. */
export interface PromptFigures {
  readonly due: number;
  readonly sent: number;
  /** Of these, more than a quarter of an hour after they were due. */
  readonly late: number;
  readonly expired: number;
  readonly notReached: number;
  readonly givenUp: number;
}

/** A posting that nobody will get by itself. */
export interface Lost {
  readonly state: "failed" | "expired";
  readonly job: string;
  readonly class: NewPosting["class"];
  readonly platform: GoesTo;
  readonly error: string;
  readonly at: Date;
}

/** What somebody was told of because it is stuck; kept until it is not. */
export interface Alert {
  readonly cause: string;
  readonly since: Date;
  readonly raisedAt: Date;
  readonly title: string;
  readonly fix: string;
  /** The chat that is in trouble itself, so that it cannot be told there. */
  readonly platform?: Platform;
  /** What is said once it is over; absent: it is over without a word. */
  readonly healed?: string;
}

/** How the program does, as all its instances see it. */
export interface Health {
  beat(pulse: Pulse): Promise<void>;
  /** It stopped properly: nobody is to miss it. */
  goodbye(instance: string): Promise<void>;
  pulses(since: Date): Promise<readonly Pulse[]>;
  depth(now: Date): Promise<readonly Depth[]>;
  prompts(now: Date): Promise<PromptFigures>;
  /** How many were given up and wait for somebody to send them again. */
  givenUp(): Promise<number>;
  /** The newest of them since then, except those of a job. */
  lost(since: Date, except: string, limit: number): Promise<readonly Lost[]>;
  alerts(): Promise<readonly Alert[]>;
  /** Keeps an alert, or what it says now. */
  keepAlert(alert: Alert): Promise<void>;
  dropAlert(cause: string): Promise<void>;
}
