import type { webApi } from "@slack/bolt";
import type { User } from "../chat/intent.ts";
import type { Message } from "../chat/message.ts";
import type { Log } from "../ports/index.ts";
import { type Destination, type MessageRef, type Messenger, SendFailure } from "../ports/messenger.ts";
import type { Profile } from "../ports/people.ts";
import { profileOf } from "./account.ts";
import type { Drawn } from "./blocks.ts";
import { failureOf, refusalCode } from "./failures.ts";
import { channelName, userOf } from "./heard.ts";
import { drawAsWords, drawMessage, quiet } from "./message.ts";
import type { Workspace, Workspaces } from "./workspaces.ts";

/** When it was sent is known by our clock, which may have been hours fast then. In Socket Mode nothing tells us that it is. */
const clocksApartSeconds = 24 * 3600;
/** Two thousand messages: what a busy channel writes while a posting is tried again and again. */
const mostPages = 10;

export function createMessenger(workspaces: Workspaces, log: Log): Messenger {
  async function post(to: Destination, message: Message, { key, under }: { key: string; under?: MessageRef }): Promise<MessageRef> {
    const channel = under?.channel ?? targetOf(to);
    const metadata = { event_type: "drumbeat", event_payload: { key } };
    const thread = under ? { thread_ts: under.id } : {};
    return through(under?.workspace ?? workspaceOf(to), async (at) => {
      const sent = await drawn(at, message, (body) => at.client.chat.postMessage({ channel, ...thread, ...body, ...quiet, metadata }));
      if (sent.channel === undefined || sent.ts === undefined) throw new SendFailure("unsure", "Slack did not say where the message is");
      return { platform: "slack", workspace: at.self.team, channel: sent.channel, id: sent.ts };
    });
  }

  /**
   * What concerns a workspace goes through the bot that is in it. People of other organisations are met in a channel shared
   * with one of ours, and nobody keeps which: each is tried.
   */
  async function through<T>(workspace: string, call: (at: Workspace) => Promise<T>): Promise<T> {
    const ways = workspaces.isOurs(workspace) ? [] : await connected();
    for (const at of ways.slice(0, -1)) {
      try {
        return await call(at);
      } catch (error) {
        if (failureOf(error).kind !== "unreachable") throw error;
      }
    }
    return call(ways.at(-1) ?? (await workspaces.to(workspace)));
  }

  async function connected(): Promise<readonly Workspace[]> {
    return workspaces.all().catch((error: unknown) => {
      throw failureOf(error);
    });
  }

  async function edit(ref: MessageRef, message: Message): Promise<void> {
    const at = await workspaces.to(ref.workspace);
    await drawn(at, message, (body) =>
      at.client.chat.update({ channel: ref.channel, ts: ref.id, ...body, parse: "none", link_names: false }),
    );
  }

  /** One call; should Slack refuse a drawing, the words are sent instead: a message is worth more than its looks. */
  async function drawn<T>({ self }: Workspace, message: Message, send: (body: Drawn) => Promise<T>): Promise<T> {
    try {
      return await send(drawMessage(message, self.team));
    } catch (error) {
      const code = refusalCode(error);
      if (code !== "invalid_blocks" && code !== "msg_blocks_too_long") throw failureOf(error);
      log.error({ err: error, platform: "slack" }, "Slack refused the blocks of a message; it goes out as words");
    }
    return send(drawAsWords(message, self.team)).catch((error: unknown) => {
      throw failureOf(error);
    });
  }

  async function find(to: Destination, key: string, since: Date, near: MessageRef | undefined): Promise<MessageRef | undefined> {
    const thread = near?.platform === "slack" ? near : undefined;
    return through(thread?.workspace ?? workspaceOf(to), (at) => findAt(at, to, key, since, thread));
  }

  async function findAt({ client, self }: Workspace, to: Destination, key: string, since: Date, thread: MessageRef | undefined) {
    try {
      const channel = thread?.channel ?? ("channel" in to ? to.channel.channel : await directChannel(client, to.identity.user));
      if (channel === undefined) return undefined;
      const asked = { channel, include_all_metadata: true, limit: 200, oldest: String(since.getTime() / 1000 - clocksApartSeconds) };
      let cursor: string | undefined;
      for (let page = 0; page < mostPages && cursor !== ""; page++) {
        const from = cursor === undefined ? asked : { ...asked, cursor };
        const read = thread ? await client.conversations.replies({ ...from, ts: thread.id }) : await client.conversations.history(from);
        const found = read.messages?.find((each) => carries(each, key));
        if (found?.ts !== undefined) return { platform: "slack", workspace: self.team, channel, id: found.ts } as const;
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

  return {
    platform: "slack",
    post,
    edit,
    find,
    profile: ({ id, workspace }) =>
      through(workspace, async ({ client, self }) => {
        const { user } = await client.users.info({ user: id }).catch((error: unknown) => {
          throw failureOf(error);
        });
        return profileOf(user ?? {}, self, id);
      }),
    async channel({ channel: id, workspace }) {
      const { client } = await workspaces.to(workspace);
      const { channel } = await client.conversations.info({ channel: id }).catch((error: unknown) => {
        throw failureOf(error);
      });
      return { shared: channel?.is_ext_shared === true, ...channelName(channel?.name) };
    },
    /** A member of one workspace may be a guest of another, or unknown there: the most that they are is what they are. */
    async byEmail(email) {
      const found: Found[] = [];
      let failure: SendFailure | undefined;
      for (const at of await connected()) {
        try {
          const there = await byEmailAt(at, email);
          if (there) found.push(there);
        } catch (error) {
          failure = failureOf(error);
        }
      }
      if (found.length === 0 && failure) throw failure;
      return found.find(({ profile }) => !profile.outside) ?? found[0];
    },
  };
}

interface Found {
  readonly user: User;
  readonly profile: Profile;
}

async function byEmailAt({ client, self }: Workspace, email: string): Promise<Found | undefined> {
  try {
    const { user } = await client.users.lookupByEmail({ email });
    if (user?.id === undefined) return undefined;
    const { id, team_id } = user;
    return { user: userOf({ id, team_id }, self), profile: profileOf(user, self, id) };
  } catch (error) {
    const code = refusalCode(error);
    if (code === "users_not_found") return undefined;
    const failure = failureOf(error);
    // Whoever is PMO hears of it then, as of everybody who cannot be reached.
    throw code === "missing_scope" ? new SendFailure("unreachable", failure.message, { cause: error }) : failure;
  }
}

const workspaceOf = (to: Destination): string => ("channel" in to ? to.channel.workspace : to.identity.workspace);

async function directChannel(client: webApi.WebClient, user: string): Promise<string | undefined> {
  return (await client.conversations.open({ users: user })).channel?.id;
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
