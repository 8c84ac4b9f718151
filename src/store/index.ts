import type { RecordType } from "../core/record-type.ts";
import type { Change, Clock, Store } from "../ports/index.ts";
import { actingIn } from "./chained.ts";
import { openDatabase } from "./database.ts";
import { clockOf } from "./database-clock.ts";
import { isPostgres, serially } from "./dialect.ts";
import { digestsOf } from "./digests.ts";
import { entriesOf } from "./entries.ts";
import { healthOf } from "./health.ts";
import { installationsOf } from "./installations.ts";
import { outboxOf } from "./outbox.ts";
import { pacesOf } from "./paces.ts";
import { peopleOf } from "./people.ts";
import { projectsOf } from "./projects.ts";
import { reportsOf } from "./reports.ts";
import { iso, salt } from "./rows.ts";
import type { Db } from "./tables.ts";
import { type Head, type Verified, verify } from "./verify.ts";

export interface StoreOptions {
  readonly url: string; // sqlite:PATH, sqlite::memory:, or postgres://…
  /** Of people whose own zone is not known yet. */
  readonly zone?: string;
  /** So that entries written by an older declaration are raised when read. */
  readonly types?: readonly RecordType[];
  /** What the chain is dated by. */
  readonly clock?: Clock;
}

export type OpenStore = Store & {
  /** Whether everything is as the chain says, and the chain itself unbroken. */
  verify(earlier?: Head): Promise<Verified>;
  /** Of the machine on SQLite, of the database on Postgres. */
  readonly clock: Clock;
  /** Calls back when another program has written something to be sent, and when a database that was gone is back. */
  hinted(told: () => void): Promise<{ stop(): Promise<void> }>;
  close(): Promise<void>;
};

/** A platform repeats a request within minutes; ids older than this are forgotten. */
const seenForMs = 14 * 24 * 3600 * 1000;

export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const db = await openDatabase(options.url, () => options.clock?.now() ?? new Date());
  const clock = await clockOf(db);
  return Object.assign(storeOn(db, { ...options, clock: options.clock ?? clock }), {
    clock,
    verify: (earlier?: Head) => verify(db, earlier),
    hinted: async (told: () => void) =>
      isPostgres(db) ? (await import("./hint.ts")).listenFor(options.url, told) : { stop: async () => {} },
    async close() {
      clock.stop();
      await db.destroy();
    },
  });
}

function storeOn(db: Db, options: StoreOptions): Store {
  const types = new Map((options.types ?? []).map((type) => [type.key, type]));
  const store: Store = {
    people: peopleOf(db, options.zone ?? "UTC"),
    projects: projectsOf(db),
    entries: entriesOf(db, (key) => types.get(key)),
    reports: reportsOf(db),
    outbox: outboxOf(db),
    paces: pacesOf(db),
    digests: digestsOf(db),
    health: healthOf(db),
    installations: installationsOf(db),

    transaction: (work) => (db.isTransaction ? work(store) : serially(db, (tx) => work(storeOn(tx, options)))),

    onBehalf: (by) => actingIn(db, by),

    async firstTime(id, at) {
      const row = { id, at: iso(at) };
      const result = await db
        .insertInto("seen")
        .values(row)
        .onConflict((c) => c.column("id").doNothing())
        .executeTakeFirst();
      await db
        .deleteFrom("seen")
        .where("at", "<", iso(new Date(at.getTime() - seenForMs)))
        .execute();
      return result.numInsertedOrUpdatedRows === 1n;
    },

    async mayComeAgain(id) {
      await db.deleteFrom("seen").where("id", "=", id).execute();
    },

    async recall(key) {
      return (await db.selectFrom("facts").select("value").where("name", "=", key).executeTakeFirst())?.value;
    },

    async remember(key, value) {
      await db
        .insertInto("facts")
        .values({ name: key, value })
        .onConflict((c) => c.column("name").doUpdateSet({ value }))
        .execute();
    },

    async record({ at, actor, source, subject, what, from, to }) {
      const row = { at: iso(at), actor, source, subject, what, was: from ?? null, became: to ?? null, salt: salt() };
      await db.insertInto("changes").values(row).execute();
    },

    async subjectsOf(what) {
      const rows = await db.selectFrom("changes").select("subject").distinct().where("what", "=", what).execute();
      return new Set(rows.map(({ subject }) => subject));
    },

    async forgetChanges(what, before) {
      if (what.length === 0) return 0;
      const gone = db.deleteFrom("changes").where("what", "in", what).where("at", "<", iso(before));
      return Number((await gone.executeTakeFirst()).numDeletedRows);
    },

    async changes(subject) {
      const rows = await db.selectFrom("changes").selectAll().where("subject", "=", subject).orderBy("id").execute();
      return rows.map(
        ({ at, actor, source, what, was, became }): Change => ({
          at: new Date(at),
          actor,
          source,
          subject,
          what,
          ...(was !== null && { from: was }),
          ...(became !== null && { to: became }),
        }),
      );
    },
  };
  return store;
}
