import { type Cadence, periodEnd } from "../../core/cadence.ts";
import type { Project } from "../../core/portfolio.ts";
import type { Report } from "../../core/report.ts";
import { addDays, addWorkingDays, type LocalDate, localDate, longDate } from "../../core/time.ts";
import type { Occurrence } from "../../ports/reports.ts";
import { cadenceDays, type Home, moment, previousDay, wallTime } from "./home.ts";
import { type Staff, whoIsAsked } from "./line.ts";

/** Everything that the rhythm of a portfolio depends on, as it stands. */
export interface Facts extends Staff {
  readonly projects: readonly Project[];
  readonly homes: ReadonlyMap<string, Home>; // by portfolio id
  readonly occurrences: readonly Occurrence[];
  /** The newest report of each project. */
  readonly reports: ReadonlyMap<string, Pick<Report, "period" | "recordedAt" | "overall">>;
}

/** One project on one day of its cadence: who is asked when, or why nobody is. */
export interface Asking {
  readonly project: Project;
  readonly home: Home;
  readonly date: LocalDate;
  readonly at: Date;
  readonly cutOff: Date;
  readonly person: string; // "" when nobody is
  readonly why?: string;
  readonly there?: Occurrence;
}

export type Stored = ReadonlyMap<LocalDate, Occurrence>;

/** Every day of the project's that may have a moment in (from, to]: of its cadence, and those already asked. */
export function askings(facts: Facts, project: Project, stored: Stored, from: Date, to: Date): readonly Asking[] {
  const home = facts.homes.get(project.portfolio);
  if (!home || project.state === "complete") return [];
  const days = cadenceDays(home, project.cadence ?? home.portfolio.cadence, earliest(home, from), addDays(localDate(to, "UTC"), 1));
  return [...new Set([...days, ...stored.keys()])].map((date) => asking(facts, project, home, date, stored));
}

/** No moment of an earlier day's asking can fall after `from`. */
export function earliest({ portfolio, dayOff }: Home, from: Date): LocalDate {
  const { reminder, due, headsUp, escalation, cutOff } = portfolio.timing;
  const days = Math.max(...[reminder, due, headsUp, escalation, cutOff].map((moment) => moment.days));
  return addWorkingDays(addDays(localDate(from, "UTC"), -1), -days - 1, dayOff);
}

function asking(facts: Facts, project: Project, home: Home, date: LocalDate, stored: Stored): Asking {
  const { portfolio } = home;
  const there = stored.get(date);
  const base = { project, home, date, cutOff: moment(home, date, "cutOff", portfolio.zone), ...(there && { there }) };
  if (there?.state === "queued") {
    const zone = facts.people.get(there.asked ?? "")?.zone ?? portfolio.zone;
    return { ...base, person: there.asked ?? "", at: wallTime(home, date, portfolio.timing.prompt, zone) };
  }
  const who = whoIsAsked(facts, project, date);
  const at = wallTime(home, date, portfolio.timing.prompt, "person" in who ? who.person.zone : portfolio.zone);
  if ("why" in who) return { ...base, person: "", at, why: who.why };
  if (there) return { ...base, person: "", at };
  if (answered(facts, project, home, date)) return { ...base, person: "", at, why: "already answered early" };
  const why = askedAlready(stored, project.cadence ?? portfolio.cadence, date);
  if (why !== undefined) return { ...base, person: "", at, why };
  return { ...base, person: who.person.id, at };
}

/** One card per person and day: whatever their portfolios say, all of it arrives with the first. */
export function withOneCardADay(all: readonly Asking[]): readonly Asking[] {
  const first = new Map<string, Date>();
  for (const { person, date, at } of all) {
    const before = first.get(`${person} ${date}`);
    if (person !== "" && (!before || at < before)) first.set(`${person} ${date}`, at);
  }
  return all.map((each) => ({ ...each, at: first.get(`${each.person} ${each.date}`) ?? each.at }));
}

/** Answered for that day, or early: after the cut-off of the asking before. */
export function answered(facts: Facts, project: Project, home: Home, date: LocalDate): boolean {
  const report = facts.reports.get(project.id);
  if (!report) return false;
  if (report.period >= date) return true;
  const before = previousDay(home, project.cadence ?? home.portfolio.cadence, date);
  return before !== undefined && report.period > before && report.recordedAt > moment(home, before, "cutOff", home.portfolio.zone);
}

/** A cadence that was changed after people were asked asks them for another period, not for the same one again. */
function askedAlready(stored: Stored, cadence: Cadence, date: LocalDate): string | undefined {
  const end = periodEnd(cadence, date);
  for (const [day, { state }] of stored)
    if (day < date && state === "queued" && day > addDays(date, -45) && periodEnd(cadence, day) === end)
      return `asked already on ${longDate(day)}`;
  return undefined;
}
