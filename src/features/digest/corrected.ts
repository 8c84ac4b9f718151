import { longestFirst, worstFirst } from "./compose.ts";
import { urgentFirst } from "./exceptions.ts";
import { figures } from "./figures.ts";
import type { Correction, Digest, Line } from "./schema.ts";

interface News {
  /** The digest composed again of the projects whose reports changed, and of no others. */
  readonly now: Digest;
  /** Keys of what may not be shown any more. */
  readonly hidden: ReadonlySet<string>;
  readonly at: Date;
}

/**
 * A posted digest with some projects put right. Theirs are the only lines that change, the figures are counted again,
 * and whatever a reader can see changing is marked; what must not be shown any more goes without a word.
 */
export function corrected(posted: Digest, { now, hidden, at }: News): Digest {
  const fresh = new Set(now.projects.map(({ project }) => project));
  const shown = <T extends { readonly project: string }>(of: readonly T[]) => of.filter(({ project }) => !hidden.has(project));
  const kept = <T extends { readonly project: string }>(of: readonly T[]) => shown(of).filter(({ project }) => !fresh.has(project));
  const projects = [...kept(posted.projects), ...now.projects].sort(worstFirst);
  const gone = shown(posted.gone);
  const scaleBefore = !posted.scaleChanged ? posted.scale : posted.scale === "three" ? "five" : "three";
  const { money: _, ...rest } = posted;
  return {
    ...rest,
    ...figures(projects, gone, posted.scale, scaleBefore),
    decisions: shown(posted.decisions),
    exceptions: [...kept(posted.exceptions), ...now.exceptions].sort(urgentFirst),
    silent: [...kept(posted.silent), ...now.silent].sort(longestFirst),
    projects,
    gone,
    corrections: [...shown(posted.corrections), ...now.projects.flatMap((line) => marked(posted, now, line, at))],
  };
}

function marked(posted: Digest, now: Digest, line: Line, at: Date): readonly Correction[] {
  const told = posted.projects.find(({ project }) => project === line.project);
  if (!told) return [];
  const what = differing(posted, now, told, line);
  if (told.rating === line.rating && what.length === 0) return [];
  return [{ at: at.toISOString(), project: line.project, was: told.rating, is: line.rating, what }];
}

/** What a reader can see differing, besides the colour. */
function differing(posted: Digest, now: Digest, told: Line, line: Line): Correction["what"] {
  const [was, is] = [posted, now].map(({ exceptions }) => exceptions.find(({ project }) => project === line.project));
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  const inTotal = line.budget !== undefined && told.cost !== line.cost;
  const isOld = [told, line].some(({ rating, last }) => rating === "unknown" || (last && last.on < posted.since));
  const differs: Readonly<Record<Correction["what"][number], boolean>> = {
    forecast: inTotal || !same(was?.slip, is?.slip) || !same(was?.overrun, is?.overrun),
    reason: was?.reason !== is?.reason,
    "date for green": was?.greenBy !== is?.greenBy,
    "last report": isOld && !same(told.last, line.last),
  };
  return (["forecast", "reason", "date for green", "last report"] as const).filter((each) => differs[each]);
}
