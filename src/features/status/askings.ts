import type { Cadence } from "../../core/cadence.ts";
import type { Project } from "../../core/portfolio.ts";
import { earlyDays, type Report } from "../../core/report.ts";
import { addDays, type LocalDate, longDate } from "../../core/time.ts";
import type { Occurrence } from "../../ports/reports.ts";
import { cadenceDays, earliest, type Home, latest, moment, previousDay, wallTime } from "./home.ts";
import { type Staff, whoIsAsked } from "./line.ts";

/** Everything that the rhythm of a portfolio depends on, as it stands. */
export interface Facts extends Staff {
  readonly projects: readonly Project[];
  readonly homes: ReadonlyMap<string, Home>; // by portfolio id
  readonly occurrences: readonly Occurrence[];
  /** The newest report of each project. */
  readonly reports: ReadonlyMap<string, Pick<Report, "period" | "recordedAt" | "overall" | "source">>;
  /** The silences that somebody was told of before, by `slotOf`. */
  readonly told?: ReadonlySet<string>;
  /** The silences, likewise, that are told later than usual, and those that nobody is told of for want of a warning. */
  readonly promised?: ReadonlyMap<string, Date>;
  readonly unwarned?: ReadonlySet<string>;
}

/** A project on a day of its cadence, as one word. */
export const slotOf = (project: string, date: LocalDate): string => `${project} ${date}`;

/** Askings of two cadences that are fewer days apart are about the same period. */
const closest = 3;

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
  /** When the project is asked anew; what is still open then is asked with it. */
  readonly until?: Date;
}

export type Stored = ReadonlyMap<LocalDate, Occurrence>;

/**
 * Every day of the project's with a moment from `from` to `to` (days in UTC), of its cadence and those already asked; and
 * the askings after `to` that end the chase of one before.
 */
export function askings(facts: Facts, project: Project, stored: Stored, from: LocalDate, to: LocalDate): readonly Asking[] {
  const home = facts.homes.get(project.portfolio);
  if (!home || project.state === "complete") return [];
  const days = cadenceDays(home, project.cadence ?? home.portfolio.cadence, earliest(home, from), latest(home, to));
  return [...new Set([...days, ...stored.keys()])].map((date) => asking(facts, project, home, date, stored));
}

function asking(facts: Facts, project: Project, home: Home, date: LocalDate, stored: Stored): Asking {
  const { portfolio } = home;
  const there = stored.get(date);
  const base = { project, home, date, cutOff: moment(home, project, date, "cutOff", portfolio.zone), ...(there && { there }) };
  if (there?.state === "queued") {
    const zone = facts.people.get(there.asked ?? "")?.zone ?? portfolio.zone;
    return { ...base, person: there.asked ?? "", at: wallTime(home, date, portfolio.timing.prompt, zone) };
  }
  const who = whoIsAsked(facts, project, date);
  const at = wallTime(home, date, portfolio.timing.prompt, "person" in who ? who.person.zone : portfolio.zone);
  if ("why" in who) return { ...base, person: "", at, why: who.why };
  if (there) return { ...base, person: "", at };
  if (answered(facts, project, home, date)) return { ...base, person: "", at, why: "already answered early" };
  const why = askedAlready(home, stored, project.cadence ?? portfolio.cadence, date);
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

/** Answered for that day, or early: in the days before it, after the cut-off of the asking before. What a file says of its own day is no answer. */
export function answered(facts: Facts, project: Project, home: Home, date: LocalDate): boolean {
  const report = facts.reports.get(project.id);
  if (!report) return false;
  if (report.period >= date) return true;
  if (report.source.startsWith("import ") || addDays(report.period, earlyDays) < date) return false;
  const before = previousDay(home, project.cadence ?? home.portfolio.cadence, date);
  return before !== undefined && report.period > before && report.recordedAt > moment(home, project, before, "cutOff", home.portfolio.zone);
}

/** A cadence that was changed after people were asked does not ask them again in the same days. */
function askedAlready(home: Home, stored: Stored, cadence: Cadence, date: LocalDate): string | undefined {
  const days = cadenceDays(home, cadence, addDays(date, -closest), date);
  const other = [...stored.values()].find(
    (each) => each.state === "queued" && each.date < date && each.date >= addDays(date, -closest) && !days.includes(each.date),
  );
  return other && `asked already on ${longDate(other.date)}`;
}
