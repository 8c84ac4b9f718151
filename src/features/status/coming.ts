import { type Cadence, nextOccurrence, occurrenceDates } from "../../core/cadence.ts";
import { calendarOf } from "../../core/holidays.ts";
import type { Portfolio } from "../../core/portfolio.ts";
import { addDays, instantOf, type LocalDate, localDate, longDate, shortMoment, weekday } from "../../core/time.ts";
import type { Call } from "../../routes.ts";
import { factsFor } from "./facts.ts";
import { moment } from "./home.ts";
import { timeline } from "./plan.ts";
import { count, span } from "./wording.ts";

/** "Next: Tue 31 May, for the week to Fri 27 May.": the day that the planner really has, which knows who was asked already. */
export async function nextAsked(call: Call, portfolio: Portfolio, cadence: Cadence, projects: readonly string[]): Promise<string> {
  const dayOff = await calendarOf(portfolio);
  const day = nextOccurrence(cadence, addDays(call.today, -1), dayOff);
  if (day === undefined) return "Nobody is asked by schedule.";
  const first = await firstAsked(call, new Set(projects), horizon(portfolio, nextOccurrence(cadence, day, dayOff) ?? day));
  const [date, asked] = [...first].toSorted(([a], [b]) => (a < b ? -1 : 1))[0] ?? [];
  if (date === undefined || asked === undefined)
    return `Next by the calendar: ${longDate(day)}, but nobody would be asked: pmo schedule preview says why.`;
  const later = [...first.values()].reduce((sum, number) => sum + number, 0) - asked;
  return `Next: ${longDate(date)}, for ${span(cadence, date)}${later === 0 ? "" : ` (${count(asked, "project")}; ${later} more later)`}.`;
}

const horizon = ({ zone }: Portfolio, day: LocalDate): Date => instantOf(addDays(day, 1), "23:59", zone);

/** How many of the projects are asked first on which day. */
async function firstAsked(call: Call, only: ReadonlySet<string>, to: Date): Promise<ReadonlyMap<LocalDate, number>> {
  const { messages } = timeline(await factsFor(call.store, call.now, to, only, call.now), call.now, to);
  const seen = new Set<string>();
  const days = new Map<LocalDate, number>();
  for (const { date, projects } of messages.filter(({ kind }) => kind === "prompt")) {
    const fresh = projects.filter((id) => only.has(id) && !seen.has(id));
    for (const id of fresh) seen.add(id);
    if (fresh.length > 0) days.set(date, (days.get(date) ?? 0) + fresh.length);
  }
  return days;
}

const dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const weekend = (day: LocalDate): string | undefined => (weekday(day) > 5 ? dayNames[weekday(day) - 1] : undefined);

/** Where a digest is posted between the asking and the cut-off, leaders read it before everybody has answered. In weeks without holidays. */
export async function digestTooSoon({ store, today }: Call, portfolio: Portfolio): Promise<string | undefined> {
  const { zone, timing, cadence } = portfolio;
  const home = { portfolio, dayOff: weekend };
  const audiences = await store.digests.audiences(portfolio.id);
  for (const asked of occurrenceDates(cadence, today, addDays(today, 40), home.dayOff)) {
    const [start, cutOff] = [instantOf(asked, timing.prompt, zone), moment(home, { cadence }, asked, "cutOff", zone)];
    const between = audiences.flatMap((audience) =>
      occurrenceDates(audience.cadence, asked, localDate(cutOff, zone), home.dayOff).filter((day) => {
        const at = instantOf(day, audience.at, zone);
        return at > start && at < cutOff;
      }),
    );
    const [first] = between.toSorted();
    if (first !== undefined)
      return `Answers close ${shortMoment(cutOff, zone)}, after ${dayNames[weekday(first) - 1]}'s digest: move the digest (pmo audience add) or the day.`;
  }
  return undefined;
}
