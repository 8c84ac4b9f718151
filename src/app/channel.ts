import type { ChannelNews, Place } from "../chat/intent.ts";
import { channelOf } from "../chat/place.ts";
import type { Reply } from "../chat/reply.ts";
import { laneOf } from "../ports/outbox.ts";
import type { Call, Desk } from "../routes.ts";

/**
 * What the channel is the home of, and the place with what is known of it. Slack tells with some requests only that
 * another organisation reads along, so it is kept from the first time it is said, and asked where nothing is known: until
 * then `shared` is undefined, and nobody is answered openly.
 */
export async function homeAt(desk: Desk, place: Place): Promise<Pick<Call, "at" | "here">> {
  const { projects } = desk.store;
  if (place.direct) return { at: place, here: {} };
  if (place.name !== undefined) await projects.rename({ ...place, name: place.name });
  const { shared: known, ...here } = (await projects.at(place)) ?? {};
  // That it is not shared is said of the moment; only the platform, asked, takes back that it is.
  const shared = known || place.shared ? true : (known ?? place.shared);
  if (shared !== undefined && shared !== known) await projects.noteShared(place, shared);
  if (shared === undefined || (shared && !known)) await ask(desk, place, desk.now.toISOString().slice(0, 13));
  const { shared: _said, ...at } = place;
  return { at: { ...at, ...(shared !== undefined && { shared }) }, here };
}

/** The bot came into a channel, or who reads it changed: the platform is asked how it stands. */
export async function noteChannel(desk: Desk, { id, at }: ChannelNews): Promise<Reply> {
  if (at.shared) await desk.store.projects.noteShared(at, true);
  await ask(desk, at, id);
  return { kind: "done" };
}

/** Asked by the worker, away from the answer, which also tells those whom it concerns. */
async function ask({ store, now }: Desk, place: Place, once: string): Promise<void> {
  const to = { channel: channelOf(place) };
  const key = `channel:${laneOf(to)}:${once}`;
  await store.outbox.add({ key, job: "channel", payload: {}, to, class: "interactive" }, now);
}
