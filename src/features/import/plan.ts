import type { Store } from "../../ports/index.ts";
import type { Problem } from "./sheet.ts";

/** What importing one line would do: said first, done only when nothing in the file is wrong. */
export interface Step {
  readonly line: number;
  readonly outcome: "add" | "change" | "same";
  readonly words: string; // "APOLLO ERP: finish 2026-12-15 → 2027-01-29"
  apply(tx: Store): Promise<void>;
}

export interface Plan {
  /** What the lines stand on: programmes, scales, joining and leaving. */
  readonly before: readonly Step[];
  readonly steps: readonly Step[];
  readonly after: readonly Step[];
  readonly problems: readonly Problem[];
  /** Projects that another portfolio has on a day of the file, or today, and would lose: only where somebody asked for that. */
  readonly taken?: readonly Taken[];
}

export interface Taken {
  readonly from: string; // portfolio key
  readonly count: number;
}

/** Who imports what, when: for the record. */
export interface Source {
  readonly actor: string;
  readonly name: string; // "import projects.csv"
  readonly at: Date;
}
