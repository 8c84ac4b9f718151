import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { Client } from "pg";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/store/database/database.ts";
import { openStore } from "../../src/store/index.ts";
import { waitingIn } from "../../src/store/outbox/due.ts";
import type { Db } from "../../src/store/tables.ts";
import { databaseKind, freshDatabase } from "../worlds/database.ts";
import { at } from "./stores.ts";

const now = at("2026-11-23T09:00:00Z");
/** Any number: whoever holds it keeps a statement of the other from getting on. */
const gate = 42;

/** Postgres looks at what was there when a statement began; SQLite lets nobody write meanwhile, so there it is called off before. */
async function duringNext(tx: Db, url: string, work: () => Promise<void>): Promise<void> {
  if (databaseKind() === "SQLite") return work();
  const waits = sql`select pg_advisory_xact_lock_shared(${sql.lit(gate)})::text as open`;
  await sql`create temp view quiet_lanes as
    select q.lane, q.until from (${waits}) g left join public.quiet_lanes q on g.open <> ''`.execute(tx);
  const other = new Client(url);
  await other.connect();
  await other.query(`select pg_advisory_lock(${gate})`);
  const stands = `select from pg_locks where locktype = 'advisory' and objid = ${gate} and not granted`;
  void (async () => {
    while ((await other.query(stands)).rows.length === 0) await pause(5);
    await work();
  })().finally(() => other.end());
}

test(`what is called off while a claim looks for it is not sent, on ${databaseKind()}`, async () => {
  const url = await freshDatabase("in a file");
  const [store, db] = [await openStore({ url }), await openDatabase(url, () => now)];
  for (const [key, channel] of [
    ["deep 1", "deep"],
    ["deep 2", "deep"],
    ["deep 3", "deep"],
    ["other", "other"],
  ] as const)
    await store.outbox.add(
      { key, job: "say", payload: null, to: { channel: { platform: "slack", workspace: "T1", channel } }, class: "prompt" },
      now,
    );
  const found = async (onTheWay: (tx: Db) => Promise<void>) =>
    db.transaction().execute(async (tx) => {
      const queue = waitingIn(tx, "slack:T1", 1, now, ["post"], 2);
      const keys = [(await queue.next()).value?.key]; // "deep 2" comes of the same look; "other" of the next
      await onTheWay(tx);
      for await (const { key } of queue) keys.push(key);
      return keys;
    });
  expect(await found(async () => {})).toContain("other");
  const calledOff = (tx: Db) =>
    duringNext(tx, url, async () => {
      const by = databaseKind() === "SQLite" ? tx : db;
      await by.updateTable("outbox").set({ state: "dropped" }).where("key", "=", "other").execute();
    });
  expect(await found(calledOff)).not.toContain("other");
  await db.destroy();
  await store.close();
});
