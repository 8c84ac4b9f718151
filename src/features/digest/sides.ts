import type { Portfolio } from "../../core/portfolio.ts";
import { standing } from "../../core/standing.ts";
import type { LocalDate } from "../../core/time.ts";
import type { Member } from "../../ports/projects.ts";
import type { Occurrence, Reported } from "../../ports/reports.ts";
import type { Desk } from "../../routes.ts";
import { type Askings, closedPeriods, turnOf } from "./closed.ts";
import type { Side, Told } from "./facts.ts";
import { asRead, linesOf, reportsFor, stateIn } from "./kept.ts";
import { pausedIn, pausedOn } from "./paused.ts";
import type { Digest } from "./schema.ts";

interface Days {
  readonly now: Day;
  readonly before: Day;
  /** What readers have of `before`, which is not read again. */
  readonly previous: Digest | undefined;
  readonly posted: Digest | undefined;
}

interface Day extends Askings {
  readonly members: readonly Member[];
}

export interface Sides {
  readonly now: Side;
  readonly before: Side;
  /** Whether a project has a newer report than the one of `now`. */
  isSuperseded(project: string): boolean;
}

/** Where each project stood on the two days: all reports in one reading, and whom was asked only of those who owe an answer. */
export async function sidesOf(desk: Desk, portfolio: Portfolio, { now, before, previous, posted }: Days): Promise<Sides> {
  const { store } = desk;
  const days = previous ? [now] : [now, before];
  const ids = days.flatMap(({ members }) => members.map(({ id }) => id));
  const reported = await store.reports.reported(ids, now.look, (previous ? now : before).look);
  const told = posted && (await reportsFor(desk, posted, reportsIn(reported)));
  const current = now.members.map((project) => {
    const { report: newest, asked } = reported.get(project.id) ?? nothing;
    const report = told ? told.get(project.id) : newest;
    return { project, report, asked, told: report, owes: owes(now, project, report, asked) };
  });
  const earlier = (previous ? [] : before.members).map((project) => {
    const { earlier: report, askedEarlier: asked } = reported.get(project.id) ?? nothing;
    return { project, report, asked, told: undefined, owes: owes(before, project, report, asked) };
  });
  const owing = [...current.filter(isOwing), ...earlier.filter(isOwing)].map(({ project }) => project.id);
  const [from = now.look.from] = days.map(({ look }) => look.from).sort();
  const askings = await store.reports.occurrences(from, now.look.to, owing);
  return {
    now: await sideOn(desk, portfolio, { day: now, all: current, askings, posted }),
    before: previous
      ? asRead(previous, before.members)
      : await sideOn(desk, portfolio, { day: before, all: earlier, askings, posted: undefined }),
    isSuperseded: (id) => reported.get(id)?.superseded ?? false,
  };
}

const nothing: Partial<Reported> = {};

const reportsIn = (reported: ReadonlyMap<string, Reported>): ReadonlyMap<string, Told> =>
  new Map([...reported].flatMap(([id, { report }]) => (report ? [[id, report]] : [])));

/** What is known of a project from the one reading of all. */
interface Known {
  readonly project: Member;
  readonly report: Reported["earlier"];
  /** The newest day of asking that counts. */
  readonly asked: LocalDate | undefined;
  /** The report to be shown. */
  readonly told: Told | undefined;
  readonly owes: boolean;
}

/** Whoever answered the newest closed asking owes none: nothing else about it or the ones before it matters. Most have. */
function owes({ isClosed }: Day, { id }: Member, report: Known["report"], asked: Known["asked"]): boolean {
  return !report || (asked !== undefined && (report.period < asked || !isClosed({ project: id, date: asked })));
}

const isOwing = (known: Known): boolean => known.owes;

interface Read {
  readonly day: Day;
  readonly all: readonly Known[];
  readonly askings: readonly Occurrence[];
  readonly posted: Digest | undefined;
}

async function sideOn(desk: Desk, { id: portfolio, zone }: Portfolio, { day, all, askings, posted }: Read): Promise<Side> {
  const date = day.look.on;
  const closed = closedPeriods(askings, day);
  const lines = linesOf(posted);
  const pauses = posted ? pausedIn(lines) : await pausedOn(desk, day.members, { date, zone });
  const projects = all.map(({ project, report, asked, told, owes }) => {
    const { id } = project;
    const answered = asked === undefined ? [] : [{ date: asked, state: "queued" as const }];
    const periods = owes ? (closed.get(id) ?? []) : answered;
    const paused = pauses.get(id);
    const state = stateIn(lines.get(id)) ?? project.state;
    const stands = standing({ state, ...(paused && { pausedUntil: paused.until }) }, report, periods, date);
    return {
      project,
      standing: stands,
      report: told,
      finish: report?.finish,
      paused: state === "active" ? paused : undefined,
      ...turnOf(report, stands, periods[0]),
    };
  });
  return { date, scale: await desk.store.projects.scaleOn(portfolio, date), projects };
}
