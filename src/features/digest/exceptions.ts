import { amount, decimal, percentOver } from "../../core/money.ts";
import { compare, isColour } from "../../core/rag.ts";
import { costTolerance, timeTolerance } from "../../core/report.ts";
import { lastKnownRed } from "../../core/standing.ts";
import { daysBetween, type LocalDate, workingDaysBetween } from "../../core/time.ts";
import { byId, byKey, type Facts, type Grave, lastOf, rated, type Seen } from "./facts.ts";
import { type Exception, type ExceptionKind, exceptionKinds, shade } from "./schema.ts";
import { short } from "./short.ts";

/** The projects that leadership must look at, most urgent first. A project without news is not among them. */
export function exceptions(facts: Facts): Exception[] {
  const earlier = byId(facts.before);
  const grave = gravesBy(facts);
  return facts.now.projects
    .flatMap((seen) => exception(facts, seen, { was: earlier.get(seen.project.id), critical: grave.get(seen.project.id) ?? [] }) ?? [])
    .sort(urgentFirst);
}

export const urgentFirst = (a: Exception, b: Exception): number => rank(a) - rank(b) || byKey(a, b);
const rank = ({ kinds: [first] }: Exception): number => (first === undefined ? exceptionKinds.length : exceptionKinds.indexOf(first));

function gravesBy({ grave }: Facts): ReadonlyMap<string, readonly Grave[]> {
  const by = new Map<string, Grave[]>();
  for (const each of grave) by.set(each.project, [...(by.get(each.project) ?? []), each]);
  return by;
}

interface Beside {
  readonly was: Seen | undefined;
  readonly critical: readonly Grave[];
}

function exception(facts: Facts, seen: Seen, { was, critical }: Beside): Exception | undefined {
  const { project, standing, report } = seen;
  if (standing.basis === "resting") return undefined;
  const slip = slipOf(facts, seen, was);
  const overrun = overrunOf(seen);
  const kinds = [
    ...colourKinds(seen, was),
    ...(slip?.beyond ? ["slipped" as const] : []),
    ...(overrun ? ["over budget" as const] : []),
    ...(critical.length > 0 ? ["new critical" as const] : []),
  ];
  if (kinds.length === 0) return undefined;
  const fresh = standing.shown !== "unknown";
  return {
    project: project.key,
    name: project.name,
    rating: shade(standing.shown),
    ...(was && { was: shade(was.standing.shown) }),
    ...(seen.paused && { paused: seen.paused.until }),
    kinds,
    ...(fresh && report?.summary !== undefined && { reason: short(report.summary, 200) }),
    ...(fresh && report?.greenBy !== undefined && { greenBy: report.greenBy }),
    ...((!fresh || seen.paused || (standing.last?.on ?? facts.before.date) < facts.before.date) && lastOf(seen)),
    ...(slip && { slip: slip.moved }),
    ...(overrun && { overrun }),
    critical: critical.map(({ project: _, ...grave }) => grave),
  };
}

function colourKinds(seen: Seen, was: Seen | undefined): readonly ExceptionKind[] {
  const { shown } = seen.standing;
  const worsened = was !== undefined && compare(rated(was), rated(seen)) === "worsened";
  if (shown === "red") return [was === undefined ? "new and red" : worsened ? "worsened to red" : turnedRed(was)];
  if (lastKnownRed(seen.standing)) return ["silent since red"];
  return worsened ? ["worsened"] : [];
}

const turnedRed = (was: Seen): ExceptionKind => (isColour(was.standing.shown) ? "red" : "red after no colour");

/** Beyond this, working days are counted by nobody and the tolerance is at its ceiling anyway. */
const farDays = 400;

/** How much later the forecast finish is than in the report of the day before; a move earlier is no exception. */
function slipOf({ now, dayOff }: Facts, seen: Seen, was: Seen | undefined) {
  const [from, to] = [was?.finish, seen.finish];
  if (from === undefined || to === undefined || to <= from || seen.standing.shown === "unknown") return undefined;
  const days = daysBetween(from, to);
  const workingDays = days <= 92 ? workingDaysBetween(from, to, dayOff) : undefined;
  const beyond = workingDays === undefined || workingDays > timeTolerance(remaining(now.date, from, dayOff));
  return { beyond, moved: { from, to, days, ...(workingDays !== undefined && { workingDays }) } };
}

function remaining(today: LocalDate, finish: LocalDate, dayOff: Facts["dayOff"]): number {
  if (finish <= today) return 0;
  return daysBetween(today, finish) > farDays ? farDays : workingDaysBetween(today, finish, dayOff);
}

/** Also of who fell silent: money that is in the total does not leave the list with its colour. */
function overrunOf({ report, budget }: Seen): Exception["overrun"] {
  const [forecast, approved] = [amount(report?.cost), amount(budget)];
  if (forecast === undefined || approved === undefined) return undefined;
  const percent = percentOver(forecast, approved);
  if (percent === undefined || percent <= costTolerance * 100) return undefined;
  return { forecast: decimal(forecast), budget: decimal(approved), percent };
}
