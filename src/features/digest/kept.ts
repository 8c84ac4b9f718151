import type { ProjectState } from "../../core/portfolio.ts";
import type { Report } from "../../core/report.ts";
import type { LocalDate } from "../../core/time.ts";
import type { Member } from "../../ports/projects.ts";
import type { Desk } from "../../routes.ts";
import type { Facts, Side, Told } from "./facts.ts";
import { colourOf, type Digest, type Line, shownAs } from "./schema.ts";

/** The projects of a posted digest that may still be shown, under the names they had in it, wherever they belong by now. */
export async function membersIn({ store }: Desk, posted: Digest): Promise<readonly Member[]> {
  const all = new Map((await store.projects.all(posted.asOf)).map((project) => [project.id, project]));
  const members: Member[] = [];
  for (const { id, project: key, name } of posted.projects) {
    const found = all.get(id) ?? (await store.projects.get(id, posted.asOf));
    if (found && !found.confidential) members.push({ ...found, key, name });
  }
  return members;
}

/** Those that were in the digest before it too. */
export function continuingIn(posted: Digest, members: readonly Member[]): readonly Member[] {
  const lines = linesOf(posted);
  return members.filter(({ id }) => lines.get(id)?.was !== undefined);
}

/** Of what was posted already, only corrections and late answers are news; a report for a later period is for the next digest. */
export async function reportsFor({ store }: Desk, posted: Digest | undefined, newest: ReadonlyMap<string, Told>) {
  const reports = new Map(newest);
  for (const line of posted?.projects ?? []) {
    const report = reports.get(line.id);
    if (!report || !posted || concerns(report, line, posted.asOf)) continue;
    const told = line.period === undefined ? undefined : await store.reports.of(line.id, line.period);
    if (told) reports.set(line.id, told);
    else reports.delete(line.id);
  }
  return reports;
}

/** Whether a report speaks of the period that a posted line does, or is the late answer that the line had to do without. */
function concerns(report: Pick<Report, "period">, line: Line, asOf: LocalDate): boolean {
  return report.period === line.period || (line.rating === "unknown" && report.period < asOf);
}

export const linesOf = (digest: Digest | undefined): ReadonlyMap<string, Line> =>
  new Map((digest?.projects ?? []).map((line) => [line.id, line]));

/** A project's state is dated nowhere but in what was posted. */
export function stateIn(line: Line | undefined): ProjectState | undefined {
  if (!line) return undefined;
  return line.rating === "on hold" || line.rating === "not started" || line.rating === "complete" ? line.rating : "active";
}

/** The earlier side as its readers have it, less what they may no longer see. */
export function asRead(digest: Digest, members: readonly Member[]): Side {
  const lines = linesOf(digest);
  const projects = members.flatMap((project) => {
    const line = lines.get(project.id);
    if (!line) return [];
    const { finish, last } = line;
    const known = last && { last: { ...last, rating: colourOf(last.rating) ?? ("unknown" as const) } };
    const standing = { shown: shownAs(line.rating), basis: "current" as const, ...known };
    return [{ project, standing, ...(finish !== undefined && { finish }) }];
  });
  return { date: digest.asOf, scale: digest.scale, projects };
}

/** A correction is of reports: who could not be reached, and what was approved, stay as they were posted. */
export function asPosted(side: Side, posted: Digest): Side {
  const lines = linesOf(posted);
  const projects = side.projects.map(({ turn: found, ...seen }) => {
    const line = lines.get(seen.project.id);
    const turn = found === "reported" ? found : line?.turn;
    return { ...seen, ...(turn && { turn }), ...(line?.budget !== undefined && { budget: line.budget }) };
  });
  return { ...side, projects };
}

/** Nor is it of the registers: what had become critical is what was posted, and what is asked of leaders stays as it was asked. */
export function mattersIn(posted: Digest): Pick<Facts, "questions" | "grave" | "critical"> {
  const ids = new Map(posted.projects.map(({ project, id }) => [project, id]));
  const grave = posted.exceptions.flatMap(({ project, critical }) =>
    critical.map(({ ref, title, gist }) => ({ project: ids.get(project) ?? "", ref, title, ...(gist !== undefined && { gist }) })),
  );
  return { questions: [], grave, critical: [] };
}
