/**
 * The world that conversations are written against: people who speak and press in a chat, and channels to read. The
 * same conversation runs on every platform; what is seen comes back as plain text, whatever the platform drew.
 */
import type { RecordType } from "../../src/core/record-type.ts";

export interface WorldOptions {
  /** Registers instead of the product's own. */
  readonly types?: readonly RecordType[];
  /** When it begins. Default: Sunday 22 Nov 2026, noon UTC. */
  readonly at?: string;
  /** Nothing set up: no portfolio, no people. */
  readonly empty?: true;
}

export type MakeWorld = (options?: WorldOptions) => Promise<World>;

export interface World {
  readonly platform: "slack" | "teams" | "terminal";
  /** Somebody of the cast, by first name in lower case. Their account on the platform exists; the bot may not know them yet. */
  readonly people: Readonly<Record<string, Speaker>>;
  channel(name: string): ChannelView;
  now(): Date;
  /** Turns the clock to a later instant ("2026-11-23T09:00:00Z") by way of every half-hour, beating at each. */
  turnTo(instant: string): Promise<void>;
  /** Beats until nothing is left to send now. */
  settle(): Promise<void>;
  /** From now on the platform refuses to bring the bot's messages to this person: uninstalled, account gone. */
  loses(person: string): Promise<void>;
  /** Stops the program and starts it again on the same database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface Speaker {
  /** `/risk Vendor …` as a command in a channel (or the 1:1 chat); what came back, settled, as plain text. */
  says(words: string, where?: { channel?: string; thread?: boolean }): Promise<string>;
  /** Presses the newest visible button with that label that this person can see; what came back. */
  presses(label: string): Promise<string>;
  /** Fills the open form by field label and submits it; what came back (the form with errors, or what followed). */
  submits(answers: Readonly<Record<string, string>>, button?: string): Promise<string>;
  /** The form that is open, as text with labels, values and errors; undefined when none is. */
  form(): string | undefined;
  /** Messages in the 1:1 chat with the bot, oldest first, each as it reads now (edits applied). */
  inbox(): readonly string[];
}

interface ChannelView {
  /** The bot's posts in it, oldest first, each as it reads now; replies in threads follow their post, indented. */
  reads(): readonly string[];
}
