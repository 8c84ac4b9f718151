import { UTCDate } from "@date-fns/utc";
import { format } from "date-fns/format";
import { isValid } from "date-fns/isValid";
import { parseISO } from "date-fns/parseISO";
import { Temporal } from "temporal-polyfill";

/** A day on somebody's calendar, "2026-11-27": no time and no zone. */
export type LocalDate = string;
/** Wall time, "09:00". */
export type LocalTime = string;

const dayMs = 24 * 3600 * 1000;

/** The day that `instant` falls on in an IANA `zone`. */
export function localDate(instant: Date, zone: string): LocalDate {
  return wallClock(instant, zone).slice(0, 10);
}

/** The wall time of `instant` in `zone`, to the minute. */
export function localTime(instant: Date, zone: string): LocalTime {
  return wallClock(instant, zone).slice(11, 16);
}

/**
 * When a wall time happens in a zone. A time that a clock change skips moves forward by the gap; one that happens
 * twice is the first ("compatible", RFC 5545).
 */
export function instantOf(date: LocalDate, time: LocalTime, zone: string): Date {
  const wall = Temporal.PlainDateTime.from(`${date}T${time}`);
  return new Date(wall.toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10); // a plan of 10,000 projects asks this often
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs); // both are midnight in UTC; digests ask this of every project
}

/** 1 Monday … 7 Sunday. */
export function weekday(date: LocalDate): number {
  return new Date(date).getUTCDay() || 7;
}

/** Why a day is no working day ("Saturday", "Christmas Day"); undefined when it is one. */
export type DayOff = (date: LocalDate) => string | undefined;

/** The nth working day after `date` (before it, when negative); zero is `date` itself, or the next working day when it is off. */
export function addWorkingDays(date: LocalDate, days: number, dayOff: DayOff): LocalDate {
  const step = days < 0 ? -1 : 1;
  let [left, at] = [Math.abs(days), date];
  while (left > 0 || dayOff(at) !== undefined) {
    at = addDays(at, step);
    if (dayOff(at) === undefined) left = Math.max(0, left - 1);
  }
  return at;
}

/** Working days after `from` up to and with `to`; negative when `to` is earlier. */
export function workingDaysBetween(from: LocalDate, to: LocalDate, dayOff: DayOff): number {
  if (to < from) return -workingDaysBetween(to, from, dayOff);
  let count = 0;
  for (let at = addDays(from, 1); at <= to; at = addDays(at, 1)) if (dayOff(at) === undefined) count += 1;
  return count;
}

export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && isValid(parseISO(text));
}

/** An IANA name that every calculation here takes: abbreviations such as BST are known to some parts of a machine only. */
export function isZone(name: string): boolean {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const works = takesZone(name);
  if (zones.size < 1000) zones.set(name, works);
  return works;
}

/** What was found out; people's words reach it, so it does not grow without end. */
const zones = new Map<string, boolean>();

function takesZone(name: string): boolean {
  try {
    zoned(new Date(0), name);
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** "15 Dec", and "15 Dec 2027" where the year is not the one of `near`. */
export function shortDate(date: LocalDate, near?: LocalDate): string {
  return format(day(date), isOfAnotherYear(date, near) ? "d MMM yyyy" : "d MMM");
}

/** "Fri 27 Nov", with its year likewise. */
export function longDate(date: LocalDate, near?: LocalDate): string {
  return format(day(date), isOfAnotherYear(date, near) ? "EEE d MMM yyyy" : "EEE d MMM");
}

const isOfAnotherYear = (date: LocalDate, near: LocalDate = date): boolean => near.slice(0, 4) !== date.slice(0, 4);

/** "Wed 17:00" in a zone. */
export function shortMoment(instant: Date, zone: string): string {
  return `${format(day(localDate(instant, zone)), "EEE")} ${localTime(instant, zone)}`;
}

/** "Fri 16:00", with its day once the weekday alone would mislead. Never "today": messages are read tomorrow. */
export function nearMoment(instant: Date, now: Date, zone: string): string {
  const [date, today] = [localDate(instant, zone), localDate(now, zone)];
  return date > addDays(today, 6) || date < addDays(today, -6)
    ? `${longDate(date, today)} ${localTime(instant, zone)}`
    : shortMoment(instant, zone);
}

/** "2026-11-27T09:00:00.000Z" for nine o'clock in `zone`. */
function wallClock(instant: Date, zone: string): string {
  const at = instant.getTime();
  return new Date(at + (at < minutesSince ? offsetMs(instant, zone) : keptOffsetMs(at, zone))).toISOString();
}

/** Asking a zone takes a hundred times longer than adding. Since then clocks are changed at full minutes, so what was found out holds for one. */
const minutesSince = Date.UTC(1973, 0, 1);
const minuteMs = 60_000;
const offsets = new Map<string, number>();

function keptOffsetMs(at: number, zone: string): number {
  const minute = Math.floor(at / minuteMs);
  const name = `${zone} ${minute}`;
  const known = offsets.get(name);
  if (known !== undefined) return known;
  const offset = offsetMs(new Date(minute * minuteMs), zone);
  if (offsets.size >= 1000) offsets.clear();
  offsets.set(name, offset);
  return offset;
}

const offsetMs = (instant: Date, zone: string): number => zoned(instant, zone).offsetNanoseconds / 1e6;

function zoned(instant: Date, zone: string) {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
}

/** Calendar arithmetic runs in UTC, where every day has 24 hours; the machine's own zone never shows. */
function day(date: LocalDate): UTCDate {
  return new UTCDate(`${date}T00:00:00Z`);
}
