import { sql } from "kysely";
import { areaOf, type GoesTo, type NewPosting, type PostingState, type ToPerson } from "../../ports/outbox.ts";
import { type Given, kept, keptRows } from "../database/kept.ts";
import { grouped, ofThese } from "../rows.ts";
import type { Db } from "../tables.ts";
import { rowOf } from "./posting-row.ts";

type Column = keyof ReturnType<typeof rowOf>;
const columns: readonly Column[] = [
  "key",
  "job",
  "payload",
  "lane",
  "platform",
  "destination",
  "follows",
  "how",
  "rank",
  "not_before",
  "not_after",
  "state",
  "attempts",
  "next_at",
  "unsure",
  "created_at",
];

const row = (given: Given<Column>) => ({
  key: given("key"),
  job: given("job"),
  payload: given("payload"),
  lane: given("lane"),
  platform: given<GoesTo>("platform"),
  destination: given("destination"),
  follows: given("follows"),
  how: given<"edit" | "under">("how"),
  rank: given<number>("rank"),
  not_before: given("not_before"),
  not_after: given("not_after"),
  state: given<PostingState>("state"),
  attempts: given<number>("attempts"),
  next_at: given("next_at"),
  unsure: given<number>("unsure"),
  created_at: given("created_at"),
});

const addRow = kept(columns, (db, given) =>
  db
    .insertInto("outbox")
    .values(row(given))
    .onConflict((c) => c.column("key").doNothing())
    .returning("id"),
);
const addRows = keptRows(columns, (db, rows) =>
  db
    .insertInto("outbox")
    .values(rows.map(row))
    .onConflict((c) => c.column("key").doNothing()),
);

/** Whether it was new. */
export async function addPosting(db: Db, posting: NewPosting, now: Date): Promise<boolean> {
  return (await addRow(db, rowOf(posting, await goesTo(db, posting), now))).length === 1;
}

/** Where each of them is written to is looked up for all at once. */
export async function addPostings(db: Db, postings: readonly ToPerson[], now: Date): Promise<void> {
  const goTo = await accountsOf(
    db,
    postings.map(({ to }) => to.person),
  );
  await addRows(
    db,
    postings.map((posting) => rowOf(posting, goTo.get(posting.to.person) ?? "unknown", now)),
  );
}

/** Where the followed post is, or in which chat they spoke; else the one they prefer; else any that reaches them. */
async function goesTo(db: Db, { to, follows }: NewPosting): Promise<GoesTo> {
  if ("channel" in to) return areaOf(to.channel);
  const post = follows && (await db.selectFrom("outbox").select("platform").where("key", "=", follows.key).executeTakeFirst());
  if (post) return post.platform;
  const [account] = await accountOf(db, { person: to.person, via: to.via ?? "", workspace: to.workspace ?? "" });
  return account ? areaOf(account) : (to.via ?? "unknown");
}

const reachable = (db: Db) =>
  db
    .selectFrom("identities as i")
    .innerJoin("people as p", "p.id", "i.person")
    .select(["i.person", "i.platform", "i.workspace"])
    .where("i.unreachable", "is", null);

const accountOf = kept(["person", "via", "workspace"], (db, given) =>
  reachable(db)
    .where("i.person", "=", given("person"))
    .orderBy(sql`i.platform = ${given("via")} and i.workspace = ${given("workspace")}`, "desc")
    .orderBy(sql`i.platform = ${given("via")}`, "desc")
    .orderBy(sql`i.platform = p.preferred`, "desc")
    .orderBy("i.platform")
    .orderBy("i.workspace")
    .limit(1),
);

async function accountsOf(db: Db, people: readonly string[]): Promise<ReadonlyMap<string, GoesTo>> {
  const rows = await ofThese(
    people,
    (some) =>
      reachable(db)
        .$if(some !== undefined, (q) => q.where("i.person", "in", some ?? []))
        .orderBy(sql`i.platform = p.preferred`, "desc")
        .orderBy("i.platform")
        .orderBy("i.workspace")
        .execute(),
    ({ person }) => person,
  );
  return new Map(
    [...grouped(rows, ({ person }) => person)].flatMap(([person, [first]]) => (first ? [[person, areaOf(first)] as const] : [])),
  );
}
