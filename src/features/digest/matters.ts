import { dueOf, openStates, ownerOf, refOf, titleOf } from "../../core/entry.ts";
import type { Portfolio } from "../../core/portfolio.ts";
import type { Entry, RecordType } from "../../core/record-type.ts";
import { type LocalDate, localDate } from "../../core/time.ts";
import type { EntryFilter } from "../../ports/entries.ts";
import type { Desk } from "../../routes.ts";
import type { Facts, Grave, Question } from "./facts.ts";

interface Between {
  readonly portfolio: Portfolio;
  readonly asOf: LocalDate;
  readonly since: LocalDate;
  readonly projects: ReadonlySet<string>;
  /** Refs of what was critical then, as far as its readers know: an entry of the same day may have come after the post. */
  readonly known: readonly string[] | undefined;
}

/**
 * What the registers put before leadership: open questions, and what became critical since. Which register asks and
 * what is critical is for its declaration to say. What is only proposed has not been accepted by its project, and stays there.
 */
export async function openMatters(desk: Desk, between: Between): Promise<Pick<Facts, "questions" | "grave" | "critical">> {
  const { store, types } = desk;
  const historic = between.asOf < localDate(desk.now, between.portfolio.zone);
  const on = historic ? { asOf: between.asOf } : {};
  const mine = (entries: readonly Entry[]) => entries.filter(({ project }) => between.projects.has(project));
  const questions: Question[] = [];
  const grave: Grave[] = [];
  const all: string[] = [];
  for (const type of types.filter(({ asks }) => asks)) {
    const open = await store.entries.find({ type: type.key, states: openStates(type), proposed: false, ...on });
    questions.push(...(await asked(desk, between, type, mine(open))));
  }
  for (const type of types.filter(({ critical }) => critical)) {
    const ids = await criticalIn(desk, type, on);
    if (ids.length === 0) continue;
    const critical = mine(await store.entries.find({ ids, ...on }));
    const isKnown = await knownIn(desk, type, between, critical);
    grave.push(...critical.filter((entry) => !isKnown(entry)).map((entry) => graveOf(type, entry)));
    all.push(...critical.map((entry) => refOf(type, entry)));
  }
  return { questions, grave, critical: all };
}

/** Ids of what is open and critical: of the many that are not, nothing but their values is read. */
async function criticalIn({ store }: Desk, type: RecordType, which: Pick<EntryFilter, "asOf" | "ids">): Promise<readonly string[]> {
  const open = await store.entries.values(type.key, { states: openStates(type), proposed: false, ...which });
  return open.flatMap((entry) => (type.critical?.(entry) ? [entry.id] : []));
}

async function knownIn(desk: Desk, type: RecordType, { since, known }: Between, critical: readonly Entry[]) {
  if (known) {
    const refs = new Set(known);
    return (entry: Entry) => refs.has(refOf(type, entry));
  }
  const then = new Set(await criticalIn(desk, type, { asOf: since, ids: critical.map(({ id }) => id) }));
  return ({ id }: Entry) => then.has(id);
}

async function asked({ store }: Desk, { portfolio }: Between, type: RecordType, entries: readonly Entry[]): Promise<readonly Question[]> {
  const owners = await store.people.many([...new Set(entries.flatMap((entry) => ownerOf(type, entry) ?? []))]);
  return entries.map((entry) => {
    const [from, by, note] = [owners.get(ownerOf(type, entry) ?? "")?.name, dueOf(type, entry), type.gist?.(entry.values)];
    return {
      id: entry.id,
      ...titled(type, entry),
      ...(from !== undefined && { from }),
      ...(by !== undefined && { by }),
      ...(note !== undefined && { note }),
      asked: localDate(entry.createdAt, portfolio.zone),
    };
  });
}

function graveOf(type: RecordType, entry: Entry): Grave {
  const gist = type.gist?.(entry.values);
  return { ...titled(type, entry), ...(gist !== undefined && { gist }) };
}

const titled = (type: RecordType, entry: Entry) => ({ project: entry.project, ref: refOf(type, entry), title: titleOf(type, entry) });
