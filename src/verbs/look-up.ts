import type { Intent, User } from "../chat/intent.ts";
import type { Person } from "../core/people.ts";
import type { Desk } from "../routes.ts";

/**
 * Somebody whom the bot hears of by their account: who they are, and whether they are of the organisation, the worker
 * finds out. Until then they count as an outsider. `intent` is what they asked themselves, to go on with afterwards.
 */
export async function lookUp({ store, now }: Pick<Desk, "store" | "now">, request: string, user: User, intent?: Intent): Promise<Person> {
  const person = await store.people.meet(user);
  if (!person.unknown) return person;
  const posting = { key: `identify:${request}`, job: "identify", payload: { user, intent }, to: { person: person.id } };
  await store.outbox.add({ ...posting, class: "interactive" }, now);
  return person;
}
