import type { LocalDate } from "./time.ts";

export type Platform = "slack" | "teams" | "terminal";

/** Who somebody is on one platform. */
export interface Identity {
  readonly platform: Platform;
  readonly workspace: string; // Slack team id, Teams tenant id
  readonly user: string;
  /** Guests, members of shared channels and people of another organisation: they get nothing until a role says so. */
  readonly outside: boolean;
  /** Absent: can be reached. Otherwise why not: "the app is not installed", "the account is gone". */
  readonly unreachable?: string;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly zone: string; // IANA, read from the platform, or the organisation's until known
  /** Nobody has said which zone is theirs: `zone` is the organisation's. */
  readonly zoneAssumed?: true;
  readonly identities: readonly Identity[];
  /** The chat that the bot writes to: one of `identities`. */
  readonly preferred?: Platform;
  readonly left?: LocalDate;
  /** Only met so far: an id of a platform, until the platform has said who it is. */
  readonly unknown?: true;
  /** Who they were is destroyed; what they did is kept under their id. */
  readonly erased?: true;
}

export const roles = ["admin", "pmo", "pm", "deputy", "sponsor", "manager", "contact", "team", "viewer"] as const;
/** `manager` runs a programme; `contact` is the PMO's person for a project; `deputy` acts for a PM between dates. */
export type Role = (typeof roles)[number];

export type Scope = { readonly kind: "organisation" } | { readonly kind: "portfolio" | "programme" | "project"; readonly id: string };

/** A role that a person holds on something, between dates (both included). */
export interface Assignment {
  readonly person: string;
  readonly role: Role;
  readonly scope: Scope;
  readonly from?: LocalDate;
  readonly to?: LocalDate;
}

/** Somebody is away between two dates (both included); the reason is nobody's business. */
export interface Absence {
  readonly id: string;
  readonly person: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly deputy?: string;
}
