import type { Answers } from "../core/fields.ts";
import type { Platform } from "../core/people.ts";

/** Whoever did something, as the platform says it: no e-mail, nothing looked up. */
export interface User {
  readonly platform: Platform;
  readonly workspace: string;
  readonly id: string;
  readonly name?: string;
  /** The platform says: a guest, or of another organisation. Absent: it does not say here. */
  readonly outside?: boolean;
}

/** What a platform says of somebody's account now; what it does not say here is absent. */
export interface Account {
  readonly name?: string;
  readonly email?: string;
  readonly zone?: string;
  readonly outside?: boolean;
}

/** Where it happened. */
export interface Place {
  readonly platform: Platform;
  readonly workspace: string;
  readonly channel: string;
  /** What people call the channel, where the platform says. */
  readonly name?: string;
  readonly thread?: string;
  readonly direct: boolean; // a 1:1 chat with the bot
  /** Shared with another organisation (Slack Connect, Teams shared channels). Absent: the request does not say. */
  readonly shared?: boolean;
}

/** A message that somebody pointed at: what it says and where it is. */
export interface Source {
  readonly text: string;
  readonly url?: string;
  readonly author?: string;
}

export interface Said {
  /** The platform's own id of the request: the same id changes nothing the second time. */
  readonly id: string;
  readonly from: User;
  readonly at: Place;
  /** Said in passing (Teams: the time zone) or because it changed (Slack). */
  readonly account?: Account;
}

/**
 * What a person did. In `words`, mentions stand as <@USERID> on every platform, and the first word is the command
 * ("risk Vendor may miss UAT #APOLLO"), however it was said: slash command, direct message or @mention.
 */
export type Intent = Said &
  (
    | { readonly kind: "command"; readonly words: string; readonly source?: Source }
    | { readonly kind: "press"; readonly action: string; readonly value: string; readonly answers?: Answers }
    | { readonly kind: "submit"; readonly action: string; readonly state: string; readonly answers: Answers }
    | { readonly kind: "lookup"; readonly source: "project"; readonly typed: string }
    /** The bot can (or can no longer) reach this person: installed, uninstalled, account changed or gone. */
    | {
        readonly kind: "reach";
        readonly reachable: boolean;
        readonly why?: string;
        /** They installed the bot just now: a good moment to say hello. */
        readonly installed?: true;
      }
  );

/** What a platform tells of a channel: the bot came into it, or who reads along changed. Nobody waits for an answer. */
export interface ChannelNews {
  readonly kind: "channel";
  readonly id: string;
  readonly at: Place;
}
