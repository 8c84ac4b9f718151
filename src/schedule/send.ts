import type { Message } from "../chat/message.ts";
import { callWithinMs, type MessageRef, SendFailure } from "../ports/messenger.ts";
import type { Claimed, Posting, Settlement } from "../ports/outbox.ts";
import { asking } from "./asking.ts";
import { askFirst } from "./channel.ts";
import { messengerOf, placeOf, type Route, routeOf } from "./destination.ts";
import { within } from "./limit.ts";
import type { Works } from "./works.ts";

/** One attempt: looked for first where an earlier one may have arrived, drawn at the last moment, then sent. */
export async function send(works: Works, claimed: Claimed): Promise<Settlement> {
  const post = claimed.follows && (await works.desk().store.outbox.byKey(claimed.follows.key));
  if (claimed.follows && !post?.ref) return { state: "dropped", error: "its post is not known any more" };
  const isEdit = claimed.follows?.how === "edit";
  const route = await routeOf(works, claimed, post);
  if ("dropped" in route) return { state: "dropped", error: route.dropped };

  if (claimed.ambiguous && !isEdit) {
    const find = () => route.messenger.find(route.to, claimed.key, claimed.notBefore ?? claimed.createdAt, post?.ref);
    const found = await asking(works, placeOf(route.to), "find", find);
    if (found) return { state: "sent", ref: found };
  }
  if ("channel" in claimed.to && !isEdit) await askFirst(works, claimed.to.channel);
  const { notAfter } = claimed;
  if (notAfter && notAfter < works.clock.now()) return { state: "expired", error: `it was of use until ${notAfter.toISOString()} only` };

  const job = works.jobs[claimed.job];
  if (!job) throw new SendFailure("refused", `nothing here draws "${claimed.job}"`);
  const message = await job(works.desk(), claimed.payload, route.whom);
  if ("dropped" in message) return { state: "dropped", error: message.dropped };
  const over = new Date(works.clock.now().getTime() + callWithinMs);
  if (!(await works.desk().store.outbox.isOurs(claimed, over))) throw new SendFailure("later", tooLate);
  try {
    return { state: "sent", ref: await put(works, claimed, route, post, message) };
  } catch (error) {
    if (isEdit || !(await isCutOff(works, route, error))) throw error;
    return send(works, claimed); // in another of their chats, where they have one
  }
}

/** Whoever takes over when the lease ends looks for it and sends it, and must find all that went out before. */
const tooLate = "it took too long until it could be sent";

async function put(works: Works, claimed: Claimed, route: Route, post: Posting | undefined, message: Message): Promise<MessageRef> {
  const { key, follows } = claimed;
  const ref = post?.ref;
  if (follows?.how === "edit" && ref) {
    await within(messengerOf(works, ref.platform).edit(ref, message));
    return ref;
  }
  const under = ref?.platform === route.messenger.platform ? { under: ref } : {};
  return within(route.messenger.post(route.to, message, { key, ...under }));
}

/** Whether one account of a person turned out to reach nobody; it is not tried again until they show up there. */
async function isCutOff(works: Works, { to }: Route, error: unknown): Promise<boolean> {
  if (!(error instanceof SendFailure) || error.kind !== "unreachable" || !("identity" in to)) return false;
  const { platform, workspace, user } = to.identity;
  await works.desk().store.people.setReach({ platform, workspace, id: user }, error.message);
  return true;
}
