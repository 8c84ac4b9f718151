import { distance } from "fastest-levenshtein";
import { roles } from "../core/people.ts";
import type { Portfolio, Programme, Project } from "../core/portfolio.ts";
import { refuse } from "../core/refusal.ts";
import { holds, type Rights, sees } from "../core/rights.ts";
import type { LocalDate } from "../core/time.ts";
import type { Store } from "../ports/index.ts";

type Reach = { readonly store: Store; readonly rights: Rights; readonly today: LocalDate };

/** Every project this person may know of. All that reads for a person starts here, so that there is one gate. */
export async function reachable(call: Reach): Promise<readonly Project[]> {
  return (await call.store.projects.all(call.today)).filter((project) => sees(call.rights, project));
}

/** Every portfolio this person may know of: where they hold a role, or see a project. */
export async function portfoliosKnown(call: Reach): Promise<readonly Portfolio[]> {
  const within = new Set((await reachable(call)).map(({ portfolio }) => portfolio));
  const all = await call.store.projects.portfolios();
  return all.filter(({ id }) => within.has(id) || holds(call.rights, roles, { id: "", portfolio: id }));
}

/** The same of programmes. */
export async function programmesKnown(call: Reach): Promise<readonly Programme[]> {
  const within = new Set((await reachable(call)).map(({ programme }) => programme));
  const all = await call.store.projects.programmes();
  return all.filter(({ id, portfolio }) => within.has(id) || holds(call.rights, roles, { id: "", portfolio, programme: id }));
}

/** The project of that id, where it exists for this person. */
export async function seenById({ store, rights, today }: Reach, id: string): Promise<Project | undefined> {
  const project = await store.projects.get(id, today);
  return project && sees(rights, project) ? project : undefined;
}

/** The same by its key. */
export async function seenByKey({ store, rights, today }: Reach, key: string): Promise<Project | undefined> {
  const project = await store.projects.byKey(key, today);
  return project && sees(rights, project) ? project : undefined;
}

/** The project behind a key as typed (`#apollo`); one that may not be seen is as unknown as one that is not there. */
export async function projectNamed(call: Reach, typed: string): Promise<Project> {
  const key = typed.replace(/^#/, "").toUpperCase();
  const project = await seenByKey(call, key);
  if (project) return project;
  const near = nearest(
    key,
    (await reachable(call)).map((each) => each.key),
  );
  refuse(
    near.length > 0
      ? `There is no project ${key} that you can see. Did you mean ${near.join(", ")}?`
      : `There is no project ${key} that you can see.`,
  );
}

/** The same by id, as buttons and forms carry it. */
export async function projectWithId(call: Reach, id: string): Promise<Project> {
  const project = await seenById(call, id);
  if (project) return project;
  refuse("That project is not there any more, or you cannot see it. Nothing was changed.");
}

/** Up to three of `known` that are a slip of the finger away. Nothing is near what nobody would type as a name. */
export function nearest(typed: string, known: readonly string[]): readonly string[] {
  if (typed.length > longestName) return [];
  const wanted = typed.toUpperCase();
  return known
    .map((word) => ({ word, away: awayFrom(wanted, word.toUpperCase()) }))
    .filter(({ word, away }) => away <= slips(word))
    .sort((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ word }) => word);
}

const longestName = 64;
const slips = (word: string): number => Math.max(1, Math.floor(word.length / 3));

/** Lengths that differ too much cannot be near: with ten thousand names that saves nearly all of the reckoning. */
function awayFrom(typed: string, word: string): number {
  if (word.startsWith(typed)) return 0.5;
  return Math.abs(word.length - typed.length) > slips(word) ? Number.POSITIVE_INFINITY : distance(typed, word);
}
