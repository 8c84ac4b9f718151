import type { Identity, Person } from "../core/people.ts";
import { isZone } from "../core/time.ts";
import { kept } from "./database/kept.ts";
import { grouped, ofThese } from "./rows.ts";
import type { Db, Tables } from "./tables.ts";

const onePerson = kept(["id"], (db, given) => db.selectFrom("people").selectAll().where("id", "=", given("id")));
const accountsOf = kept(["person"], (db, given) =>
  db.selectFrom("identities").selectAll().where("person", "=", given("person")).orderBy("platform").orderBy("workspace").orderBy("user_id"),
);

export function peopleRows(db: Db, ids: readonly string[]): Promise<readonly Tables["people"][]> {
  const [id] = ids;
  if (id !== undefined && ids.length === 1) return onePerson(db, { id });
  return ofThese(
    ids,
    (some) =>
      db
        .selectFrom("people")
        .selectAll()
        .$if(some !== undefined, (q) => q.where("id", "in", some ?? []))
        .execute(),
    (row) => row.id,
  );
}

export async function withIdentities(db: Db, rows: readonly Tables["people"][], zone: string): Promise<readonly Person[]> {
  const found = await identitiesOf(
    db,
    rows.map((row) => row.id),
  );
  const of = grouped(found, (row) => row.person);
  return rows.map((row) => personOf(row, of.get(row.id) ?? [], zone));
}

type Account = Pick<Tables["identities"], "platform" | "workspace" | "user_id" | "outside" | "unreachable">;

export function personOf(row: Tables["people"], accounts: readonly Account[], zone: string): Person {
  return {
    id: row.id,
    name: row.name,
    ...(row.email !== null && { email: row.email }),
    // A platform may tell a zone that cannot be reckoned with; one such person may not stop the others' prompts.
    zone: [row.own_zone, row.zone].find((each) => each != null && isZone(each)) ?? zone,
    ...(row.own_zone === null && row.zone === null && { zoneAssumed: true as const }),
    identities: accounts.map(identity),
    ...(row.preferred !== null && { preferred: row.preferred }),
    ...(row.left_on !== null && { left: row.left_on }),
    ...(row.unknown === 1 && { unknown: true as const }),
    ...(row.erased_on !== null && { erased: true as const }),
  };
}

function identitiesOf(db: Db, people: readonly string[]): Promise<readonly Tables["identities"][]> {
  const [person] = people;
  if (person !== undefined && people.length === 1) return accountsOf(db, { person });
  return ofThese(
    people,
    (some) =>
      db
        .selectFrom("identities")
        .selectAll()
        .orderBy("platform")
        .orderBy("workspace")
        .orderBy("user_id")
        .$if(some !== undefined, (q) => q.where("person", "in", some ?? []))
        .execute(),
    (row) => row.person,
  );
}

function identity(row: Account): Identity {
  return {
    platform: row.platform,
    workspace: row.workspace,
    user: row.user_id,
    outside: row.outside === 1,
    ...(row.unreachable !== null && { unreachable: row.unreachable }),
  };
}

/** The whole name wins over parts of names; parts match where a word of the name starts. */
export function namedLike(people: readonly Person[], text: string): readonly Person[] {
  const typed = text.toLocaleLowerCase().replace(/\s+/g, " ").trim();
  if (typed === "") return [];
  const names = people.map((person) => ({ person, name: person.name.toLocaleLowerCase() }));
  const whole = names.filter(({ name }) => name === typed);
  const found = whole.length > 0 ? whole : names.filter(({ name }) => name.startsWith(typed) || name.includes(` ${typed}`));
  return found.map(({ person }) => person);
}
