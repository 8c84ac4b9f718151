import { amount, decimal, percentOver } from "../../core/money.ts";
import { compare, isColour, scales } from "../../core/rag.ts";
import type { Shown } from "../../core/standing.ts";
import { exceptions } from "./exceptions.ts";
import { byId, byKey, compareText, type Facts, lastOf, rated, type Seen, type Side } from "./facts.ts";
import { byOrder, type Digest, type Line, shade } from "./schema.ts";

/** Facts in, digest out; nothing is read and nothing is worded here. */
export function compose(facts: Facts): Digest {
  const { now, before } = facts;
  const earlier = byId(before);
  const current = byId(now);
  const pairs = now.projects.map((seen) => ({ seen, was: earlier.get(seen.project.id) }));
  const changes = pairs.flatMap(({ seen, was }) => (was ? [compare(rated(was), rated(seen))] : []));
  const gone = before.projects.filter((seen) => !current.has(seen.project.id));
  const total = moneyOf(now.projects);
  return {
    title: facts.title,
    portfolio: facts.portfolio.key,
    currency: facts.portfolio.currency,
    zone: facts.portfolio.zone,
    asOf: now.date,
    since: before.date,
    dataTo: facts.dataTo.toISOString(),
    ...(facts.narrowed && { narrowed: true }),
    total: now.projects.length,
    continuing: changes.length,
    new: now.projects.length - changes.length,
    left: gone.length,
    worsened: changes.filter((change) => change === "worsened").length,
    improved: changes.filter((change) => change === "improved").length,
    scale: now.scale,
    scaleChanged: now.scale !== before.scale && changes.length > 0,
    ratings: ratings(now),
    ratingsBefore: ratings(before),
    moves: moves(pairs),
    ...coverage(now.projects),
    imported: now.projects.filter(({ standing, report }) => isColour(standing.shown) && report?.source.startsWith("import")).length,
    ...(total && { money: total }),
    decisions: decisions(facts),
    exceptions: exceptions(facts),
    silent: silent(now),
    projects: pairs.map(({ seen, was }) => line(seen, was)).sort(worstFirst),
    gone: gone.map(({ project, standing }) => ({ project: project.key, name: project.name, was: shade(standing.shown) })).sort(byKey),
    ...(facts.note !== undefined && { note: facts.note }),
    corrections: [...(facts.corrections ?? [])],
  };
}

/** Every colour of the scale in force, counted or not; of what else occurs, only what does. */
function ratings({ scale, projects }: Side): Record<string, number> {
  const counts = new Map<Shown, number>([...scales[scale], "withheld" as const, "unknown" as const].map((each) => [each, 0]));
  for (const { standing } of projects) counts.set(standing.shown, (counts.get(standing.shown) ?? 0) + 1);
  return Object.fromEntries([...counts].map(([shown, count]) => [shade(shown), count] as const).sort(([a], [b]) => byOrder(a, b)));
}

function moves(pairs: readonly { readonly seen: Seen; readonly was: Seen | undefined }[]): Digest["moves"] {
  const counts = new Map<string, Digest["moves"][number]>();
  for (const { seen, was } of pairs) {
    if (!was) continue;
    const [from, to] = [end(was), end(seen)];
    if (from === to) continue;
    const key = `${from} -> ${to}`;
    counts.set(key, { from, to, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts].sort(([a, { count: many }], [b, { count: more }]) => more - many || compareText(a, b)).map(([, move]) => move);
}

function end({ standing }: Seen): Digest["moves"][number]["from"] {
  const shown = shade(standing.shown);
  return shown === "unknown" || shown === "withheld" ? "none" : shown;
}

function coverage(projects: readonly Seen[]): Pick<Digest, "coverage" | "late"> {
  const count = (turn: Seen["turn"]) => projects.filter((seen) => seen.turn === turn).length;
  const [reported, late] = [count("reported"), count("not reported")];
  return { coverage: { due: reported + late, reported, notReached: count("not reached"), notAsked: count("not asked") }, late };
}

function moneyOf(projects: readonly Seen[]): Digest["money"] {
  const both = projects.flatMap(({ report, budget }) => {
    const [forecast, approved] = [amount(report?.cost), amount(budget)];
    return forecast === undefined || approved === undefined ? [] : [{ forecast, approved }];
  });
  const forecast = both.reduce((sum, each) => sum + each.forecast, 0n);
  const budget = both.reduce((sum, each) => sum + each.approved, 0n);
  const percent = percentOver(forecast, budget);
  return percent === undefined ? undefined : { forecast: decimal(forecast), budget: decimal(budget), percent, projects: both.length };
}

function decisions({ questions, now }: Facts): Digest["decisions"] {
  const known = byId(now);
  return questions
    .flatMap(({ project, ...question }) => {
      const seen = known.get(project);
      return seen ? [{ ...question, project: seen.project.key }] : [];
    })
    .sort((a, b) => compareText(a.by ?? "9999", b.by ?? "9999") || compareText(a.asked, b.asked) || compareText(a.ref, b.ref));
}

function silent({ projects }: Side): Digest["silent"] {
  return projects
    .flatMap((seen) => {
      const why = whySilent(seen);
      return why ? [{ project: seen.project.key, name: seen.project.name, ...why, ...lastOf(seen) }] : [];
    })
    .sort((a, b) => (b.last?.days ?? 0) - (a.last?.days ?? 0) || byKey(a, b));
}

function whySilent({ standing, turn, paused }: Seen): Pick<Digest["silent"][number], "why"> | undefined {
  if (paused) return undefined;
  if (turn !== undefined && turn !== "reported") return { why: turn };
  return standing.basis === "never" ? { why: "never reported" } : undefined;
}

function line(seen: Seen, was: Seen | undefined): Line {
  const { project, standing, report } = seen;
  return {
    id: project.id,
    project: project.key,
    name: project.name,
    rating: shade(standing.shown),
    ...(was && { was: shade(was.standing.shown) }),
    ...(was?.standing.shown === "unknown" && was.standing.last && { wasLast: shade(was.standing.last.rating) }),
    ...lastOf(seen),
    ...(seen.paused && { paused: seen.paused.until }),
    ...(report && { period: report.period, revision: report.revision }),
    ...(seen.finish !== undefined && { finish: seen.finish }),
    ...(report?.cost !== undefined && { cost: report.cost }),
  };
}

const worstFirst = (a: Line, b: Line): number => byOrder(a.rating, b.rating) || byKey(a, b);
