import type { Answers } from "../core/fields.ts";
import type { Report } from "../core/report.ts";
import type { LocalDate } from "../core/time.ts";

/** Due: not yet asked. Skipped and expired say why, and stay visible. */
export type OccurrenceState = "due" | "queued" | "skipped" | "expired";

/** One project, asked (or not) on one local date: asked at most once, whatever restarts. */
export interface Occurrence {
  readonly project: string;
  readonly date: LocalDate;
  readonly state: OccurrenceState;
  readonly why?: string; // of skipped and expired
  readonly asked?: string; // person id
}

/** A day that is looked back on, and the days on which who was asked counts for it. */
export interface Look {
  readonly on: LocalDate;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** What a project had reported on a day and on an earlier one, in so far as it is shown or compared. */
export interface Reported {
  readonly report: Omit<Report, "id" | "author" | "recordedAt"> | undefined;
  /** A newer one has come since. */
  readonly superseded: boolean;
  readonly earlier: Pick<Report, "period" | "overall" | "effectiveOn" | "finish"> | undefined;
  /** The newest day on which it was to be asked, whatever became of that. */
  readonly asked: LocalDate | undefined;
  /** The same of the earlier day; left out where its report answers whatever it was. */
  readonly askedEarlier: LocalDate | undefined;
}

export interface Reports {
  /** Appends a revision and, when it is the newest of its project, makes it the current one. */
  add(report: Omit<Report, "id" | "revision">): Promise<Report>;
  of(project: string, period: LocalDate): Promise<Report | undefined>; // newest revision
  /** The newest report of the project that speaks of `asOf` or before; of all, without a date. */
  latest(project: string, asOf?: LocalDate): Promise<Report | undefined>;
  /** The same for many projects at once. */
  latestOf(projects: readonly string[], asOf?: LocalDate): Promise<ReadonlyMap<string, Report>>;
  /** The newest of each on two days, in one reading of all; a project that never reported is not among them. */
  reported(projects: readonly string[], now: Look, before: Look): Promise<ReadonlyMap<string, Reported>>;
  history(project: string, limit: number): Promise<readonly Report[]>; // newest period first, newest revision of each
  revisions(project: string, period: LocalDate): Promise<readonly Report[]>;

  /** What somebody began to write for the period, or for the newest one before it from `since` on. */
  draft(person: string, project: string, period: LocalDate, since?: LocalDate): Promise<Answers | undefined>;
  saveDraft(person: string, project: string, period: LocalDate, answers: Answers, at: Date): Promise<void>;
  dropDraft(project: string, period: LocalDate): Promise<void>;
  /** Those that nobody has gone on with since. */
  forgetDrafts(before: Date): Promise<void>;

  /** Those that are there already stay as they are. */
  addOccurrences(occurrences: readonly Occurrence[]): Promise<void>;
  setOccurrence(occurrence: Occurrence): Promise<void>;
  occurrence(project: string, date: LocalDate): Promise<Occurrence | undefined>;
  occurrences(from: LocalDate, to: LocalDate, projects?: readonly string[]): Promise<readonly Occurrence[]>;
  lastOccurrence(project: string, before: LocalDate): Promise<Occurrence | undefined>;
}
