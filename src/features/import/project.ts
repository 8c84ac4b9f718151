import { randomUUID } from "node:crypto";
import { differences, type Project, type ProjectState, projectStates } from "../../core/portfolio.ts";
import type { Store } from "../../ports/index.ts";
import type { Known } from "./known.ts";
import { changedSince } from "./later.ts";
import type { Source } from "./plan.ts";
import { moneySaid, type Row, said } from "./rows.ts";

/**
 * The project as a row tells it, over what was known of it. An empty cell changes nothing; "unknown" takes back what
 * was known; of money it is kept that it is withheld or unknown.
 */
export function projectFrom(row: Row, before: Project | undefined, known: Known, foreignId: string | undefined, prefix = ""): Project {
  const told = (name: string, was: string | undefined): string | undefined => {
    const cell = row.cells[prefix + name];
    if (cell?.state === "said") return cell.value;
    return cell?.state === "unknown" || cell?.state === "withheld" ? undefined : was;
  };
  const name = told("name", before?.name) ?? foreignId ?? "";
  const programme = told("programme", undefined);
  const stays = before?.portfolio === known.portfolio.id ? before.programme : undefined;
  const programmeId = programme === undefined ? stays : known.programme(programme).id;
  const id = foreignId ?? before?.foreignId;
  const [start, finish] = [told("start", before?.start), told("finish", before?.finish)];
  const budget = moneySaid(row, `${prefix}budget`) ?? before?.budget;
  const [category, department] = [told("category", before?.category), told("department", before?.department)];
  return {
    ...lasting(before),
    id: before?.id ?? randomUUID(),
    key: told("key", before?.key) ?? known.newKey(name),
    name,
    portfolio: known.portfolio.id,
    state: stateOf(told("state", before?.state)),
    confidential: told("confidential", before?.confidential ? "yes" : "no") === "yes",
    ...(id === undefined ? {} : { foreignId: id }),
    ...(programmeId === undefined ? {} : { programme: programmeId }),
    ...(start === undefined ? {} : { start }),
    ...(finish === undefined ? {} : { finish }),
    ...(budget === undefined ? {} : { budget }),
    ...(category === undefined ? {} : { category }),
    ...(department === undefined ? {} : { department }),
  };
}

/** What no file speaks of. */
function lasting(before: Project | undefined): Pick<Project, "cadence" | "pausedUntil"> {
  return {
    ...(before?.cadence ? { cadence: before.cadence } : {}),
    ...(before?.pausedUntil ? { pausedUntil: before.pausedUntil } : {}),
  };
}

function stateOf(text: string | undefined): ProjectState {
  return projectStates.find((state) => state === text) ?? "active";
}

/** The same file again does not take back what somebody changed in chat since: those fields stay. */
export async function keepingLater(store: Store, before: Project | undefined, after: Project, known: Known): Promise<Project> {
  if (!before || saidOfChange(before, after) === "") return after;
  const changes = await store.changes(`project:${before.id}`);
  const told = (what: string, to: string | undefined) => (what === "programme" ? known.programmes.find(({ id }) => id === to)?.name : to);
  const later = differences(before, after).filter(({ what, to }) => changedSince(changes, what, told(what, to)));
  return { ...after, ...Object.fromEntries(later.map(({ what }) => [what, before[what]])) };
}

export function saidOfChange(before: Project | undefined, after: Project): string {
  const moved = differences(before, after).map(({ what, from, to }) => `${what} ${from ?? "–"} → ${to ?? "–"}`);
  return moved.join(", ");
}

/** Saves the project and puts every field that moved on its record. */
export async function saveProject(tx: Store, before: Project | undefined, after: Project, { actor, name, at }: Source): Promise<void> {
  await tx.projects.save(after);
  const changes = before ? differences(before, after) : [{ what: "project", to: after.name }];
  for (const change of changes) await tx.record({ at, actor, source: name, subject: `project:${after.id}`, ...change });
}

/** The line that a projects file may name, by e-mail. */
export const line = ["pm", "sponsor", "contact"] as const;
export type LineRole = (typeof line)[number];

/** Hands a role on a project over on a day: whoever held it holds it no longer. */
export async function handOver(tx: Store, project: Project, role: LineRole, to: string, known: Known, source: Source): Promise<void> {
  const scope = { kind: "project", id: project.id } as const;
  const from = project[role];
  if (from !== undefined) await tx.people.unassign(from, role, scope, known.today);
  await tx.people.assign({ person: to, role, scope, from: known.today });
  const [was, is] = [from === undefined ? undefined : (await tx.people.get(from))?.name, (await tx.people.get(to))?.name];
  await tx.record({
    at: source.at,
    actor: source.actor,
    source: source.name,
    subject: `project:${project.id}`,
    what: role,
    ...(was ? { from: was } : {}),
    ...(is ? { to: is } : {}),
  });
}

/** The e-mail addresses of a row that nobody known has. */
export function strangers(row: Row, known: Known, prefix = ""): readonly string[] {
  return line.flatMap((role) => {
    const email = said(row, prefix + role);
    return email !== undefined && known.person(email) === undefined ? [email] : [];
  });
}
