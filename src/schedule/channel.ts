import { localDate } from "../core/time.ts";
import type { Claimed } from "../ports/outbox.ts";
import { areaOf, laneOf } from "../ports/outbox.ts";
import type { Channel } from "../ports/projects.ts";
import type { Desk } from "../routes.ts";
import { asking } from "./asking.ts";
import { messengerOf } from "./destination.ts";
import { whoCanHelp } from "./not-reached.ts";
import type { Works } from "./works.ts";

/** News that a channel came to be shared can get lost, so what was asked is asked again a day later. */
const holdsForMs = 24 * 60 * 60 * 1000;

/** Asks the platform who reads a channel, because somebody spoke in one of which it is not known. */
export async function askAbout(works: Works, { to }: Claimed): Promise<{ readonly state: "dropped"; readonly error: string }> {
  if ("channel" in to) await ask(works, to.channel);
  return { state: "dropped", error: "nothing to send: the channel is known now" };
}

/** Before anything is posted there. Where Slack cannot be asked at the moment, what is known of the channel holds on. */
export async function askFirst(works: Works, channel: Channel): Promise<void> {
  const asked = works.asked.get(laneOf({ channel }));
  if (asked && works.clock.now().getTime() - asked.getTime() < holdsForMs) return;
  try {
    await ask(works, channel);
  } catch (error) {
    if ((await works.desk().store.projects.at(channel))?.shared === undefined) throw error;
    works.log.warn({ err: error, platform: channel.platform, channel: channel.channel }, "could not ask who reads a channel");
  }
}

async function ask(works: Works, channel: Channel): Promise<void> {
  const messenger = messengerOf(works, channel.platform);
  if (!messenger.channel) return;
  const { shared, name } = await asking(works, areaOf(channel), "ask", messenger.channel.bind(messenger, channel));
  works.asked.set(laneOf({ channel }), works.clock.now());
  await works.desk().store.transaction(async (store) => {
    await store.projects.noteShared(channel, shared);
    if (name !== undefined) await store.projects.rename({ ...channel, name });
    await tell({ ...works.desk(), store }, { ...channel, ...(name !== undefined && { name }) }, shared);
  });
}

/** Those in charge read it once, until the channel is their own again. */
async function tell(desk: Desk, channel: Channel, shared: boolean): Promise<void> {
  const { store, settings, now } = desk;
  const kept = `told:${laneOf({ channel })}`;
  const told = (await store.recall(kept)) === "shared";
  if (!shared && told) await store.remember(kept, "");
  if (!shared || told) return;
  const today = localDate(now, settings.zone);
  const home = await store.projects.at(channel);
  const read = (await store.digests.audiences()).some((each) => laneOf(each) === laneOf({ channel }));
  if (home?.project === undefined && home?.portfolio === undefined && !read) return;
  await store.remember(kept, "shared");
  for (const person of await whoCanHelp(desk, { channel }, today)) {
    const key = `shared:${laneOf({ channel })}:${now.toISOString()}:${person}`;
    await store.outbox.add({ key, job: "shared", payload: { channel }, to: { person }, class: "prompt" }, now);
  }
}
