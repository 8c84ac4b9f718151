import { amount } from "../../core/money.ts";
import { isColour } from "../../core/rag.ts";
import { exceptions } from "./exceptions.ts";
import { byId, byKey, compareText, type Facts, lastOf, type Seen, type Side } from "./facts.ts";
import { figures } from "./figures.ts";
import { byOrder, type Digest, type Line, shade } from "./schema.ts";

/** Facts in, digest out; nothing is read and nothing is worded here. */
export function compose(facts: Facts): Digest {
  const { now, before } = facts;
  const earlier = byId(before);
  const current = byId(now);
  const lines = now.projects.map((seen) => line(seen, earlier.get(seen.project.id))).sort(worstFirst);
  const gone = before.projects
    .filter((seen) => !current.has(seen.project.id))
    .map(({ project, standing }) => ({ project: project.key, name: project.name, was: shade(standing.shown) }))
    .sort(byKey);
  return {
    title: facts.title,
    portfolio: facts.portfolio.key,
    currency: facts.portfolio.currency,
    zone: facts.portfolio.zone,
    asOf: now.date,
    since: before.date,
    dataTo: facts.dataTo.toISOString(),
    ...(facts.narrowed && { narrowed: true }),
    ...figures(lines, gone, now.scale, before.scale),
    decisions: decisions(facts),
    exceptions: exceptions(facts),
    critical: [...facts.critical],
    silent: silent(now),
    projects: lines,
    gone,
    ...(facts.note !== undefined && { note: facts.note }),
    corrections: [],
  };
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
    .sort(longestFirst);
}

function whySilent({ standing, turn, paused }: Seen): Pick<Digest["silent"][number], "why"> | undefined {
  if (paused) return undefined;
  if (turn !== undefined && turn !== "reported") return { why: turn };
  return standing.basis === "never" ? { why: "never reported" } : undefined;
}

function line(seen: Seen, was: Seen | undefined): Line {
  const { project, standing, report, budget } = seen;
  return {
    id: project.id,
    project: project.key,
    name: project.name,
    rating: shade(standing.shown),
    ...(was && { was: shade(was.standing.shown) }),
    ...(was?.standing.shown === "unknown" && was.standing.last && { wasLast: shade(was.standing.last.rating) }),
    ...lastOf(seen),
    ...(seen.turn && { turn: seen.turn }),
    ...(seen.paused && { paused: seen.paused.until }),
    ...(report && { period: report.period, revision: report.revision }),
    ...(isColour(standing.shown) && report?.source.startsWith("import") && { imported: true }),
    ...(seen.finish !== undefined && { finish: seen.finish }),
    ...(amount(report?.cost) !== undefined && { cost: report?.cost }),
    ...(amount(budget) !== undefined && { budget }),
  };
}

export const worstFirst = (a: Line, b: Line): number => byOrder(a.rating, b.rating) || byKey(a, b);
type Silence = Digest["silent"][number];
export const longestFirst = (a: Silence, b: Silence): number => (b.last?.days ?? 0) - (a.last?.days ?? 0) || byKey(a, b);
