import type { Project } from "../../core/portfolio.ts";
import type { Rating } from "../../core/rag.ts";
import { dimensions, type Report } from "../../core/report.ts";
import type { LocalDate } from "../../core/time.ts";
import type { Store } from "../../ports/index.ts";
import { nearest } from "../../verbs/reach.ts";
import { ofProject } from "./columns.ts";
import type { Known } from "./known.ts";
import { isImport } from "./later.ts";
import { joins, membership, takenBy } from "./membership.ts";
import type { Plan, Source, Step } from "./plan.ts";
import { keepingLater, projectFrom, saidOfChange, saveProject } from "./project.ts";
import { programmes } from "./projects.ts";
import { moneySaid, type Row, said } from "./rows.ts";
import { scaleSteps } from "./scale.ts";
import type { Problem } from "./sheet.ts";

export interface StatusOptions {
  readonly asOf: LocalDate;
  /** Each date in the file is the whole portfolio on that date. */
  readonly complete: boolean;
  /** The rows tell enough of a project to add one that is not there. */
  readonly adds: boolean;
}

interface Told {
  readonly row: Row;
  readonly date: LocalDate;
  readonly named: string;
}

/** Status reports as they were published, and the projects they speak of where the map names their columns. */
export async function planStatuses(
  store: Store,
  rows: readonly Row[],
  known: Known,
  source: Source,
  options: StatusOptions,
): Promise<Plan> {
  const all = rows.map((row): Told => ({ row, date: said(row, "date") ?? options.asOf, named: said(row, "project") ?? "" }));
  const named = all.filter(({ row }) => !row.bad.has("project"));
  const problems = [
    ...twins(
      named.filter(({ row }) => !row.bad.has("date")),
      (each) => spokenOf(each, known, options.adds),
    ),
    ...(options.adds ? [] : named.flatMap((each) => strangers(each, known))),
  ];
  const told = all.filter(({ row }) => row.bad.size === 0);
  const projects = await projectsOf(store, told, known, options.adds);
  const steps: Step[] = [];
  for (const each of told) {
    const project = projects.get(each.named);
    if (project) steps.push(await reportStep(store, each, project, source));
  }
  const ids = new Map([...projects].map(([named, { after }]) => [named, after.id]));
  const present = told.map(({ date, named, row }) => ({ date, project: ids.get(named) ?? "", line: row.line }));
  const moves = options.complete ? await membership(store, known.portfolio, present, projects) : await joins(store, present, projects);
  const joining = [...projects.values()].filter(
    ({ before, after }) => before && (options.complete || before.portfolio !== after.portfolio),
  );
  return {
    taken: await takenBy(
      store,
      known,
      joining.map(({ after }) => after),
      present.map(({ date }) => date),
    ),
    before: [...programmes(known), ...(await scaleSteps(store, known.portfolio, told)), ...projectSteps(projects, source)],
    steps,
    after: moves,
    problems,
  };
}

interface Affected {
  readonly before: Project | undefined;
  readonly after: Project;
  readonly line: number;
}

/** Each project as its newest row tells it, unless the record already knows something newer. */
async function projectsOf(store: Store, told: readonly Told[], known: Known, adds: boolean): Promise<ReadonlyMap<string, Affected>> {
  const newest = new Map<string, Told>();
  for (const each of told) {
    const last = newest.get(each.named);
    if (!last || each.date >= last.date) newest.set(each.named, each);
  }
  const found = new Map<string, Affected>();
  for (const [named, each] of newest) {
    const { row, date } = each;
    const before = spokenOf(each, known, adds);
    const current = before && (await store.reports.latest(before.id));
    if (before && (!adds || (current && current.effectiveOn > date))) found.set(named, { before, after: before, line: row.line });
    else if (before || adds)
      found.set(named, {
        before,
        after: await keepingLater(store, before, projectFrom(row, before, known, before ? undefined : named, ofProject), known),
        line: row.line,
      });
  }
  return found;
}

/**
 * Which project a row speaks of. In a file that adds projects, what stands for one is an id first, and a new id that
 * reads like some project's key or name is another project where the row calls it otherwise.
 */
function spokenOf({ row, named }: Told, known: Known, adds: boolean): Project | undefined {
  const [key, name] = [said(row, `${ofProject}key`), said(row, `${ofProject}name`)];
  if (!adds) return known.project(named);
  const exact = known.byForeignId(named) ?? (key === undefined ? undefined : known.byKey(key));
  if (exact) return exact;
  const alike = known.project(named);
  return alike && (name === undefined || known.byName(name).includes(alike)) ? alike : undefined;
}

function projectSteps(projects: ReadonlyMap<string, Affected>, source: Source): readonly Step[] {
  return [...projects.values()].flatMap(({ before, after, line }): Step[] => {
    const moved = saidOfChange(before, after);
    if (moved === "") return [];
    const words = before ? `Project ${after.key}: ${moved}` : `Project ${after.key} ${after.name}`;
    return [{ line, outcome: before ? "change" : "add", words, apply: (tx) => saveProject(tx, before, after, source) }];
  });
}

async function reportStep(store: Store, { row, date }: Told, { before, after }: Affected, source: Source): Promise<Step> {
  const rating = ratingOf(row, "overall");
  const there = before && (await store.reports.of(before.id, date));
  const report = rating && reportFrom(row, rating, after.id, date, source);
  const words = `${after.key} ${date}: ${rating ?? "no rating, no report"}`;
  if (!report || (there && (same(there, report) || (await saidBefore(store, report)))))
    return { line: row.line, outcome: "same", words, apply: async () => {} };
  return {
    line: row.line,
    outcome: there ? "change" : "add",
    words,
    apply: async (tx) => {
      await tx.reports.add(report);
    },
  };
}

function reportFrom(row: Row, overall: Rating, project: string, date: LocalDate, source: Source): Omit<Report, "id" | "revision"> {
  const rated = dimensions.flatMap((name) => {
    const rag = ratingOf(row, name);
    return rag ? [[name, { rag }] as const] : [];
  });
  const complete = said(row, "complete");
  const texts = ["summary", "achievements", "pathToGreen", "greenBy"] as const;
  const [cost, budget] = [moneySaid(row, "forecastCost"), moneySaid(row, `${ofProject}budget`)];
  const finish = said(row, "forecastFinish");
  return {
    project,
    period: date,
    overall,
    dimensions: Object.fromEntries(rated),
    ...Object.fromEntries(texts.flatMap((name) => (said(row, name) === undefined ? [] : [[name, said(row, name)]]))),
    ...(complete !== undefined && { complete: Number(complete) }),
    ...(finish !== undefined && { finish }),
    ...(cost !== undefined && { cost }),
    ...(budget !== undefined && { budget }),
    nextSteps: [],
    promised: [],
    unchanged: 0,
    late: false,
    author: source.actor,
    source: source.name,
    effectiveOn: date,
    recordedAt: source.at,
  };
}

/** A rating that is not there is none; withheld and unknown are ratings of their own. */
function ratingOf(row: Row, name: string): Rating | undefined {
  const cell = row.cells[name];
  if (cell?.state === "said") return ratings.find((rating) => rating === cell.value);
  return cell?.state === "withheld" || cell?.state === "unknown" ? cell.state : undefined;
}

const ratings: readonly Rating[] = ["green", "amber/green", "amber", "amber/red", "red"];

/** What was corrected in chat after the file was last imported stays, while the file says nothing new. */
async function saidBefore(store: Store, told: Omit<Report, "id" | "revision">): Promise<boolean> {
  const imported = (await store.reports.revisions(told.project, told.period)).findLast(isImport);
  return imported !== undefined && same(imported, told);
}

/** Whether the file says what the record says; who said it first, and when, stays. */
function same(there: Report, told: Omit<Report, "id" | "revision">): boolean {
  return JSON.stringify(comparable(there)) === JSON.stringify(comparable(told));
}

function comparable(report: Omit<Report, "id" | "revision">): readonly unknown[] {
  const colours = dimensions.map((name) => report.dimensions[name]?.rag ?? null);
  const { overall, summary, achievements, pathToGreen, greenBy, complete, finish, cost, budget } = report;
  return [overall, ...colours, summary, achievements, pathToGreen, greenBy, complete, finish, cost, budget].map((value) => value ?? null);
}

function twins(told: readonly Told[], projectOf: (each: Told) => Project | undefined): readonly Problem[] {
  const seen = new Map<string, number>();
  return told.flatMap((each) => {
    const { row, date, named } = each;
    const key = `${date} ${projectOf(each)?.id ?? named}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, row.line);
    if (first === undefined) return [];
    return [{ line: row.line, column: "Project", what: `“${named}” on ${date} stands on line ${first} too`, fix: "Keep one of the two." }];
  });
}

function strangers({ row, named }: Told, known: Known): readonly Problem[] {
  if (known.project(named)) return [];
  const near = nearest(named, known.keys);
  const guess = near.length > 0 ? `Did you mean ${near.join(" or ")}? ` : "";
  return [
    {
      line: row.line,
      column: "Project",
      what: `there is no project “${named}”`,
      fix: `${guess}Import the projects first, or name their columns in the map (“project.name”).`,
    },
  ];
}
