import type { Cadence } from "../../core/cadence.ts";
import { calendarOf } from "../../core/holidays.ts";
import type { Person } from "../../core/people.ts";
import type { Portfolio, Project, ProjectState } from "../../core/portfolio.ts";
import type { Report } from "../../core/report.ts";
import { type Rights, sees } from "../../core/rights.ts";
import { type ClosedPeriod, standing } from "../../core/standing.ts";
import { addDays, addWorkingDays, type DayOff, instantOf, type LocalDate, localDate } from "../../core/time.ts";
import type { Occurrence } from "../../ports/reports.ts";
import type { Desk } from "../../routes.ts";
import type { Facts, Seen, Side } from "./facts.ts";
import { openMatters } from "./matters.ts";
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
  /** The digest posted for `asOf` and the one before: which projects were not running then is dated nowhere else. */
  readonly posted?: Digest;
  readonly previous?: Digest;
  readonly note?: string;
}

/**
 * The one reader: a fixed number of queries, however many projects. Confidential projects leave no trace, not even
 * in a count and not even for those who may see them, so that every copy of a digest has the same figures.
 */
export async function gather(desk: Desk, reading: Reading): Promise<Facts> {
  const { portfolio, asOf, since } = reading;
  const dayOff = await calendarOf(portfolio);
  const members = await membersOn(desk, reading, asOf);
  const now = await sideOn(desk, reading, { date: asOf, members: members.seen, dayOff, ...known(reading.posted) });
  const earlier = await membersOn(desk, reading, since);
  const before = await sideOn(desk, reading, { date: since, members: earlier.seen, dayOff, ...known(reading.previous) });
  return {
    title: reading.title,
    portfolio,
    ...((members.hidden || earlier.hidden) && { narrowed: true }),
    dataTo: momentOf(desk.now, asOf, portfolio.zone),
    now: await live(desk, portfolio, now),
    before,
    ...(await openMatters(desk, { portfolio, asOf, since, projects: new Set(members.seen.map(({ id }) => id)) })),
    dayOff,
    ...(reading.note !== undefined && { note: reading.note }),
  };
}

async function membersOn(desk: Desk, reading: Reading, date: LocalDate) {
  const { portfolio, programme, department, rights } = reading;
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
  readonly dayOff: DayOff;
  readonly states?: ReadonlyMap<string, ProjectState>;
}

async function sideOn(desk: Desk, { portfolio }: Reading, { date, members, dayOff, states }: Day): Promise<Side> {
  const ids = members.map(({ id }) => id);
  const reports = await desk.store.reports.latestOf(ids, date);
  const occurrences = await desk.store.reports.occurrences(addDays(date, -reach(portfolio, members)), date, ids);
  const closed = closedPeriods(occurrences, closer(portfolio, dayOff, momentOf(desk.now, date, portfolio.zone)));
  const projects = members.map((project) => {
    const report = reports.get(project.id);
    const state = states?.get(project.key) ?? project.state;
    const stands = standing({ state }, report, closed.get(project.id) ?? [], date);
    return { project, standing: stands, ...(report && { report }), ...turnOf(report, stands.basis, closed.get(project.id)?.[0]) };
  });
  return { date, scale: await desk.store.projects.scaleOn(portfolio.id, date), projects };
}

/** Far enough back for the two newest closed periods of the slowest cadence. */
function reach(portfolio: Portfolio, members: readonly Project[]): number {
  const days = (cadence: Cadence) => (cadence.every === "week" ? cadence.weeks * 7 : 31);
  return 2 * Math.max(...[portfolio, ...members].map(({ cadence }) => (cadence ? days(cadence) : 0))) + 21;
}

/** Whether the cut-off of what was asked on a day has passed at `moment`; days repeat, so each is worked out once. */
function closer({ timing, zone }: Portfolio, dayOff: DayOff, moment: Date): (asked: LocalDate) => boolean {
  const known = new Map<LocalDate, boolean>();
  return (asked) => {
    const closed = known.get(asked) ?? instantOf(addWorkingDays(asked, timing.cutOff.days, dayOff), timing.cutOff.at, zone) <= moment;
    known.set(asked, closed);
    return closed;
  };
}

type Asked = ClosedPeriod & Pick<Occurrence, "asked">;

function closedPeriods(occurrences: readonly Occurrence[], isClosed: (asked: LocalDate) => boolean): ReadonlyMap<string, readonly Asked[]> {
  const closed = new Map<string, Asked[]>();
  for (const occurrence of occurrences.toSorted((a, b) => (a.date < b.date ? 1 : -1))) {
    if (!isClosed(occurrence.date)) continue;
    const known = closed.get(occurrence.project);
    if (known) known.push(occurrence);
    else closed.set(occurrence.project, [occurrence]);
  }
  return closed;
}

function turnOf(report: Report | undefined, basis: Seen["standing"]["basis"], newest: Asked | undefined): Pick<Seen, "turn" | "asked"> {
  if (!newest || basis === "resting") return {};
  if (report && report.period >= newest.date) return { turn: "reported" };
  if (newest.state === "skipped") return basis === "missed" ? { turn: "not asked" } : {};
  if (newest.state === "expired") return { turn: "not asked" };
  return { turn: "not reported", ...(newest.asked !== undefined && { asked: newest.asked }) };
}

/** What holds of today only: who could not be reached, and budgets, which are comparable with the newest report alone. */
async function live({ store, now }: Desk, portfolio: Portfolio, side: Side): Promise<Side> {
  const late = side.projects.flatMap(({ turn, asked, project }) => (turn === "not reported" ? [asked ?? project.pm ?? []].flat() : []));
  const people = await store.people.many([...new Set(late)]);
  const historic = side.date < localDate(now, portfolio.zone);
  const newest = historic ? await store.reports.latestOf(side.projects.map(({ project }) => project.id)) : undefined;
  const projects = side.projects.map((seen) => {
    const { budget } = seen.project;
    const superseded = newest !== undefined && newest.get(seen.project.id)?.id !== seen.report?.id;
    return { ...asAsked(seen, people), ...(budget !== undefined && !superseded && { budget }) };
  });
  return { ...side, projects };
}

function asAsked({ asked, ...seen }: Seen, people: ReadonlyMap<string, Person>): Seen {
  if (seen.turn !== "not reported") return seen;
  const person = people.get(asked ?? seen.project.pm ?? "");
  const turn = person && isUnreachable(person) ? "not reached" : "not reported";
  return { ...seen, turn, ...(person && { asked: person.name }) };
}

function isUnreachable({ identities, preferred }: Person): boolean {
  const used = identities.find(({ platform }) => platform === preferred) ?? identities[0];
  return used === undefined || used.unreachable !== undefined;
}

/** The last moment that a day's digest speaks of: now, or the end of a day that is over. */
function momentOf(now: Date, date: LocalDate, zone: string): Date {
  const end = new Date(instantOf(addDays(date, 1), "00:00", zone).getTime() - 1);
  return end < now ? end : now;
}

/** Whether each project of a posted digest was running, by key. */
function known(digest: Digest | undefined): Pick<Day, "states"> {
  if (!digest) return {};
  const state = (rating: string): ProjectState =>
    rating === "on hold" || rating === "not started" || rating === "complete" ? rating : "active";
  return { states: new Map(digest.projects.map(({ project, rating }) => [project, state(rating)])) };
}
