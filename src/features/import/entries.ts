import { check } from "../../core/entry.ts";
import type { Field, Fields, Values } from "../../core/fields.ts";
import { beginning } from "../../core/letters.ts";
import type { Project } from "../../core/portfolio.ts";
import type { Entry, RecordType } from "../../core/record-type.ts";
import type { LocalDate } from "../../core/time.ts";
import type { Store } from "../../ports/index.ts";
import { squeezed } from "./cells.ts";
import type { Column } from "./columns.ts";
import type { Known } from "./known.ts";
import { isImport } from "./later.ts";
import type { Plan, Source, Step } from "./plan.ts";
import { type Row, said } from "./rows.ts";
import type { Problem } from "./sheet.ts";

/** What a register's file may hold: the fields of its declaration, and what every entry has. */
export function entryColumns(type: RecordType): readonly Column[] {
  const fields = Object.entries(type.fields).map(
    ([name, field]): Column => ({
      name,
      label: field.label,
      kind: field.control.kind === "date" ? { is: "date" } : { is: "text", max: 20_000, asIs: true },
      ...(name === type.title && { required: true as const }),
    }),
  );
  const states = Object.fromEntries(Object.entries(type.states).map(([state, { label }]) => [state, label]));
  return [
    {
      name: "project",
      label: "Project",
      also: ["project key", "project id", "project name"],
      kind: { is: "text", max: 200, asIs: true },
      required: true,
    },
    {
      name: "foreignId",
      label: "Foreign ID",
      also: ["id", "reference", "number", `${type.key} id`],
      kind: { is: "text", max: 200, asIs: true },
    },
    { name: "state", label: "State", also: ["status"], kind: { is: "choice", options: states } },
    { name: "date", label: "Date", also: ["as of", "raised", "logged on", "reported on"], kind: { is: "date" } },
    ...fields,
  ];
}

/** Entries of any register, checked as the form checks them; found again by foreign id, or by title where a file has none. */
export async function planEntries(
  store: Store,
  type: RecordType,
  rows: readonly Row[],
  known: Known,
  source: Source,
  asOf: LocalDate,
): Promise<Plan> {
  const problems: Problem[] = [];
  const steps: Step[] = [];
  const seen = new Map<string, number>();
  for (const row of rows) {
    const project = known.project(said(row, "project") ?? "");
    const { answers, strangers } = answersOf(type.fields, row, known);
    const { values, problems: wrong } = check(type.fields, answers);
    const ownId = row.bad.has("foreignId") ? undefined : (said(row, "foreignId") ?? said(row, type.title));
    const foreignId = ownId === undefined ? undefined : beginning(ownId, 200);
    const identity = row.bad.has("project") || foreignId === undefined ? undefined : `${project?.id ?? said(row, "project")} ${foreignId}`;
    const twin = identity === undefined ? undefined : seen.get(identity);
    if (identity !== undefined && twin === undefined) seen.set(identity, row.line);
    const here = [...misplaced(row, project, foreignId, twin), ...unreadable(row, type, strangers, wrong)];
    problems.push(...here);
    if (here.length === 0 && row.bad.size === 0 && project && foreignId !== undefined)
      steps.push(await stepOf(store, type, row, { project, foreignId, values }, source, asOf));
  }
  return { before: [], steps, after: [], problems };
}

function misplaced(row: Row, project: Project | undefined, foreignId: string | undefined, twin: number | undefined): readonly Problem[] {
  const { line, bad } = row;
  const named = said(row, "project") ?? "";
  const unknown = { column: "Project", what: `there is no project “${named}”`, fix: "Import the projects first, or correct the name." };
  const double = { what: `“${foreignId}” stands on line ${twin} too`, fix: "Keep one of the two, or give each its own foreign id." };
  return [...(project || bad.has("project") ? [] : [{ line, ...unknown }]), ...(twin === undefined ? [] : [{ line, ...double }])];
}

function unreadable(
  { line, bad }: Row,
  type: RecordType,
  strangers: readonly Stranger[],
  wrong: Readonly<Record<string, string>>,
): readonly Problem[] {
  return [
    ...strangers.map(([column, who]) => ({
      line,
      column,
      what: `nobody here is called “${who}”`,
      fix: "Give the e-mail address, and import the people first.",
    })),
    ...Object.entries(wrong)
      .filter(([name]) => !bad.has(name))
      .map(([name, what]) => ({
        line,
        column: type.fields[name]?.label ?? name,
        what,
        fix: "Correct the cell, or say in the map's “values” what it means.",
      })),
  ];
}

interface Told {
  readonly project: Project;
  readonly foreignId: string;
  readonly values: Values;
}

async function stepOf(store: Store, type: RecordType, row: Row, told: Told, source: Source, asOf: LocalDate): Promise<Step> {
  const { project, foreignId, values } = told;
  const there = await store.entries.byForeignId(type.key, project.id, foreignId);
  const state = said(row, "state") ?? there?.state ?? type.initial;
  const outcome = there ? ((await nothingNew(store, there, values, said(row, "state"))) ? "same" : "change") : "add";
  const { actor, name, at } = source;
  const change = { state, proposed: false, actor, source: name, effectiveOn: said(row, "date") ?? asOf, at };
  return {
    line: row.line,
    outcome,
    words: `${type.names.one} on ${project.key}: ${said(row, type.title)}`,
    async apply(tx) {
      if (!there) await tx.entries.add(type, project.id, { ...change, values }, foreignId);
      else await tx.entries.change(there, type, there.version, { ...change, values: { ...there.values, ...values } });
    },
  };
}

/** The file says what the entry says, or what it said when it was last imported: what was done in chat since stays. */
async function nothingNew(store: Store, there: Entry, values: Values, state: string | undefined): Promise<boolean> {
  if (says(there, values, state)) return true;
  const imported = (await store.entries.history(there.id)).findLast(isImport);
  return imported !== undefined && says(imported, values, state);
}

function says(there: Pick<Entry, "values" | "state">, values: Values, state: string | undefined): boolean {
  const alike = Object.entries(values).every(([name, value]) => JSON.stringify(there.values[name]) === JSON.stringify(value));
  return alike && (state === undefined || there.state === state);
}

type Stranger = readonly [label: string, who: string];

/** Cells as the answers of a form: people by e-mail, choices by label or by what is stored. */
function answersOf(fields: Fields, row: Row, known: Known) {
  const answers: Record<string, string> = {};
  const strangers: Stranger[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const text = said(row, name);
    if (text === undefined) continue;
    const answer = answerOf(field, text, known);
    if (answer === undefined) strangers.push([field.label, text]);
    else answers[name] = answer;
  }
  return { answers, strangers };
}

function answerOf({ control }: Field, text: string, known: Known): string | undefined {
  switch (control.kind) {
    case "person":
      return known.person(text);
    case "lookup":
      return known.project(text)?.id;
    case "choice":
      return (
        Object.entries(control.options).find(
          ([value, label]) => squeezed(value) === squeezed(text) || squeezed(label) === squeezed(text),
        )?.[0] ?? text
      );
    case "text":
    case "number":
    case "date":
      return text;
    default:
      return control satisfies never;
  }
}
