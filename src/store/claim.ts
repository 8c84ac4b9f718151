import { randomUUID } from "node:crypto";
import { type Selectable, sql } from "kysely";
import type { Claimed, GoesTo } from "../ports/outbox.ts";
import { postingOf } from "./posting-row.ts";
import { iso } from "./rows.ts";
import type { Db, Tables } from "./tables.ts";

type Row = Selectable<Tables["outbox"]>;

/**
 * Takes what may be sent now: one posting per lane, most urgent first, platform by platform. The claim is on the record,
 * with a lease, before anything is sent, so whatever dies in between is found again.
 */
export async function claim(db: Db, now: Date, limit: number, leaseMs: number, underway: readonly GoesTo[]): Promise<readonly Claimed[]> {
  await dropOrphans(db, now);
  const asked = db.selectFrom("outbox").select("platform").distinct().where("state", "in", ["waiting", "sending"]);
  const claimed: Claimed[] = [];
  for (const { platform } of await asked.execute()) {
    const free = limit - underway.filter((each) => each === platform).length;
    if (free > 0) claimed.push(...(await claimOn(db, platform, now, free, leaseMs)));
  }
  return claimed;
}

async function claimOn(db: Db, platform: GoesTo, now: Date, limit: number, leaseMs: number): Promise<readonly Claimed[]> {
  const taken = new Map<string, Row>();
  for (const row of await ranOut(db, platform, now, limit)) taken.set(row.lane, row);
  for (const rank of [0, 1, 2]) {
    for (let after: Row | undefined; taken.size < limit; ) {
      const page = await waiting(db, platform, now, rank, after, limit * 4);
      for (const row of page) {
        if (taken.size < limit && !taken.has(row.lane)) taken.set(row.lane, row);
      }
      after = page.at(-1);
      if (after === undefined) break;
    }
  }
  const leaseUntil = iso(new Date(now.getTime() + leaseMs));
  const claimed: Claimed[] = [];
  for (const row of taken.values()) {
    const [token, attempts] = [randomUUID(), row.attempts + 1];
    const ambiguous = row.state === "sending" || row.unsure === 1;
    await db
      .updateTable("outbox")
      .set({ state: "sending", token, attempts, lease_until: leaseUntil, unsure: ambiguous ? 1 : 0 })
      .where("id", "=", row.id)
      .execute();
    claimed.push({ ...postingOf({ ...row, attempts, state: "sending" }), platform, token, ambiguous });
  }
  return claimed;
}

export const orphaned = "its post was never sent";

/** Nobody can edit, or answer under, a post that was never made. */
async function dropOrphans(db: Db, now: Date): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ state: "dropped", error: orphaned, settled_at: iso(now) })
    .where("state", "=", "waiting")
    .where("follows", "is not", null)
    .where("next_at", "<=", iso(now))
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom("outbox as post")
            .select("post.id")
            .whereRef("post.key", "=", "outbox.follows")
            .where("post.state", "in", ["waiting", "sending", "sent"]),
        ),
      ),
    )
    .execute();
}

/** Claims whose holder is gone: what they were sending may be out there. */
function ranOut(db: Db, platform: GoesTo, now: Date, limit: number): Promise<Row[]> {
  return db
    .selectFrom("outbox")
    .selectAll()
    .where("state", "=", "sending")
    .where("platform", "=", platform)
    .where("lease_until", "<=", iso(now))
    .orderBy("rank")
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** Answers under one post keep their order: this one has to wait for an earlier one. */
export const isBehindAnother = sql<boolean>`(o.how = 'under' and exists (select 1 from outbox u where u.follows = o.follows
  and u.how = 'under' and u.id < o.id and u.state in ('waiting', 'sending')))`;

/** A page of what waits, in the order of the index; lanes that are busy or told to be quiet are left out. */
function waiting(db: Db, platform: GoesTo, now: Date, rank: number, after: Row | undefined, limit: number): Promise<Row[]> {
  const sent = sql<boolean>`exists (select 1 from outbox p where p.key = o.follows and p.state = 'sent')`;
  return db
    .selectFrom("outbox as o")
    .selectAll()
    .where("o.state", "=", "waiting")
    .where("o.platform", "=", platform)
    .where("o.rank", "=", rank)
    .where("o.next_at", "<=", iso(now))
    .where((e) => e.or([e("o.follows", "is", null), e.and([sent, e.not(isBehindAnother)])]))
    .where(sql<boolean>`not exists (select 1 from outbox b where b.lane = o.lane and b.state = 'sending')`)
    .where(sql<boolean>`not exists (select 1 from quiet_lanes q where q.lane = o.lane and q.until > ${iso(now)})`)
    .$if(after !== undefined, (q) => q.where(sql<boolean>`(o.next_at, o.id) > (${after?.next_at}, ${after?.id})`))
    .orderBy("o.next_at")
    .orderBy("o.id")
    .limit(limit)
    .execute();
}
