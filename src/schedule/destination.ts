import type { Identity, Person } from "../core/people.ts";
import { localDate } from "../core/time.ts";
import { type Destination, type Messenger, SendFailure } from "../ports/messenger.ts";
import { areaOf, type Claimed, type GoesTo, type Posting } from "../ports/outbox.ts";
import type { Channel } from "../ports/projects.ts";
import { asking } from "./asking.ts";
import type { Works } from "./works.ts";

/** Where a posting goes, and through which platform. */
export interface Route {
  readonly messenger: Messenger;
  readonly to: Destination;
  readonly whom: Person | Channel;
}

/** Words where nothing is to be sent at all; `SendFailure` where it cannot be. */
export async function routeOf(works: Works, claimed: Claimed, post: Posting | undefined): Promise<Route | { readonly dropped: string }> {
  if ("channel" in claimed.to) {
    const { channel } = claimed.to;
    return { messenger: messengerOf(works, channel.platform), to: { channel }, whom: channel };
  }
  const { people } = works.desk().store;
  const named = await people.get(claimed.to.person);
  if (!named) return { dropped: "nobody has that id any more" };
  const known = named.unknown ? await introduced(works, named) : named;
  if (known.left !== undefined && known.left <= localDate(works.clock.now(), known.zone)) return { dropped: "they have left" };
  const person = usableOf(works, known).length > 0 ? known : await lookedUp(works, known);
  const { via, workspace } = claimed.to;
  const identity = chosen(works, person, post?.ref ?? { platform: via, workspace });
  return { messenger: messengerOf(works, identity.platform), to: { identity }, whom: person };
}

/** Where the followed post is, or in which chat they spoke; else the one they prefer; else any that reaches them. */
function chosen(
  works: Works,
  person: Person,
  first: { readonly platform?: string | undefined; readonly workspace?: string | undefined },
): Identity {
  const usable = usableOf(works, person);
  const on = (platform: string | undefined) => usable.find((each) => each.platform === platform);
  const there = usable.find((each) => each.platform === first.platform && each.workspace === first.workspace);
  const identity = there ?? on(first.platform) ?? on(person.preferred) ?? usable[0];
  if (identity) return identity;
  const why = person.identities.map(({ platform, unreachable }) => `${platform}: ${unreachable ?? "it is not connected"}`);
  throw new SendFailure("unreachable", why.length > 0 ? why.join("; ") : "no chat account is known");
}

function usableOf({ messengers }: Works, { identities }: Person): readonly Identity[] {
  const running = new Set<string>(messengers.map(({ platform }) => platform));
  return identities.filter((each) => running.has(each.platform) && each.unreachable === undefined);
}

/**
 * Somebody whom others named, before anything is drawn for them: a guest is told less, or nothing. Where the platform says
 * that it cannot reach them, that is kept, or the PMO's notice of it would take them for somebody who can be reached.
 */
async function introduced(works: Works, person: Person): Promise<Person> {
  const [account] = usableOf(works, person);
  if (!account) return person;
  const user = { platform: account.platform, workspace: account.workspace, id: account.user };
  const { store } = works.desk();
  const profile = await asking(works, areaOf(user), "ask", () => messengerOf(works, user.platform).profile(user)).catch(
    async (error: unknown) => {
      if (error instanceof SendFailure && error.kind === "unreachable") await store.people.setReach(user, error.message);
      throw error;
    },
  );
  return store.transaction((tx) => tx.people.learn(user, profile));
}

/**
 * Somebody imported by e-mail who never spoke to the bot: the platforms that can be asked are asked. An outsider's
 * account joins nobody by its address alone, so an admin has to.
 */
async function lookedUp(works: Works, person: Person): Promise<Person> {
  for (const messenger of works.messengers) {
    if (person.email === undefined || !messenger.byEmail) continue;
    if (person.identities.some(({ platform }) => platform === messenger.platform)) continue;
    const { email } = person;
    const found = await asking(works, messenger.platform, "ask", async () => messenger.byEmail?.(email));
    if (!found) continue;
    if (found.profile.outside)
      throw new SendFailure("unreachable", `${messenger.platform}: a guest's account, which an admin has to join to them (pmo link)`);
    const { store } = works.desk();
    return store.transaction(async (tx) => {
      await tx.people.learn(found.user, found.profile);
      return (await tx.people.get(person.id)) ?? person;
    });
  }
  return person;
}

/** Whose budget it takes to call there. */
export const placeOf = (to: Destination): GoesTo => areaOf("channel" in to ? to.channel : to.identity);

export function messengerOf(works: Works, platform: string): Messenger {
  const messenger = works.messengers.find((each) => each.platform === platform);
  if (!messenger) throw new SendFailure("later", `${platform} is not connected`);
  return messenger;
}
