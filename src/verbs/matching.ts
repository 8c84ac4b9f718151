import { byWeight, isFinal, openStates } from "../core/entry.ts";
import type { Person } from "../core/people.ts";
import type { Project } from "../core/portfolio.ts";
import type { Entry, RecordType } from "../core/record-type.ts";
import { refuse } from "../core/refusal.ts";
import { sees } from "../core/rights.ts";
import type { EntryFilter } from "../ports/entries.ts";
import type { Call } from "../routes.ts";
import { attention } from "./attention.ts";
import type { Found } from "./find.ts";
import { may } from "./may.ts";
import { withNames } from "./mentions.ts";
import { personKnown } from "./owners.ts";
import { projectNamed, reachable } from "./reach.ts";
import { type Wanted, wantedBy } from "./wanted.ts";

/** The entries that the words mean and this person may see, closed ones too unless the words choose, in the order of the register. */
export async function listed(call: Call, type: RecordType, words: string): Promise<readonly Found[]> {
  const wanted = wantedBy(type, words);
  return matching(call, type, wanted.overdue ? wanted : { ...wanted, all: true }, await scopeOf(call, type, wanted));
}

/** The one project and the one owner that a list is of, where it is. */
export interface Within {
  readonly project?: Project | undefined;
  readonly owner?: Person | undefined;
}

export async function scopeOf(call: Call, type: RecordType, wanted: Wanted): Promise<Within> {
  if (wanted.wrong !== undefined) refuse(await withNames(call, wanted.wrong));
  const project = await here(call, wanted);
  if (wanted.mine && type.owner !== undefined) return { project, owner: call.me };
  if (wanted.owner === undefined) return { project };
  const owner = await personKnown(call, wanted.owner);
  if ("mentioned" in owner) refuse(`${await withNames(call, wanted.owner)} is not known here yet, so nothing is theirs.`);
  return { project, owner };
}

export async function matching(call: Call, type: RecordType, wanted: Wanted, { project, owner }: Within): Promise<readonly Found[]> {
  const projects = project ? [project] : await call.store.projects.all(call.today);
  const byId = new Map(projects.map((each) => [each.id, each]));
  const filter: EntryFilter = {
    type: type.key,
    ...(owner && { owner: owner.id }),
    ...(wanted.states ? { states: wanted.states.keys } : wanted.all ? {} : { states: openStates(type) }),
    ...(wanted.text !== "" && { text: wanted.text }),
    ...(wanted.overdue && { dueBefore: call.today }),
    ...(wanted.proposed && { proposed: true }),
  };
  const seen = projects.filter((each) => sees(call.rights, each));
  const others = projects.filter((each) => !sees(call.rights, each));
  const within = (some: readonly Project[]) => ({ ...filter, projects: some.map(({ id }) => id) });
  const entries = [
    ...(seen.length === 0 ? [] : await foundBy(call, type, within(seen))),
    ...(others.length === 0 ? [] : await theirs(call, type, within(others))),
  ];
  const weigh = byWeight(type, call.today);
  return entries
    .flatMap((entry) => {
      const project = byId.get(entry.project);
      return project && may(call, type, "show", project, entry) ? [{ type, entry, project }] : [];
    })
    .filter(({ entry }) => !wanted.overdue || !isFinal(type, entry.state))
    .filter(({ entry }) => !wanted.attention || attention(type, [entry], call.today).length > 0)
    .sort((a, b) => weigh(a.entry, b.entry));
}

/** A search also finds what is owned by the one person that it names; the ids that people are stored by are not searched. */
async function foundBy(call: Call, type: RecordType, filter: EntryFilter): Promise<readonly Entry[]> {
  const found = await call.store.entries.find(filter);
  const { text, ...rest } = filter;
  if (text === undefined) return found;
  const people = Object.keys(type.fields).filter((name) => type.fields[name]?.control.kind === "person");
  const said = text.toLowerCase();
  const byText = found.filter(({ values }) =>
    Object.entries(values).some(([name, value]) => !people.includes(name) && String(value).toLowerCase().includes(said)),
  );
  const [person, another] = type.owner === undefined || filter.owner !== undefined ? [] : await call.store.people.named(text, call.user);
  const owned = person && !another ? await call.store.entries.find({ ...rest, owner: person.id }) : [];
  return [...new Map([...byText, ...owned].map((entry) => [entry.id, entry])).values()];
}

/** Where somebody has no role, what they own or logged is all that they may read: not one of the others is looked at. */
async function theirs(call: Call, type: RecordType, filter: EntryFilter): Promise<readonly Entry[]> {
  const { id } = call.me;
  if (filter.owner === id) return foundBy(call, type, filter);
  return foundBy(call, type, { ...filter, ...(filter.owner === undefined ? { ofPerson: id } : { author: id }) });
}

/** The project named, or the one whose channel this is; "mine" and "all" look everywhere. */
async function here(call: Call, { project, mine, all }: Wanted): Promise<Project | undefined> {
  if (project !== undefined) return (await whereTheyHaveOne(call, project)) ?? projectNamed(call, project);
  if (mine || all || call.here.project === undefined) return undefined;
  return (await reachable(call)).find(({ id }) => id === call.here.project);
}

/** A project without a role is known to whoever may read an entry on it; to all others it is as unknown as any. */
async function whereTheyHaveOne(call: Call, key: string): Promise<Project | undefined> {
  const project = await call.store.projects.byKey(key, call.today);
  if (!project || sees(call.rights, project)) return undefined;
  for (const type of call.types) {
    const own = await theirs(call, type, { type: type.key, projects: [project.id] });
    if (own.some((entry) => may(call, type, "show", project, entry))) return project;
  }
  return undefined;
}
