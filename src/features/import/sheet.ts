import { parse } from "csv-parse/sync";

/** One thing that is wrong with a file: where, what, and what to do about it. */
export interface Problem {
  readonly line: number;
  readonly column?: string;
  readonly what: string;
  readonly fix: string;
}

/** A file as a table of texts, each row with the line that it starts on. */
export interface Sheet {
  readonly headers: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
  readonly problems: readonly Problem[];
}

const delimiters = [",", ";", "\t"] as const;
const saveAgain = "Save it again as “CSV UTF-8” and try once more.";

/** Reads a CSV file as spreadsheets write it: byte order mark, CR LF or LF, line breaks in cells, comma, semicolon or tab. */
export function readSheet(text: string): Sheet {
  const plain = text.replace(/\r\n?/g, "\n");
  try {
    return tidy(rowsOf(plain, delimiterOf(plain)), plain);
  } catch (error) {
    const line = error instanceof Error && "lines" in error && typeof error.lines === "number" ? error.lines : 1;
    const words = error instanceof Error ? error.message : String(error);
    return {
      headers: [],
      rows: [],
      problems: [{ line, what: `The file breaks off here: ${words}.`, fix: `Look for a stray " there. ${saveAgain}` }],
    };
  }
}

type Rows = readonly { readonly line: number; readonly cells: readonly string[] }[];

function rowsOf(text: string, delimiter: string, to?: number): Rows {
  const lines: number[] = [];
  const records: string[][] = parse(text, {
    bom: true,
    delimiter,
    record_delimiter: "\n",
    relax_column_count: true,
    skip_empty_lines: true,
    ...(to === undefined ? {} : { to }),
    on_record: (record, context) => {
      lines.push(context.lines);
      return record;
    },
  });
  return records.map((cells, i) => ({ line: (lines[i] ?? 1) - breaksIn(cells), cells }));
}

/** The parser counts up to where a record ends; a person looks for where it starts. */
function breaksIn(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.split("\n").length - 1), 0);
}

function delimiterOf(text: string): string {
  const widths = delimiters.map((delimiter) => ({ delimiter, width: widthOf(text, delimiter) }));
  return widths.reduce((best, each) => (each.width > best.width ? each : best)).delimiter;
}

function widthOf(text: string, delimiter: string): number {
  try {
    return rowsOf(text, delimiter, 1)[0]?.cells.length ?? 0;
  } catch {
    return 0;
  }
}

function tidy(all: Rows, text: string): Sheet {
  const [head, ...rows] = all;
  if (!head)
    return { headers: [], rows: [], problems: [{ line: 1, what: "The file is empty.", fix: "Export it again with its header row." }] };
  const problems: Problem[] = [];
  const unreadable = text.search(/[\uFFFD\0]/);
  if (unreadable >= 0) {
    const line = text.slice(0, unreadable).split("\n").length;
    problems.push({ line, what: "The file is not UTF-8: some letters cannot be read.", fix: saveAgain });
  }
  const width = head.cells.length;
  const even = rows.filter(({ line, cells }) => {
    const whole = cells.length >= width && cells.slice(width).every((cell) => cell.trim() === "");
    if (!whole)
      problems.push({
        line,
        what: `${cells.length} ${cells.length === 1 ? "cell" : "cells"}, but the header has ${width}.`,
        fix: 'Look for a missing or extra comma, or text with a comma that is not in "quotes".',
      });
    return whole && cells.some((cell) => cell.trim() !== "");
  });
  return { headers: head.cells, rows: even, problems };
}
