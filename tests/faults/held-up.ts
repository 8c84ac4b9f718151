import { readFileSync } from "node:fs";

const everyMs = 5;

export interface HeldUp {
  /** How long the program held up its event loop at worst since the last `forget`. */
  worstMs(): number;
  /** What the turn that is under way took until now does not count either. */
  forget(): void;
}

/** A turn that comes late is the program's doing, less the time for which it was ready to run and the machine ran something else. */
export function watchHeldUp(): HeldUp {
  let worst = 0;
  let before = look();
  setInterval(() => {
    const now = look();
    worst = Math.max(worst, now.at - before.at - everyMs - (now.waitedMs - before.waitedMs));
    before = now;
  }, everyMs).unref();
  return {
    worstMs: () => worst,
    forget() {
      worst = 0;
      before = look();
    },
  };
}

/** The second figure is for how many nanoseconds the main thread waited for the machine. */
function look() {
  const [, waitedNs = "0"] = readFileSync("/proc/self/schedstat", "utf8").split(" ");
  return { at: performance.now(), waitedMs: Number(waitedNs) / 1e6 };
}
