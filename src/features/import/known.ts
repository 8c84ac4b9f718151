import { randomUUID } from "node:crypto";
import type { Portfolio, Programme, Project } from "../../core/portfolio.ts";
import type { LocalDate } from "../../core/time.ts";
import type { Store } from "../../ports/index.ts";
import { squeezed } from "./cells.ts";
import { keyMaker } from "./keys.ts";
import { isImport } from "./later.ts";

/** What is there already, read once; and the short keys and programmes that this import makes up as it goes. */
export interface Known {
  readonly portfolio: Portfolio;
  readonly today: LocalDate;
  readonly keys: readonly string[];
  /** A project by its key, foreign id or (where only one has it) name. */
  project(named: string): Project | undefined;
  byKey(key: string): Project | undefined;
  /** All that are called so, or that a file called so before somebody renamed them. A name is no key, even where it reads like one. */
  byName(name: string): readonly Project[];
  /** Exactly as written: the ids of two projects may differ in case alone. */
  byForeignId(id: string): Project | undefined;
  /** Of some portfolio, today. */
  isMember(project: Project): boolean;
  newKey(name: string): string;
  readonly programmes: readonly Programme[];
  programme(named: string): Programme;
  /** Programmes that were named but are not there yet. */
  readonly made: readonly Programme[];
  person(email: string): string | undefined;
}

/** `names` are all names of the file, `reserved` the keys that it gives itself. */
export async function knownTo(
  store: Store,
  portfolio: Portfolio,
  today: LocalDate,
  names: readonly string[],
  reserved: readonly string[],
): Promise<Known> {
  const keys = await store.projects.keys();
  const projects = [...(await store.projects.all(today))];
  const members = new Set(projects.map(({ key }) => key));
  for (const key of keys.filter((each) => !members.has(each))) {
    const project = await store.projects.byKey(key, today);
    if (project) projects.push(project);
  }
  const byKey = new Map(projects.map((each) => [each.key, each]));
  const byForeignId = new Map(projects.flatMap((each) => (each.foreignId ? [[each.foreignId, each] as const] : [])));
  const own = projects.filter((each) => each.portfolio === portfolio.id);
  const current = grouped(own.map((each) => [each.name, each]));
  const isNew = names.some((name) => !current.has(squeezed(name)));
  const former = isNew ? grouped(await namesInFiles(store, own)) : current;
  const named = (name: string) => current.get(squeezed(name)) ?? former.get(squeezed(name)) ?? [];
  const people = new Map((await store.people.all()).flatMap(({ id, email }) => (email ? [[email.toLowerCase(), id] as const] : [])));
  const everywhere = await store.projects.programmes();
  const programmes = everywhere.filter((each) => each.portfolio === portfolio.id);
  const made: Programme[] = [];
  const newKey = keyMaker(names, [...keys, ...reserved]);
  return {
    portfolio,
    today,
    keys,
    made,
    programmes,
    newKey,
    project: (typed) => byForeignId.get(typed) ?? byKey.get(typed.replace(/^#/, "").toUpperCase()) ?? onlyOne(named(typed)),
    byKey: (key) => byKey.get(key),
    byName: named,
    isMember: ({ key }) => members.has(key),
    byForeignId: (id) => byForeignId.get(id),
    person: (email) => people.get(email.toLowerCase()),
    programme(named) {
      const there = programmes.find(({ key, name }) => squeezed(name) === squeezed(named) || key === named.toUpperCase());
      if (there) return there;
      const makeKey = keyMaker(
        [],
        [...everywhere, ...made].map(({ key }) => key),
      );
      const programme = { id: randomUUID(), portfolio: portfolio.id, name: named, key: makeKey(named) };
      programmes.push(programme);
      made.push(programme);
      return programme;
    },
  };
}

type Named = readonly [name: string, project: Project];

function grouped(all: readonly Named[]): ReadonlyMap<string, readonly Project[]> {
  const found = new Map<string, Project[]>();
  for (const [name, project] of all) found.set(squeezed(name), [...(found.get(squeezed(name)) ?? []), project]);
  return found;
}

/** Where a foreign id tells a project apart, its former names tell nothing. */
async function namesInFiles(store: Store, projects: readonly Project[]): Promise<readonly Named[]> {
  const found: Named[] = [];
  for (const project of projects.filter(({ foreignId }) => foreignId === undefined)) {
    const told = (await store.changes(`project:${project.id}`)).filter((change) => isImport(change) && namings.has(change.what));
    for (const name of new Set(told.flatMap(({ to }) => to ?? []))) found.push([name, project]);
  }
  return found;
}

/** What a project is called is on its record as it is made and as it is renamed. */
const namings: ReadonlySet<string> = new Set(["project", "name"]);

/** Two projects of one name are told apart by key or foreign id, never by luck. */
export function onlyOne(projects: readonly Project[]): Project | undefined {
  return projects.length === 1 ? projects[0] : undefined;
}
