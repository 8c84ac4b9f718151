import type { ProjectState } from "./portfolio.ts";
import type { Rating } from "./rag.ts";
import type { Report } from "./report.ts";
import { daysBetween, type LocalDate } from "./time.ts";

/** A project that is not running has its state where a running one has a colour. */
export type Shown = Rating | Exclude<ProjectState, "active">;

/** A period whose cut-off has passed: whether the project was asked, left out on the record, or missed. */
export interface ClosedPeriod {
  readonly date: LocalDate;
  readonly state: "due" | "queued" | "skipped" | "expired";
  readonly why?: string;
}

/** Where a project stands on a day. */
export interface Standing {
  /** What may be shown as today's: `unknown` where the last colour is too old for that. */
  readonly shown: Shown;
  /**
   * current: the newest that could be expected · excused: nobody was asked in the newest period, so the one before
   * stands; paused, so the last one does · silent: asked, and no answer · missed: not asked in time, through no fault of the project ·
   * never: nothing was ever reported · resting: not running
   */
  readonly basis: "current" | "excused" | "silent" | "missed" | "never" | "resting";
  /** The newest report, however old. */
  readonly last?: { readonly rating: Rating; readonly on: LocalDate; readonly days: number };
  readonly why?: string; // of excused and missed
}

/**
 * A colour is current when it answers the newest closed period, or when no period ever closed (an imported snapshot,
 * a cadence of "never"). One period in which nobody was asked (holiday, absence, pause) leaves the last colour
 * standing; a second one does not, because by then the colour is old whoever is to blame. A pause is on the record with
 * its end and its reason: as long as it lasts nothing is expected, and the last colour stands with its age.
 * `closed` is newest first.
 */
export function standing(
  project: { readonly state: ProjectState; readonly pausedUntil?: LocalDate },
  report: Pick<Report, "overall" | "period" | "effectiveOn"> | undefined,
  closed: readonly ClosedPeriod[],
  asOf: LocalDate,
): Standing {
  const last = report && { rating: report.overall, on: report.effectiveOn, days: daysBetween(report.effectiveOn, asOf) };
  const known = last && { last };
  if (project.state !== "active") return { shown: project.state, basis: "resting", ...known };
  const [newest, before] = closed;
  const paused = project.pausedUntil !== undefined && asOf < project.pausedUntil;
  if (!report && paused) return { shown: "unknown", basis: "never" };
  if (!report) return newest && newest.state !== "skipped" ? absent(newest) : { shown: "unknown", basis: "never" };
  if (!newest || report.period >= newest.date) return { shown: report.overall, basis: "current", ...known };
  if (paused) return { shown: report.overall, basis: "excused", why: "paused", ...known };
  if (newest.state === "skipped" && (!before || report.period >= before.date))
    return { shown: report.overall, basis: "excused", ...why(newest), ...known };
  return { ...absent(newest.state === "skipped" && before ? before : newest), ...known };
}

function absent(period: ClosedPeriod): Standing {
  if (period.state === "expired" || period.state === "skipped") return { shown: "unknown", basis: "missed", ...why(period) };
  return { shown: "unknown", basis: "silent" };
}

const why = (period: ClosedPeriod) => (period.why === undefined ? {} : { why: period.why });

/** Red as far as anybody knows: reported so, or silent since it was. A silent red is still news. */
export function lastKnownRed({ shown, last }: Standing): boolean {
  return shown === "red" || (shown === "unknown" && last?.rating === "red");
}
