import type { Cadence } from "../core/cadence.ts";
import type { LocalDate, LocalTime } from "../core/time.ts";
import type { Channel } from "./projects.ts";

/** Who reads a digest, of what, where and when. */
export interface Audience {
  readonly id: string;
  readonly name: string; // "IT portfolio"
  readonly portfolio: string;
  readonly programme?: string;
  readonly department?: string;
  readonly channel: Channel;
  readonly cadence: Cadence;
  readonly at: LocalTime; // in the portfolio's zone
  readonly previewMinutes: number; // how long before the PMO sees it; 0: never
}

/** A digest of one period: what was shown is kept with its facts. */
export interface DigestIssue {
  readonly audience: string;
  readonly period: LocalDate; // the day it is posted
  readonly state: "previewed" | "held" | "posted";
  readonly asOf: LocalDate;
  readonly since?: LocalDate;
  readonly note?: string;
  /** When its preview says that it goes out. */
  readonly announced?: Date;
  readonly facts?: unknown; // the public JSON, as posted
  readonly corrected?: Date;
}

export interface Digests {
  audiences(portfolio?: string): Promise<readonly Audience[]>;
  audience(id: string): Promise<Audience | undefined>;
  saveAudience(audience: Audience): Promise<void>;
  removeAudience(id: string): Promise<void>;
  issue(audience: string, period: LocalDate): Promise<DigestIssue | undefined>;
  saveIssue(issue: DigestIssue): Promise<void>;
  lastPosted(audience: string, before: LocalDate): Promise<DigestIssue | undefined>;
}
