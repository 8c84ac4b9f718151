import { sql } from "kysely";
import type { RecordType } from "../core/record-type.ts";
import type { By, Change, Clock, Store } from "../ports/index.ts";
import { actingIn } from "./chain/chained.ts";
import { saltAll } from "./chain/salting.ts";
import { adopt, type Head, type Verified, verify } from "./chain/verify.ts";
import { openDatabase } from "./database/database.ts";
import { clockOf } from "./database/database-clock.ts";
import { isPostgres, serially } from "./database/dialect.ts";
import { kept } from "./database/kept.ts";
import { together } from "./database/together.ts";
import { digestsOf } from "./digests.ts";
import { entriesOf } from "./entries.ts";
import { healthOf } from "./health.ts";
import { installationsOf } from "./installations.ts";
import { outboxOf } from "./outbox/outbox.ts";
import { pacesOf } from "./outbox/paces.ts";
import { peopleOf } from "./people.ts";
import { projectsOf } from "./projects.ts";
import { reportsOf } from "./reports.ts";
import { iso, salt } from "./rows.ts";
import type { Db } from "./tables.ts";

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
  /** Whether the database takes a question at all. */
  answers(): Promise<boolean>;
  /** Whether everything is as the chain says, and the chain itself unbroken. */
  verify(earlier?: Head): Promise<Verified>;
  /** Takes on the record what was written past the chain, as an older version does beside this one; how many rows that was. */
  adopt(by: By): Promise<number>;
  /** Of the machine on SQLite, of the database on Postgres. */
  readonly clock: Clock;
  /** Calls back when another program has written something to be sent, and when a database that was gone is back. */
  hinted(told: () => void): Promise<{ stop(): Promise<void> }>;
  close(): Promise<void>;
};

const addSeen = kept(["id", "at"], (db, given) =>
  db
    .insertInto("seen")
    .values({ id: given("id"), at: given("at") })
    .onConflict((c) => c.column("id").doNothing())
    .returning("id"),
);
const factNamed = kept(["name"], (db, given) => db.selectFrom("facts").select("value").where("name", "=", given("name")));
const setFact = kept(["name", "value"], (db, given) =>
  db
    .insertInto("facts")
    .values({ name: given("name"), value: given("value") })
    .onConflict((c) => c.column("name").doUpdateSet({ value: given("value") })),
);

export async function openStore(options: StoreOptions): Promise<OpenStore> {
  let dates: Clock = options.clock ?? { now: () => new Date() };
  const db = await openDatabase(options.url, () => dates.now());
  const clock = await clockOf(db);
  dates = options.clock ?? clock;
  return Object.assign(storeOn(db, { ...options, clock: options.clock ?? clock }), {
    clock,
    verify: (earlier?: Head) => verify(db, earlier),
    adopt: (by: By) =>
      serially(db, async (tx) => {
        await actingIn(tx, by);
        await saltAll(tx);
        return adopt(tx);
      }),
    answers: async () => (await sql`select 1`.execute(db)).rows.length === 1,
    hinted: async (told: () => void) =>
      isPostgres(db) ? (await import("./database/hint.ts")).listenFor(options.url, told) : { stop: async () => {} },
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
    together: db.isTransaction ? (work) => work(store) : together(db, (tx) => storeOn(tx, options)),

    onBehalf: (by) => actingIn(db, by),

    firstTime: async (id, at) => (await addSeen(db, { id, at: iso(at) })).length === 1,

    async mayComeAgain(id) {
      await db.deleteFrom("seen").where("id", "=", id).execute();
    },

    async forgetRequests(before) {
      await db.deleteFrom("seen").where("at", "<", iso(before)).execute();
    },

    recall: async (name) => (await factNamed(db, { name }))[0]?.value,

    async remember(name, value) {
      await setFact(db, { name, value });
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
