import type { Portfolio } from "../../core/portfolio.ts";
import { standing } from "../../core/standing.ts";
import type { Member } from "../../ports/projects.ts";
import type { Reported } from "../../ports/reports.ts";
import type { Desk } from "../../routes.ts";
import { type Asked, type Askings, closedPeriods, hasAnswered, turnOf } from "./closed.ts";
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
  /** The projects with a newer report than the one of `now`. */
  readonly superseded: ReadonlySet<string>;
}

/** Where each project stood on the two days: all reports in one reading, and whom was asked only of those who owe an answer. */
export async function sidesOf(desk: Desk, portfolio: Portfolio, { now, before, previous, posted }: Days): Promise<Sides> {
  const { store } = desk;
  const days = previous ? [now] : [now, before];
  const ids = new Set(days.flatMap(({ members }) => members.map(({ id }) => id)));
  const reported = await store.reports.reported([...ids], now.look, (previous ? now : before).look);
  const told = await reportsFor(desk, posted, reportsIn(reported));
  const newest = (id: string) => ({ report: told.get(id), asked: reported.get(id)?.asked });
  const earlier = (id: string) => ({ report: reported.get(id)?.earlier, asked: reported.get(id)?.askedEarlier });
  const owing = new Set([...owingOn(now, newest), ...(previous ? [] : owingOn(before, earlier))]);
  const [from = now.look.from] = days.map(({ look }) => look.from).sort();
  const askings = await store.reports.occurrences(from, now.look.to, [...owing]);
  const sideOf = (day: Day, of: Newest, more: Pick<Read, "told" | "posted">) =>
    sideOn(desk, portfolio, { ...day, ...more, newest: of, closed: closedPeriods(askings, day, answeredOn(day, of, owing)) });
  return {
    now: await sideOf(now, newest, { told, posted }),
    before: previous ? asRead(previous, before.members) : await sideOf(before, earlier, { told: new Map(), posted: undefined }),
    superseded: new Set([...reported].flatMap(([id, { superseded }]) => (superseded ? [id] : []))),
  };
}

function reportsIn(reported: ReadonlyMap<string, Reported>): ReadonlyMap<string, Told> {
  const reports = new Map<string, Told>();
  for (const [id, { report }] of reported) if (report) reports.set(id, report);
  return reports;
}

type Newest = (id: string) => { readonly report: Reported["earlier"]; readonly asked: string | undefined };

/** Of whom more must be known than the newest day of asking. */
const owingOn = (day: Day, newest: Newest): readonly string[] =>
  day.members.flatMap(({ id }) => (hasAnswered(id, newest(id), day) ? [] : [id]));

function answeredOn({ members }: Day, newest: Newest, owing: ReadonlySet<string>): Map<string, Asked[]> {
  const answered = new Map<string, Asked[]>();
  for (const { id } of members) {
    const { asked } = newest(id);
    if (asked !== undefined && !owing.has(id)) answered.set(id, [{ date: asked, state: "queued" }]);
  }
  return answered;
}

interface Read extends Day {
  readonly newest: Newest;
  readonly closed: ReadonlyMap<string, readonly Asked[]>;
  /** The reports that are shown. */
  readonly told: ReadonlyMap<string, Told>;
  readonly posted: Digest | undefined;
}

async function sideOn(
  desk: Desk,
  { id: portfolio, zone }: Portfolio,
  { look, members, newest, closed, told, posted }: Read,
): Promise<Side> {
  const date = look.on;
  const lines = linesOf(posted);
  const pauses = posted ? pausedIn(lines) : await pausedOn(desk, members, { date, zone });
  const projects = members.map((project) => {
    const { id } = project;
    const [report, shown, paused, periods = []] = [newest(id).report, told.get(id), pauses.get(id), closed.get(id)];
    const state = stateIn(lines.get(id)) ?? project.state;
    const stands = standing({ state, ...(paused && { pausedUntil: paused.until }) }, report, periods, date);
    return {
      project,
      standing: stands,
      ...(shown && { report: shown }),
      ...(report?.finish !== undefined && { finish: report.finish }),
      ...(paused && state === "active" && { paused }),
      ...turnOf(report, stands, periods[0]),
    };
  });
  return { date, scale: await desk.store.projects.scaleOn(portfolio, date), projects };
}
