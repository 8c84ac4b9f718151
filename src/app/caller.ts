import type { Said, User } from "../chat/intent.ts";
import type { Person } from "../core/people.ts";
import { firstAdmins, type Rights } from "../core/rights.ts";
import { localDate } from "../core/time.ts";
import type { Call, Desk } from "../routes.ts";
import { homeAt } from "./channel.ts";

/** Who asks, what they may and where they speak: all that a route needs to know. */
export async function callOf(desk: Desk, { from, at: place, id }: Said, me: Person, newcomers: User[] = []): Promise<Call> {
  const today = localDate(desk.now, me.zone);
  const { at, here } = await homeAt(desk, place);
  const identity = me.identities.find(
    (each) => each.platform === from.platform && each.workspace === from.workspace && each.user === from.id,
  );
  if (identity?.unreachable !== undefined) await desk.store.people.setReach(from, undefined); // they are there again
  const outside = from.outside === true || (identity?.outside ?? true);
  const isGone = me.left !== undefined && me.left <= today; // their roles may stand still, until somebody takes over
  const held = isGone ? [] : [...(await desk.store.people.assignments(me.id, today)), ...firstAdmins(me, desk.settings.admins)];
  // Whoever of the organisation is in the project's own channel is on its team while speaking there.
  if (here.project && !outside && !isGone) held.push({ person: me.id, role: "team", scope: { kind: "project", id: here.project } });
  const rights: Rights = { person: me.id, held };
  return { ...desk, me, rights, user: from, at, today, here, id, newcomers };
}

/** What the platform says of somebody's account is what is known of them from now on: they are told nothing of it. */
export async function keptCurrent({ store, now }: Desk, person: Person, { from, account }: Said): Promise<Person> {
  const news = account ? await store.people.refresh(from, account) : [];
  const change = { at: now, actor: "drumbeat", source: from.platform, subject: `person:${person.id}` };
  for (const each of news) await store.record({ ...change, ...each });
  return news.length === 0 ? person : ((await store.people.get(person.id)) ?? person);
}

/**
 * Somebody without a role who was named as an owner may take the entry or hand it back, and who logged one in a
 * project's channel may read it; what they see of it is checked there.
 */
export async function hasEntries({ store, me }: Call): Promise<boolean> {
  return (await store.entries.count({ ofPerson: me.id })) > 0;
}
