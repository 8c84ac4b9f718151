import { randomUUID } from "node:crypto";
import type { Portfolio, Programme, Project } from "../../core/portfolio.ts";
import type { LocalDate } from "../../core/time.ts";
import type { Store } from "../../ports/index.ts";
import { squeezed } from "./cells.ts";
import { keyMaker } from "./keys.ts";

/** What is there already, read once; and the short keys and programmes that this import makes up as it goes. */
export interface Known {
  readonly portfolio: Portfolio;
  readonly today: LocalDate;
  readonly keys: readonly string[];
  /** A project by its key, foreign id or (where only one has it) name. */
  project(named: string): Project | undefined;
  /** Exactly as written: the ids of two projects may differ in case alone. */
  byForeignId(id: string): Project | undefined;
  hasKey(key: string): boolean;
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
  const byName = onlyOnce(projects.filter((each) => each.portfolio === portfolio.id));
  const people = new Map((await store.people.all()).flatMap(({ id, email }) => (email ? [[email.toLowerCase(), id] as const] : [])));
  const programmes = [...(await store.projects.programmes(portfolio.id))];
  const made: Programme[] = [];
  const newKey = keyMaker(names, [...keys, ...reserved]);
  return {
    portfolio,
    today,
    keys,
    made,
    programmes,
    newKey,
    project: (named) => byForeignId.get(named) ?? byKey.get(named.replace(/^#/, "").toUpperCase()) ?? byName.get(squeezed(named)),
    byForeignId: (id) => byForeignId.get(id),
    hasKey: (key) => byKey.has(key),
    person: (email) => people.get(email.toLowerCase()),
    programme(named) {
      const there = programmes.find(({ key, name }) => squeezed(name) === squeezed(named) || key === named.toUpperCase());
      if (there) return there;
      const makeKey = keyMaker(
        [],
        programmes.map(({ key }) => key),
      );
      const programme = { id: randomUUID(), portfolio: portfolio.id, name: named, key: makeKey(named) };
      programmes.push(programme);
      made.push(programme);
      return programme;
    },
  };
}

/** Two projects of one name are told apart by key or foreign id, never by luck. */
function onlyOnce(projects: readonly Project[]): ReadonlyMap<string, Project> {
  const seen = new Map<string, Project | undefined>();
  for (const each of projects) seen.set(squeezed(each.name), seen.has(squeezed(each.name)) ? undefined : each);
  return new Map([...seen].flatMap(([name, project]) => (project ? [[name, project] as const] : [])));
}
