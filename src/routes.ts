import type { Place, Source, User } from "./chat/intent.ts";
import type { Message } from "./chat/message.ts";
import type { Reply } from "./chat/reply.ts";
import type { Answers, Fields } from "./core/fields.ts";
import type { Person, Role } from "./core/people.ts";
import type { RecordType } from "./core/record-type.ts";
import type { Rights } from "./core/rights.ts";
import type { LocalDate } from "./core/time.ts";
import type { Log, Settings, Store } from "./ports/index.ts";
import type { Channel } from "./ports/projects.ts";

/** What any part of the product works with. `now` is the moment of the call; nothing else asks a clock. */
export interface Desk {
  readonly store: Store;
  readonly types: readonly RecordType[];
  readonly settings: Settings;
  readonly now: Date;
  readonly log: Log;
}

/** A request of somebody known. `store` is a transaction: a thrown `Refusal` leaves nothing behind. */
export interface Call extends Desk {
  readonly me: Person;
  readonly rights: Rights;
  readonly user: User;
  readonly at: Place;
  readonly today: LocalDate; // where `me` is
  /** What this channel is the home of. */
  readonly here: { readonly project?: string; readonly portfolio?: string };
  readonly id: string; // of the request: for keys of what it causes
  /** Whom it named before anybody met them: they are looked up even where it is refused. */
  readonly newcomers: User[];
}

export interface Command {
  readonly usage: string; // "pmo project KEY"
  readonly about: string; // one line, for help, README and the manifest
  /** Whom help shows it to; absent: everybody. What they may do is checked when it runs, not here. */
  readonly for?: readonly Role[];
  /** `rest` is what follows the command's own words. */
  run(call: Call, rest: string, source?: Source): Promise<Reply>;
}

export type Press = (call: Call, value: string, answers?: Answers) => Promise<Reply>;
export type Submit = (call: Call, state: string, answers: Answers) => Promise<Reply>;

/** Draws what is sent at the moment it is sent, or says why there is nothing to send any more. */
export type Job = (desk: Desk, payload: unknown, to: Person | Channel) => Promise<Message | { readonly dropped: string }>;

/** Writes what became due in (from, to] as postings; run again over the same time it changes nothing. */
export type Plan = (desk: Desk, from: Date, to: Date) => Promise<void>;

/** A plan that takes long: worked out while others write, so only the writing of it, which `workOut` gives back, keeps them waiting. */
export interface LongPlan {
  workOut(desk: Desk, from: Date, to: Date): Promise<(desk: Desk) => Promise<void>>;
}

/** What one part of the product gives to the whole. Names are "part.what": status.answer. */
export interface Feature {
  /** By the words that call it: "risk", "pmo project". */
  readonly commands?: Readonly<Record<string, Command>>;
  readonly presses?: Readonly<Record<string, Press>>;
  readonly submits?: Readonly<Record<string, Submit>>;
  /** What a form asks, by the action that hands it in: a refused one is given back under the labels of its fields. */
  readonly questions?: Readonly<Record<string, (today: LocalDate) => Fields>>;
  readonly jobs?: Readonly<Record<string, Job>>;
  readonly plans?: Readonly<Record<string, Plan | LongPlan>>;
  /** What a `lookup` field offers for what was typed so far: at most 100. */
  lookup?(call: Call, typed: string): Promise<Reply>;
}
