import type { z } from "zod";

/**
 * Everything a person can be asked for. Closed on purpose: a new kind must teach every renderer.
 * A `person` answer is stored as a person id, a `date` as YYYY-MM-DD, a `lookup` as the id that its source gave.
 */
export type Control =
  | { readonly kind: "text"; readonly lines: "one" | "many"; readonly max: number }
  | { readonly kind: "choice"; readonly options: Readonly<Record<string, string>> }
  | { readonly kind: "number"; readonly min: number; readonly max: number; readonly unit?: string }
  | { readonly kind: "date" }
  | { readonly kind: "person" }
  | { readonly kind: "lookup"; readonly source: "project" };

/** What was answered, by field name, already checked and typed: strings, numbers; nothing for what was left empty. */
export type Values = Readonly<Record<string, unknown>>;

/** What a platform hands in: plain strings by field name. An empty answer is absent, never "". */
export type Answers = Readonly<Record<string, string | undefined>>;

/** One question: what to show (`control`) beside what to accept (`schema`), so they cannot disagree. */
export interface Field {
  readonly label: string;
  readonly hint?: string;
  readonly control: Control;
  /** Takes the plain string of the answer (never empty) and gives the stored value. */
  readonly schema: z.ZodType;
  /** How a one-liner says it: `p` for p4, `due:` for due:2026-12-15. */
  readonly token?: string;
  /** Shown only when this holds of the other answers. */
  when?(values: Values): boolean;
  /** Absent: the field may stay empty. */
  required?(values: Values): boolean;
  /** Why the answer cannot stand beside the others, in words for the person. */
  clash?(values: Values): string | undefined;
}

export type Fields = Readonly<Record<string, Field>>;
