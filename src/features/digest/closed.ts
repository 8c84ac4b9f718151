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
  const own = new Map(members.flatMap(({ id, cadence }) => (cadence ? [[id, cadence] as const] : [])));
  const names = new Map([portfolio.cadence, ...own.values()].map((cadence) => [cadence, JSON.stringify(cadence)]));
  const cadences = [...new Map([...names].map(([cadence, name]) => [name, cadence])).values()];
  const cutOffOf = (day: LocalDate, cadence: Cadence) => {
    const { days, at } = timingOn(day, timing, cadence, dayOff).cutOff;
    return instantOf(addWorkingDays(day, days, dayOff), at, zone);
  };
  const known = new Map<string, boolean>();
  const isOver = (day: LocalDate, cadence: Cadence) => {
    const slot = `${day} ${names.get(cadence) ?? ""}`;
    const over = known.get(slot) ?? cutOffOf(day, cadence) <= moment;
    known.set(slot, over);
    return over;
  };
  const from = addDays(date, -reach(cadences));
  let to = date;
  while (to >= from && !cadences.some((cadence) => isOver(to, cadence))) to = addDays(to, -1);
  return { look: { on: date, from, to }, isClosed: (asked) => isOver(asked.date, own.get(asked.project) ?? portfolio.cadence) };
}

/** Far enough back for the two newest closed periods of the slowest cadence. */
function reach(cadences: readonly Cadence[]): number {
  const days = (cadence: Cadence) => (cadence.every === "week" ? cadence.weeks * 7 : 31);
  return 2 * Math.max(...cadences.map(days)) + 21;
}

export type Asked = ClosedPeriod & Pick<Occurrence, "asked">;

/** What is known of a project before it is read whom it was asked of. */
export interface Newest {
  readonly report?: Pick<Told, "period"> | undefined;
  /** The newest day of asking that counts. */
  readonly asked?: LocalDate | undefined;
}

/** Whoever answered the newest closed asking has answered: nothing else about it or the ones before it matters. Most have. */
export function hasAnswered(id: string, { report, asked }: Newest, { isClosed }: Askings): boolean {
  return report !== undefined && (asked === undefined || (report.period >= asked && isClosed({ project: id, date: asked })));
}

/** By project, the newest first, beside what is known already of those who answered. */
export function closedPeriods(
  occurrences: readonly Occurrence[],
  { look, isClosed }: Askings,
  closed: Map<string, Asked[]>,
): ReadonlyMap<string, readonly Asked[]> {
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
