import type { Rating } from "./rag.ts";
import type { LocalDate } from "./time.ts";

export const dimensions = ["schedule", "cost", "scope", "resources", "quality", "risk", "benefits"] as const;
export type Dimension = (typeof dimensions)[number];

/** Something promised for the next period, and what became of it. */
export interface NextStep {
  readonly text: string;
  readonly due?: LocalDate;
  readonly outcome?: "done" | "moved" | "dropped";
  readonly movedTo?: LocalDate;
}

export interface HelpNeeded {
  readonly ask: string;
  readonly from?: string; // person id
  readonly by?: LocalDate;
  readonly entry?: string; // the decision or action it became
}

/** A status report (PRINCE2 highlight report) on one project for one period. */
export interface Report {
  readonly id: string;
  readonly project: string;
  /** The day the report was asked for; of an import, the day it speaks of. One report per project and period. */
  readonly period: LocalDate;
  /** 1, 2, 3 …: a correction is a new revision, and the old one stays readable. */
  readonly revision: number;
  readonly overall: Rating;
  readonly dimensions: Readonly<Partial<Record<Dimension, { readonly rag: Rating; readonly comment?: string }>>>;
  readonly summary?: string; // ≤ 280 characters from chat; an imported narrative may be longer
  readonly achievements?: string;
  readonly nextSteps: readonly NextStep[];
  /** What became of the steps promised in the report before. */
  readonly promised: readonly NextStep[];
  readonly help?: HelpNeeded;
  readonly pathToGreen?: string;
  readonly greenBy?: LocalDate;
  readonly complete?: number; // %
  readonly finish?: LocalDate; // forecast
  readonly cost?: string; // forecast, decimal in the portfolio's currency
  /** How many times in a row the PM said "no change": 0, 1, 2. */
  readonly unchanged: number;
  readonly late: boolean;
  readonly author: string; // person id
  readonly onBehalfOf?: string; // a deputy's PM
  readonly source: string;
  readonly effectiveOn: LocalDate;
  readonly recordedAt: Date;
}
