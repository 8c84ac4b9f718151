import { amount, decimal, percentOver } from "../../core/money.ts";
import { compare, type Scale, scales } from "../../core/rag.ts";
import { compareText } from "./facts.ts";
import { byOrder, colourOf, type Digest, type Line, type Shade, shade } from "./schema.ts";

type Figures = Pick<
  Digest,
  | "total"
  | "continuing"
  | "new"
  | "left"
  | "worsened"
  | "improved"
  | "scale"
  | "scaleChanged"
  | "ratings"
  | "ratingsBefore"
  | "moves"
  | "coverage"
  | "late"
  | "imported"
  | "money"
>;

/** Every figure is counted over the lines, so that one line put right puts them all right. */
export function figures(lines: readonly Line[], gone: Digest["gone"], scale: Scale, scaleBefore: Scale): Figures {
  const continuing = lines.filter(({ was }) => was !== undefined);
  const total = moneyOf(lines);
  return {
    total: lines.length,
    continuing: continuing.length,
    new: lines.length - continuing.length,
    left: gone.length,
    worsened: lines.filter((line) => direction(line) === "worsened").length,
    improved: lines.filter((line) => direction(line) === "improved").length,
    scale,
    scaleChanged: scale !== scaleBefore && continuing.length > 0,
    ratings: ratings(
      scale,
      lines.map(({ rating }) => rating),
    ),
    ratingsBefore: ratings(
      scaleBefore,
      [...lines, ...gone].flatMap(({ was }) => was ?? []),
    ),
    moves: moves(lines),
    ...coverage(lines),
    imported: lines.filter(({ imported }) => imported).length,
    ...(total && { money: total }),
  };
}

/** Worse or better than at the digest before; undefined for what is new or has no colour on either side. */
export function direction({ rating, was }: Pick<Line, "rating" | "was">): "worsened" | "improved" | undefined {
  const [from, to] = [colourOf(was), colourOf(rating)];
  const change = from && to ? compare(from, to) : "same";
  return change === "worsened" || change === "improved" ? change : undefined;
}

/** Every colour of the scale in force, counted or not; of what else occurs, only what does. */
function ratings(scale: Scale, shown: readonly Shade[]): Record<string, number> {
  const counts = new Map<Shade, number>([...scales[scale], "withheld" as const, "unknown" as const].map((each) => [shade(each), 0]));
  for (const each of shown) counts.set(each, (counts.get(each) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => byOrder(a, b)));
}

function moves(lines: readonly Line[]): Digest["moves"] {
  const counts = new Map<string, Digest["moves"][number]>();
  for (const { was, rating } of lines) {
    if (was === undefined) continue;
    const [from, to] = [end(was), end(rating)];
    if (from === to) continue;
    const key = `${from} -> ${to}`;
    counts.set(key, { from, to, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts].sort(([a, { count: many }], [b, { count: more }]) => more - many || compareText(a, b)).map(([, move]) => move);
}

const end = (rating: Shade): Digest["moves"][number]["from"] => (rating === "unknown" || rating === "withheld" ? "none" : rating);

function coverage(lines: readonly Line[]): Pick<Digest, "coverage" | "late"> {
  const count = (turn: Line["turn"]) => lines.filter((line) => line.turn === turn).length;
  const [reported, late] = [count("reported"), count("not reported")];
  return { coverage: { due: reported + late, reported, notReached: count("not reached"), notAsked: count("not asked") }, late };
}

function moneyOf(lines: readonly Line[]): Digest["money"] {
  const both = lines.flatMap(({ cost, budget }) => {
    const [forecast, approved] = [amount(cost), amount(budget)];
    return forecast === undefined || approved === undefined ? [] : [{ forecast, approved }];
  });
  const forecast = both.reduce((sum, each) => sum + each.forecast, 0n);
  const budget = both.reduce((sum, each) => sum + each.approved, 0n);
  const percent = percentOver(forecast, budget);
  return percent === undefined ? undefined : { forecast: decimal(forecast), budget: decimal(budget), percent, projects: both.length };
}
