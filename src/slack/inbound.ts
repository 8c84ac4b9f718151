import { createHash } from "node:crypto";
import type { Intent, Source } from "../chat/intent.ts";
import { againAction, readAgain } from "./again.ts";
import { answersOf } from "./answers.ts";
import { channelName, type Heard, isDirect, placeOf, type Self, some, userOf } from "./heard.ts";
import { actionOf } from "./message.ts";
import { type Opener, readMetadata } from "./metadata.ts";
import { actionPayload, commandPayload, optionsPayload, shortcutPayload, viewPayload } from "./payloads.ts";
import { bareCommand, commandWords, unescaped } from "./words.ts";

export function hearCommand(body: unknown, self: Self): Heard | undefined {
  const read = commandPayload.safeParse(body);
  if (!read.success) return undefined;
  const { data } = read;
  const opener: Opener = {
    channel: data.channel_id,
    direct: isDirect(data.channel_id),
    ...channelName(data.channel_name),
    ephemeral: true,
    ...some("respond", data.response_url),
  };
  const from = userOf({ id: data.user_id, name: data.user_name, team_id: data.team_id }, self);
  const words = commandWords(data.command, data.text, self.prefix);
  return {
    intent: { id: data.trigger_id, from, at: placeOf(opener, self), kind: "command", words },
    user: data.user_id,
    opener,
    trigger: data.trigger_id,
  };
}

/** A message shortcut keeps what the message says and a link back to it; a global one only names the command. */
export function hearShortcut(body: unknown, self: Self): Heard | undefined {
  const read = shortcutPayload.safeParse(body);
  if (!read.success) return undefined;
  const { user, team, channel, message, callback_id, trigger_id, response_url } = read.data;
  const opener: Opener = {
    channel: channel?.id ?? user.id,
    direct: channel === undefined || isDirect(channel.id),
    ...channelName(channel?.name),
    ...some("thread", message?.thread_ts),
    ...some("respond", response_url),
  };
  const source: Source | undefined = message && {
    text: unescaped(message.text),
    ...some("url", team?.domain && channel && permalink(team.domain, channel.id, message)),
    ...some("author", message.user ? `<@${message.user}>` : message.username),
  };
  const words = bareCommand(callback_id.replace(/^log_/, ""), self.prefix);
  const intent: Intent = {
    id: trigger_id,
    from: userOf(user, self),
    at: placeOf(opener, self),
    kind: "command",
    words,
    ...some("source", source),
  };
  return { intent, user: user.id, opener, trigger: trigger_id };
}

export function hearAction(body: unknown, self: Self): Heard | undefined {
  const read = actionPayload.safeParse(body);
  const pressed = read.data?.actions[0];
  if (!read.success || pressed?.type !== "button") return undefined;
  const { user, channel, message, container, view, trigger_id, response_url } = read.data;
  const opened = view && readMetadata(view.private_metadata);
  const ephemeral = container?.is_ephemeral === true;
  const thread = message?.thread_ts ?? container?.thread_ts;
  const at = message?.ts ?? container?.message_ts;
  const id = channel?.id ?? container?.channel_id ?? user.id;
  const here: Opener = {
    channel: id,
    direct: isDirect(id) || id === user.id,
    ...channelName(channel?.name),
    ...some("thread", thread),
    ...some("message", at),
    ...(ephemeral && { ephemeral }),
    ...some("respond", response_url),
  };
  const opener = opened?.opener ?? here;
  const action = actionOf(pressed.action_id);
  const value = pressed.value ?? "";
  const said = { id: `${user.id}.${pressed.action_ts}.${pressed.action_id}`, from: userOf(user, self), at: placeOf(opener, self) };
  const common = { user: user.id, opener, ...some("trigger", trigger_id), ...some("view", view) };
  if (action === againAction) {
    const again = readAgain(value);
    return again && { ...common, intent: { ...said, ...again } };
  }
  const answers = view && answersOf(view, opened?.kept ?? {});
  return { ...common, intent: { ...said, kind: "press", action, value, ...some("answers", answers) } };
}

/**
 * The view's hash stays the same while its errors are put right, so the answers are part of the id: pressed twice it
 * is one request, corrected it is another.
 */
export function hearSubmission(body: unknown, self: Self): Heard | undefined {
  const read = viewPayload.safeParse(body);
  const opened = read.data && readMetadata(read.data.view.private_metadata);
  if (!read.success || !opened) return undefined;
  const { user, view } = read.data;
  const { action, state, opener, kept } = opened;
  const answered = createHash("sha256").update(JSON.stringify(view.state.values)).digest("hex").slice(0, 16);
  const said = { id: `${view.id}.${view.hash}.${answered}`, from: userOf(user, self), at: placeOf(opener, self) };
  return { intent: { ...said, kind: "submit", action, state, answers: answersOf(view, kept) }, user: user.id, opener, view };
}

export function hearLookup(body: unknown, self: Self): Heard | undefined {
  const read = optionsPayload.safeParse(body);
  if (!read.success || read.data.action_id !== "lookup.project") return undefined;
  const { user, channel, view, value } = read.data;
  const opener = (view && readMetadata(view.private_metadata))?.opener ?? {
    channel: channel?.id ?? user.id,
    direct: channel === undefined,
  };
  const said = { id: `lookup.${user.id}.${value}`, from: userOf(user, self), at: placeOf(opener, self) };
  return { intent: { ...said, kind: "lookup", source: "project", typed: unescaped(value) }, user: user.id, opener };
}

function permalink(domain: string, channel: string, message: { readonly ts: string; readonly thread_ts?: string | undefined }): string {
  const link = `https://${domain}.slack.com/archives/${channel}/p${message.ts.replace(".", "")}`;
  return message.thread_ts !== undefined && message.thread_ts !== message.ts
    ? `${link}?thread_ts=${message.thread_ts}&cid=${channel}`
    : link;
}
