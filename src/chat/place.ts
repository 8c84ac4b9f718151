import { z } from "zod";
import type { Platform } from "../core/people.ts";
import type { Place } from "./intent.ts";

type Channel = Pick<Place, "platform" | "workspace" | "channel" | "name" | "shared">;

/** A channel, as it stands in what was stored or carried by a form. */
export const KeptChannel: z.ZodType<Channel> = z.object({
  platform: z.enum(["slack", "teams", "terminal"]),
  workspace: z.string(),
  channel: z.string(),
  name: z.string().exactOptional(),
  shared: z.boolean().exactOptional(),
});

/** Where somebody spoke, without the thread. */
export function channelOf({ platform, workspace, channel, name, shared }: Place): Channel {
  return { platform, workspace, channel, ...(name !== undefined && { name }), ...(shared !== undefined && { shared }) };
}

export const chatNames: Readonly<Record<Platform, string>> = { slack: "Slack", teams: "Teams", terminal: "the terminal" };

/** A channel as people call it: its id says nothing to anybody. */
export function channelCalled({ name, platform }: Pick<Place, "platform" | "name">): string {
  return name === undefined ? `a channel on ${chatNames[platform]}` : `#${name.replace(/^#/, "")}`;
}

/** With the platform, for whoever reads it elsewhere: "#apollo on Slack". */
export function channelFarAway(channel: Pick<Place, "platform" | "name">): string {
  return channel.name === undefined ? channelCalled(channel) : `${channelCalled(channel)} on ${chatNames[channel.platform]}`;
}
