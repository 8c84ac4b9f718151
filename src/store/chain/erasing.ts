import { sql } from "kysely";
import { addDays, type LocalDate } from "../../core/time.ts";
import { likely } from "../rows.ts";
import type { Db } from "../tables.ts";

/** What stands where the name of an erased person stood. */
const nobodysName = "Someone erased";

/**
 * Destroys what says who a person is. Their id stays, and with it what they did; nothing leads from it to them any more.
 * The salts go too, so their rows' digests in the chain cannot be found out by guessing names.
 */
export async function erase(db: Db, id: string, today: LocalDate): Promise<void> {
  const selves = await db
    .selectFrom("people")
    .selectAll()
    .where((e) => e.or([e("id", "=", id), e("merged_into", "=", id)]))
    .execute();
  const ids = selves.map((row) => row.id);
  const accounts = await db.selectFrom("identities").selectAll().where("person", "in", ids).execute();
  await endRoles(db, ids, today);
  await db.deleteFrom("absences").where("person", "in", ids).execute();
  await db.updateTable("absences").set({ deputy: null }).where("deputy", "in", ids).execute();
  await db.deleteFrom("drafts").where("person", "in", ids).execute();
  const lanes = ids.map((each) => `person:${each}`);
  await db.deleteFrom("outbox").where("lane", "in", lanes).execute();
  await db.deleteFrom("quiet_lanes").where("lane", "in", lanes).execute();
  for (const { user_id } of accounts) await forgetAccount(db, user_id);
  await db.deleteFrom("identities").where("person", "in", ids).execute();
  await db
    .updateTable("changes")
    .set({ was: null, became: null, salt: null })
    .where(
      "subject",
      "in",
      ids.map((each) => `person:${each}`),
    )
    .execute();
  for (const name of new Set(selves.flatMap((row) => [row.name, ...(row.email === null ? [] : [row.email])]))) await forgetName(db, name);
  const nothing = { email: null, zone: null, own_zone: null, preferred: null, salt: null };
  await db
    .updateTable("people")
    .set({ name: nobodysName, ...nothing, unknown: 0, left_on: today, erased_on: today })
    .where("id", "in", ids)
    .execute();
}

async function endRoles(db: Db, ids: readonly string[], today: LocalDate): Promise<void> {
  await db.deleteFrom("assignments").where("person", "in", ids).where("from_day", ">=", today).execute();
  await db
    .updateTable("assignments")
    .set({ to_day: addDays(today, -1) })
    .where("person", "in", ids)
    .where((e) => e.or([e("to_day", "is", null), e("to_day", ">=", today)]))
    .execute();
}

/** Where a chat is reached, requests made there, and words that wait for whoever wrote them to be known. */
async function forgetAccount(db: Db, user: string): Promise<void> {
  const named = `%${likely(user)}%`;
  await db.deleteFrom("seen").where(sql<boolean>`id like ${named} escape '\\'`).execute();
  await db
    .deleteFrom("facts")
    .where((e) => e.or([e("name", "like", "teams:ref:%"), e("name", "like", "pending:%")]))
    .where(sql<boolean>`(name like ${named} escape '\\' or value like ${named} escape '\\')`)
    .execute();
}

/** Where the program itself wrote the name down. Of a single word only a whole value: "Ada" stands in other words too. */
async function forgetName(db: Db, name: string): Promise<void> {
  if (name === nobodysName) return;
  const inside = `%${likely(name)}%`;
  for (const column of ["was", "became"] as const) {
    const changes = db.updateTable("changes").set({ [column]: sql`replace(${sql.ref(column)}, ${name}, ${nobodysName})`, salt: null });
    if (/[\s@]/.test(name)) await changes.where(sql<boolean>`${sql.ref(column)} like ${inside} escape '\\'`).execute();
    else await changes.where(column, "=", name).execute();
  }
  const [was, is] = [JSON.stringify(name), JSON.stringify(nobodysName)];
  await db
    .updateTable("digests")
    .set({ body: sql`replace(body, ${was}, ${is})`, salt: null })
    .where(sql<boolean>`body like ${`%${likely(was)}%`} escape '\\'`)
    .execute();
}
