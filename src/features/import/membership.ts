import type { Portfolio, Project } from "../../core/portfolio.ts";
import type { LocalDate } from "../../core/time.ts";
import type { Store } from "../../ports/index.ts";
import type { Known } from "./known.ts";
import type { Step, Taken } from "./plan.ts";

interface Present {
  readonly date: LocalDate;
  readonly project: string;
}

/**
 * Joining and leaving as the file's dates tell it: a member from the first date it appears on, gone from the first
 * date it is missing on, and back again later. Where the record says the same already, nothing is done.
 */
export async function membership(
  store: Store,
  portfolio: Portfolio,
  present: readonly Present[],
  projects: ReadonlyMap<string, { readonly after: Project; readonly line: number }>,
): Promise<readonly Step[]> {
  const dates = [...new Set(present.map(({ date }) => date))].sort();
  const wanted = new Map(dates.map((date) => [date, new Set(present.filter((each) => each.date === date).map(({ project }) => project))]));
  const recorded = new Map<LocalDate, ReadonlySet<string>>();
  for (const date of dates) recorded.set(date, new Set(await store.projects.members(portfolio.id, date)));

  const told = new Map([...projects.values()].map(({ after, line }) => [after.id, { after, line }]));
  for (const id of [...recorded.values()].flatMap((ids) => [...ids])) {
    if (told.has(id)) continue;
    const after = await store.projects.get(id, dates.at(-1) ?? "");
    if (after) told.set(id, { after, line: 1 });
  }
  return [...told.values()].flatMap(({ after, line }) =>
    moves(
      dates,
      (date) => wanted.get(date)?.has(after.id) ?? false,
      (date) => recorded.get(date)?.has(after.id) ?? false,
    ).map(({ date, joins }): Step => {
      const words = `${after.key} ${joins ? "joins" : "leaves"} on ${date}`;
      if (!joins) return { line, outcome: "change", words, apply: (tx) => tx.projects.leave(after.id, date) };
      return { line, outcome: "add", words, apply: (tx) => tx.projects.join(after.id, portfolio.id, after.programme, date) };
    }),
  );
}

/** Replayed from the first date that differs, because joining or leaving on a day takes back what followed it. */
function moves(
  dates: readonly LocalDate[],
  wanted: (date: LocalDate) => boolean,
  recorded: (date: LocalDate) => boolean,
): readonly { readonly date: LocalDate; readonly joins: boolean }[] {
  const first = dates.findIndex((date) => wanted(date) !== recorded(date));
  if (first < 0) return [];
  return dates.slice(first).flatMap((date, i) => {
    const before = i === 0 ? !wanted(date) : wanted(dates[first + i - 1] ?? date);
    return wanted(date) === before ? [] : [{ date, joins: wanted(date) }];
  });
}

/** What joining would take from other portfolios: a project is in one at a time, and its former one would say that it left. */
export async function takenBy(
  store: Store,
  { portfolio, today }: Pick<Known, "portfolio" | "today">,
  joining: readonly Pick<Project, "id">[],
  dates: readonly LocalDate[],
): Promise<readonly Taken[]> {
  if (joining.length === 0) return [];
  const ids = new Set(joining.map(({ id }) => id));
  const found: Taken[] = [];
  for (const other of await store.projects.portfolios()) {
    if (other.id === portfolio.id) continue;
    const taken = new Set<string>();
    for (const date of new Set([...dates, today]))
      for (const id of await store.projects.members(other.id, date)) if (ids.has(id)) taken.add(id);
    if (taken.size > 0) found.push({ from: other.key, count: taken.size });
  }
  return found;
}
