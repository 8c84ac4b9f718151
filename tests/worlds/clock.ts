import type { Bot } from "../../src/main.ts";
import type { Clock } from "../../src/ports/index.ts";

/** A clock that only a hand turns. */
export interface HandClock extends Clock {
  set(instant: string | Date): void;
}

export function handClock(at: string): HandClock {
  let now = new Date(at);
  const set = (instant: string | Date) => {
    now = new Date(instant);
  };
  return { now: () => new Date(now), set };
}

export const worldBegins = "2026-11-22T12:00:00Z";
/** Half-hours, on which everything that is planned falls in every zone of the cast. */
const step = 30 * 60_000;

/** Turns a clock to a later instant to every half-hour on the way, with a heartbeat at each. */
export async function turn(clock: HandClock, to: string, beat: () => Promise<void>): Promise<void> {
  const end = new Date(to).getTime();
  while (clock.now().getTime() < end) {
    const next = Math.floor(clock.now().getTime() / step + 1) * step;
    clock.set(new Date(Math.min(end, next)));
    await beat();
  }
}

const mostBeats = 60;
/** In a chat that was written to often there is a pause between one message and the next. */
const pauseMs = 2_500;

/** Beats until nothing is left that could be sent now: what this finds cannot be what a later look would change. */
export async function beatUntilSent(bot: Pick<Bot, "beat" | "store">, clock: HandClock): Promise<void> {
  for (let beats = 0; beats < mostBeats; beats++) {
    await bot.beat();
    const next = await bot.store.outbox.nextAt(clock.now());
    if (next === undefined || next.getTime() > clock.now().getTime() + pauseMs) return;
    if (next > clock.now()) clock.set(next);
  }
  throw new Error(`Something is still to be sent after ${mostBeats} heartbeats`);
}
