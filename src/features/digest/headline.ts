import { shortDate } from "../../core/time.ts";
import { direction } from "./figures.ts";
import { colourOf, type Digest, type Line } from "./schema.ts";
import { counts, figure, list, near, several } from "./words.ts";

/** What changed, in a sentence or two; by name while they are few. */
export function headline(digest: Digest): string {
  const { total, continuing, worsened, improved } = digest;
  if (total === 0)
    return digest.left === 0 ? "There is no project in it." : `There is no project in it any more; ${figure(digest.left)} left.`;
  if (continuing === 0) return `Nothing to compare with yet: ${several(total, "project")}, ${counts(digest.ratings)}.`;
  const around = [...known(digest), ...unknown(digest)];
  const changes =
    worsened + improved === 0 ? [unchanged(digest, around.length > 0)] : worsened + improved <= 5 ? named(digest) : counted(digest);
  return [...changes, ...around, ...ends(digest), ...comings(digest)].join(" ");
}

/** Going into Unknown and coming out of it is neither worse nor better, and still a change: `around` says that there is some. */
function unchanged({ continuing, ratings, since, asOf, total }: Digest, around: boolean): string {
  const unknown = ratings["unknown"] ?? 0;
  if (unknown === total) return `None of ${several(total, "project")} has a current colour.`;
  if (around) return `No colour worsened or improved since ${near(since, asOf)}.`;
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

/** What came out of Unknown: who is Red again first. */
function known({ projects }: Digest): readonly string[] {
  const back = projects.filter(({ was, rating }) => was === "unknown" && colourOf(rating));
  const again = back.filter(({ rating, wasLast }) => rating === "Red" && wasLast === "Red");
  const others = back.filter((line) => !again.includes(line));
  const are = (count: number) => (count === 1 ? "is" : "are");
  const colours = others.map(({ project, rating }) => `${project} (${rating})`);
  return [
    ...(again.length === 0 ? [] : [`${few(again)} ${are(again.length)} Red again.`]),
    ...(others.length === 0
      ? []
      : [`${others.length > 3 ? figure(others.length) : list(colours)} ${are(others.length)} no longer Unknown.`]),
  ];
}

/** What fell into Unknown, and what was Red when it fell silent for as long as it is. */
function unknown({ exceptions, silent, projects, ratings, total, asOf }: Digest): readonly string[] {
  const reds = exceptions.filter(({ kinds }) => kinds.includes("silent since red"));
  const told = new Set(reds.map(({ project }) => project));
  const fell = projects.filter(
    ({ project, was, rating }) => rating === "unknown" && was !== undefined && was !== rating && !told.has(project),
  );
  const quiet = new Set(silent.map(({ project }) => project));
  const [mute, said] = [fell.filter(({ project }) => quiet.has(project)), fell.filter(({ project }) => !quiet.has(project))];
  const red =
    reds.length > 2
      ? [`${figure(reds.length)} projects that were Red`]
      : reds.map(({ project, last }) => `${project} (Red${last ? ` on ${shortDate(last.on, asOf)}` : ""})`);
  const other = mute.length > 2 ? [several(mute.length, reds.length > 0 ? "other" : "project")] : mute.map(({ project }) => project);
  const all = ratings["unknown"] === total ? red : [...red, ...other];
  const count = reds.length + (all === red ? 0 : mute.length);
  const some = all !== red && silent.length > count ? `, ${figure(silent.length)} of ${figure(total)} in all` : "";
  return [
    ...(all.length === 0 ? [] : [`${list(all)} ${count > 1 ? "have" : "has"} no current report${some}.`]),
    ...(said.length === 0 ? [] : [`${few(said)} ${said.length === 1 ? "is" : "are"} now Unknown.`]),
  ];
}

const few = (lines: readonly Line[]): string =>
  lines.length > 3 ? several(lines.length, "project") : list(lines.map(({ project }) => project));

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
