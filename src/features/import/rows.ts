import { nearest } from "../../verbs/reach.ts";
import { type Cell, readCell, shortened, squeezed } from "./cells.ts";
import type { Column } from "./columns.ts";
import type { ColumnMap, DateFormat, FileMap } from "./map.ts";
import type { Problem, Sheet } from "./sheet.ts";

/** One line of a file, understood: what it says by the name of our column. */
export interface Row {
  readonly line: number;
  readonly cells: Readonly<Record<string, Cell>>;
  /** Columns whose cells cannot be read. Such a row is never written, but the rest of it is checked with the others. */
  readonly bad: ReadonlySet<string>;
}

export interface Rows {
  readonly rows: readonly Row[];
  readonly problems: readonly Problem[];
  /** Headers that no column was found for, and what else somebody should know. */
  readonly notes: readonly string[];
}

/** Finds the columns by our own names and labels, or by the map, and reads every cell; all that is wrong, at once. */
export function readRows(sheet: Sheet, columns: readonly Column[], map: FileMap | undefined): Rows {
  if (sheet.headers.length === 0) return { rows: [], problems: sheet.problems, notes: [] };
  const { found, problems, notes } = map ? mapped(sheet.headers, columns, map) : named(sheet.headers, columns);
  if (problems.length > 0) return { rows: [], problems: [...sheet.problems, ...problems], notes };
  const wrong: Problem[] = [];
  const rows = sheet.rows.map(({ line, cells }): Row => {
    const bad = new Set<string>();
    const read = found.map((each) => {
      const before = wrong.length;
      const cell = cellOf(each, cells, line, map?.dates ?? "Y-m-d", wrong);
      if (wrong.length > before) bad.add(each.column.name);
      return [each.column.name, cell] as const;
    });
    return { line, cells: Object.fromEntries(read), bad };
  });
  return { rows, problems: [...sheet.problems, ...wrong], notes };
}

/** The text of a cell, and nothing for what was withheld, unknown or left empty. */
export function said(row: Row, name: string): string | undefined {
  const cell = row.cells[name];
  return cell?.state === "said" ? cell.value : undefined;
}

/** Money as the source has it: an amount, or why there is none. */
export function moneySaid(row: Row, name: string): string | undefined {
  const state = row.cells[name]?.state;
  return state === "withheld" || state === "unknown" ? state : said(row, name);
}

interface Found {
  readonly column: Column;
  readonly map: ColumnMap;
  /** Where the value stands, first choice first. */
  readonly at: readonly number[];
  readonly withheldAt?: number;
  readonly unknownAt?: number;
}
type Finding = { readonly found: readonly Found[]; readonly problems: readonly Problem[]; readonly notes: readonly string[] };

function cellOf(found: Found, cells: readonly string[], line: number, dates: DateFormat, wrong: Problem[]): Cell {
  const { column, map } = found;
  const text = map.is ?? found.at.map((i) => cells[i]?.trim() ?? "").find((each) => each !== "") ?? "";
  const holds = (rule: ColumnMap["withheld"], at: number | undefined) => {
    if (rule === undefined) return false;
    if (typeof rule === "string") return text !== "" && new RegExp(rule, "i").test(text);
    return squeezed(cells[at ?? -1] ?? "") === squeezed(rule.is);
  };
  if (holds(map.withheld, found.withheldAt)) return { state: "withheld" };
  if (holds(map.unknown, found.unknownAt)) return { state: "unknown" };
  const problem = (what: string, fix: string): Cell => {
    wrong.push({ line, column: column.label, what, fix });
    return { state: "empty" };
  };
  if (text === "") {
    if (map.empty !== undefined) return { state: map.empty };
    if (!column.required) return { state: "empty" };
    const choice = column.kind.is === "rating" ? " Or say in the map what empty means: “empty”: “unknown” (or withheld, or skip)." : "";
    return problem("the cell is empty", `Every row needs it.${choice}`);
  }
  const translated = map.values ? Object.entries(map.values).find(([foreign]) => squeezed(foreign) === squeezed(text))?.[1] : undefined;
  const read = readCell(translated ?? text, column.kind, map, map.dates ?? dates);
  return "state" in read ? read : problem(read.what, read.fix);
}

function mapped(headers: readonly string[], columns: readonly Column[], map: FileMap): Finding {
  const problems: Problem[] = [];
  const known = columns.map(({ name }) => name);
  for (const name of Object.keys(map.columns).filter((each) => !known.includes(each))) {
    const near = nearest(name, known);
    problems.push({
      line: 1,
      column: name,
      what: "the map names it, but this import has no such field",
      fix: near.length > 0 ? `Did you mean ${near.join(" or ")}?` : `It has: ${known.join(", ")}.`,
    });
  }
  const place = (header: string, name: string): number => {
    const at = placeOf(headers, header);
    if (typeof at === "number") return at;
    problems.push({
      line: 1,
      column: name,
      what: `the map says “${shortened(header)}”, ${at}`,
      fix: `The file has: ${headers.map((each) => `“${shortened(each)}”`).join(", ")}.`,
    });
    return -1;
  };
  const found = columns.flatMap((column): Found[] => {
    const spec = map.columns[column.name];
    if (!spec) return [];
    const { withheld, unknown } = spec;
    return [
      {
        column,
        map: spec,
        at: [spec.header ?? []].flat().map((header) => place(header, column.name)),
        ...(typeof withheld === "object" ? { withheldAt: place(withheld.header, column.name) } : {}),
        ...(typeof unknown === "object" ? { unknownAt: place(unknown.header, column.name) } : {}),
      },
    ];
  });
  return { found, problems: [...problems, ...missing(columns, found, "Name its header in the map.")], notes: [] };
}

/** Where a header stands: compared without regard to case and line breaks; its start is enough when it fits one only. */
function placeOf(headers: readonly string[], wanted: string): number | string {
  const bare = headers.map(squeezed);
  const exact = bare.flatMap((header, i) => (header === squeezed(wanted) ? [i] : []));
  const fits = exact.length > 0 ? exact : bare.flatMap((header, i) => (header.startsWith(squeezed(wanted)) ? [i] : []));
  const [only, another] = fits;
  if (only === undefined) return "but no header starts like that";
  return another === undefined ? only : `and ${fits.length} headers fit`;
}

function named(headers: readonly string[], columns: readonly Column[]): Finding {
  const bare = headers.map(letters);
  const taken = new Map<number, Column>();
  const take = (column: Column, names: readonly string[]) => {
    if ([...taken.values()].includes(column)) return;
    const at = bare.findIndex((header, i) => !taken.has(i) && names.map(letters).includes(header));
    if (at >= 0) taken.set(at, column);
  };
  for (const column of columns) take(column, [column.name, column.label]);
  for (const column of columns) take(column, column.also ?? []);
  const found = [...taken].map(([at, column]): Found => ({ column, map: {}, at: [at] }));
  const twice = [...taken].flatMap(([at, { label }]) => {
    const same = bare.flatMap((header, i) => (header === bare[at] ? [i] : []));
    return same.length < 2
      ? []
      : [
          {
            line: 1,
            column: label,
            what: `${same.length} columns are called “${headers[at]}”`,
            fix: "Keep one of them, or rename the others.",
          },
        ];
  });
  const rest = headers.filter((_, i) => !taken.has(i)).map(shortened);
  const known = `This import knows: ${columns.map(({ label }) => label).join(", ")}. Rename the header, or name it in a map.`;
  return {
    found,
    problems: [...missing(columns, found, known), ...twice],
    notes: rest.length > 0 ? [`Not read, because nothing here is called so: ${rest.join(", ")}.`] : [],
  };
}

function missing(columns: readonly Column[], found: readonly Found[], fix: string): readonly Problem[] {
  return columns
    .filter((column) => column.required && !found.some((each) => each.column === column))
    .map(({ label }) => ({ line: 1, column: label, what: "no column for it", fix }));
}

function letters(header: string): string {
  return header.toLowerCase().replace(/[^\p{L}\p{N}%]/gu, "");
}
