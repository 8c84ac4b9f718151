import type { Cadence } from "../../core/cadence.ts";
import type { Portfolio, Project } from "../../core/portfolio.ts";
import type { Report } from "../../core/report.ts";
import { timingOn } from "../../core/short-week.ts";
import type { ClosedPeriod } from "../../core/standing.ts";
import { addWorkingDays, type DayOff, instantOf } from "../../core/time.ts";
import type { Occurrence } from "../../ports/reports.ts";
import type { Seen } from "./facts.ts";

/** Far enough back for the two newest closed periods of the slowest cadence. */
export function reach(portfolio: Portfolio, members: readonly Project[]): number {
  const days = (cadence: Cadence) => (cadence.every === "week" ? cadence.weeks * 7 : 31);
  return 2 * Math.max(...[portfolio, ...members].map(({ cadence }) => (cadence ? days(cadence) : 0))) + 21;
}

/** Whether the cut-off of an asking has passed at `moment`; days and cadences repeat, so each is worked out once. */
export function closer(portfolio: Portfolio, members: readonly Project[], dayOff: DayOff, moment: Date): (asked: Occurrence) => boolean {
  const { timing, zone } = portfolio;
  const cadences = new Map(members.map(({ id, cadence }) => [id, cadence]));
  const known = new Map<string, boolean>();
  return ({ project, date }) => {
    const own = cadences.get(project);
    const slot = `${date} ${own ? JSON.stringify(own) : ""}`;
    const isOver = () => {
      const { days, at } = timingOn(date, timing, own ?? portfolio.cadence, dayOff).cutOff;
      return instantOf(addWorkingDays(date, days, dayOff), at, zone) <= moment;
    };
    const closed = known.get(slot) ?? isOver();
    known.set(slot, closed);
    return closed;
  };
}

type Asked = ClosedPeriod & Pick<Occurrence, "asked">;

export function closedPeriods(
  occurrences: readonly Occurrence[],
  isClosed: (asked: Occurrence) => boolean,
): ReadonlyMap<string, readonly Asked[]> {
  const closed = new Map<string, Asked[]>();
  for (const occurrence of occurrences.toSorted((a, b) => (a.date < b.date ? 1 : -1))) {
    if (!isClosed(occurrence)) continue;
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
