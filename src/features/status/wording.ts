import { type Cadence, periodWords } from "../../core/cadence.ts";
import { city } from "../../core/phrases.ts";
import type { Portfolio } from "../../core/portfolio.ts";
import { label, type Rating } from "../../core/rag.ts";
import { greenDayPassed, type Report } from "../../core/report.ts";
import { type LocalDate, localDate, localTime, longDate, nearMoment, shortDate, shortMoment } from "../../core/time.ts";

export { called, city, count, list } from "../../core/phrases.ts";
export { nearMoment as near } from "../../core/time.ts";

/** "the week to Fri 20 Nov", "October": what a report asked for on `period` tells of. */
export function span(cadence: Cadence, period: LocalDate): string {
  const words = periodWords(cadence, period);
  return /^[A-Z]/.test(words) ? words : `the ${words}`;
}

/** "Wed 17:00 London", and what that is for somebody who lives by another clock. */
function moment(instant: Date, portfolio: Portfolio, zone: string): string {
  const told = shortMoment(instant, portfolio.zone);
  const own = shortMoment(instant, zone);
  if (told === own) return `${told} ${city(portfolio.zone)}`;
  const [day, time] = own.split(" ");
  return `${told} ${city(portfolio.zone)} (${told.startsWith(`${day} `) ? time : own} for you)`;
}

/** "due Wed 17:00 London"; once that has passed, "was due Wed 17:00". */
export function dueWords(portfolio: Portfolio, due: Date, now: Date, zone: string): string {
  return due > now ? `due ${moment(due, portfolio, zone)}` : `was due ${nearOf(portfolio, due, now, zone)}`;
}

/** The same in the portfolio's zone, which is named to whoever lives by another clock. */
export function nearOf({ zone }: Portfolio, instant: Date, now: Date, reader: string): string {
  const told = nearMoment(instant, now, zone);
  return shortMoment(instant, zone) === shortMoment(instant, reader) ? told : `${told} ${city(zone)}`;
}

/** "Mon 30 May 16:00", in the portfolio's zone: for what may be read on another day than it is sent. */
export function dated({ zone }: Portfolio, instant: Date, reader: string): string {
  const told = `${longDate(localDate(instant, zone))} ${localTime(instant, zone)}`;
  return shortMoment(instant, zone) === shortMoment(instant, reader) ? told : `${told} ${city(zone)}`;
}

export const loud = (rating: Rating): string => label(rating).toUpperCase();

/** "AMBER, vendor UAT late, green by 4 Dec": a report in a line. */
export function gist(report: Report, today: LocalDate, longest = 120): string {
  const parts = [loud(report.overall)];
  if (report.summary !== undefined) parts.push(cut(report.summary.replace(/\s+/g, " ").replace(/\.$/, ""), longest));
  else if (report.finish !== undefined) parts.push(`finish ${shortDate(report.finish, today)}`);
  if (report.overall !== "green" && report.greenBy !== undefined && !greenDayPassed(report, today))
    parts.push(`green by ${shortDate(report.greenBy, today)}`);
  return parts.join(", ");
}

export function cut(words: string, longest: number): string {
  return words.length <= longest ? words : `${words.slice(0, longest - 1).trimEnd()}…`;
}

export const firstName = (name: string): string => name.split(" ")[0] ?? name;
