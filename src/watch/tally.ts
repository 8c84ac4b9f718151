interface Counts {
  readonly attempts: number;
  readonly unanswered: number;
  readonly pauses: number;
}

const keptMinutes = 60;
const none: Counts = { attempts: 0, unanswered: 0, pauses: 0 };

/** What happened in each of the last sixty minutes. */
export class Tally {
  readonly #minutes = new Map<number, Counts>();

  add(what: Partial<Counts>, now: Date): void {
    const minute = minuteOf(now);
    this.#minutes.set(minute, sum([this.#minutes.get(minute) ?? none, { ...none, ...what }]));
    for (const old of this.#minutes.keys()) if (old <= minute - keptMinutes) this.#minutes.delete(old);
  }

  /** Of the last minutes, the one that is under way included. */
  within(minutes: number, now: Date): Counts {
    const first = minuteOf(now) - minutes;
    return sum([...this.#minutes].filter(([minute]) => minute > first).map(([, counts]) => counts));
  }
}

const minuteOf = (at: Date): number => Math.floor(at.getTime() / 60_000);

const sum = (all: readonly Counts[]): Counts =>
  all.reduce(
    (total, each) => ({
      attempts: total.attempts + each.attempts,
      unanswered: total.unanswered + each.unanswered,
      pauses: total.pauses + each.pauses,
    }),
    none,
  );
