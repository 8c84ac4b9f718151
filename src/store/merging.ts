import { sql } from "kysely";
import type { User } from "../chat/intent.ts";
import type { People, Profile } from "../ports/people.ts";
import { likely } from "./rows.ts";
import type { Db, Tables } from "./tables.ts";
import { keepTold, thisAccount } from "./told.ts";

/**
 * Who the account belongs to, as told by its platform. An outsider's e-mail address is only what their own
 * organisation says, so it joins nobody: an admin does that.
 */
export async function learn(db: Db, people: People, heard: User, profile: Profile): Promise<string> {
  const user = { ...heard, workspace: profile.workspace ?? heard.workspace };
  if (user.workspace !== heard.workspace) await takeHome(db, people, heard, user);
  const met = await people.meet(user);
  const same = profile.email !== undefined && !profile.outside ? await people.byEmail(profile.email) : undefined;
  const joins = same !== undefined && same.id !== met.id && met.unknown === true;
  const id = joins ? same.id : met.id;
  if (joins) await merge(db, met.id, id);
  await people.identify(id, { platform: user.platform, workspace: user.workspace, user: user.id, outside: profile.outside });
  await keepTold(db, user, profile);
  if (profile.gone) await people.setReach(user, "the account is gone");
  const now = joins ? same : met;
  const email = same === undefined && !profile.outside ? profile.email : undefined;
  await people.change(id, {
    ...(now.unknown && { name: profile.name }),
    ...(email !== undefined && { email }),
    ...(profile.zone !== undefined && { zone: profile.zone }),
    ...(now.preferred === undefined && { preferred: user.platform }),
  });
  await db.updateTable("people").set({ unknown: 0 }).where("id", "=", id).execute();
  return id;
}

/** An account that others named, under the workspace that they named it in, is kept under its own, as its owner speaks. */
async function takeHome(db: Db, people: People, heard: User, user: User): Promise<void> {
  const [met, own] = [await people.byIdentity(heard), await people.byIdentity(user)];
  if (!own) await thisAccount(db.updateTable("identities").set({ workspace: user.workspace }), heard).execute();
  if (!own || !met?.unknown) return;
  if (own.id !== met.id) await merge(db, met.id, own.id);
  await thisAccount(db.deleteFrom("identities"), heard).execute();
}

/** Everything that names `from` names `into` from now on; old ids in links and messages are followed there. */
export async function merge(db: Db, from: string, into: string): Promise<void> {
  const old = await whoNow(db, from);
  const next = await whoNow(db, into);
  if (old.id !== next.id) await join(db, old, next);
}

async function whoNow(db: Db, id: string): Promise<Tables["people"]> {
  const row = await db.selectFrom("people").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  return row.merged_into === null ? row : whoNow(db, row.merged_into);
}

async function join(db: Db, old: Tables["people"], next: Tables["people"]): Promise<void> {
  const [from, into] = [old.id, next.id];
  await db.updateTable("people").set({ merged_into: into }).where("merged_into", "=", from).execute();
  await db.updateTable("people").set({ merged_into: into, email: null }).where("id", "=", from).execute();
  const gained = {
    email: next.email ?? old.email,
    zone: next.zone ?? old.zone,
    own_zone: next.own_zone ?? old.own_zone,
    preferred: next.preferred ?? old.preferred,
  };
  await db.updateTable("people").set(gained).where("id", "=", into).execute();

  await db.updateTable("identities").set({ person: into }).where("person", "=", from).execute();
  await notTwice(db, from, into);
  await db.updateTable("assignments").set({ person: into }).where("person", "=", from).execute();
  await db.updateTable("absences").set({ person: into }).where("person", "=", from).execute();
  await db.updateTable("absences").set({ deputy: into }).where("deputy", "=", from).execute();
  await db.updateTable("entries").set({ owner: into }).where("owner", "=", from).execute();
  await db.updateTable("entries").set({ author: into }).where("author", "=", from).execute();
  await db.updateTable("versions").set({ owner: into }).where("owner", "=", from).execute();
  await db.updateTable("versions").set({ actor: into }).where("actor", "=", from).execute();
  await db.updateTable("reports").set({ author: into }).where("author", "=", from).execute();
  await db.updateTable("occurrences").set({ asked: into }).where("asked", "=", from).execute();
  await db.updateTable("changes").set({ actor: into }).where("actor", "=", from).execute();
  await db
    .deleteFrom("drafts")
    .where("person", "=", from)
    .where((e) =>
      e.exists(
        e
          .selectFrom("drafts as d")
          .select("d.person")
          .where("d.person", "=", into)
          .whereRef("d.project", "=", "drafts.project")
          .whereRef("d.period", "=", "drafts.period"),
      ),
    )
    .execute();
  await db.updateTable("drafts").set({ person: into }).where("person", "=", from).execute();
  await db
    .updateTable("outbox")
    .set({ lane: `person:${into}`, destination: sql`replace(destination, ${JSON.stringify(from)}, ${JSON.stringify(into)})` })
    .where("lane", "=", `person:${from}`)
    .execute();
  await inOutbox(db, from, into);
  for (const table of ["entries", "versions", "reports"] as const) await inBodies(db, table, from, into);
}

/** A role that both hold with no end in sight is one role, where `into` has held it as long. */
async function notTwice(db: Db, from: string, into: string): Promise<void> {
  await db
    .deleteFrom("assignments")
    .where("person", "=", from)
    .where("to_day", "is", null)
    .where((e) =>
      e.exists(
        e
          .selectFrom("assignments as a")
          .select("a.id")
          .where("a.person", "=", into)
          .where("a.to_day", "is", null)
          .whereRef("a.role", "=", "assignments.role")
          .whereRef("a.scope", "=", "assignments.scope")
          .whereRef("a.scope_id", "=", "assignments.scope_id")
          .where((w) => w.or([w("a.from_day", "is", null), w("a.from_day", "<=", w.ref("assignments.from_day"))])),
      ),
    )
    .execute();
}

/**
 * What was sent is found again by its key: to edit it, and to know who was warned. Where both were sent the same, each
 * message keeps its key.
 */
async function inOutbox(db: Db, from: string, into: string): Promise<void> {
  const renamed = (column: "key" | "follows" | "payload", was = from, is = into) =>
    sql<string>`replace(${sql.ref(`outbox.${column}`)}, ${was}, ${is})`;
  const named = (was: string) => `%${likely(was)}%`;
  const [was, is] = [JSON.stringify(from), JSON.stringify(into)];
  const rows = db.updateTable("outbox");
  await rows
    .set({ payload: renamed("payload", was, is) })
    .where(sql<boolean>`payload like ${named(was)} escape '\\'`)
    .execute();
  await rows
    .set({ key: renamed("key") })
    .where(sql<boolean>`key like ${named(from)} escape '\\'`)
    .where((e) => e.not(e.exists(e.selectFrom("outbox as o").select("o.id").where("o.key", "=", renamed("key")))))
    .execute();
  await rows
    .set({ follows: renamed("follows") })
    .where(sql<boolean>`follows like ${named(from)} escape '\\'`)
    .where((e) => e.not(e.exists(e.selectFrom("outbox as o").select("o.id").whereRef("o.key", "=", "outbox.follows"))))
    .execute();
}

/** People stand in JSON as their quoted id, which text that somebody wrote can never contain: its quotes are escaped. */
async function inBodies(db: Db, table: "entries" | "versions" | "reports", from: string, into: string): Promise<void> {
  const [was, is] = [JSON.stringify(from), JSON.stringify(into)];
  await db
    .updateTable(table)
    .set({ body: sql`replace(body, ${was}, ${is})` })
    .where(sql<boolean>`body like ${`%${likely(was)}%`} escape '\\'`)
    .execute();
}
