import { channelFarAway } from "../../chat/place.ts";
import type { Posting } from "../../ports/outbox.ts";
import type { Desk } from "../../routes.ts";
import { kindOf } from "./kinds.ts";

/** As many as are looked at; a table longer than that tells nobody more. */
export const most = 500;
/** A message that nothing holds up is out within seconds. */
const stuckAfterMs = 15 * 60_000;

/** One message as its sender may see it: of whatever kind, to whom, and why not. Never what it says: it may be confidential. */
export interface Undelivered {
  readonly id: number;
  readonly kind: string;
  readonly whom: string;
  readonly why: string;
  /** Given up then, or due since then. */
  readonly since: Date;
  /** It may have arrived; before it is sent again it is looked for, where the chat lets the bot look. */
  readonly unsure: boolean;
}

export interface State {
  readonly givenUp: readonly Undelivered[];
  readonly stuck: readonly Undelivered[];
}

/** What was given up, newest first, and what is due for a quarter of an hour and still not out. */
export async function gather(desk: Desk): Promise<State> {
  const { outbox } = desk.store;
  const failed = await outbox.list({ states: ["failed"], limit: most });
  const dueBefore = new Date(desk.now.getTime() - stuckAfterMs);
  const stuck = await outbox.list({ states: ["waiting", "sending"], dueBefore, limit: most });
  const names = await nameOf(desk, [...failed, ...stuck]);
  const shown = (posting: Posting, since: Date): Undelivered => ({
    id: posting.id,
    kind: kindOf(posting),
    whom: names(posting),
    why: posting.error ?? "not tried yet",
    since,
    unsure: posting.unsure === true,
  });
  return {
    givenUp: failed.map((each) => shown(each, each.settledAt ?? each.createdAt)),
    stuck: stuck.map((each) => shown(each, each.notBefore ?? each.createdAt)),
  };
}

async function nameOf({ store }: Desk, postings: readonly Posting[]): Promise<(posting: Posting) => string> {
  const people = await store.people.many([...new Set(postings.flatMap(({ to }) => ("person" in to ? [to.person] : [])))]);
  return ({ to }) => ("channel" in to ? channelFarAway(to.channel) : (people.get(to.person)?.name ?? "somebody who is gone"));
}
