import { calendarOf } from "../../core/holidays.ts";
import type { Person } from "../../core/people.ts";
import type { Portfolio } from "../../core/portfolio.ts";
import { type Rights, sees } from "../../core/rights.ts";
import { addDays, instantOf, type LocalDate, localDate } from "../../core/time.ts";
import type { Member } from "../../ports/projects.ts";
import type { Desk } from "../../routes.ts";
import { askingsOn } from "./closed.ts";
import type { Facts, Seen, Side } from "./facts.ts";
import { asPosted, continuingIn, mattersIn, membersIn } from "./kept.ts";
import { openMatters } from "./matters.ts";
import type { Digest } from "./schema.ts";
import { type Sides, sidesOf } from "./sides.ts";

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
 * The one reader: a fixed number of queries, however many projects, each thing read once for both days. Confidential projects
 * leave no trace, not even in a count and not even for those who may see them, so that every copy of a digest has the same figures.
 */
export async function gather(desk: Desk, reading: Reading): Promise<Facts> {
  const { portfolio, asOf, since, previous, posted } = reading;
  const dayOff = await calendarOf(portfolio);
  const { now: members, before: earlier, hidden } = await membersOn(desk, reading);
  const moment = posted ? new Date(posted.dataTo) : momentOf(desk.now, asOf, portfolio.zone);
  const dayOf = (date: LocalDate, of: readonly Member[], at: Date) => ({ members: of, ...askingsOn(date, portfolio, of, dayOff, at) });
  const [now, before] = [dayOf(asOf, members, moment), dayOf(since, earlier, momentOf(desk.now, since, portfolio.zone))];
  const sides = await sidesOf(desk, portfolio, { now, before, previous, posted });
  const projects = new Set(members.map(({ id }) => id));
  return {
    title: reading.title,
    portfolio,
    ...(hidden && { narrowed: true }),
    dataTo: moment,
    now: posted ? asPosted(sides.now, posted) : await live(desk, portfolio, sides),
    before: sides.before,
    ...(posted ? mattersIn(posted) : await openMatters(desk, { portfolio, asOf, since, known: previous?.critical, projects })),
    dayOff,
    ...(reading.note !== undefined && { note: reading.note }),
  };
}

async function membersOn(desk: Desk, reading: Reading) {
  const { portfolio, programme, department, rights, asOf, since, posted } = reading;
  if (posted) {
    const now = await membersIn(desk, posted);
    return { now, before: continuingIn(posted, now), hidden: false };
  }
  const all = await desk.store.projects.membersOn(portfolio.id, asOf, since);
  const isOpen = (project: Member) =>
    !project.confidential &&
    (programme === undefined || project.programme === programme) &&
    (department === undefined || project.department === department);
  const [now, before] = [all.now.filter(isOpen), all.before.filter(isOpen)];
  if (!rights) return { now, before, hidden: false };
  const seen = { now: now.filter((project) => sees(rights, project)), before: before.filter((project) => sees(rights, project)) };
  return { ...seen, hidden: seen.now.length < now.length || seen.before.length < before.length };
}

/** What is known of today only: who could not be reached, and the budget, so that an older report goes with the one of its day. */
async function live({ store, now }: Desk, portfolio: Portfolio, { now: side, isSuperseded }: Sides): Promise<Side> {
  const silent = side.projects.filter(({ turn }) => turn === "not reported");
  const unnamed = silent.some(({ asked }) => asked === undefined);
  const pms = new Map(unnamed ? (await store.projects.all(side.date)).map(({ id, pm }) => [id, pm]) : []);
  const askedOf = ({ asked, project }: Seen) => asked ?? pms.get(project.id);
  const people = await store.people.many([...new Set(silent.flatMap((seen) => askedOf(seen) ?? []))]);
  const historic = side.date < localDate(now, portfolio.zone);
  const projects = side.projects.map((seen) => {
    const { budget } = historic && isSuperseded(seen.project.id) ? (seen.report ?? {}) : seen.project;
    const told = seen.turn === "not reported" ? asAsked(seen, people.get(askedOf(seen) ?? "")) : seen;
    return budget === undefined ? told : { ...told, budget };
  });
  return { ...side, projects };
}

function asAsked(seen: Seen, person: Person | undefined): Seen {
  const { asked: _, ...rest } = seen;
  const turn = person && isUnreachable(person) ? "not reached" : "not reported";
  return { ...rest, turn, ...(person && { asked: person.name }) };
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
