import { createHash } from "node:crypto";
import type { Intent, Place, Source, User } from "../chat/intent.ts";
import type { Answers } from "../core/fields.ts";
import { againAction, readAgain } from "./again.ts";
import { fieldName } from "./form.ts";
import { noAnswer } from "./input.ts";
import { actionOf } from "./message.ts";
import { type Kept, type Opener, readMetadata } from "./metadata.ts";
import {
  actionPayload,
  commandPayload,
  eventPayload,
  optionsPayload,
  saidEvent,
  shortcutPayload,
  userChangeEvent,
  type ViewPayload,
  viewPayload,
} from "./payloads.ts";
import { bareCommand, commandWords, saidWords, unescaped } from "./words.ts";

/** Which workspace the bot is installed in and who it is there; unknown until Slack has told. */
export interface Self {
  readonly team: string;
  readonly botUser?: string;
  readonly prefix: string;
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

export function hearCommand(body: unknown, self: Self): Heard | undefined {
  const read = commandPayload.safeParse(body);
  if (!read.success) return undefined;
  const { data } = read;
  const opener: Opener = {
    channel: data.channel_id,
    direct: isDirect(data.channel_id),
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
    ...(is_ext_shared_channel === true && { shared: true }),
  };
  const profile = said.user_profile;
  const guest = profile?.is_restricted === true || profile?.is_ultra_restricted === true;
  const from = userOf({ id: said.user, ...some("team_id", said.user_team ?? profile?.team ?? said.team) }, self, guest);
  return { intent: { id: event_id, from, at: placeOf(opener, self), kind: "command", words }, user: said.user, opener };
}

function hearAccount(event: unknown, id: string, self: Self): Heard | undefined {
  const read = userChangeEvent.safeParse(event);
  if (!read.success || read.data.user.is_bot === true) return undefined;
  const { user } = read.data;
  const opener: Opener = { channel: user.id, direct: true };
  const reachable = user.deleted !== true;
  const said = { id, from: userOf(user, self), at: placeOf(opener, self) };
  return { intent: { ...said, kind: "reach", reachable, ...(!reachable && { why: "the account is gone" }) }, user: user.id, opener };
}

/** Slack says of somebody else's organisation which one; who is a guest it says only with some messages. */
function userOf(
  user: {
    readonly id: string;
    readonly name?: string | undefined;
    readonly username?: string | undefined;
    readonly team_id?: string | undefined;
  },
  self: Self,
  guest = false,
): User {
  const foreign = user.team_id !== undefined && self.team !== "" && user.team_id !== self.team;
  return {
    platform: "slack",
    workspace: user.team_id ?? self.team,
    id: user.id,
    ...some("name", user.name ?? user.username),
    ...((foreign || guest) && { outside: true }),
  };
}

function placeOf({ channel, thread, direct, shared }: Opener, self: Self): Place {
  return { platform: "slack", workspace: self.team, channel, direct, ...some("thread", thread), ...some("shared", shared) };
}

function answersOf(view: ViewPayload, kept: Readonly<Record<string, Kept>>): Answers {
  const given = Object.entries(view.state.values).flatMap(([id, elements]) => {
    const [answer] = Object.values(elements);
    if (!answer) return [];
    const name = fieldName(id);
    const before = kept[name];
    if (answer.type === "users_select") {
      const user = answer.selected_user;
      const person = user === before?.user ? before?.person : user && `<@${user}>`;
      return person === undefined ? [] : [[name, person] as const];
    }
    const chosen = answer.selected_option?.value ?? answer.selected_date ?? answer.value;
    return chosen === undefined || chosen === noAnswer || chosen.trim() === "" ? [] : [[name, chosen] as const];
  });
  return Object.fromEntries(given);
}

function permalink(domain: string, channel: string, message: { readonly ts: string; readonly thread_ts?: string | undefined }): string {
  const link = `https://${domain}.slack.com/archives/${channel}/p${message.ts.replace(".", "")}`;
  return message.thread_ts !== undefined && message.thread_ts !== message.ts
    ? `${link}?thread_ts=${message.thread_ts}&cid=${channel}`
    : link;
}

/** Ids of 1:1 chats start with D. */
const isDirect = (channel: string): boolean => channel.startsWith("D");

function some<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });
}
