import { calendarOf } from "../../core/holidays.ts";
import type { Person } from "../../core/people.ts";
import type { Portfolio, Project } from "../../core/portfolio.ts";
import { type Rights, sees } from "../../core/rights.ts";
import { standing } from "../../core/standing.ts";
import { addDays, type DayOff, instantOf, type LocalDate, localDate } from "../../core/time.ts";
import type { Occurrence } from "../../ports/reports.ts";
import type { Desk } from "../../routes.ts";
import { closedPeriods, closer, reach, turnOf } from "./closed.ts";
import type { Facts, Seen, Side } from "./facts.ts";
import { asPosted, asRead, continuingIn, linesOf, mattersIn, membersIn, reportsFor, stateIn } from "./kept.ts";
import { openMatters } from "./matters.ts";
import { pausedIn, pausedOn } from "./paused.ts";
import type { Digest } from "./schema.ts";

/** What a digest is of, and for whom. */
export interface Reading {
  readonly title: string;
  readonly portfolio: Portfolio;
  readonly programme?: string;
  readonly department?: string;
  readonly asOf: LocalDate;
  readonly since: LocalDate;
  /** Reads for one person, who may not see everything. */
  readonly rights?: Rights;
  /** The digest that readers have of `since`, corrected where it was: they compare with that, not with what was recorded later. */
  readonly previous?: Digest;
  /** The one they have of `asOf` already, with the projects that are composed again to be corrected. */
  readonly posted?: Digest;
  readonly note?: string;
}

/**
 * The one reader: a fixed number of queries, however many projects. Confidential projects leave no trace, not even
 * in a count and not even for those who may see them, so that every copy of a digest has the same figures.
 */
export async function gather(desk: Desk, reading: Reading): Promise<Facts> {
  const { portfolio, asOf, since, previous, posted } = reading;
  const dayOff = await calendarOf(portfolio);
  const members = await membersOn(desk, reading, asOf);
  const moment = posted ? new Date(posted.dataTo) : momentOf(desk.now, asOf, portfolio.zone);
  const projects = new Set(members.seen.map(({ id }) => id));
  const earlier = posted ? { seen: continuingIn(posted, members.seen), hidden: false } : await membersOn(desk, reading, since);
  const both = [...new Map([...members.seen, ...earlier.seen].map((project) => [project.id, project])).values()];
  const first = addDays(previous ? asOf : since, -reach(portfolio, both));
  const ids = both.map(({ id }) => id);
  const askings = await desk.store.reports.occurrences(first, asOf, ids); // of both days: most are the same
  const now = await sideOn(desk, portfolio, { date: asOf, members: members.seen, askings, dayOff, moment, posted });
  const before = { date: since, members: earlier.seen, askings, dayOff, moment: momentOf(desk.now, since, portfolio.zone) };
  return {
    title: reading.title,
    portfolio,
    ...((members.hidden || earlier.hidden) && { narrowed: true }),
    dataTo: moment,
    now: posted ? asPosted(now, posted) : await live(desk, portfolio, now),
    before: previous ? asRead(previous, earlier.seen) : await sideOn(desk, portfolio, { ...before, posted: undefined }),
    ...(posted ? mattersIn(posted) : await openMatters(desk, { portfolio, asOf, since, known: previous?.critical, projects })),
    dayOff,
    ...(reading.note !== undefined && { note: reading.note }),
  };
}

async function membersOn(desk: Desk, reading: Reading, date: LocalDate) {
  const { portfolio, programme, department, rights, posted } = reading;
  if (posted) return { seen: await membersIn(desk, posted), hidden: false };
  const open = (await desk.store.projects.all(date)).filter(
    (project) =>
      project.portfolio === portfolio.id &&
      !project.confidential &&
      (programme === undefined || project.programme === programme) &&
      (department === undefined || project.department === department),
  );
  const seen = rights ? open.filter((project) => sees(rights, project)) : open;
  return { seen, hidden: seen.length < open.length };
}

interface Day {
  readonly date: LocalDate;
  readonly members: readonly Project[];
  /** Of these and perhaps other days and projects. */
  readonly askings: readonly Occurrence[];
  readonly dayOff: DayOff;
  /** Cut-offs after it have not passed. */
  readonly moment: Date;
  readonly posted: Digest | undefined;
}

async function sideOn(desk: Desk, portfolio: Portfolio, { date, members, askings, dayOff, moment, posted }: Day): Promise<Side> {
  const { store } = desk;
  const ids = members.map(({ id }) => id);
  const reports = await reportsFor(desk, posted, await store.reports.latestOf(ids, date));
  const first = addDays(date, -reach(portfolio, members));
  const asked = askings.filter((each) => first <= each.date && each.date <= date);
  const closed = closedPeriods(asked, closer(portfolio, members, dayOff, moment));
  const lines = linesOf(posted);
  const pauses = posted ? pausedIn(lines) : await pausedOn(desk, members, { date, zone: portfolio.zone });
  const projects = members.map((project) => {
    const report = reports.get(project.id);
    const state = stateIn(lines.get(project.id)) ?? project.state;
    const paused = pauses.get(project.id);
    const stands = standing({ state, ...(paused && { pausedUntil: paused.until }) }, report, closed.get(project.id) ?? [], date);
    return {
      project,
      standing: stands,
      ...(report && { report }),
      ...(report?.finish !== undefined && { finish: report.finish }),
      ...(paused && state === "active" && { paused }),
      ...turnOf(report, stands, closed.get(project.id)?.[0]),
    };
  });
  return { date, scale: await store.projects.scaleOn(portfolio.id, date), projects };
}

/** What is known of today only: who could not be reached, and the budget, so that an older report goes with the one of its day. */
async function live({ store, now }: Desk, portfolio: Portfolio, side: Side): Promise<Side> {
  const silent = side.projects.flatMap(({ turn, asked, project }) => (turn === "not reported" ? [asked ?? project.pm ?? []].flat() : []));
  const people = await store.people.many([...new Set(silent)]);
  const historic = side.date < localDate(now, portfolio.zone);
  const newest = historic ? await store.reports.latestOf(side.projects.map(({ project }) => project.id)) : undefined;
  const projects = side.projects.map((seen) => {
    const superseded = newest !== undefined && newest.get(seen.project.id)?.id !== seen.report?.id;
    const { budget } = superseded ? (seen.report ?? {}) : seen.project;
    return { ...asAsked(seen, people), ...(budget !== undefined && { budget }) };
  });
  return { ...side, projects };
}

function asAsked({ asked, ...seen }: Seen, people: ReadonlyMap<string, Person>): Seen {
  if (seen.turn !== "not reported") return seen;
  const person = people.get(asked ?? seen.project.pm ?? "");
  const turn = person && isUnreachable(person) ? "not reached" : "not reported";
  return { ...seen, turn, ...(person && { asked: person.name }) };
}

/** The same that the worker finds: no account of theirs takes messages. */
function isUnreachable({ identities }: Person): boolean {
  return !identities.some(({ unreachable }) => unreachable === undefined);
}

/** The last moment that a day's digest speaks of: now, or the end of a day that is over. */
function momentOf(now: Date, date: LocalDate, zone: string): Date {
  const end = new Date(instantOf(addDays(date, 1), "00:00", zone).getTime() - 1);
  return end < now ? end : now;
}
