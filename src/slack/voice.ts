import type { webApi } from "@slack/bolt";
import { type Message, say } from "../chat/message.ts";
import type { Log } from "../ports/index.ts";
import type { Drawn } from "./blocks.ts";
import { failureOf } from "./failures.ts";
import type { Heard, Self } from "./heard.ts";
import { drawAsWords, drawMessage, quiet } from "./message.ts";
import type { Respond } from "./respond.ts";

/** Says the answer where it belongs, after the request was acknowledged. Each way that fails falls back to a surer one. */
export interface Voice {
  toMe(heard: Heard, message: Message): Promise<void>;
  here(heard: Heard, message: Message): Promise<void>;
  /** In place of the message whose button led here. */
  replace(heard: Heard, message: Message): Promise<void>;
  file(heard: Heard, file: { readonly name: string; readonly content: string; readonly message: Message }): Promise<void>;
}

export function createVoice(client: webApi.WebClient, self: () => Self, log: Log, respond: Respond): Voice {
  const draw = (message: Message): Drawn => drawMessage(message, self().team);

  async function toMe(heard: Heard, message: Message): Promise<void> {
    const { opener, user } = heard;
    const body = draw(message);
    const words = drawAsWords(message, self().team);
    const ways: (() => Promise<unknown>)[] = [];
    const thread = opener.thread === undefined ? {} : { thread_ts: opener.thread };
    // Of somebody's chat with another person Slack says that there is no such channel.
    if (opener.direct) ways.push(() => client.chat.postMessage({ channel: opener.channel, ...thread, ...body, ...quiet }));
    const url = opener.respond;
    if (url !== undefined)
      for (const each of [body, words])
        ways.push(() => respond(url, { response_type: "ephemeral", replace_original: false, ...thread, ...each, ...quiet }));
    if (!opener.direct)
      ways.push(() => client.chat.postEphemeral({ channel: opener.channel, user, ...thread, ...body, parse: "none", link_names: false }));
    ways.push(() => client.chat.postMessage({ channel: user, ...body, ...quiet }));
    ways.push(() => client.chat.postMessage({ channel: user, ...words, ...quiet }));
    await firstThatWorks(ways, "could not tell somebody the answer");
  }

  async function here(heard: Heard, message: Message): Promise<void> {
    const { channel, thread, direct, respond: url } = heard.opener;
    const body = draw(message);
    const under = thread === undefined ? {} : { thread_ts: thread };
    const ways: (() => Promise<unknown>)[] = [() => client.chat.postMessage({ channel, ...under, ...body, ...quiet })];
    if (url !== undefined && !direct)
      ways.push(() => respond(url, { response_type: "in_channel", replace_original: false, ...under, ...body, ...quiet }));
    ways.push(() => toMe(heard, message));
    await firstThatWorks(ways, "could not post the answer in the channel");
  }

  async function replace(heard: Heard, message: Message): Promise<void> {
    const { channel, message: ts, ephemeral, respond: url } = heard.opener;
    const body = draw(message);
    const ways: (() => Promise<unknown>)[] = [];
    if (ephemeral !== true && ts !== undefined)
      ways.push(() => client.chat.update({ channel, ts, ...body, parse: "none", link_names: false }));
    if (url !== undefined && ts !== undefined) ways.push(() => respond(url, { replace_original: true, ...body, ...quiet }));
    ways.push(() => toMe(heard, message));
    await firstThatWorks(ways, "could not replace a message");
  }

  /** Slack has no file that only one person sees in a channel, so it goes to the 1:1 chat. */
  async function file(heard: Heard, { name, content, message }: { name: string; content: string; message: Message }): Promise<void> {
    try {
      const channel = (await client.conversations.open({ users: heard.user })).channel?.id;
      await client.filesUploadV2({ ...(channel !== undefined && { channel_id: channel }), filename: name, title: name, content });
    } catch (error) {
      log.error({ err: error, platform: "slack" }, "a file could not be sent");
      const { message: why } = failureOf(error);
      return toMe(heard, say(`${name} could not be sent: ${why}. Nothing was changed; please try again in a minute.`));
    }
    const note = heard.opener.direct ? [] : [{ kind: "small", text: `${name} is in our direct chat.` } as const];
    await toMe(heard, { ...message, blocks: [...message.blocks, ...note] });
  }

  async function firstThatWorks(ways: readonly (() => Promise<unknown>)[], otherwise: string): Promise<void> {
    for (const [i, way] of ways.entries()) {
      try {
        await way();
        return;
      } catch (error) {
        const last = i === ways.length - 1;
        log[last ? "error" : "warn"]({ err: error, platform: "slack" }, last ? otherwise : `${otherwise} this way; trying another`);
      }
    }
  }

  return { toMe, here, replace, file };
}
