import { areaOf, type Claimed, laneOf, type Outbox, type Posting, type Settlement } from "../../ports/outbox.ts";
import { iso } from "../rows.ts";
import type { Db } from "../tables.ts";
import { claim } from "./claim.ts";
import { nextDue, orphaned } from "./due.ts";
import { addPosting, addPostings } from "./new-posting.ts";
import { postingOf, ranks } from "./posting-row.ts";

const keysAtOnce = 500;

export function outboxOf(db: Db): Outbox {
  const outbox: Outbox = {
    async add(posting, now) {
      if (!(await addPosting(db, posting, now))) return false;
      if (posting.follows?.how === "edit") await supersede(db, posting.follows.key, posting.key, now);
      return true;
    },

    addAll: (postings, now) => addPostings(db, postings, now),

    claim: (now, limit, leaseMs, among = {}) => claim(db, now, limit, leaseMs, among),

    async isOurs({ id, token }, until) {
      const held = db.selectFrom("outbox").select("id").where("id", "=", id).where("token", "=", token).where("state", "=", "sending");
      return (await held.where("lease_until", ">=", iso(until)).executeTakeFirst()) !== undefined;
    },

    async settle(claimed, settlement, now) {
      const overtaken = settlement.state === "waiting" && (await newerEdit(db, claimed));
      const { numUpdatedRows } = await db
        .updateTable("outbox")
        .set({ token: null, lease_until: null, ...settled(overtaken ? droppedFor(overtaken) : settlement, now) })
        .$if(settlement.state === "waiting" && settlement.untried === true, (q) => q.set((e) => ({ attempts: e("attempts", "-", 1) })))
        .where("id", "=", claimed.id)
        .where("token", "=", claimed.token)
        .where("state", "=", "sending")
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async holdBack(lane, until) {
      const row = { until: iso(until) };
      await db
        .insertInto("quiet_lanes")
        .values({ lane, ...row })
        .onConflict((c) => c.column("lane").doUpdateSet(row))
        .execute();
    },

    async byKey(key) {
      const row = await db.selectFrom("outbox").selectAll().where("key", "=", key).executeTakeFirst();
      return row && postingOf(row);
    },

    async byKeys(keys) {
      const found: Posting[] = [];
      for (let at = 0; at < keys.length; at += keysAtOnce) {
        const rows = db
          .selectFrom("outbox")
          .selectAll()
          .where("key", "in", keys.slice(at, at + keysAtOnce));
        found.push(...(await rows.execute()).map(postingOf));
      }
      return new Map(found.map((posting) => [posting.key, posting]));
    },

    async cancel(key, why, now) {
      const { numUpdatedRows } = await db
        .updateTable("outbox")
        .set({ state: "dropped", error: why, settled_at: iso(now) })
        .where("key", "=", key)
        .where("state", "=", "waiting")
        .where("unsure", "=", 0)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async resend(person, now) {
      await db
        .updateTable("outbox")
        .set({ state: "waiting", error: null, next_at: iso(now), settled_at: null })
        .where("lane", "=", laneOf({ person }))
        .where("state", "=", "unreachable")
        .where("rank", "=", ranks.indexOf("interactive"))
        .where("job", "!=", "identify")
        .execute();
    },

    async reopen(key, notAfter, now) {
      const again = { state: "waiting", attempts: 0, next_at: iso(now), settled_at: null, error: null } as const;
      const { numUpdatedRows } = await db
        .updateTable("outbox")
        .set({ ...again, not_after: iso(notAfter) })
        .where("key", "=", key)
        .where("state", "=", "failed")
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) return false;
      await db.updateTable("outbox").set(again).where("follows", "=", key).where("error", "=", orphaned).execute();
      return true;
    },

    async letGo(key, why, now) {
      const { numUpdatedRows } = await db
        .updateTable("outbox")
        .set({ state: "dropped", error: why, settled_at: iso(now), unsure: 0 })
        .where("key", "=", key)
        .where("state", "=", "failed")
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    nextAt: (now, except = []) => nextDue(db, now, except),

    async list({ states, since, keyStart, dueBefore, limit }) {
      let rows = db.selectFrom("outbox").selectAll().orderBy("id", "desc").limit(limit);
      if (states !== undefined) rows = rows.where("state", "in", states);
      if (since !== undefined) rows = rows.where("created_at", ">=", iso(since));
      if (keyStart !== undefined) rows = rows.where("key", ">=", keyStart).where("key", "<", `${keyStart}\uffff`); // by its index
      if (dueBefore !== undefined) rows = rows.where((e) => e(e.fn.coalesce("not_before", "created_at"), "<", iso(dueBefore)));
      return (await rows.execute()).map(postingOf);
    },

    async forget(before) {
      const { numDeletedRows } = await db.deleteFrom("outbox").where("settled_at", "<", iso(before)).executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
  return outbox;
}

/** A post is drawn anew each time it is edited, so of the edits that still wait only the newest is sent. */
async function supersede(db: Db, post: string, by: string, now: Date): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ ...droppedFor(by), settled_at: iso(now) })
    .where("follows", "=", post)
    .where("how", "=", "edit")
    .where("state", "=", "waiting")
    .where("key", "!=", by)
    .execute();
}

/** An edit that did not succeed is not tried again where another waits that draws the same post anew. */
async function newerEdit(db: Db, { id, follows }: Claimed): Promise<string | undefined> {
  if (follows?.how !== "edit") return undefined;
  const newer = db.selectFrom("outbox").select("key").where("follows", "=", follows.key).where("how", "=", "edit");
  return (await newer.where("state", "=", "waiting").where("id", ">", id).executeTakeFirst())?.key;
}

const droppedFor = (newer: string) => ({ state: "dropped", error: `a newer edit took its place (${newer})` }) as const;

function settled(settlement: Settlement, now: Date) {
  switch (settlement.state) {
    case "sent":
      return {
        state: settlement.state,
        ref: JSON.stringify(settlement.ref),
        platform: areaOf(settlement.ref),
        error: null,
        settled_at: iso(now),
        unsure: 0,
      };
    case "waiting":
      return { state: settlement.state, error: settlement.error, next_at: iso(settlement.nextAt), unsure: settlement.unsure ? 1 : 0 };
    case "dropped":
    case "unreachable":
    case "failed":
    case "expired":
      return { state: settlement.state, error: settlement.error, settled_at: iso(now), unsure: settlement.unsure ? 1 : 0 };
    default:
      return settlement satisfies never;
  }
}
