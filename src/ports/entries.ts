import type { Values } from "../core/fields.ts";
import type { Entry, EntryVersion, Link, RecordType } from "../core/record-type.ts";
import type { LocalDate } from "../core/time.ts";

export interface EntryFilter {
  readonly ids?: readonly string[]; // absent: whichever
  readonly type?: string;
  readonly projects?: readonly string[]; // absent: every project
  readonly owner?: string;
  readonly author?: string;
  /** Owned or logged by this person. */
  readonly ofPerson?: string;
  readonly states?: readonly string[];
  readonly text?: string; // in any of its values, whatever case
  readonly dueBefore?: LocalDate;
  readonly proposed?: boolean;
  /** Written at that moment or later. */
  readonly changedSince?: Date;
  /** Whose newest version is by this person. */
  readonly changedBy?: string;
  readonly limit?: number;
  readonly offset?: number;
  /** As the register stood at the end of that day. */
  readonly asOf?: LocalDate;
}

export interface EntryChange {
  readonly values: Values;
  readonly state: string;
  readonly proposed: boolean;
  readonly actor: string;
  readonly source: string;
  readonly reason?: string;
  readonly effectiveOn: LocalDate;
  readonly at: Date;
}

export interface Entries {
  /** Version 1 of a new entry, under the next number of its type. */
  add(type: RecordType, project: string, change: EntryChange, foreignId?: string): Promise<Entry>;
  /** The next version, only if `expected` is still the newest: otherwise nothing is written and undefined is returned. */
  change(entry: Entry, type: RecordType, expected: number, change: EntryChange): Promise<Entry | undefined>;
  get(id: string): Promise<Entry | undefined>;
  byNumber(type: string, number: number): Promise<Entry | undefined>;
  byForeignId(type: string, project: string, foreignId: string): Promise<Entry | undefined>;
  find(filter: EntryFilter): Promise<readonly Entry[]>;
  /** What those of one type hold and no more, in no order: to find the few among many that matter. */
  values(type: string, filter: Omit<EntryFilter, "type">): Promise<readonly Pick<Entry, "id" | "values">[]>;
  count(filter: EntryFilter): Promise<number>;
  history(id: string): Promise<readonly EntryVersion[]>;
  link(link: Link, actor: string, at: Date): Promise<void>;
  unlink(link: Link): Promise<void>;
  /** From it and to it, oldest first. */
  links(id: string): Promise<readonly (Link & { readonly actor: string; readonly at: Date })[]>;
  /** Takes version 1 back: the entry is gone from lists, its number is never used again. */
  withdraw(id: string, actor: string, at: Date): Promise<void>;
}
