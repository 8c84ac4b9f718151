import { nudges } from "../../core/nudges.ts";
import type { Project } from "../../core/portfolio.ts";
import type { LocalDate } from "../../core/time.ts";
import { shortMoment } from "../../core/time.ts";
import type { Change } from "../../ports/index.ts";
import type { Call, Desk } from "../../routes.ts";

/** What is said about an asking, kept on the project's record: `from` is the period, `to` what was said. */
export const said = { ...nudges, notMine: "not mine" } as const;

/** What the record says of a "not mine" that the PMO has answered. */
export const settled = "settled";

export async function note(call: Call, project: string, what: string, period: LocalDate, to: string): Promise<void> {
  const { now: at, me, user } = call;
  await call.store.record({ at, actor: me.id, source: user.platform, subject: `project:${project}`, what, from: period, to });
}

const namedKey = (project: string): string => `not-mine:${project}`;

/** "Not mine": the record names who runs it as people read it, and beside it stays who exactly that is, as names repeat. */
export async function noteNotMine(call: Call, project: string, period: LocalDate, who: { id: string; name: string }): Promise<void> {
  await note(call, project, said.notMine, period, who.name);
  await call.store.remember(namedKey(project), who.id);
}

/** What the PM said of a project not being theirs and nobody has settled since, with whom they named. */
export async function openNotMine(
  { store }: Desk,
  { id, pm }: Pick<Project, "id" | "pm">,
): Promise<{ readonly period?: LocalDate; readonly named?: string } | undefined> {
  const newest = (await store.changes(`project:${id}`)).findLast(({ what }) => what === said.notMine);
  if (newest === undefined || newest.actor !== pm || newest.to === settled) return undefined;
  const named = await store.recall(namedKey(id));
  return { ...(newest.from !== undefined && { period: newest.from }), ...(named !== undefined && { named }) };
}

/** The projects of which that is so. */
export async function disowned(desk: Desk, projects: readonly Project[]): Promise<ReadonlySet<string>> {
  const subjects = await desk.store.subjectsOf(said.notMine);
  const found = new Set<string>();
  for (const project of projects) if (subjects.has(`project:${project.id}`) && (await openNotMine(desk, project))) found.add(project.id);
  return found;
}

/** Until when whoever was asked promised the report of a period; undefined when they did not. */
export async function promised(desk: Desk, project: string, period: LocalDate): Promise<Date | undefined> {
  const change = (await notes(desk, project, period)).find(({ what }) => what === said.postponed);
  return change?.to === undefined ? undefined : new Date(change.to);
}

/** What somebody already does about a silence, in place of the buttons that offer it. */
export async function saidOn(desk: Desk, project: string, period: LocalDate): Promise<string | undefined> {
  const change = (await notes(desk, project, period)).findLast(({ what }) => what === said.speaks || what === said.calls);
  const who = change && (await desk.store.people.get(change.actor));
  if (!change || !who) return undefined;
  return `${who.name}, ${shortMoment(change.at, who.zone)}: ${change.to ?? change.what}.`;
}

async function notes({ store }: Desk, project: string, period: LocalDate): Promise<readonly Change[]> {
  return (await store.changes(`project:${project}`)).filter(({ from }) => from === period);
}
