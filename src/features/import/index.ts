import { randomUUID } from "node:crypto";
import { newPortfolio, type Portfolio } from "../../core/portfolio.ts";
import { refuse } from "../../core/refusal.ts";
import { isDate, type LocalDate, localDate } from "../../core/time.ts";
import type { Desk } from "../../routes.ts";
import { nearest } from "../../verbs/reach.ts";
import { type Column, ofProject, peopleColumns, projectColumns, statusAndProjectColumns } from "./columns.ts";
import { entryColumns, planEntries } from "./entries.ts";
import { type Known, knownTo } from "./known.ts";
import { type FileMap, readMap } from "./map.ts";
import { planPeople } from "./people.ts";
import type { Plan, Source, Step, Taken } from "./plan.ts";
import { planProjects } from "./projects.ts";
import { type Row, readRows, said } from "./rows.ts";
import { type Problem, readSheet } from "./sheet.ts";
import { planStatuses } from "./statuses.ts";

export interface ImportOptions {
  /** projects, people, statuses, or a register by the name of its entries: risks. */
  readonly kind: string;
  readonly text: string; // the file's contents
  readonly name: string; // risks.csv: for the record
  readonly portfolio?: string; // key; one that is not there yet is made
  readonly map?: string; // the map's contents, JSON
  readonly dryRun?: boolean;
  /** Import the good lines and leave the bad ones out. */
  readonly skipBad?: boolean;
  /** Take projects over from the portfolio that they are in. */
  readonly move?: boolean;
  /** The day the file speaks of, where it has no dates itself. */
  readonly asOf?: LocalDate;
  readonly actor?: string; // e-mail address
}

export interface ImportResult {
  readonly kind: string;
  readonly portfolio: string; // key
  readonly written: boolean;
  /** Of the file's lines. */
  readonly counts: { readonly add: number; readonly change: number; readonly same: number; readonly bad: number };
  /** Everything that would be (or was) done, in order, what the lines stand on included. */
  readonly plan: readonly Pick<Step, "line" | "outcome" | "words">[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/** Reads the whole file, then plans, then writes: nothing at all while anything is wrong, unless bad lines are to be left out. */
export async function importFile(desk: Desk, options: ImportOptions): Promise<ImportResult> {
  const { portfolio, isNew } = await portfolioFor(desk, options.portfolio);
  const today = localDate(desk.now, portfolio.zone);
  const asOf = options.asOf ?? today;
  if (!isDate(asOf)) refuse(`“${asOf}” is not a date. Write it as 2026-11-27.`);
  const map = options.map === undefined ? undefined : readMap(options.map);
  const source: Source = { actor: await actorFor(desk, options.actor), name: `import ${options.name}`, at: desk.now };

  const kind = kindOf(desk, options.kind, map);
  const sheet = readSheet(options.text);
  const { rows, problems, notes } = readRows(sheet, kind.columns, kind.map);
  const known = await knownTo(desk.store, portfolio, today, kind.names(rows), kind.keys(rows));
  const plan = await kind.plan(rows, known, source, asOf, problems.length === 0);

  const taken = plan.taken ?? [];
  const wrong = [...problems, ...plan.problems, ...(options.move ? [] : taken.map((each) => wouldMove(each, portfolio)))].sort(
    (a, b) => a.line - b.line,
  );
  const bad = new Set(wrong.map(({ line }) => line));
  const readable = sheet.headers.length > 0 && !wrong.some(({ line }) => line === 1);
  const write = !options.dryRun && (wrong.length === 0 || (options.skipBad === true && readable));
  const makes = isNew ? [made(portfolio)] : [];
  const steps = [...makes, ...plan.before, ...plan.steps.filter(({ line }) => !bad.has(line)), ...plan.after];
  if (write) await apply(desk, steps, source);
  const count = (outcome: Step["outcome"]) => plan.steps.filter((step) => step.outcome === outcome && !bad.has(step.line)).length;
  return {
    kind: options.kind,
    portfolio: portfolio.key,
    written: write,
    counts: { add: count("add"), change: count("change"), same: count("same"), bad: bad.size },
    plan: steps.map(({ line, outcome, words }) => ({ line, outcome, words })),
    problems: wrong,
    notes: [
      ...notes,
      ...(map?.complete && problems.length > 0 ? [incomplete] : []),
      ...(options.move ? taken.map((each) => `${movers(each)} from ${each.from} to ${portfolio.key}.`) : []),
    ],
  };
}

/** Of the whole file, so nothing is written and no line can be left out to make it good. */
function wouldMove(taken: Taken, { key }: Portfolio): Problem {
  return {
    line: 1,
    what: `${movers(taken, "would ")} from ${taken.from} to ${key}, and ${taken.from} would say that ${taken.count === 1 ? "it" : "they"} left`,
    fix: `Add --move to take ${taken.count === 1 ? "it" : "them"} over, or import into the portfolio they are in: --portfolio ${taken.from}.`,
  };
}

const movers = ({ count }: Taken, would = ""): string =>
  count === 1 ? `1 project ${would}${would === "" ? "moves" : "move"}` : `${count} projects ${would}move`;

const incomplete = "Lines are left out, so no project is taken for one that has left.";
const batch = 200;

/** In batches, so that the server beside it is never kept waiting; a second run finishes what a broken one began. */
async function apply(desk: Desk, steps: readonly Step[], { actor, name }: Source): Promise<void> {
  const todo = steps.filter(({ outcome }) => outcome !== "same");
  for (let start = 0; start < todo.length; start += batch) {
    await desk.store.transaction(async (tx) => {
      await tx.onBehalf({ actor, source: name });
      for (const step of todo.slice(start, start + batch)) await step.apply(tx);
    });
  }
}

interface Kind {
  readonly columns: readonly Column[];
  readonly map: FileMap | undefined;
  names(rows: readonly Row[]): readonly string[];
  keys(rows: readonly Row[]): readonly string[];
  /** `whole`: no line of the file was left out. */
  plan(rows: readonly Row[], known: Known, source: Source, asOf: LocalDate, whole: boolean): Promise<Plan>;
}

function kindOf(desk: Desk, named: string, map: FileMap | undefined): Kind {
  const { store } = desk;
  const all = (rows: readonly Row[], ...names: readonly string[]) =>
    rows.flatMap((row) => names.map((name) => said(row, name)).find((each) => each !== undefined) ?? []);
  const none = { names: () => [], keys: () => [] };
  switch (named) {
    case "projects":
      return {
        columns: projectColumns,
        map: map && ofProjectsOnly(map),
        names: (rows) => all(rows, "name"),
        keys: (rows) => all(rows, "key"),
        plan: (rows, known, source, asOf) => planProjects(store, rows, known, source, asOf),
      };
    case "people":
      return { ...none, columns: peopleColumns, map, plan: (rows, known, source) => planPeople(store, rows, known, source) };
    case "statuses": {
      const adds = map !== undefined && Object.keys(map.columns).some((name) => name.startsWith(ofProject));
      return {
        columns: statusAndProjectColumns,
        map,
        names: (rows) => all(rows, `${ofProject}name`, "project"),
        keys: (rows) => all(rows, `${ofProject}key`),
        plan: (rows, known, source, asOf, whole) =>
          planStatuses(store, rows, known, source, { asOf, complete: whole && map?.complete === true, adds }),
      };
    }
    default: {
      const type = desk.types.find(({ key, names }) => [key, names.many.toLowerCase()].includes(named.toLowerCase()));
      if (!type) refuseKind(desk, named);
      return {
        ...none,
        columns: entryColumns(type),
        map,
        plan: (rows, known, source, asOf) => planEntries(store, type, rows, known, source, asOf),
      };
    }
  }
}

/** A map for statuses serves for projects as well: its "project.name" is their name, its "project" their foreign id. */
function ofProjectsOnly(map: FileMap): FileMap {
  const columns = Object.entries(map.columns);
  if (!columns.some(([name]) => name.startsWith(ofProject))) return map;
  const own = columns.flatMap(([name, column]) =>
    name === "project"
      ? [["foreignId", column] as const]
      : name.startsWith(ofProject)
        ? [[name.slice(ofProject.length), column] as const]
        : [],
  );
  return { ...map, columns: Object.fromEntries(own) };
}

function refuseKind(desk: Desk, named: string): never {
  const kinds = ["projects", "people", "statuses", ...desk.types.map(({ names }) => names.many.toLowerCase())];
  const near = nearest(named, kinds);
  refuse(`“${named}” cannot be imported. ${near.length > 0 ? `Did you mean ${near.join(" or ")}?` : `Give one of: ${kinds.join(", ")}.`}`);
}

async function portfolioFor(desk: Desk, named: string | undefined): Promise<{ readonly portfolio: Portfolio; readonly isNew: boolean }> {
  const all = await desk.store.projects.portfolios();
  const [only, another] = all;
  if (named === undefined) {
    if (only && !another) return { portfolio: only, isNew: false };
    refuse(
      `Say which portfolio, for example --portfolio ${only?.key ?? "IT"}.${only ? ` There are ${all.map(({ key }) => key).join(", ")}.` : " It is made if it is not there."}`,
    );
  }
  const found = await desk.store.projects.portfolio(named.toUpperCase());
  if (found) return { portfolio: found, isNew: false };
  const key = named.toUpperCase();
  const near = nearest(
    key,
    all.map((each) => each.key),
  );
  if (near.length > 0)
    refuse(
      `There is no portfolio ${key}. Did you mean ${near.join(" or ")}? A new one with so similar a name is made with \`/pmo setup\`.`,
    );
  if (!/^[A-Z][A-Z0-9]{0,9}$/.test(key)) refuse(`“${named}” cannot be a portfolio's key: up to 10 letters and digits, a letter first.`);
  const from = localDate(desk.now, desk.settings.zone);
  return { portfolio: newPortfolio({ id: randomUUID(), key, name: key, zone: desk.settings.zone, from }), isNew: true };
}

function made(portfolio: Portfolio): Step {
  const words = `Portfolio ${portfolio.key}, which is not there yet: ${portfolio.zone}, asked every Monday. Change it with \`/pmo setup ${portfolio.key}\`.`;
  return { line: 1, outcome: "add", words, apply: (tx) => tx.projects.savePortfolio(portfolio) };
}

async function actorFor(desk: Desk, email: string | undefined): Promise<string> {
  if (email === undefined) return "drumbeat";
  const person = await desk.store.people.byEmail(email);
  return person?.id ?? refuse(`Nobody here has the e-mail address ${email}. Leave --actor out, or import the people first.`);
}
