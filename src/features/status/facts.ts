import { calendarOf } from "../../core/holidays.ts";
import type { Project } from "../../core/portfolio.ts";
import { type Rights, sees } from "../../core/rights.ts";
import { addDays, instantOf, type LocalDate, localDate } from "../../core/time.ts";
import type { Store } from "../../ports/index.ts";
import { Asking } from "./asking.ts";
import { type Facts, slotOf } from "./askings.ts";
import { earliest, type Home } from "./home.ts";
import { timelineInTurns } from "./plan.ts";

/** A quarter of a year and some days: the longest way back to the asking before. */
const longestGap = 100;

/**
 * What the rhythm depends on in (from, to], for every project or those of `only`. Reports are read for the projects
 * that something is planned for, and older askings for those that may be told on: the rest of 10,000 stays unread.
 * Projects and their lines are as of one moment, `asOf`: of the day that it is then where their portfolio is.
 */
export async function factsFor(store: Store, from: Date, to: Date, only?: ReadonlySet<string>, asOf = to): Promise<Facts> {
  const homes = new Map<string, Home>();
  for (const portfolio of await store.projects.portfolios()) homes.set(portfolio.id, { portfolio, dayOff: await calendarOf(portfolio) });
  const before = await projectsAsOf(store, homes, asOf);
  const first = [...homes.values()].map((home) => earliest(home, localDate(from, "UTC"))).reduce(sooner, localDate(from, "UTC"));
  const last = addDays(localDate(to, "UTC"), 1);
  const people = new Map((await store.people.all()).map((person) => [person.id, person]));
  const isKnown = ({ pm }: Project) => pm === undefined || people.has(pm);
  const all = before.every(isKnown) ? before : await projectsAsOf(store, homes, asOf); // two of them were joined meanwhile
  const facts: Facts = {
    ...{ projects: all.filter(({ id }) => only?.has(id) ?? true), homes, people, reports: new Map() },
    absences: await store.people.absences(first, addDays(last, 30)),
    pmo: await officesOf(store, homes, asOf),
    occurrences: await store.reports.occurrences(first, last, only && [...only]),
  };
  return withPast(store, facts, first, from, to);
}

async function withPast(store: Store, facts: Facts, first: LocalDate, from: Date, to: Date): Promise<Facts> {
  const rough = await timelineInTurns(facts, from, to);
  const planned = new Set([...rough.occurrences.map(({ project }) => project), ...rough.messages.flatMap(({ projects }) => projects)]);
  const chased = new Set(rough.messages.filter(({ kind }) => kind === "escalation").flatMap(({ projects }) => projects));
  const past = chased.size === 0 ? [] : await store.reports.occurrences(addDays(first, -longestGap), addDays(first, -1), [...chased]);
  return {
    ...facts,
    ...(chased.size > 0 && { maySee: await sightOf(store, facts, chased, to), told: await toldOf(store, first) }),
    projects: facts.projects.filter(({ id }) => planned.has(id)),
    occurrences: [...past, ...facts.occurrences],
    reports: await store.reports.latestOf([...planned]),
  };
}

/** What was escalated, as far as the record of messages goes back; what was dropped or came too late nobody read. */
async function toldOf({ outbox }: Store, first: LocalDate): Promise<NonNullable<Facts["told"]>> {
  const since = new Date(`${addDays(first, -longestGap)}T00:00:00Z`);
  const states = ["waiting", "sending", "sent", "unreachable", "failed"] as const;
  const sent = await outbox.list({ keyStart: "escalation:", states, since, limit: 5000 });
  return new Set(
    sent.flatMap(({ payload }) => {
      const about = Asking.safeParse(payload).data;
      return about?.projects.map((project) => slotOf(project, about.date)) ?? [];
    }),
  );
}

type Homes = ReadonlyMap<string, Home>;

/** The week begins in Auckland half a day before it does in UTC, and what was changed there in the morning counts. */
const dayIn = ({ portfolio }: Home, at: Date): LocalDate => localDate(at, portfolio.zone);

async function projectsAsOf({ projects }: Store, homes: Homes, asOf: Date): Promise<readonly Project[]> {
  const found = new Map<string, Project>();
  const days = new Map([...homes].map(([id, home]) => [id, dayIn(home, asOf)]));
  for (const day of new Set(days.values()))
    for (const project of await projects.all(day)) if (days.get(project.portfolio) === day) found.set(project.id, project);
  return [...found.values()];
}

/** Who stands in for a missing PMO contact: the PMO of the portfolio, then of the organisation. */
async function officesOf({ people }: Store, homes: Homes, asOf: Date): Promise<NonNullable<Facts["pmo"]>> {
  const offices = [...homes].map(async ([id, home]) => {
    const scopes = [{ kind: "portfolio", id }, { kind: "organisation" }] as const;
    return [id, (await Promise.all(scopes.map((scope) => people.holders("pmo", scope, dayIn(home, asOf))))).flat()] as const;
  });
  return new Map(await Promise.all(offices));
}

/** What those up the lines of `projects`, and whoever stands in for them, may see. */
async function sightOf(store: Store, facts: Facts, projects: ReadonlySet<string>, at: Date): Promise<NonNullable<Facts["maySee"]>> {
  const chased = facts.projects.filter(({ id }) => projects.has(id));
  const dayOf = ({ portfolio }: Project) => localDate(at, facts.homes.get(portfolio)?.portfolio.zone ?? "UTC");
  const lines = chased.flatMap(({ contact, manager, sponsor }) => [contact, manager, sponsor]);
  const all = new Set([...lines, ...facts.absences.map(({ deputy }) => deputy), ...[...(facts.pmo?.values() ?? [])].flat()]);
  const people = [...all].filter((id) => id !== undefined);
  const held = new Map<LocalDate, ReadonlyMap<string, Rights["held"]>>();
  for (const day of new Set(chased.map(dayOf))) held.set(day, await store.people.assignmentsOf(people, day));
  return (person, project) => sees({ person, held: held.get(dayOf(project))?.get(person) ?? [] }, project);
}

/**
 * Whether any moment can fall in (from, to]; most beats read no more than this. Every zone in use is a whole number of
 * quarter hours from UTC, so a wall time can only come when the minutes agree; then the zones in use are asked.
 */
export async function mayBeDue(store: Store, from: Date, to: Date): Promise<boolean> {
  const portfolios = await store.projects.portfolios();
  const times = new Set(
    portfolios.flatMap(({ timing: { prompt, ...moments } }) => [prompt, ...Object.values(moments).map(({ at }) => at)]),
  );
  if (to.getTime() - from.getTime() >= quarterMs) return times.size > 0;
  const minutes = minutesIn(from, to).filter((minute) =>
    [...times].some((time) => (Number(time.slice(3)) - minute.getUTCMinutes()) % 15 === 0),
  );
  if (minutes.length === 0) return false;
  const zones = new Set([...(await store.people.all()), ...portfolios].map(({ zone }) => zone));
  return minutes.some((minute) =>
    [...zones].some((zone) => {
      const date = localDate(minute, zone);
      return [...times].some((time) => instantOf(date, time, zone).getTime() === minute.getTime());
    }),
  );
}

const quarterMs = 15 * 60_000;

function minutesIn(from: Date, to: Date): readonly Date[] {
  const [first, last] = [Math.floor(from.getTime() / 60_000) + 1, Math.floor(to.getTime() / 60_000)];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => new Date((first + i) * 60_000));
}

const sooner = (a: LocalDate, b: LocalDate): LocalDate => (b < a ? b : a);
