import type { Cadence } from "../../core/cadence.ts";
import type { Portfolio } from "../../core/portfolio.ts";
import { timingOn } from "../../core/short-week.ts";
import type { ClosedPeriod } from "../../core/standing.ts";
import { addDays, addWorkingDays, type DayOff, instantOf, type LocalDate } from "../../core/time.ts";
import type { Member } from "../../ports/projects.ts";
import type { Look, Occurrence } from "../../ports/reports.ts";
import type { Seen, Told } from "./facts.ts";

/** How one day sees who was asked: from when and until when that counts, and whether the cut-off of an asking has passed. */
export interface Askings {
  readonly look: Look;
  isClosed(asked: Pick<Occurrence, "project" | "date">): boolean;
}

/** As at `moment`; days and cadences repeat, so each is worked out once. */
export function askingsOn(date: LocalDate, portfolio: Portfolio, members: readonly Member[], dayOff: DayOff, moment: Date): Askings {
  const { timing, zone } = portfolio;
  const closer = (cadence: Cadence) => {
    const known = new Map<LocalDate, boolean>();
    const isOver = (day: LocalDate) => {
      const { days, at } = timingOn(day, timing, cadence, dayOff).cutOff;
      return instantOf(addWorkingDays(day, days, dayOff), at, zone) <= moment;
    };
    const isClosed = (day: LocalDate) => {
      const closed = known.get(day) ?? isOver(day);
      known.set(day, closed);
      return closed;
    };
    return { cadence, isClosed };
  };
  const usual = closer(portfolio.cadence);
  const closers = new Map([[JSON.stringify(portfolio.cadence), usual]]);
  const own = new Map<string, typeof usual>();
  for (const { id, cadence } of members) {
    if (!cadence) continue;
    const name = JSON.stringify(cadence);
    const theirs = closers.get(name) ?? closer(cadence);
    closers.set(name, theirs);
    own.set(id, theirs);
  }
  const all = [...closers.values()];
  const from = addDays(date, -reach(all.map(({ cadence }) => cadence)));
  let to = date;
  while (to >= from && !all.some(({ isClosed }) => isClosed(to))) to = addDays(to, -1);
  return { look: { on: date, from, to }, isClosed: (asked) => (own.get(asked.project) ?? usual).isClosed(asked.date) };
}

/** Far enough back for the two newest closed periods of the slowest cadence. */
function reach(cadences: readonly Cadence[]): number {
  const days = (cadence: Cadence) => (cadence.every === "week" ? cadence.weeks * 7 : 31);
  return 2 * Math.max(...cadences.map(days)) + 21;
}

type Asked = ClosedPeriod & Pick<Occurrence, "asked">;

/** By project, the newest first. */
export function closedPeriods(occurrences: readonly Occurrence[], { look, isClosed }: Askings): ReadonlyMap<string, readonly Asked[]> {
  const closed = new Map<string, Asked[]>();
  for (const occurrence of occurrences.toSorted((a, b) => (a.date < b.date ? 1 : -1))) {
    if (occurrence.date < look.from || occurrence.date > look.to || !isClosed(occurrence)) continue;
    const known = closed.get(occurrence.project);
    if (known) known.push(occurrence);
    else closed.set(occurrence.project, [occurrence]);
  }
  return closed;
}

export function turnOf(
  report: Pick<Told, "period"> | undefined,
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
