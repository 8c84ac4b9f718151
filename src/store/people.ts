import { randomUUID } from "node:crypto";
import type { User } from "../chat/intent.ts";
import type { Person, Platform } from "../core/people.ts";
import type { NewPerson, People } from "../ports/people.ts";
import { absences } from "./absences.ts";
import { assignments } from "./assignments.ts";
import { erase } from "./chain/erasing.ts";
import { heldOn } from "./chain/held.ts";
import { kept } from "./database/kept.ts";
import { learn, merge } from "./merging.ts";
import { namedLike, peopleRows, personOf, withIdentities } from "./person-row.ts";
import { salt } from "./rows.ts";
import type { Db } from "./tables.ts";
import { refresh } from "./told.ts";

type At = Pick<User, "platform" | "workspace" | "id">;

/** With all their accounts, one row each. */
const whoseAccount = kept(["platform", "workspace", "id"], (db, given) =>
  db
    .selectFrom("identities as asked")
    .innerJoin("people as p", "p.id", "asked.person")
    .innerJoin("identities as i", "i.person", "p.id")
    .where("asked.platform", "=", given<Platform>("platform"))
    .where("asked.workspace", "=", given("workspace"))
    .where("asked.user_id", "=", given("id"))
    .selectAll("p")
    .select(["i.platform", "i.workspace", "i.user_id", "i.person", "i.outside", "i.unreachable"])
    .orderBy("i.platform")
    .orderBy("i.workspace")
    .orderBy("i.user_id"),
);

/** `zone` is the organisation's, for people whose own is not known yet. */
export function peopleOf(db: Db, zone: string): People {
  const people: People = {
    ...assignments(db),
    ...absences(db),

    async get(id) {
      return (await people.many([id])).get(id);
    },

    async many(ids) {
      const asked = await peopleRows(db, ids);
      const merged = asked.some((row) => row.merged_into !== null);
      const rows = merged
        ? await peopleRows(
            db,
            asked.map((row) => row.merged_into ?? row.id),
          )
        : asked;
      const known = new Map((await withIdentities(db, rows, zone)).map((person) => [person.id, person]));
      return new Map(
        asked.flatMap((row) => {
          const person = known.get(row.merged_into ?? row.id);
          return person ? [[row.id, person] as const] : [];
        }),
      );
    },

    async all() {
      const rows = await db
        .selectFrom("people")
        .selectAll()
        .where("merged_into", "is", null)
        .where("erased_on", "is", null)
        .orderBy("name")
        .orderBy("id")
        .execute();
      return withIdentities(db, rows, zone);
    },

    async byIdentity(user) {
      const { platform, workspace, id } = user;
      const accounts = await whoseAccount(db, { platform, workspace, id });
      const [row] = accounts;
      return row && (row.merged_into === null ? personOf(row, accounts, zone) : people.get(row.id));
    },

    async byEmail(email) {
      const row = await db.selectFrom("people").select("id").where("email", "=", tidy(email)).executeTakeFirst();
      return row && people.get(row.id);
    },

    async named(text, at) {
      const words = text.trim();
      const mentioned = /^<@([^>|]+)(?:\|[^>]*)?>$/.exec(words)?.[1];
      const found =
        mentioned !== undefined
          ? ((await people.byIdentity({ ...at, id: mentioned })) ?? (await elsewhere({ ...at, id: mentioned })))
          : words.includes("@", 1)
            ? await people.byEmail(words)
            : undefined;
      if (found) return [found];
      return mentioned !== undefined ? [] : namedLike(await people.all(), words.replace(/^@/, ""));
    },

    async add(person) {
      const id = await insert(db, person);
      return { id, ...withoutEmpty(person), zone: person.zone ?? zone, identities: [] };
    },

    async change(id, change) {
      if (Object.keys(change).length === 0) return;
      await db
        .updateTable("people")
        .set({
          ...("name" in change && { name: change.name }),
          ...("email" in change && { email: change.email === undefined ? null : tidy(change.email) }),
          ...("zone" in change && { zone: change.zone ?? null }),
          ...("ownZone" in change && { own_zone: change.ownZone ?? null }),
          ...("preferred" in change && { preferred: change.preferred ?? null }),
          ...("left" in change && { left_on: change.left ?? null }),
        })
        .where("id", "=", id)
        .execute();
    },

    async meet(user) {
      const known = await people.byIdentity(user);
      if (known) return known;
      const id = await insert(db, { name: user.name ?? "Somebody new" }, { unknown: true });
      await people.identify(id, { platform: user.platform, workspace: user.workspace, user: user.id, outside: user.outside ?? false });
      return (await people.get(id)) ?? lost(id);
    },

    async learn(user, profile) {
      const id = await learn(db, people, user, profile);
      return (await people.get(id)) ?? lost(id);
    },

    refresh: (user, account) => refresh(db, people, user, account),
    merge: (from, into) => merge(db, from, into),
    erase: (id, today) => erase(db, id, today),
    heldOn: (id) => heldOn(db, id),

    async setReach(user, unreachable) {
      await db
        .updateTable("identities")
        .set({ unreachable: unreachable ?? null })
        .where("platform", "=", user.platform)
        .where("workspace", "=", user.workspace)
        .where("user_id", "=", user.id)
        .execute();
    },

    async identify(person, identity) {
      const row = { person, outside: identity.outside ? 1 : 0, unreachable: identity.unreachable ?? null };
      await db
        .insertInto("identities")
        .values({ platform: identity.platform, workspace: identity.workspace, user_id: identity.user, told: null, salt: salt(), ...row })
        .onConflict((c) => c.columns(["platform", "workspace", "user_id"]).doUpdateSet(row))
        .execute();
    },
  };
  return people;

  /** In a channel that two organisations share, people of the other one are mentioned too. */
  async function elsewhere({ platform, id }: At): Promise<Person | undefined> {
    const of = db.selectFrom("identities").select("person").distinct().where("platform", "=", platform).where("user_id", "=", id);
    const [row, another] = await of.limit(2).execute();
    return row && !another ? people.get(row.person) : undefined;
  }
}

async function insert(db: Db, person: NewPerson, { unknown = false } = {}): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto("people")
    .values({
      id,
      name: person.name,
      email: person.email === undefined ? null : tidy(person.email),
      zone: person.zone ?? null,
      own_zone: null,
      preferred: person.preferred ?? null,
      left_on: null,
      unknown: unknown ? 1 : 0,
      merged_into: null,
      erased_on: null,
      salt: salt(),
    })
    .execute();
  return id;
}

function withoutEmpty({ name, email, preferred }: NewPerson) {
  return { name, ...(email !== undefined && { email: tidy(email) }), ...(preferred !== undefined && { preferred }) };
}

const tidy = (email: string): string => email.trim().toLowerCase();

function lost(id: string): never {
  throw new Error(`The person ${id} was there a moment ago.`);
}
