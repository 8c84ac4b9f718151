import { availableParallelism, cpus } from "node:os";
import { type Figure, isReached, isWithin, ratioOf } from "./figure.ts";

/** One line of the table: what, its floor, ours, the ratio, and what was promised of it. */
export function line(figure: Figure): string {
  const { what, floor, ours, unit, reach } = figure;
  const figures = [floor, ours].map((value) => `${shown(value).padStart(8)} ${unit.padEnd(4)}`);
  const promised =
    reach && `${reach.of === "ratio" ? "ratio" : unit} ${reach.least === undefined ? `≤ ${reach.most}` : `≥ ${reach.least}`}`;
  const told = promised === undefined ? "" : `  to reach: ${promised.padEnd(12)} ${isReached(figure) ? "reached" : "NOT REACHED"}`;
  return `${what.padEnd(58)} floor ${figures[0]} ours ${figures[1]} ratio ${ratioOf(figure).toFixed(2).padStart(6)}${told}`;
}

const shown = (value: number): string => value.toFixed(value >= 1000 ? 0 : value >= 100 ? 1 : 2);

export function alarmOf(figure: Figure): string | undefined {
  return isWithin(ratioOf(figure), figure.alarm) ? undefined : "Such a ratio is not the machine: something became slow.";
}

/** The whole run as it is kept. */
export function results(figures: readonly Figure[], quick: boolean) {
  const machine = { cores: availableParallelism(), processor: cpus()[0]?.model ?? "unknown", node: process.version };
  return {
    at: new Date().toISOString(),
    quick,
    machine,
    figures: figures.map((figure) => ({ ...figure, ratio: ratioOf(figure), reached: isReached(figure) })),
  };
}
