import { type RawBuilder, type Selectable, sql } from "kysely";
import type { GoesTo } from "../../ports/outbox.ts";
import { budgetOf } from "../../ports/paces.ts";
import { isPostgres } from "../database/dialect.ts";
import { iso } from "../rows.ts";
import type { Db, Tables } from "../tables.ts";
import { longestPauseMs } from "./paces.ts";

type Row = Selectable<Tables["outbox"]>;
/** With when its lane may be written to again, where anything is known of that. */
export type DuePosting = Row & { readonly quiet_until: string | null };

/** In which workspaces something is to be sent now, or to be looked for, and of which classes. */
export async function dueIn(db: Db, now: Date): Promise<ReadonlyMap<GoesTo, readonly number[]>> {
  const waits = await db
    .selectFrom("outbox")
    .select(["platform", "rank"])
    .distinct()
    .where("state", "=", "waiting")
    .where("next_at", "<=", iso(now))
    .execute();
  const lost = await db
    .selectFrom("outbox")
    .select("platform")
    .distinct()
    .where("state", "=", "sending")
    .where("lease_until", "<=", iso(now))
    .execute();
  const areas = new Set([...waits, ...lost].map(({ platform }) => platform));
  const ranks = (area: GoesTo) => waits.filter(({ platform }) => platform === area).map(({ rank }) => rank);
  return new Map([...areas].map((area) => [area, ranks(area)]));
}

export const orphaned = "its post was never sent";

/** Nobody can edit, or answer under, a post that was never made. */
export async function dropOrphans(db: Db, now: Date): Promise<void> {
  const orphans = db
    .selectFrom("outbox as o")
    .select("o.id")
    .where("o.state", "=", "waiting")
    .where("o.follows", "is not", null)
    .where("o.next_at", "<=", iso(now))
    .where(sql<boolean>`not exists (select 1 from outbox p where p.key = o.follows and p.state in ('waiting', 'sending', 'sent'))`)
    .$if(isPostgres(db), (q) => q.forUpdate().skipLocked());
  await db
    .updateTable("outbox")
    .set({ state: "dropped", error: orphaned, settled_at: iso(now) })
    .where("id", "in", orphans)
    .execute();
}

/** Claims whose holder is gone: what they were sending may be out there. */
export function ranOut(db: Db, goesTo: GoesTo, now: Date, limit: number): Promise<DuePosting[]> {
  return postings(db)
    .where("o.state", "=", "sending")
    .where("o.platform", "=", goesTo)
    .where("o.lease_until", "<=", iso(now))
    .orderBy("o.rank")
    .orderBy("o.id")
    .limit(limit)
    .execute();
}

/**
 * What waits in one class and can go now, the longest waiting first. The first few are nearly always enough; where they all wait
 * for the same few chats, the first of each chat is looked for, however many are behind it. A posting may come twice.
 */
export async function* waitingIn(
  db: Db,
  goesTo: GoesTo,
  rank: number,
  now: Date,
  kinds: readonly ("post" | "edit")[],
  atOnce: number,
): AsyncGenerator<DuePosting, void> {
  if (kinds.length === 0) return;
  const due = sql<boolean>`o.state = 'waiting' and o.platform = ${goesTo} and o.rank = ${rank} and o.next_at <= ${iso(now)}`;
  const can = sql<boolean>`${due} and ${isOf(kinds)} and ${isReady}`;
  const isFree = (lane: string) => laneIsFree(sql.ref(lane), goesTo, rank, now);
  const longest = sql<number>`(select o.id from outbox o where ${due} order by o.next_at, o.id limit ${sql.lit(atOnce)})`;
  const inOrder = () => postings(db).orderBy("o.next_at").orderBy("o.id").limit(atOnce);
  yield* await inOrder()
    .where(sql<boolean>`o.id in ${longest} and ${can} and ${isFree("o.lane")}`)
    .execute();
  const { rows: seen } = await sql`select 1 from ${longest} as l`.execute(db);
  if (seen.length < atOnce) return; // that was all there is: no walk over the chats of the other classes
  const firsts = sql<number>`(with recursive lanes(lane) as (${nextLane(goesTo, sql``)}
    union all select (${nextLane(goesTo, sql`and n.lane > lanes.lane`)}) from lanes where lanes.lane is not null)
    select (select o.id from outbox o where o.lane = lanes.lane and ${can} order by o.next_at, o.id limit 1) from lanes
    where lanes.lane is not null and ${isFree("lanes.lane")})`;
  // Asked once more of the row itself: what was called off since Postgres began to look is found by its id all the same.
  yield* await inOrder().where(sql<boolean>`o.id in ${firsts} and coalesce(o.state, '') = 'waiting'`).execute();
}

const nextLane = (goesTo: GoesTo, after: RawBuilder<unknown>) =>
  sql`select min(n.lane) from outbox n where n.state = 'waiting' and n.platform = ${goesTo} ${after}`;

const isOf = (kinds: readonly ("post" | "edit")[]) =>
  sql`(${sql.lit(kinds.includes("post"))} and coalesce(o.how, '') <> 'edit' or ${sql.lit(kinds.includes("edit"))} and o.how = 'edit')`;

/** Its post is out, and answers under one post keep their order: none of them is before it. */
const isReady = sql`(o.follows is null or exists (select 1 from outbox p where p.key = o.follows and p.state = 'sent')
  and not (o.how = 'under' and exists (select 1 from outbox u where u.follows = o.follows
    and u.how = 'under' and u.id < o.id and u.state in ('waiting', 'sending'))))`;

/**
 * Nothing is just being sent there, it is not told to be quiet, and in one channel the more urgent goes first, whosever turn it
 * is; what waits for a post of its own is not meant.
 */
const laneIsFree = (lane: RawBuilder<unknown>, goesTo: GoesTo, rank: number, now: Date) =>
  sql`not exists (select 1 from quiet_lanes q where q.lane = ${lane} and q.until > ${iso(now)} and q.until <= ${longestPause(now)})
    and not exists (select 1 from outbox b where b.lane = ${lane} and b.state = 'sending')
    and not exists (select 1 from outbox m where m.state = 'waiting' and m.platform = ${goesTo} and m.lane = ${lane}
      and m.rank < ${rank} and m.follows is null and m.next_at <= ${iso(now)})`;

/** On Postgres a row that somebody else is just changing is passed over: it comes with the next claim. */
function postings(db: Db) {
  return db
    .selectFrom("outbox as o")
    .leftJoin("quiet_lanes as q", "q.lane", "o.lane")
    .selectAll("o")
    .select("q.until as quiet_until")
    .$if(isPostgres(db) && db.isTransaction, (query) => query.forUpdate("o").skipLocked());
}

/** To see whether there is anything: one that has to wait is not reason enough to look at every chat. */
const enough = 8;

/** When there may be something to claim: `now` where there is, else the first moment at which a wait of any kind ends. */
export async function nextDue(db: Db, now: Date, except: readonly GoesTo[]): Promise<Date | undefined> {
  const [due, paused] = [await dueIn(db, now), await pausedBudgets(db, now)];
  const moments: (string | null | undefined)[] = [];
  for (const [goesTo, ranks] of due) {
    if (except.includes(goesTo)) continue;
    const until = { post: paused.get(budgetOf(goesTo, "post")), edit: paused.get(budgetOf(goesTo, "edit")) };
    moments.push(until.post, until.edit);
    const kinds = (["post", "edit"] as const).filter((kind) => until[kind] === undefined);
    for (const rank of ranks) {
      const first = await waitingIn(db, goesTo, rank, now, kinds, enough).next();
      if (!first.done) return now;
    }
  }
  const later = await db
    .selectFrom("outbox")
    .where("state", "=", "waiting")
    .where("next_at", ">", iso(now))
    .select("next_at as at")
    .orderBy("next_at")
    .limit(1)
    .executeTakeFirst();
  const lease = await db
    .selectFrom("outbox")
    .where("state", "=", "sending")
    .select((e) => e.fn.min("lease_until").as("at"))
    .executeTakeFirst();
  const quiet = await db
    .selectFrom("quiet_lanes as q")
    .where("q.until", ">", iso(now))
    .where("q.until", "<=", longestPause(now))
    .where(sql<boolean>`exists (select 1 from outbox o where o.lane = q.lane and o.state = 'waiting' and o.next_at <= ${iso(now)})`)
    .select((e) => e.fn.min("q.until").as("at"))
    .executeTakeFirst();
  const first = [...moments, later?.at, lease?.at, quiet?.at].filter((at) => typeof at === "string").sort()[0];
  return first === undefined ? undefined : new Date(first);
}

const longestPause = (now: Date): string => iso(new Date(now.getTime() + longestPauseMs));

async function pausedBudgets(db: Db, now: Date): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom("paces")
    .select(["budget", "free_at"])
    .where("free_at", ">", iso(now))
    .where("free_at", "<=", longestPause(now))
    .execute();
  return new Map(rows.map(({ budget, free_at }) => [budget, free_at]));
}
