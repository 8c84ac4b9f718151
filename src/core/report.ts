import type { Rating } from "./rag.ts";
import type { LocalDate } from "./time.ts";

export const dimensions = ["schedule", "cost", "scope", "resources", "quality", "risk", "benefits"] as const;
type Dimension = (typeof dimensions)[number];

export const confidences = ["high", "medium", "low"] as const;
export type Confidence = (typeof confidences)[number];

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
  readonly budget?: string; // approved on its day; the project's own is that of today
  readonly confidence?: Confidence; // that the forecasts hold
  /** How many times in a row the PM said "no change": 0, 1, 2. */
  readonly unchanged: number;
  readonly late: boolean;
  readonly author: string; // person id
  readonly onBehalfOf?: string; // a deputy's PM
  readonly source: string;
  readonly effectiveOn: LocalDate;
  readonly recordedAt: Date;
}

/** A report sent at most this many days before it would be asked for answers that asking; earlier it stands for itself. */
export const earlyDays = 7;

/** "No change" is an answer this many times in a row; then somebody must look again. */
export const mostRepeats = 2;

/** What was promised and needs an answer now: what has no day, or whose day has come. By its place in `nextSteps`. */
export function promisedBy(last: Pick<Report, "nextSteps"> | undefined, today: LocalDate): ReadonlyMap<number, NextStep> {
  const steps = (last?.nextSteps ?? []).map((step, i) => [i, step] as const);
  return new Map(steps.filter(([, { due }]) => due === undefined || due <= today));
}

/** What is still ahead: steps not promised for now as they are, moved ones under their new day; the rest is over, or asked about. */
export function stillAhead(last: Pick<Report, "nextSteps"> | undefined, promised: ReadonlyMap<number, NextStep>): readonly NextStep[] {
  return (last?.nextSteps ?? []).flatMap((step, i) => {
    const answer = promised.get(i);
    if (!answer) return [step];
    if (answer.outcome !== "moved") return [];
    return [answer.movedTo === undefined ? { text: step.text } : { text: step.text, due: answer.movedTo }];
  });
}

export function greenDayPassed(report: Pick<Report, "overall" | "greenBy">, today: LocalDate): boolean {
  return report.overall !== "green" && report.greenBy !== undefined && report.greenBy < today;
}

/** Why "no change" cannot be the answer: it would hide that nobody looked. */
export type RepeatBar = "nothing before" | "green day passed" | "step unanswered" | "said twice" | "no path to green" | "other scale";

/** Undefined when "no change" may be offered. `answered` holds the promised steps with their outcomes. */
export function repeatBar(
  last: Report | undefined,
  answered: ReadonlyMap<number, NextStep>,
  today: LocalDate,
  colours: readonly Rating[],
): RepeatBar | undefined {
  if (!last || last.overall === "unknown" || last.overall === "withheld") return "nothing before";
  if (!colours.includes(last.overall)) return "other scale";
  if (greenDayPassed(last, today)) return "green day passed";
  if (last.overall !== "green" && (last.pathToGreen === undefined || last.greenBy === undefined)) return "no path to green";
  if (last.unchanged >= mostRepeats) return "said twice";
  if ([...promisedBy(last, today).keys()].some((i) => answered.get(i)?.outcome === undefined)) return "step unanswered";
  return undefined;
}

/**
 * How late a forecast may be before it is an exception: 10 working days or 5 % of the remaining duration, whichever
 * is less (PRINCE2 tolerances, the default). Working days in and out.
 */
export function timeTolerance(remainingWorkingDays: number): number {
  return Math.min(10, Math.max(0, remainingWorkingDays) * 0.05);
}

/** The same for cost: 5 % of the budget. */
export const costTolerance = 0.05;
