import { z } from "zod";
import { type Colour, isColour } from "../../core/rag.ts";
import type { Shown } from "../../core/standing.ts";

const date = z.iso.date();
const rating = z.enum(["Green", "Amber/Green", "Amber", "Amber/Red", "Red", "withheld", "unknown", "not started", "on hold", "complete"]);
const end = rating.exclude(["withheld", "unknown"]).or(z.literal("none"));
const last = z
  .object({ rating, on: date.describe("the day it spoke of"), days: z.number().int().describe("how old it is at `asOf`") })
  .describe("the newest report, however old");
const slip = z.object({
  from: date,
  to: date,
  days: z.number().int().describe("calendar days later"),
  workingDays: z.number().int().optional().describe("the same in working days; absent beyond a quarter of a year"),
});
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
const overrun = z.object({ forecast: z.string(), budget: z.string(), percent: z.number() }).describe("decimals in `currency`");
const grave = z.object({ ref: z.string(), title: z.string(), gist: z.string().optional() });

/** Why a project is an exception, most urgent first. */
export const exceptionKinds = [
  "worsened to red",
  "new and red",
  "red after no colour",
  "silent since red",
  "worsened",
  "red",
  "slipped",
  "over budget",
  "new critical",
] as const;

const exception = z.object({
  project: z.string().describe("its key"),
  name: z.string(),
  rating,
  was: rating.optional().describe("at `since`; absent for a new project"),
  paused: date.optional().describe("asked nothing until then, by somebody's decision"),
  kinds: z.array(z.enum(exceptionKinds)).describe("why it is here, most urgent first"),
  reason: z.string().optional().describe("the PM's own words, cut at 200 characters"),
  greenBy: date.optional(),
  last: last.optional().describe("given when `rating` is `unknown`, is older than `since`, or the project is paused"),
  slip: slip.optional().describe("forecast finish, then and now"),
  overrun: overrun.optional(),
  critical: z.array(grave).describe("entries that became critical after `since`"),
});

const decision = z.object({
  id: z.string(),
  ref: z.string().describe("D-31"),
  project: z.string(),
  title: z.string(),
  from: z.string().optional().describe("who is asked to decide"),
  by: date.optional().describe("needed by"),
  asked: date.describe("the day it was logged"),
  note: z.string().optional(),
});

const silent = z.object({
  project: z.string(),
  name: z.string(),
  why: z.enum(["not reported", "not reached", "not asked", "paused", "never reported"]),
  until: date.optional().describe("of a pause; only in older digests, as a paused project is not silent"),
  last: last.optional(),
});

const line = z.object({
  id: z.string().describe("stays when the key changes"),
  project: z.string(),
  name: z.string(),
  rating,
  was: rating.optional(),
  wasLast: rating.optional().describe("the newest report at `since`, where `was` is `unknown`"),
  last: last.optional(),
  turn: z
    .enum(["reported", "not reported", "not reached", "not asked"])
    .optional()
    .describe("in the newest period whose cut-off has passed; absent when nothing was due"),
  paused: date.optional().describe("asked nothing until then, by somebody's decision; keeps its last rating and is no part of `due`"),
  period: date.optional().describe("of the newest report"),
  revision: z.number().int().optional().describe("of the newest report"),
  imported: z.literal(true).optional().describe("the colour came with a file, such as a reviewer's rating"),
  finish: date.optional().describe("forecast"),
  cost: decimal.optional().describe("forecast, a decimal in `currency`"),
  budget: decimal.optional().describe("approved, a decimal in `currency`"),
});

const correction = z.object({
  at: z.iso.datetime(),
  project: z.string(),
  was: rating,
  is: rating,
  what: z
    .array(z.enum(["forecast", "reason", "date for green", "last report"]))
    .default(["forecast"])
    .describe("what else of the post was put right"),
});

/** A digest as facts: what is posted, printed and kept. Public: fields are added (with a default for what is kept), never renamed. */
export const Digest = z.object({
  title: z.string().describe("the audience, or the portfolio"),
  portfolio: z.string().describe("its key"),
  currency: z.string(),
  zone: z.string().describe("in which moments are told"),
  asOf: date.describe("the day the digest speaks of"),
  since: date.describe("the day it compares with: the digest before"),
  dataTo: z.iso.datetime().describe("the moment it speaks of: the last of the day, or when it was made"),
  narrowed: z.literal(true).optional().describe("made for one reader who may not see every project"),
  total: z.number().int().describe("projects at `asOf`"),
  continuing: z.number().int().describe("projects at both dates"),
  new: z.number().int().describe("at `asOf` only"),
  left: z.number().int().describe("at `since` only"),
  worsened: z.number().int().describe("continuing, with a worse colour; unrated at either date counts in neither"),
  improved: z.number().int(),
  scale: z.enum(["three", "five"]),
  scaleChanged: z.boolean().describe("the scale in force differs between the dates: some moves come from that"),
  ratings: z.record(z.string(), z.number().int()).describe("projects per rating at `asOf`; the sum is `total`"),
  ratingsBefore: z.record(z.string(), z.number().int()).describe("the same at `since`"),
  moves: z
    .array(z.object({ from: end, to: end, count: z.number().int() }))
    .describe("changed ratings of continuing projects; `none` is withheld or unknown"),
  coverage: z
    .object({ due: z.number().int(), reported: z.number().int(), notReached: z.number().int(), notAsked: z.number().int() })
    .describe("of the newest period whose cut-off has passed; not reached and not asked are no part of `due`"),
  late: z.number().int().describe("due projects without a report: `due` less `reported`"),
  imported: z
    .number()
    .int()
    .default(0)
    .describe("colours shown that came with a file, such as reviewers' ratings, and not from a report made here"),
  money: z
    .object({ forecast: z.string(), budget: z.string(), percent: z.number(), projects: z.number().int() })
    .optional()
    .describe("sums over the projects that have both figures; absent when none has"),
  decisions: z.array(decision).describe("open questions to leadership, the soonest first"),
  exceptions: z.array(exception).describe("what leadership must look at, most urgent first"),
  critical: z
    .array(z.string())
    .optional()
    .describe("refs of every open critical entry, so that the next digest knows which are new; absent in older digests"),
  silent: z.array(silent).describe("running projects without a current colour that should have one"),
  projects: z.array(line).describe("every project, worst first"),
  gone: z.array(z.object({ project: z.string(), name: z.string(), was: rating })).describe("the projects that left"),
  note: z.string().optional().describe("added by the PMO"),
  corrections: z.array(correction).describe("what changed after posting"),
});
export type Digest = z.infer<typeof Digest>;
export type Shade = z.infer<typeof rating>;
export type Exception = z.infer<typeof exception>;
export type ExceptionKind = (typeof exceptionKinds)[number];
export type Line = z.infer<typeof line>;
export type Correction = z.infer<typeof correction>;
export type Last = z.infer<typeof last>;

/** How ratings are listed: red first, then down to green, then what has no colour. */
export const order: readonly Shade[] = [
  ...(["Red", "Amber/Red", "Amber", "Amber/Green", "Green"] as const),
  ...(["unknown", "withheld", "on hold", "not started", "complete"] as const),
];
const rank = new Map(order.map((rating, at) => [rating, at]));
export const byOrder = (a: Shade, b: Shade): number => (rank.get(a) ?? 0) - (rank.get(b) ?? 0);

/** What a rating of a kept digest stands for inside. */
const inside: Readonly<Record<Shade, Shown>> = {
  Green: "green",
  "Amber/Green": "amber/green",
  Amber: "amber",
  "Amber/Red": "amber/red",
  Red: "red",
  withheld: "withheld",
  unknown: "unknown",
  "not started": "not started",
  "on hold": "on hold",
  complete: "complete",
};
const outside = new Map(order.map((rating) => [inside[rating], rating]));

export const shownAs = (rating: Shade): Shown => inside[rating];

/** Back to the scale, to compare; undefined for what is no colour. */
export function colourOf(rating: Shade | undefined): Colour | undefined {
  const shown = rating && inside[rating];
  return shown && isColour(shown) ? shown : undefined;
}

/** Colours are written as published and as people see them; what is no colour stays in lower case. */
export const shade = (shown: Shown): Shade => outside.get(shown) ?? rating.parse(shown);
