import { dueOf, openStates, ownerOf, read, refOf, titleOf } from "../../core/entry.ts";
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
  const questions: Question[] = [];
  const grave: Grave[] = [];
  const all: string[] = [];
  for (const type of types.filter(({ asks, critical }) => asks || critical)) {
    const open = async (which: Pick<EntryFilter, "asOf" | "ids">) =>
      (await store.entries.find({ type: type.key, states: openStates(type), proposed: false, ...which }))
        .filter(({ project }) => between.projects.has(project))
        .map((entry) => read(type, entry));
    const entries = await open(historic ? { asOf: between.asOf } : {});
    if (type.asks) questions.push(...(await asked(desk, between, type, entries)));
    const critical = entries.filter((entry) => type.critical?.(entry));
    if (critical.length === 0) continue;
    const refs = async () =>
      (await open({ asOf: between.since, ids: critical.map(({ id }) => id) }))
        .filter((entry) => type.critical?.(entry))
        .map((entry) => refOf(type, entry));
    const then = new Set(between.known ?? (await refs()));
    grave.push(...critical.filter((entry) => !then.has(refOf(type, entry))).map((entry) => graveOf(type, entry)));
    all.push(...critical.map((entry) => refOf(type, entry)));
  }
  return { questions, grave, critical: all };
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
