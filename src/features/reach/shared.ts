import { z } from "zod";
import { say } from "../../chat/message.ts";
import { channelFarAway, KeptChannel } from "../../chat/place.ts";
import { bold, text } from "../../chat/text.ts";
import { laneOf } from "../../ports/outbox.ts";
import type { Job } from "../../routes.ts";
import { homeOf } from "./home.ts";

const payload = z.object({ channel: KeptChannel });

/** Tells those in charge that another organisation reads a channel, and what that changes. */
export const shared: Job = async (desk, about) => {
  const { channel } = payload.parse(about);
  const { projects, digests } = desk.store;
  const known = await projects.at(channel);
  if (!known?.shared) return { dropped: "the channel is the organisation's own again" };
  const digest = (await digests.audiences()).filter((each) => laneOf(each) === laneOf({ channel })).map(({ name }) => name);
  const key = known.project === undefined ? undefined : await homeOf(desk, channel);
  return say(
    text`${bold(channelFarAway(channel))} is shared with another organisation.`,
    ...(key === undefined
      ? []
      : [
          `It is the home of ${key}: I post nothing of ${key} there any more, and answer each person alone. To choose another home, say pmo channel #${key} in it.`,
        ]),
    ...digest.map(
      (name) => `The digest ${name} is posted there all the same, for everybody in it to read. To end that: pmo audience remove ${name}.`,
    ),
    "You and the other admins and PMO members see this once.",
  );
};
