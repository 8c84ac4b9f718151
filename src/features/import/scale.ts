import type { Portfolio } from "../../core/portfolio.ts";
import type { Scale } from "../../core/rag.ts";
import type { LocalDate } from "../../core/time.ts";
import type { Store } from "../../ports/index.ts";
import type { Step } from "./plan.ts";
import { type Row, said } from "./rows.ts";

/** A scale is a property of a portfolio at a time: the file may say which one it used on each date. */
export async function scaleSteps(
  store: Store,
  portfolio: Portfolio,
  told: readonly { readonly row: Row; readonly date: LocalDate }[],
): Promise<readonly Step[]> {
  const byDate = new Map<LocalDate, { readonly scale: Scale; readonly line: number }>();
  for (const { row, date } of told) {
    const scale = said(row, "scale");
    if ((scale === "three" || scale === "five") && !byDate.has(date)) byDate.set(date, { scale, line: row.line });
  }
  const steps: Step[] = [];
  let last: Scale | undefined;
  for (const [date, { scale, line }] of [...byDate].sort(([a], [b]) => a.localeCompare(b))) {
    const inForce = await store.projects.scaleOn(portfolio.id, date);
    const differs = steps.length > 0 ? last !== scale : inForce !== scale;
    last = scale;
    if (differs)
      steps.push({
        line,
        outcome: "change",
        words: `From ${date} the scale has ${scale} points`,
        apply: (tx) => tx.projects.setScale(portfolio.id, scale, date),
      });
  }
  return steps;
}
