import type { Person } from "../core/people.ts";
import type { Digests } from "./digests.ts";
import type { Entries } from "./entries.ts";
import type { Health } from "./health.ts";
import type { Installations } from "./installations.ts";
import type { Outbox } from "./outbox.ts";
import type { Paces } from "./paces.ts";
import type { People } from "./people.ts";
import type { Projects } from "./projects.ts";
import type { Reports } from "./reports.ts";

export interface Clock {
  now(): Date;
}

/** One change to something other than an entry or a report: settings, people, projects, pauses. */
export interface Change {
  readonly at: Date;
  readonly actor: string; // person id, or "drumbeat"
  readonly source: string;
  readonly subject: string; // "project:ID", "portfolio:ID", "person:ID"
  readonly what: string; // the field
  readonly from?: string;
  readonly to?: string;
}

/** Who did something, and where: a chat, a file, the command line. */
export interface By {
  readonly actor: string; // person id, or "drumbeat"
  readonly source: string;
}

/** All that is remembered. What `transaction` runs is kept whole or not at all; inside it only `tx` is used. */
export interface Store {
  readonly people: People;
  readonly projects: Projects;
  readonly entries: Entries;
  readonly reports: Reports;
  readonly outbox: Outbox;
  readonly paces: Paces;
  readonly digests: Digests;
  readonly health: Health;
  readonly installations: Installations;
  transaction<T>(work: (tx: Store) => Promise<T>): Promise<T>;
  /** The same, with one commit for all who come at the same moment: for what is short and many wait for. */
  together<T>(work: (tx: Store) => Promise<T>): Promise<T>;
  /** Whose doing it is, from now until the open transaction ends; without it, the program's own. */
  onBehalf(by: By): Promise<void>;
  /** True the first time an id is seen: a request that a platform repeats changes nothing the second time. */
  firstTime(id: string, at: Date): Promise<boolean>;
  /** A platform repeats a request within minutes; ids of before then are forgotten. */
  forgetRequests(before: Date): Promise<void>;
  /** The same id may come again: what it asked for was not done. */
  mayComeAgain(id: string): Promise<void>;
  /** Small facts by name: marks of the ticker, conversation references of Teams. */
  recall(key: string): Promise<string | undefined>;
  remember(key: string, value: string): Promise<void>;
  record(change: Change): Promise<void>;
  changes(subject: string): Promise<readonly Change[]>;
  /** Of whose record this is a part: "project:7". */
  subjectsOf(what: string): Promise<ReadonlySet<string>>;
  /** Deletes what was recorded under one of these names before then; nothing else is ever taken off the record. */
  forgetChanges(what: readonly string[], before: Date): Promise<number>;
}

/** What the inside may know of the configuration. */
export interface Settings {
  readonly commandPrefix: string; // "" or "db-": /db-risk
  readonly zone: string; // of people whose zone is not known yet
  readonly admins: readonly string[]; // e-mail addresses
  readonly nudgeLogDays: number;
}

export interface Log {
  info(facts: object, words: string): void;
  warn(facts: object, words: string): void;
  error(facts: object, words: string): void;
}

/** Somebody to show: absent people read as "somebody who left". */
export type Names = ReadonlyMap<string, Person>;
