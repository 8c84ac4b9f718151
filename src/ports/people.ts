import type { Account, User } from "../chat/intent.ts";
import type { Absence, Assignment, Identity, Person, Platform, Role, Scope } from "../core/people.ts";
import type { LocalDate } from "../core/time.ts";

/** What a platform tells about somebody when asked. */
export interface Profile {
  readonly name: string;
  readonly email?: string;
  readonly zone?: string;
  readonly outside: boolean;
  /** Whose account it is, where that is not the workspace that it was heard of in. */
  readonly workspace?: string;
  readonly gone?: boolean; // the account is deactivated
}

/** What a platform said differently about somebody than before. */
export interface News {
  readonly what: string;
  readonly from?: string;
  readonly to: string;
}

/** Rows as they are kept, by the name of their table. */
export type Held = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

export interface NewPerson {
  readonly name: string;
  readonly email?: string;
  readonly zone?: string;
  readonly preferred?: Platform;
}

export interface People {
  get(id: string): Promise<Person | undefined>;
  many(ids: readonly string[]): Promise<ReadonlyMap<string, Person>>;
  all(): Promise<readonly Person[]>;
  byIdentity(user: Pick<User, "platform" | "workspace" | "id">): Promise<Person | undefined>;
  byEmail(email: string): Promise<Person | undefined>;
  /** Who is meant by <@USERID> (of whatever workspace, as the chat knows one of that id), an e-mail address, a full name or an unambiguous part of one; all that fit. */
  named(text: string, at: Pick<User, "platform" | "workspace">): Promise<readonly Person[]>;
  add(person: NewPerson): Promise<Person>;
  change(
    id: string,
    change: Partial<Pick<Person, "name" | "email" | "zone" | "preferred">> & {
      readonly left?: LocalDate | undefined;
      /** The zone that they chose themselves: it stands whatever their chats say, until it is undefined again. */
      readonly ownZone?: string | undefined;
    },
  ): Promise<void>;
  /** A person known only by an id of a platform, until `learn` says who it is. */
  meet(user: User): Promise<Person>;
  /** Joins an identity to the person with the same e-mail address, or to the one just met; returns who it is now. */
  learn(user: User, profile: Profile): Promise<Person>;
  /** Keeps what a platform says of a known account now; what it does not mention stays. */
  refresh(user: User, account: Account): Promise<readonly News[]>;
  /** Makes `from` one with `into`: identities, roles, owned entries and history lead to `into` from now on. */
  merge(from: string, into: string): Promise<void>;
  /** Destroys who somebody is, on every chat: name, address, accounts, absences, drafts, messages. What they did stays, under their id. */
  erase(id: string, today: LocalDate): Promise<void>;
  /** All that is kept about somebody or was written by them. */
  heldOn(id: string): Promise<Held>;
  setReach(user: Pick<User, "platform" | "workspace" | "id">, unreachable: string | undefined): Promise<void>;
  identify(person: string, identity: Identity): Promise<void>;

  /** Every role the person holds on `date`, with `deputy` on the projects of those they stand in for that day. */
  assignments(person: string, date: LocalDate): Promise<readonly Assignment[]>;
  /** The same of several people at once. */
  assignmentsOf(people: readonly string[], date: LocalDate): Promise<ReadonlyMap<string, readonly Assignment[]>>;
  holders(role: Role, scope: Scope, date: LocalDate): Promise<readonly string[]>;
  assign(assignment: Assignment): Promise<void>;
  /** Ends a role the day before `date`; the time it was held stays on the record. */
  unassign(person: string, role: Role, scope: Scope, date: LocalDate): Promise<void>;

  absences(from: LocalDate, to: LocalDate, person?: string): Promise<readonly Absence[]>;
  addAbsence(absence: Omit<Absence, "id">): Promise<Absence>;
  removeAbsence(id: string): Promise<void>;
}
