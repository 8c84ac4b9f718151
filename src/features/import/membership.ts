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

/**
 * A project is a member from the first date that a file speaks of it, be it new, from another portfolio, known for a
 * shorter time than the file tells of, or gone meanwhile: what is reported of it is then read in that day's digest.
 */
export async function joins(
  store: Store,
  present: readonly Present[],
  projects: ReadonlyMap<string, { readonly before: Project | undefined; readonly after: Project; readonly line: number }>,
): Promise<readonly Step[]> {
  const homes = await homesOn(
    store,
    present.map(({ date }) => date),
  );
  return [...projects.values()].flatMap(({ before, after, line }) => {
    const moves = before !== undefined && before.portfolio !== after.portfolio;
    const isOut = (date: LocalDate) => {
      const home = homes.get(date)?.get(after.id);
      return home === undefined || (moves && home !== after.portfolio);
    };
    const own = present.flatMap(({ project, date }) => (project === after.id ? [date] : []));
    const dates = [...new Set(own)].sort();
    return dates
      .filter((date, i) => isOut(date) && (i === 0 || !isOut(dates[i - 1] ?? date)))
      .map(
        (date): Step => ({
          line,
          outcome: "add",
          words: `${after.key} joins on ${date}`,
          apply: (tx) => tx.projects.join(after.id, after.portfolio, after.programme, date),
        }),
      );
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
  const homes = [...(await homesOn(store, [...dates, today])).values()];
  return (await store.projects.portfolios()).flatMap((other) => {
    if (other.id === portfolio.id) return [];
    const count = new Set(joining.map(({ id }) => id).filter((id) => homes.some((home) => home.get(id) === other.id))).size;
    return count > 0 ? [{ from: other.key, count }] : [];
  });
}

/** Which portfolio each project is in on each of these days. */
async function homesOn(store: Store, dates: readonly LocalDate[]): Promise<ReadonlyMap<LocalDate, ReadonlyMap<string, string>>> {
  const homes = new Map<LocalDate, Map<string, string>>();
  const portfolios = await store.projects.portfolios();
  for (const date of new Set(dates)) {
    const home = new Map<string, string>();
    for (const { id } of portfolios) for (const project of await store.projects.members(id, date)) home.set(project, id);
    homes.set(date, home);
  }
  return homes;
}
