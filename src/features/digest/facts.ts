import type { Portfolio } from "../../core/portfolio.ts";
import { isColour, type Rating, type Scale } from "../../core/rag.ts";
import type { Standing } from "../../core/standing.ts";
import type { DayOff, LocalDate } from "../../core/time.ts";
import type { Member } from "../../ports/projects.ts";
import type { Reported } from "../../ports/reports.ts";
import { type Last, shade } from "./schema.ts";

export type Told = NonNullable<Reported["report"]>;

/** One project as it stood on a day. */
export interface Seen {
  readonly project: Member;
  readonly standing: Standing;
  readonly report?: Told | undefined;
  readonly finish?: LocalDate | undefined; // forecast
  /** Absent: nothing was due from it in the newest closed period. */
  readonly turn?: "reported" | "not reported" | "not reached" | "not asked";
  /** Asked nothing until then, by somebody's decision. The reason is for the PMO's eyes only. */
  readonly paused?: { readonly until: LocalDate; readonly reason?: string } | undefined;
  /** Who was asked, for the PMO's eyes only. */
  readonly asked?: string;
  /** Approved, comparable with the report's forecast: of its day, where a newer report has taken its place. */
  readonly budget?: string;
}

export interface Side {
  readonly date: LocalDate;
  readonly scale: Scale;
  readonly projects: readonly Seen[];
}

/** An open entry that asks somebody to decide. */
export interface Question {
  readonly id: string; // of the entry
  readonly project: string; // id
  readonly ref: string;
  readonly title: string;
  readonly from?: string; // a name
  readonly by?: LocalDate;
  readonly asked: LocalDate;
  readonly note?: string;
}

/** An entry that became critical between the two days. */
export interface Grave {
  readonly project: string; // id
  readonly ref: string;
  readonly title: string;
  readonly gist?: string;
}

/** All that a digest is made of, read once. */
export interface Facts {
  readonly title: string;
  readonly portfolio: Pick<Portfolio, "key" | "currency" | "zone">;
  readonly narrowed?: true;
  readonly dataTo: Date;
  readonly now: Side;
  readonly before: Side;
  readonly questions: readonly Question[];
  readonly grave: readonly Grave[];
  /** Refs of all that is critical, new or not. */
  readonly critical: readonly string[];
  readonly dayOff: DayOff;
  readonly note?: string;
}

export const byId = (side: Side): ReadonlyMap<string, Seen> => new Map(side.projects.map((seen) => [seen.project.id, seen]));

/** A project that is not running has no colour to compare. */
export const rated = ({ standing }: Seen): Rating => (isColour(standing.shown) ? standing.shown : "unknown");

export function lastOf({ standing: { last } }: Pick<Seen, "standing">): { last?: Last } {
  return last ? { last: { ...last, rating: shade(last.rating) } } : {};
}

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
export const byKey = (a: { readonly project: string }, b: { readonly project: string }): number => compareText(a.project, b.project);
