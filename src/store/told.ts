import type { Account, User } from "../chat/intent.ts";
import type { Platform } from "../core/people.ts";
import type { News, People } from "../ports/people.ts";
import { kept } from "./database/kept.ts";
import type { Db } from "./tables.ts";

type Told = Omit<Account, "outside">;

/**
 * What a platform said of an account last is kept beside it, and only what it says differently since is news. So names
 * and addresses from a file stand until somebody really changes them, and two chats that disagree do not take turns.
 */
export async function keepTold(db: Db, user: User, account: Account): Promise<void> {
  await thisAccount(db.updateTable("identities").set({ told: written(account) }), user).execute();
}

const toldOf = kept(["platform", "workspace", "id"], (db, given) =>
  db
    .selectFrom("identities")
    .select(["person", "outside", "told"])
    .where("platform", "=", given<Platform>("platform"))
    .where("workspace", "=", given("workspace"))
    .where("user_id", "=", given("id")),
);

/** Keeps what a platform says of an account now, and tells what became different about its person. */
export async function refresh(db: Db, people: People, user: User, account: Account): Promise<readonly News[]> {
  const { platform, workspace, id } = user;
  const [row] = await toldOf(db, { platform, workspace, id });
  if (!row) return [];
  const before: Told = row.told === null ? {} : JSON.parse(row.told);
  const outside = account.outside ?? row.outside === 1;
  const told = written({ ...before, ...account });
  if (told === row.told && outside === (row.outside === 1)) return [];
  const person = await people.get(row.person);
  if (!person) return [];
  const [name, email, zone] = (["name", "email", "zone"] as const).map((what) =>
    account[what] === before[what] ? undefined : account[what],
  );
  const news = {
    ...(name !== undefined && before.name !== undefined && { name }),
    ...(email !== undefined && (await mayTake(email)) && { email: email.trim().toLowerCase() }),
    ...(zone !== undefined && { zone }),
  };
  await thisAccount(db.updateTable("identities").set({ told, outside: outside ? 1 : 0 }), user).execute();
  if (Object.keys(news).length > 0) await people.change(person.id, news);
  const is = await people.get(person.id);
  return [
    ...(["name", "email", "zone"] as const).flatMap((what) => differs(what, person[what], is?.[what])),
    ...differs("outside the organisation", row.outside === 1 ? "yes" : "no", outside ? "yes" : "no"),
  ];

  /** An outsider's address is only what their own organisation says. */
  async function mayTake(wanted: string): Promise<boolean> {
    if (outside || (before.email === undefined && person?.email !== undefined)) return false;
    return (await people.byEmail(wanted)) === undefined;
  }
}

const written = ({ name, email, zone }: Account): string => JSON.stringify({ name, email, zone });

function differs(what: string, from: string | undefined, to: string | undefined): readonly News[] {
  return from === to || to === undefined ? [] : [{ what, to, ...(from !== undefined && { from }) }];
}

export function thisAccount<Q extends { where(column: "platform" | "workspace" | "user_id", is: "=", value: string): Q }>(
  query: Q,
  user: User,
): Q {
  return query.where("platform", "=", user.platform).where("workspace", "=", user.workspace).where("user_id", "=", user.id);
}
