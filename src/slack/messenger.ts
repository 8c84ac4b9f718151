import type { webApi } from "@slack/bolt";
import type { Message } from "../chat/message.ts";
import type { Log } from "../ports/index.ts";
import { type Destination, type MessageRef, type Messenger, SendFailure } from "../ports/messenger.ts";
import { profileOf } from "./account.ts";
import type { Drawn } from "./blocks.ts";
import { failureOf, refusalCode } from "./failures.ts";
import { channelName, type Self, userOf } from "./heard.ts";
import { drawAsWords, drawMessage } from "./message.ts";

/** When it was sent is known by our clock, which may have been hours fast then. In Socket Mode nothing tells us that it is. */
const clocksApartSeconds = 24 * 3600;
/** Two thousand messages: what a busy channel writes while a posting is tried again and again. */
const mostPages = 10;

/** Nothing of a message unfolds or is turned into a link by itself. */
export const quiet = { unfurl_links: false, unfurl_media: false, parse: "none", link_names: false } as const;

export function createMessenger(client: webApi.WebClient, self: () => Self, log: Log): Messenger {
  async function post(to: Destination, message: Message, { key, under }: { key: string; under?: MessageRef }): Promise<MessageRef> {
    const channel = under?.channel ?? targetOf(to);
    const metadata = { event_type: "drumbeat", event_payload: { key } };
    const thread = under ? { thread_ts: under.id } : {};
    const sent = await drawn(message, (body) => client.chat.postMessage({ channel, ...thread, ...body, ...quiet, metadata }));
    if (sent.channel === undefined || sent.ts === undefined) throw new SendFailure("unsure", "Slack did not say where the message is");
    return { platform: "slack", workspace: self().team, channel: sent.channel, id: sent.ts };
  }

  async function edit(ref: MessageRef, message: Message): Promise<void> {
    await drawn(message, (body) => client.chat.update({ channel: ref.channel, ts: ref.id, ...body, parse: "none", link_names: false }));
  }

  /** One call; should Slack refuse a drawing, the words are sent instead: a message is worth more than its looks. */
  async function drawn<T>(message: Message, send: (body: Drawn) => Promise<T>): Promise<T> {
    try {
      return await send(drawMessage(message, self().team));
    } catch (error) {
      const code = refusalCode(error);
      if (code !== "invalid_blocks" && code !== "msg_blocks_too_long") throw failureOf(error);
      log.error({ err: error, platform: "slack" }, "Slack refused the blocks of a message; it goes out as words");
    }
    return send(drawAsWords(message, self().team)).catch((error: unknown) => {
      throw failureOf(error);
    });
  }

  async function find(to: Destination, key: string, since: Date, near: MessageRef | undefined): Promise<MessageRef | undefined> {
    try {
      const thread = near?.platform === "slack" ? near : undefined;
      const channel = thread?.channel ?? ("channel" in to ? to.channel.channel : await directChannel(to.identity.user));
      if (channel === undefined) return undefined;
      const asked = { channel, include_all_metadata: true, limit: 200, oldest: String(since.getTime() / 1000 - clocksApartSeconds) };
      let cursor: string | undefined;
      for (let page = 0; page < mostPages && cursor !== ""; page++) {
        const from = cursor === undefined ? asked : { ...asked, cursor };
        const read = thread ? await client.conversations.replies({ ...from, ts: thread.id }) : await client.conversations.history(from);
        const found = read.messages?.find((each) => carries(each, key));
        if (found?.ts !== undefined) return { platform: "slack", workspace: self().team, channel, id: found.ts };
        cursor = read.response_metadata?.next_cursor ?? "";
      }
      return undefined;
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === "later" || failure.kind === "unsure") throw failure;
      log.warn({ err: error, platform: "slack" }, "could not look up whether a message was posted");
      return undefined;
    }
  }

  async function directChannel(user: string): Promise<string | undefined> {
    return (await client.conversations.open({ users: user })).channel?.id;
  }

  return {
    platform: "slack",
    post,
    edit,
    find,
    async profile({ id }) {
      const { user } = await client.users.info({ user: id }).catch((error: unknown) => {
        throw failureOf(error);
      });
      return profileOf(user ?? {}, self().team, id);
    },
    async channel({ channel: id }) {
      const { channel } = await client.conversations.info({ channel: id }).catch((error: unknown) => {
        throw failureOf(error);
      });
      return { shared: channel?.is_ext_shared === true, ...channelName(channel?.name) };
    },
    async byEmail(email) {
      try {
        const { user } = await client.users.lookupByEmail({ email });
        if (user?.id === undefined) return undefined;
        const { id, team_id } = user;
        return { user: userOf({ id, team_id }, self()), profile: profileOf(user, self().team, id) };
      } catch (error) {
        const code = refusalCode(error);
        if (code === "users_not_found") return undefined;
        const failure = failureOf(error);
        // Whoever is PMO hears of it then, as of everybody who cannot be reached.
        throw code === "missing_scope" ? new SendFailure("unreachable", failure.message, { cause: error }) : failure;
      }
    },
  };
}

const targetOf = (to: Destination): string => ("channel" in to ? to.channel.channel : to.identity.user);

/** `event_payload` of a message's metadata is whatever somebody's app wrote there. */
function carries(message: object, key: string): boolean {
  if (!("metadata" in message) || typeof message.metadata !== "object" || message.metadata === null) return false;
  const { metadata } = message;
  if (!("event_type" in metadata) || metadata.event_type !== "drumbeat" || !("event_payload" in metadata)) return false;
  const payload = metadata.event_payload;
  return typeof payload === "object" && payload !== null && "key" in payload && payload.key === key;
}
