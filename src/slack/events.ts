import type { ChannelNews } from "../chat/intent.ts";
import { accountOf } from "./account.ts";
import { type Heard, isDirect, placeOf, type Self, some, userOf } from "./heard.ts";
import type { Opener } from "./metadata.ts";
import { channelEvent, eventPayload, saidEvent, userChangeEvent } from "./payloads.ts";
import { saidWords } from "./words.ts";

/** A direct message, a mention, or news of an account. What bots say (this one too) and what was edited is not heard. */
export function hearEvent(body: unknown, self: Self): Heard | undefined {
  const envelope = eventPayload.safeParse(body);
  if (!envelope.success) return undefined;
  const { event, event_id, is_ext_shared_channel } = envelope.data;
  if (event.type === "user_change") return hearAccount(event, event_id, self);
  const read = saidEvent.safeParse(event);
  if (!read.success) return undefined;
  const said = read.data;
  const direct = said.channel_type === "im" || isDirect(said.channel);
  const heardSubtype = said.subtype === undefined || said.subtype === "file_share" || said.subtype === "thread_broadcast";
  if (said.user === undefined || said.user === self.botUser || said.bot_id !== undefined || said.hidden === true || !heardSubtype)
    return undefined;
  if (said.type === "message" && !direct) return undefined;
  const words = saidWords(said.text, self.botUser);
  const opener: Opener = {
    channel: said.channel,
    direct,
    ...some("thread", said.thread_ts),
    ...(!direct && some("shared", is_ext_shared_channel)),
  };
  const profile = said.user_profile;
  const guest = profile?.is_restricted === true || profile?.is_ultra_restricted === true;
  const from = userOf({ id: said.user, ...some("team_id", said.user_team ?? profile?.team ?? said.team) }, self, guest);
  return { intent: { id: event_id, from, at: placeOf(opener, self), kind: "command", words }, user: said.user, opener };
}

/** The bot was brought into a channel, or who reads along changed; of both Slack tells the channel's id alone. */
export function hearChannel(body: unknown, self: Self): ChannelNews | undefined {
  const envelope = eventPayload.safeParse(body);
  const read = channelEvent.safeParse(envelope.data?.event);
  if (!envelope.success || !read.success) return undefined;
  const { type, channel, user } = read.data;
  if (type === "member_joined_channel" && user !== self.botUser) return undefined;
  const opener: Opener = { channel, direct: false, ...(type === "channel_shared" && { shared: true }) };
  return { kind: "channel", id: envelope.data.event_id, at: placeOf(opener, self) };
}

function hearAccount(event: unknown, id: string, self: Self): Heard | undefined {
  const read = userChangeEvent.safeParse(event);
  if (!read.success || read.data.user.is_bot === true) return undefined;
  const { user } = read.data;
  const opener: Opener = { channel: user.id, direct: true };
  const reachable = user.deleted !== true;
  const said = { id, from: userOf(user, self), at: placeOf(opener, self) };
  const news = reachable ? { account: accountOf(user, self, user.id) } : { why: "the account is gone" };
  return { intent: { ...said, kind: "reach", reachable, ...news }, user: user.id, opener };
}
