import type { Paces, Rate } from "../../ports/paces.ts";
import { isPostgres } from "../database/dialect.ts";
import { iso } from "../rows.ts";
import type { Db } from "../tables.ts";

/** What a budget holds just now. `freeAt` alone says how much: the longer it has passed, the more may be done at once. */
export interface Budget {
  readonly rate: Rate;
  readonly freeAt: number;
  readonly changedAt: string;
}

/** No platform asks for a longer pause: what waits for longer was written by a clock that was fast, and holds up nothing. */
export const longestPauseMs = 3_600_000;
/** A little less than the platform allows: its minute and ours are not the same, and the network squeezes calls together. */
const ofTheRate = 0.985;
/** Alarms ring some milliseconds late; what fast budgets miss by that, they may make up for. */
const madeUpForMinutes = 0.25 / 60;
const mostMadeUp = 8;
/** From half the rate it takes less than two minutes until all of it is tried again. */
const growsAfterMs = 10_000;
const growsBy = 0.05;

export function pacesOf(db: Db): Paces {
  return {
    take: (name, rate, now) =>
      alone(db, async (tx) => {
        const budget = await budgetNow(tx, name, rate, now);
        if (callsLeft(budget, now) === 0) return new Date(budget.freeAt);
        await keep(tx, name, spent(budget, 1, now));
        return undefined;
      }),

    slow: (name, rate, until, now) =>
      alone(db, async (tx) => {
        const budget = await budgetNow(tx, name, rate, now);
        const paused = budget.freeAt > now.getTime(); // by a call that went out together with this one
        const perMinute = paused ? budget.rate.perMinute : Math.max(1, Math.floor(budget.rate.perMinute / 2));
        const freeAt = Math.max(budget.freeAt, until.getTime());
        await keep(tx, name, { rate: { ...rate, perMinute }, freeAt, changedAt: iso(until) });
      }),
  };
}

const alone = <T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> => (db.isTransaction ? work(db) : db.transaction().execute(work));

/** As it was kept, or full where it is new; never above what is allowed by now. Until the transaction ends nobody else takes from it. */
export async function budgetNow(tx: Db, name: string, rate: Rate, now: Date): Promise<Budget> {
  const asked = tx.selectFrom("paces").selectAll().where("budget", "=", name);
  const row = await asked.$if(isPostgres(tx), (q) => q.forUpdate()).executeTakeFirst();
  if (!row) {
    const full: Budget = { rate, freeAt: 0, changedAt: iso(now) };
    if (!isPostgres(tx)) return full;
    // There was no row to hold on to; two that find none would both take the first call.
    const { numInsertedOrUpdatedRows } = await insertion(tx, name, full)
      .onConflict((c) => c.doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n ? full : budgetNow(tx, name, rate, now);
  }
  const grown = row.changed_at <= iso(new Date(now.getTime() - growsAfterMs)) && row.per_minute < rate.perMinute;
  const perMinute = Math.min(rate.perMinute, grown ? row.per_minute + Math.ceil(rate.perMinute * growsBy) : row.per_minute);
  const freeAt = Date.parse(row.free_at);
  const fast = freeAt > now.getTime() + longestPauseMs;
  return { rate: { ...rate, perMinute }, freeAt: fast ? 0 : freeAt, changedAt: grown || fast ? iso(now) : row.changed_at };
}

export function callsLeft({ rate, freeAt }: Budget, now: Date): number {
  if (freeAt > now.getTime()) return 0;
  const step = stepMs(rate);
  return Math.min(atOnce(rate), Math.floor((now.getTime() - freeAt) / step) + 1);
}

export function spent(budget: Budget, calls: number, now: Date): Budget {
  const { rate, freeAt } = budget;
  const full = now.getTime() - (atOnce(rate) - 1) * stepMs(rate);
  return { ...budget, freeAt: Math.round(Math.max(freeAt, full) + calls * stepMs(rate)) };
}

const stepMs = ({ perMinute }: Rate): number => 60_000 / (perMinute * ofTheRate);
const atOnce = (rate: Rate): number => Math.max(rate.atOnce, Math.min(mostMadeUp, Math.floor(rate.perMinute * madeUpForMinutes)));

export async function keep(tx: Db, name: string, budget: Budget): Promise<void> {
  const { budget: _, ...changed } = rowOf(name, budget);
  await insertion(tx, name, budget)
    .onConflict((c) => c.column("budget").doUpdateSet(changed))
    .execute();
}

const insertion = (tx: Db, name: string, budget: Budget) => tx.insertInto("paces").values(rowOf(name, budget));

const rowOf = (budget: string, { rate, freeAt, changedAt }: Budget) => ({
  budget,
  per_minute: rate.perMinute,
  free_at: iso(new Date(freeAt)),
  changed_at: changedAt,
});
