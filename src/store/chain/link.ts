import { hash } from "node:crypto";

/** A row as a table holds it, whichever database gave it. */
export type Row = Readonly<Record<string, unknown>>;

/** One step of the chain: what became of one row, and by whom. */
export interface Link {
  readonly seq: number; // from 1, without a gap
  readonly at: string;
  readonly actor: string; // person id, or "drumbeat"
  readonly source: string;
  readonly kind: string; // the table
  readonly row: string; // its key
  readonly digest: string | null; // null: the row is gone
  readonly value: string | null; // what the row held, where the table keeps only what is true now
}

/**
 * A row in one spelling, whichever database it comes from. Empty columns are left out, so that a column which is added later
 * changes no digest of before. None of what stands in this file may ever change: old links are checked by it.
 */
export function canonical(row: Row): string {
  const filled = Object.entries(row).filter(([, value]) => value !== null && value !== undefined);
  return JSON.stringify(filled.map(([column, value]) => [column, String(value)]).sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)));
}

export const digestOf = (text: string): string => hash("sha256", text, "base64url");

export const keyOf = (row: Row, columns: readonly string[]): string => columns.map((column) => String(row[column] ?? "")).join("|");

/** What a link has instead of a signature: it depends on every link before it. */
export function hashOf(before: string, { seq, at, actor, source, kind, row, digest }: Link): string {
  return digestOf(JSON.stringify([before, seq, at, actor, source, kind, row, digest]));
}

export const firstHash = "";
