import { z } from "zod";
import { addDays, addWorkingDays, type DayOff, daysBetween, type LocalDate, type LocalTime, longDate, weekday } from "./time.ts";

const weekdayNumber = z.int().min(1).max(7);
const date = z.iso.date();
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** How often a project is asked, in wall time. Weekdays are 1 Monday … 7 Sunday. */
export type Cadence =
  /** Every `weeks` weeks on `weekday`, counted from the week of `from`; where it starts then, not before. */
  | {
      readonly every: "week";
      readonly weeks: number;
      readonly weekday: number;
      readonly from: LocalDate;
      readonly starts?: true | undefined;
    }
  /** On the nth (1–4, -1 last) `weekday` of the month. */
  | { readonly every: "month"; readonly nth: number; readonly weekday: number }
  /** On the nth working day of the month (-1: the last). */
  | { readonly every: "month"; readonly workingDay: number }
  | { readonly every: "never" };

export const Cadence: z.ZodType<Cadence> = z.union([
  z.object({
    every: z.literal("week"),
    weeks: z.int().min(1).max(26),
    weekday: weekdayNumber,
    from: date,
    starts: z.literal(true).optional(),
  }),
  z.object({ every: z.literal("month"), nth: z.union([z.int().min(1).max(4), z.literal(-1)]), weekday: weekdayNumber }),
  z.object({ every: z.literal("month"), workingDay: z.union([z.int().min(1).max(15), z.literal(-1)]) }),
  z.object({ every: z.literal("never") }),
]);

/** Some working days after the prompt's day, at a wall time. */
interface Moment {
  readonly days: number;
  readonly at: LocalTime;
}

/**
 * Who is told what, and when. `prompt` and `reminder` are in the zone of the one who is asked; the rest are in the
 * portfolio's. They are settings of their own: moving one moves no other.
 */
export interface Timing {
  readonly prompt: LocalTime;
  readonly reminder: Moment;
  readonly due: Moment;
  readonly headsUp: Moment;
  readonly escalation: Moment;
  readonly cutOff: Moment;
}

const moment = z.object({ days: z.int().min(0).max(20), at: time });
export const Timing: z.ZodType<Timing> = z.object({
  prompt: time,
  reminder: moment,
  due: moment,
  headsUp: moment,
  escalation: moment,
  cutOff: moment,
});

export const usualTiming: Timing = {
  prompt: "09:00",
  reminder: { days: 1, at: "09:00" },
  due: { days: 2, at: "17:00" },
  headsUp: { days: 2, at: "17:00" },
  escalation: { days: 3, at: "10:00" },
  cutOff: { days: 3, at: "16:00" },
};

/** No stretch of days off is longer, so what was put off by one is found from this many days before. */
const longestRest = 21;

/**
 * The days from `from` to `to` (both included) on which the cadence falls. A day off puts it off to the next working
 * day, so the day here is the day people are asked.
 */
export function occurrenceDates(cadence: Cadence, from: LocalDate, to: LocalDate, dayOff: DayOff): readonly LocalDate[] {
  const asked = onCalendar(cadence, addDays(from, -longestRest), to, dayOff).map((day) => addWorkingDays(day, 0, dayOff));
  return [...new Set(asked)].filter((day) => day >= from && day <= to).sort();
}

/** The last one strictly before `day`. */
export function previousOccurrence(cadence: Cadence, day: LocalDate, dayOff: DayOff): LocalDate | undefined {
  return occurrenceDates(cadence, addDays(day, -longestGap(cadence)), addDays(day, -1), dayOff).at(-1);
}

/** The first one strictly after `day`. */
export function nextOccurrence(cadence: Cadence, day: LocalDate, dayOff: DayOff): LocalDate | undefined {
  const from = cadence.every === "week" && cadence.starts && cadence.from > day ? cadence.from : addDays(day, 1);
  return occurrenceDates(cadence, from, addDays(from, longestGap(cadence)), dayOff)[0];
}

/** The day on which the cadence falls that asks people on `day`: an earlier one, where days off put it off. */
export function usualDay(cadence: Cadence, day: LocalDate, dayOff: DayOff): LocalDate {
  const put = onCalendar(cadence, addDays(day, -longestRest), day, dayOff).filter((each) => addWorkingDays(each, 0, dayOff) === day);
  return put.at(-1) ?? day;
}

/**
 * The last day that a report asked for on `day` speaks of. Asked from Monday to Wednesday, it is the Friday before;
 * later in the week, that week's Friday. Asked in the first half of a month, it is the month before.
 */
function periodEnd(cadence: Cadence, day: LocalDate): LocalDate {
  switch (cadence.every) {
    case "week": {
      const nominal = addDays(day, -((weekday(day) - cadence.weekday + 7) % 7));
      const friday = addDays(nominal, 5 - weekday(nominal));
      return weekday(nominal) <= 3 ? addDays(friday, -7) : friday;
    }
    case "month": {
      const early = "nth" in cadence ? cadence.nth === 1 || cadence.nth === 2 : cadence.workingDay >= 1 && cadence.workingDay <= 10;
      const before = early || Number(day.slice(8)) <= 10;
      return before ? addDays(`${day.slice(0, 7)}-01`, -1) : monthEnd(day);
    }
    case "never":
      return day;
    default:
      return cadence satisfies never;
  }
}

/**
 * "week to Fri 20 Nov", "2 weeks to Fri 20 Nov", "October", "December 2026" once the year has turned. A day on which the
 * cadence asks nobody, holidays allowed for, stands for itself: "state of Sun 22 Nov".
 */
export function periodWords(cadence: Cadence, day: LocalDate): string {
  const asks = onCalendar(cadence, addDays(day, -5), addDays(day, 3), weekendDay).length > 0;
  const weekly = cadence.every === "week" && cadence.weeks === 1;
  if (!asks && !weekly) return `state of ${longDate(day)}`;
  const end = periodEnd(cadence, day);
  switch (cadence.every) {
    case "week":
      return `${cadence.weeks === 1 ? "week" : `${cadence.weeks} weeks`} to ${longDate(end)}`;
    case "month":
      return end.slice(0, 4) === day.slice(0, 4) ? monthName(end) : `${monthName(end)} ${end.slice(0, 4)}`;
    case "never":
      return `state of ${longDate(end)}`;
    default:
      return cadence satisfies never;
  }
}

const weekendDay: DayOff = (date) => (weekday(date) > 5 ? "weekend" : undefined);

function onCalendar(cadence: Cadence, from: LocalDate, to: LocalDate, dayOff: DayOff): readonly LocalDate[] {
  switch (cadence.every) {
    case "week": {
      const monday = addDays(cadence.from, 1 - weekday(cadence.from));
      const step = cadence.weeks * 7;
      const first = addDays(monday, cadence.weekday - 1);
      const skip = Math.max(cadence.starts ? 0 : Number.NEGATIVE_INFINITY, Math.ceil(daysBetween(first, from) / step));
      const days: LocalDate[] = [];
      for (let day = addDays(first, skip * step); day <= to; day = addDays(day, step)) days.push(day);
      return days;
    }
    case "month":
      return months(from, to)
        .map((month) =>
          "nth" in cadence ? nthWeekday(month, cadence.nth, cadence.weekday) : nthWorkingDay(month, cadence.workingDay, dayOff),
        )
        .filter((day) => day >= from && day <= to);
    case "never":
      return [];
    default:
      return cadence satisfies never;
  }
}

function months(from: LocalDate, to: LocalDate): readonly LocalDate[] {
  const firsts: LocalDate[] = [];
  for (let first = `${from.slice(0, 7)}-01`; first <= to; first = addDays(monthEnd(first), 1)) firsts.push(first);
  return firsts;
}

function nthWeekday(first: LocalDate, nth: number, day: number): LocalDate {
  if (nth > 0) return addDays(first, ((day - weekday(first) + 7) % 7) + (nth - 1) * 7);
  const last = monthEnd(first);
  return addDays(last, -((weekday(last) - day + 7) % 7));
}

function nthWorkingDay(first: LocalDate, nth: number, dayOff: DayOff): LocalDate {
  return nth > 0 ? addWorkingDays(addDays(first, -1), nth, dayOff) : addWorkingDays(addDays(monthEnd(first), 1), -1, dayOff);
}

function monthEnd(day: LocalDate): LocalDate {
  const next = addDays(`${day.slice(0, 7)}-28`, 4);
  return addDays(`${next.slice(0, 7)}-01`, -1);
}

function monthName(day: LocalDate): string {
  return new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "UTC" }).format(Date.parse(day));
}

function longestGap(cadence: Cadence): number {
  return (cadence.every === "week" ? cadence.weeks * 7 : 40) + longestRest;
}
