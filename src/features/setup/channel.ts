import { channelOf } from "../../chat/place.ts";
import type { Channel } from "../../ports/projects.ts";
import type { Call } from "../../routes.ts";

/** The channel that a form is asked for in; undefined in the 1:1 chat. */
export const channelHere = ({ at }: Call): Channel | undefined => (at.direct ? undefined : channelOf(at));

/** It may have become known in the meantime who else reads the channel. */
export async function asKnown({ store }: Call, channel: Channel): Promise<Channel> {
  const shared = (await store.projects.at(channel))?.shared;
  return { ...channel, ...(shared !== undefined && { shared }) };
}
