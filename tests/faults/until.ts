import { setTimeout as pause } from "node:timers/promises";

/** Looks until it is so; false when it did not come to that in time. */
export async function until(isSo: () => boolean | Promise<boolean>, withinMs: number, everyMs = 10): Promise<boolean> {
  const end = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > end) return false;
    await pause(everyMs);
  }
  return true;
}

export const aWhile = (mostMs: number): Promise<void> => pause(Math.random() * mostMs);
