import type { Intent, Place, User } from "../chat/intent.ts";
import type { Opener } from "./metadata.ts";
import type { ViewPayload } from "./payloads.ts";

/** Which workspace the bot is installed in and who it is there; unknown until Slack has told. */
export interface Self {
  readonly team: string;
  readonly botUser?: string;
  readonly prefix: string;
  /** Other workspaces of the same organisation: their members are no strangers in a channel shared with them. */
  readonly isOurs?: (team: string) => boolean;
}

/** Something that a person did, and all that an answer to it may need. */
export interface Heard {
  readonly intent: Intent;
  readonly user: string;
  readonly opener: Opener;
  /** Opens a form: once, within three seconds. */
  readonly trigger?: string;
  /** The form that it came from. */
  readonly view?: ViewPayload;
}

/** Slack says of somebody else's organisation which one; who is a guest it says only with some messages. */
export function userOf(
  user: {
    readonly id: string;
    readonly name?: string | undefined;
    readonly username?: string | undefined;
    readonly team_id?: string | undefined;
  },
  self: Self,
  guest = false,
): User {
  const foreign = user.team_id !== undefined && user.team_id !== self.team && !self.isOurs?.(user.team_id);
  return {
    platform: "slack",
    workspace: user.team_id ?? self.team,
    id: user.id,
    ...some("name", user.name ?? user.username),
    ...((foreign || guest) && { outside: true }),
  };
}

export function placeOf({ channel, name, thread, direct, shared }: Opener, self: Self): Place {
  const place = { platform: "slack", workspace: self.team, channel, direct } as const;
  return { ...place, ...some("name", name), ...some("thread", thread), ...some("shared", shared) };
}

/** Slack gives private channels and chats of several people a name of its own in places. */
export function channelName(name: string | undefined): { readonly name?: string } {
  return name === undefined || name === "" || /^(directmessage|privategroup|mpdm-.*)$/.test(name) ? {} : { name };
}

/** Ids of 1:1 chats start with D. */
export const isDirect = (channel: string): boolean => channel.startsWith("D");

export function some<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });
}
