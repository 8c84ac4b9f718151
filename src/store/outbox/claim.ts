import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Claimed, Claiming, GoesTo } from "../../ports/outbox.ts";
import { budgetOf, type Pace } from "../../ports/paces.ts";
import { isPostgres } from "../database/dialect.ts";
import { iso } from "../rows.ts";
import type { Db } from "../tables.ts";
import { type DuePosting, dropOrphans, dueIn, ranOut, waitingIn } from "./due.ts";
import { type Budget, budgetNow, callsLeft, keep, spent } from "./paces.ts";
import { postingOf } from "./posting-row.ts";

/** Any number, as long as it stays the same: whoever holds it is the one who claims, among all programs on this database. */
const claimLock = 7_376_118;

/**
 * Takes what may be sent now: one posting per lane, workspace by workspace. The claim is on the record, with a lease,
 * before anything is sent, so whatever dies in between is found again.
 */
export async function claim(db: Db, now: Date, limit: number, leaseMs: number, among: Claiming): Promise<readonly Claimed[]> {
  const due = await dueIn(db, now);
  if (due.size === 0) return [];
  const taken = async (tx: Db) => {
    // Two that choose at once would both find a lane free. Not the writers' lock: what is sent does not wait for what is written.
    // A program that stands still with it holds up the others for five seconds: a claim has nothing to think about in between.
    if (isPostgres(tx))
      await sql`select set_config('idle_in_transaction_session_timeout', '5000', true), pg_advisory_xact_lock(${sql.lit(claimLock)})`.execute(
        tx,
      );
    await dropOrphans(tx, now);
    const claimed: Claimed[] = [];
    for (const [goesTo, ranks] of due) {
      const free = limit - (among.underway ?? []).filter((each) => each === goesTo).length;
      if (free > 0) claimed.push(...(await claimIn(tx, { goesTo, ranks, now, limit: free, leaseMs }, among)));
    }
    return claimed;
  };
  return db.isTransaction ? taken(db) : db.transaction().execute(taken);
}

interface Wanted {
  readonly goesTo: GoesTo;
  /** The classes of which something is due there. */
  readonly ranks: readonly number[];
  readonly now: Date;
  readonly limit: number;
  readonly leaseMs: number;
}

async function claimIn(db: Db, wanted: Wanted, { paceOf = () => undefined, turn = () => 0 }: Claiming): Promise<readonly Claimed[]> {
  const { goesTo, now, leaseMs } = wanted;
  const pace = paceOf(goesTo);
  const budgets = await budgetsOf(db, goesTo, pace, now);
  const rows = await chosen(db, wanted, budgets, turn(goesTo));
  if (rows.length === 0) return [];
  await budgets.spend(rows);
  if (pace) await quieten(db, rows, pace, now);
  const token = randomUUID();
  await db
    .updateTable("outbox")
    .set((e) => ({
      state: "sending",
      token,
      attempts: e("attempts", "+", 1),
      lease_until: iso(new Date(now.getTime() + leaseMs)),
      unsure: sql<number>`case when state = 'sending' then 1 else unsure end`,
    }))
    .where(
      "id",
      "in",
      rows.map(({ id }) => id),
    )
    .execute();
  return rows.map((row) => ({
    ...postingOf({ ...row, attempts: row.attempts + 1, state: "sending" }),
    goesTo,
    token,
    ambiguous: row.state === "sending" || row.unsure === 1,
  }));
}

/** What was being sent when its holder died comes first; then by class, as long as there is anything that the budgets allow. */
async function chosen(db: Db, { goesTo, ranks, now, limit }: Wanted, budgets: Budgets, before: number): Promise<readonly DuePosting[]> {
  const taken = new Map<string, DuePosting>();
  const take = (row: DuePosting): boolean => {
    if (taken.has(row.lane)) return true;
    if (taken.size >= limit || !budgets.take(kindOf(row))) return false;
    taken.set(row.lane, row);
    return true;
  };
  for (const row of await ranOut(db, goesTo, now, limit)) if (!take(row)) return [...taken.values()];

  const kinds = (["post", "edit"] as const).filter((kind) => budgets.left(kind) > 0);
  const queues = new Map(ranks.map((rank) => [rank, waitingIn(db, goesTo, rank, now, kinds, limit * 4)]));
  while (queues.size > 0 && taken.size < limit) {
    const rank = inTurn(before + taken.size, [...queues.keys()]);
    const next = await queues.get(rank)?.next();
    if (!next || next.done) queues.delete(rank);
    else if (!take(next.value)) break;
  }
  return [...taken.values()];
}

/** Of ten in a row: six interactive, three prompts, one digest. Whose turn finds nothing waiting leaves it to the most urgent. */
const turns = [0, 0, 1, 0, 0, 1, 0, 2, 0, 1] as const;

function inTurn(turn: number, waiting: readonly number[]): number {
  const preferred = turns[turn % turns.length] ?? 0;
  return waiting.includes(preferred) ? preferred : Math.min(...waiting);
}

type Budgets = Awaited<ReturnType<typeof budgetsOf>>;

/** What may be posted and edited in one workspace now; without a pace, anything. */
async function budgetsOf(db: Db, goesTo: GoesTo, pace: Pace | undefined, now: Date) {
  const budgets = pace && { post: await budget("post", pace), edit: await budget("edit", pace) };
  const left = { post: budgets ? callsLeft(budgets.post, now) : Infinity, edit: budgets ? callsLeft(budgets.edit, now) : Infinity };
  return {
    left: (kind: Kind) => left[kind],
    take(kind: Kind): boolean {
      if (left[kind] < 1) return false;
      left[kind] -= 1;
      return true;
    },
    async spend(taken: readonly DuePosting[]): Promise<void> {
      for (const kind of ["post", "edit"] as const) {
        const calls = taken.filter((row) => kindOf(row) === kind).length;
        if (budgets && calls > 0) await keep(db, budgetOf(goesTo, kind), spent(budgets[kind], calls, now));
      }
    },
  };

  function budget(kind: Kind, { workspace }: Pace): Promise<Budget> {
    return budgetNow(db, budgetOf(goesTo, kind), workspace, now);
  }
}

/** A lane that was just written to waits for as long as its own pace says. */
async function quieten(db: Db, rows: readonly DuePosting[], { lane: rate }: Pace, now: Date): Promise<void> {
  const quiet = rows.map(({ lane, quiet_until }) => {
    const until = quiet_until === null ? 0 : Date.parse(quiet_until);
    const freeAt = until > now.getTime() ? 0 : until; // by a clock that was fast, or it would not be here
    return { lane, until: iso(new Date(spent({ rate, freeAt, changedAt: "" }, 1, now).freeAt)) };
  });
  await db
    .insertInto("quiet_lanes")
    .values(quiet)
    .onConflict((c) => c.column("lane").doUpdateSet((e) => ({ until: e.ref("excluded.until") })))
    .execute();
}

type Kind = "post" | "edit";
const kindOf = ({ how }: DuePosting): Kind => (how === "edit" ? "edit" : "post");
