import { shortDate } from "../../core/time.ts";
import type { Digest, Line } from "./schema.ts";
import { counts, direction, figure, list, near, several } from "./words.ts";

/** What changed, in a sentence or two; by name while they are few. */
export function headline(digest: Digest): string {
  const { total, continuing, worsened, improved } = digest;
  if (total === 0)
    return digest.left === 0 ? "There is no project in it yet." : `No project is left in it; ${several(digest.left, "project")} left.`;
  if (continuing === 0) return `First comparable digest: ${several(total, "project")}, ${counts(digest.ratings)}.`;
  const changes = worsened + improved === 0 ? [unchanged(digest)] : worsened + improved <= 5 ? named(digest) : counted(digest);
  return [...changes, ...silentReds(digest), ...ends(digest), ...comings(digest)].join(" ");
}

function unchanged({ continuing, ratings, since, asOf, total }: Digest): string {
  const unknown = ratings["unknown"] ?? 0;
  if (unknown === total) return `None of ${several(total, "project")} has a current colour.`;
  const but = unknown === 0 ? "" : `; ${figure(unknown)} of ${figure(total)} ${unknown === 1 ? "has" : "have"} no current colour`;
  return `No colour changed among ${several(continuing, "project")} since ${near(since, asOf)}${but}.`;
}

function named({ projects }: Digest): readonly string[] {
  const [worse, better] = (["worsened", "improved"] as const).map((way) => projects.filter((line) => direction(line) === way));
  return [moved(worse ?? [], "is now"), moved(better ?? [], "improved to")].filter((sentence) => sentence !== "");
}

function moved(lines: readonly Line[], verb: string): string {
  const [first, ...rest] = lines;
  return first ? `${list([`${first.project} ${verb} ${first.rating}`, ...rest.map((line) => `${line.project} ${line.rating}`)])}.` : "";
}

function counted(digest: Digest): readonly string[] {
  const { continuing, worsened, improved } = digest;
  const red = digest.exceptions.filter(({ kinds }) => kinds.includes("worsened to red")).map(({ project }) => project);
  const names = red.length <= 4 ? list(red) : `${red.slice(0, 3).join(", ")} and ${figure(red.length - 3)} more`;
  const newlyRed = red.length === 0 ? [] : [`Now Red: ${names}.`];
  return [`${figure(worsened)} of ${several(continuing, "continuing project")} worsened, ${figure(improved)} improved.`, ...newlyRed];
}

function silentReds({ exceptions, asOf }: Digest): readonly string[] {
  const silent = exceptions.filter(({ kinds }) => kinds.includes("silent since red"));
  if (silent.length > 2) return [`${figure(silent.length)} projects that were Red have no current report.`];
  const each = silent.map(({ project, last }) => `${project} (Red${last ? ` on ${shortDate(last.on, asOf)}` : ""})`);
  return each.length === 0 ? [] : [`${list(each)} ${each.length === 1 ? "has" : "have"} no current report.`];
}

/** What stopped running since; by name while they are few. */
function ends({ projects }: Digest): readonly string[] {
  return (["complete", "on hold"] as const).flatMap((state) => {
    const keys = projects.flatMap(({ project, rating, was }) => (rating === state && was !== undefined && was !== state ? [project] : []));
    if (keys.length === 0) return [];
    return [
      keys.length > 3 ? `${figure(keys.length)} are now ${state}.` : `${list(keys)} ${keys.length === 1 ? "is" : "are"} now ${state}.`,
    ];
  });
}

function comings({ new: added, left }: Digest): readonly string[] {
  const parts = [added > 0 ? `${figure(added)} new` : "", left > 0 ? `${figure(left)} left` : ""].filter((part) => part !== "");
  return parts.length > 0 ? [`${parts.join(", ")}.`] : [];
}
