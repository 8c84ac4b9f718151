import { distance } from "fastest-levenshtein";
import type { Project } from "../core/portfolio.ts";
import { refuse } from "../core/refusal.ts";
import { type Rights, sees } from "../core/rights.ts";
import type { LocalDate } from "../core/time.ts";
import type { Store } from "../ports/index.ts";

type Reach = { readonly store: Store; readonly rights: Rights; readonly today: LocalDate };

/** Every project this person may know of. All that reads for a person starts here, so that there is one gate. */
export async function reachable(call: Reach): Promise<readonly Project[]> {
  return (await call.store.projects.all(call.today)).filter((project) => sees(call.rights, project));
}

/** The project behind a key as typed (`#apollo`); one that may not be seen is as unknown as one that is not there. */
export async function projectNamed(call: Reach, typed: string): Promise<Project> {
  const key = typed.replace(/^#/, "").toUpperCase();
  const project = await call.store.projects.byKey(key, call.today);
  if (project && sees(call.rights, project)) return project;
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
  const project = await call.store.projects.get(id, call.today);
  if (project && sees(call.rights, project)) return project;
  refuse("That project is not there any more, or you cannot see it. Nothing was changed.");
}

/** Up to three of `known` that are a slip of the finger away. */
export function nearest(typed: string, known: readonly string[]): readonly string[] {
  const close = (word: string) => distance(typed.toUpperCase(), word.toUpperCase());
  return known
    .map((word) => ({ word, away: word.toUpperCase().startsWith(typed.toUpperCase()) ? 0.5 : close(word) }))
    .filter(({ word, away }) => away <= Math.max(1, Math.floor(word.length / 3)))
    .sort((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ word }) => word);
}
