import type { Cadence } from "../../core/cadence.ts";
import type { Portfolio, Project } from "../../core/portfolio.ts";
import type { Report } from "../../core/report.ts";
import type { ClosedPeriod } from "../../core/standing.ts";
import { addWorkingDays, type DayOff, instantOf, type LocalDate } from "../../core/time.ts";
import type { Occurrence } from "../../ports/reports.ts";
import type { Seen } from "./facts.ts";

/** Far enough back for the two newest closed periods of the slowest cadence. */
export function reach(portfolio: Portfolio, members: readonly Project[]): number {
  const days = (cadence: Cadence) => (cadence.every === "week" ? cadence.weeks * 7 : 31);
  return 2 * Math.max(...[portfolio, ...members].map(({ cadence }) => (cadence ? days(cadence) : 0))) + 21;
}

/** Whether the cut-off of what was asked on a day has passed at `moment`; days repeat, so each is worked out once. */
export function closer({ timing, zone }: Portfolio, dayOff: DayOff, moment: Date): (asked: LocalDate) => boolean {
  const known = new Map<LocalDate, boolean>();
  return (asked) => {
    const closed = known.get(asked) ?? instantOf(addWorkingDays(asked, timing.cutOff.days, dayOff), timing.cutOff.at, zone) <= moment;
    known.set(asked, closed);
    return closed;
  };
}

type Asked = ClosedPeriod & Pick<Occurrence, "asked">;

export function closedPeriods(
  occurrences: readonly Occurrence[],
  isClosed: (asked: LocalDate) => boolean,
): ReadonlyMap<string, readonly Asked[]> {
  const closed = new Map<string, Asked[]>();
  for (const occurrence of occurrences.toSorted((a, b) => (a.date < b.date ? 1 : -1))) {
    if (!isClosed(occurrence.date)) continue;
    const known = closed.get(occurrence.project);
    if (known) known.push(occurrence);
    else closed.set(occurrence.project, [occurrence]);
  }
  return closed;
}

export function turnOf(
  report: Report | undefined,
  { basis, why }: Seen["standing"],
  newest: Asked | undefined,
): Pick<Seen, "turn" | "asked"> {
  if (!newest || basis === "resting") return {};
  if (report && report.period >= newest.date) return { turn: "reported" };
  if (why === "paused") return {};
  if (newest.state === "skipped") return basis === "missed" ? { turn: "not asked" } : {};
  if (newest.state === "expired") return { turn: "not asked" };
  return { turn: "not reported", ...(newest.asked !== undefined && { asked: newest.asked }) };
}
