import type { Generated, Kysely } from "kysely";
import type { Platform, Role, Scope } from "../core/people.ts";
import type { Rating, Scale } from "../core/rag.ts";
import type { GoesTo, PostingState } from "../ports/outbox.ts";
import type { OccurrenceState } from "../ports/reports.ts";
import type { Link } from "./chain/link.ts";

/** What every table holds; the words are explained in the migrations. Optional columns are null, never "". */
export interface Tables {
  people: {
    id: string;
    name: string;
    email: string | null;
    zone: string | null;
    own_zone: string | null;
    preferred: Platform | null;
    left_on: string | null;
    unknown: number;
    merged_into: string | null;
    erased_on: string | null;
    salt: string | null;
  };
  identities: {
    platform: Platform;
    workspace: string;
    user_id: string;
    person: string;
    outside: number;
    unreachable: string | null;
    told: string | null;
    salt: string | null;
  };
  assignments: {
    id: string;
    person: string;
    role: Role;
    scope: Scope["kind"];
    scope_id: string;
    from_day: string | null;
    to_day: string | null;
  };
  absences: { id: string; person: string; from_day: string; to_day: string; deputy: string | null; salt: string | null };
  portfolios: { id: string; key: string; name: string; settings: string };
  scales: { portfolio: string; from_day: string; scale: Scale };
  programmes: { id: string; portfolio: string; key: string; name: string };
  projects: { id: string; key: string | null; foreign_id: string | null; portfolio: string; programme: string | null; body: string };
  memberships: { project: string; portfolio: string; programme: string | null; from_day: string; until_day: string | null };
  channels: {
    platform: Platform;
    workspace: string;
    channel: string;
    name: string | null;
    shared: number | null;
    project: string | null;
    portfolio: string | null;
  };
  counters: { name: string; value: number };
  entries: EntryState & {
    id: string;
    type: string;
    number: number;
    project: string;
    foreign_id: string | null;
    author: string;
    created_at: string;
    changed_at: string;
    withdrawn_at: string | null;
    version: number;
  };
  versions: EntryState & {
    entry: string;
    version: number;
    actor: string;
    source: string;
    reason: string | null;
    effective_on: string;
    recorded_at: string;
  };
  links: { from_entry: string; kind: string; to_entry: string; actor: string; at: string };
  reports: {
    id: string;
    project: string;
    period: string;
    revision: number;
    overall: Rating;
    author: string;
    effective_on: string;
    recorded_at: string;
    body: string;
  };
  currents: { project: string; report: string; effective_on: string };
  drafts: { person: string; project: string; period: string; answers: string; at: string };
  occurrences: { project: string; date: string; state: OccurrenceState; why: string | null; asked: string | null };
  outbox: {
    id: Generated<number>;
    key: string;
    job: string;
    payload: string;
    lane: string;
    platform: GoesTo; // and the workspace
    destination: string;
    follows: string | null;
    how: "edit" | "under" | null;
    rank: number;
    not_before: string | null;
    not_after: string | null;
    state: PostingState;
    attempts: number;
    next_at: string;
    unsure: number;
    token: string | null;
    lease_until: string | null;
    created_at: string;
    settled_at: string | null;
    ref: string | null;
    error: string | null;
  };
  quiet_lanes: { lane: string; until: string };
  paces: { budget: string; per_minute: number; free_at: string; changed_at: string };
  audiences: { id: string; portfolio: string; name: string; body: string };
  digests: { audience: string; period: string; state: "previewed" | "held" | "posted"; body: string; salt: string | null };
  seen: { id: string; at: string };
  pulses: { instance: string; at: string; body: string };
  alerts: { cause: string; since: string; raised_at: string; body: string };
  facts: { name: string; value: string };
  installations: {
    workspace: string;
    name: string;
    bot_user: string;
    sealed_token: string;
    sealed_refresh: string | null;
    expires_at: string | null;
    installed_at: string;
    renewing_until: string | null;
  };
  changes: {
    id: Generated<number>;
    at: string;
    actor: string;
    source: string;
    subject: string;
    what: string;
    was: string | null;
    became: string | null;
    salt: string | null;
  };
  chain: Link & { hash: string };
}

/** What an entry and each of its versions have in common: the newest version is copied into the entry. */
interface EntryState {
  declared: number; // how many upgrades the declaration had when it was written
  body: string;
  search: string;
  title: string | null;
  owner: string | null;
  state: string;
  due: string | null;
  proposed: number;
}

/** The database, or the one transaction that is open on it. */
export type Db = Kysely<Tables>;
