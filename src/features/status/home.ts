import { type Cadence, occurrenceDates, previousOccurrence, type Timing } from "../../core/cadence.ts";
import type { Portfolio, Project } from "../../core/portfolio.ts";
import { timingOn } from "../../core/short-week.ts";
import { addDays, addWorkingDays, type DayOff, instantOf, type LocalDate, type LocalTime } from "../../core/time.ts";

/** A portfolio with its calendar. What is asked of it is remembered: 10,000 projects share a few days and zones. */
export interface Home {
  readonly portfolio: Portfolio;
  readonly dayOff: DayOff;
}

type Memory<T> = WeakMap<Home, Map<string, T>>;
const instants: Memory<Date> = new WeakMap();
const stretches: Memory<readonly LocalDate[]> = new WeakMap();
const daysOf: Memory<LocalDate> = new WeakMap();
const before: Memory<LocalDate | undefined> = new WeakMap();
const timings: Memory<Timing> = new WeakMap();

type Paced = Pick<Project, "cadence">;

/** When one of the moments of an asking on `date` comes, for somebody in `zone`. */
export function moment(home: Home, project: Paced, date: LocalDate, name: Exclude<keyof Timing, "prompt">, zone: string): Date {
  return wallTime(home, dayOf(home, project, date, name), home.portfolio.timing[name].at, zone);
}

/** The day of one of the moments of an asking on `date`. */
export function dayOf(home: Home, { cadence }: Paced, date: LocalDate, name: Exclude<keyof Timing, "prompt">): LocalDate {
  const { portfolio, dayOff } = home;
  const paced = `${date} ${cadence ? JSON.stringify(cadence) : ""}`;
  const timing = remembered(timings, home, paced, () => timingOn(date, portfolio.timing, cadence ?? portfolio.cadence, dayOff));
  return remembered(daysOf, home, `${name} ${paced}`, () => addWorkingDays(date, timing[name].days, dayOff));
}

/** No moment of an asking before this day can fall on `from` (a day in UTC) or later. */
export function earliest(home: Home, from: LocalDate): LocalDate {
  return remembered(daysOf, home, `earliest ${from}`, () => {
    const before = addDays(from, -1);
    const { reminder, due, headsUp, escalation, cutOff } = home.portfolio.timing;
    return addWorkingDays(before, -Math.max(...[reminder, due, headsUp, escalation, cutOff].map(({ days }) => days)) - 1, home.dayOff);
  });
}

/** Whom an asking of `to` (a day in UTC) is told to is told by this day. */
export function latest(home: Home, to: LocalDate): LocalDate {
  return remembered(daysOf, home, `latest ${to}`, () => addWorkingDays(addDays(to, 1), home.portfolio.timing.escalation.days, home.dayOff));
}

export function wallTime(home: Home, date: LocalDate, time: LocalTime, zone: string): Date {
  return remembered(instants, home, `at ${date} ${time} ${zone}`, () => instantOf(date, time, zone));
}

export function cadenceDays(home: Home, cadence: Cadence, from: LocalDate, to: LocalDate): readonly LocalDate[] {
  return remembered(stretches, home, `days ${from} ${to} ${JSON.stringify(cadence)}`, () =>
    occurrenceDates(cadence, from, to, home.dayOff),
  );
}

export function previousDay(home: Home, cadence: Cadence, date: LocalDate): LocalDate | undefined {
  return remembered(before, home, `before ${date} ${JSON.stringify(cadence)}`, () => previousOccurrence(cadence, date, home.dayOff));
}

function remembered<T>(memory: Memory<T>, home: Home, key: string, make: () => T): T {
  const known = memory.get(home) ?? new Map<string, T>();
  memory.set(home, known);
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
