import { blockTextLength, isBlock, listOf, problemsOfBlocks, problemsOfView } from "./slack-rules.ts";
import { type Account, botUser, type Conversation, type SlackState, type StoredMessage, team } from "./slack-state.ts";

type Args = Readonly<Record<string, unknown>>;
export interface Refusal {
  readonly error: string;
  /** In seconds: said with the status 429. */
  readonly retryAfter?: number;
  readonly response_metadata?: { readonly messages: readonly string[] };
}
/** An error's name, a dropped connection (before or after the work was done), half an answer, no answer at all, an HTTP status, or a rate limit. */
export type Failure =
  | "drop"
  | "drop after"
  | "cut"
  | "hang"
  | { readonly status: number }
  | { readonly retryAfter: number }
  | (string & {});

type Method = (state: SlackState, args: Args, base: string) => object | Refusal;

const historyScope = (args: Args) => (String(args["channel"]).startsWith("D") ? "im:history" : "channels:history");

/** The scope that each method asks for, as its reference page says. */
export const requiredScopes: Readonly<Record<string, string | ((args: Args) => string)>> = {
  "chat.postMessage": "chat:write",
  "chat.update": "chat:write",
  "chat.postEphemeral": "chat:write",
  "users.info": "users:read",
  "users.lookupByEmail": "users:read.email",
  "users.conversations": "channels:read",
  "conversations.info": "channels:read",
  "conversations.members": "channels:read",
  "conversations.open": "im:write",
  "conversations.history": historyScope,
  "conversations.replies": historyScope,
  "files.getUploadURLExternal": "files:write",
  "files.completeUploadExternal": "files:write",
};

export const methods: Readonly<Record<string, Method>> = {
  "auth.test": (state) => ({
    url: "https://cast.slack.com/",
    team: state.team.replace("T0", ""),
    user: "drumbeat",
    team_id: state.team,
    user_id: botUser,
    bot_id: "B0DRUMBEAT",
  }),

  "chat.postMessage": (state, args) => {
    const target = channelToWriteTo(state, String(args["channel"] ?? ""));
    if ("error" in target) return target;
    const wrong = problemsOfMessage(args);
    if (wrong) return wrong;
    const retryAfter = state.tooSoon(target.id);
    if (retryAfter !== undefined) return { error: "ratelimited", retryAfter };
    const thread = args["thread_ts"];
    const stored = state.put(target.id, {
      text: String(args["text"] ?? ""),
      blocks: listOf(args["blocks"]),
      ...(isBlock(args["metadata"]) && { metadata: args["metadata"] }),
      ...(typeof thread === "string" && { thread }),
    });
    return { channel: target.id, ts: stored.ts, message: shown(stored) };
  },

  "chat.update": (state, args) => {
    const message = state.message(String(args["channel"]), String(args["ts"]));
    if (!message || message.onlyFor !== undefined) return { error: "message_not_found" };
    if (message.user !== botUser) return { error: "cant_update_message" };
    const wrong = problemsOfMessage(args);
    if (wrong) return wrong;
    Object.assign(message, { text: String(args["text"] ?? ""), blocks: listOf(args["blocks"]), changed: state.tick() });
    return { channel: args["channel"], ts: message.ts, text: message.text };
  },

  "chat.postEphemeral": (state, args) => {
    const target = channelToWriteTo(state, String(args["channel"] ?? ""));
    if ("error" in target) return target;
    const user = String(args["user"] ?? "");
    if (!target.members.has(user)) return { error: "user_not_in_channel" };
    const wrong = problemsOfMessage(args);
    if (wrong) return wrong;
    const thread = args["thread_ts"];
    const stored = state.put(target.id, {
      text: String(args["text"] ?? ""),
      blocks: listOf(args["blocks"]),
      onlyFor: user,
      ...(typeof thread === "string" && { thread }),
    });
    return { message_ts: stored.ts };
  },

  "views.open": (state, args) => {
    const trigger = state.useTrigger(String(args["trigger_id"] ?? ""));
    if (typeof trigger === "string") return { error: trigger };
    const wrong = problemsOfModal(args["view"]);
    if (wrong || !isBlock(args["view"])) return wrong ?? { error: "invalid_arguments" };
    const id = `V${state.tick()}`;
    const open = { id, hash: `${state.tick()}.hash`, view: args["view"], user: trigger.user };
    for (const [other, each] of state.views) if (each.user === trigger.user) state.views.delete(other);
    state.views.set(id, open);
    return { view: { id, hash: open.hash } };
  },

  "views.update": (state, args) => {
    const open = state.views.get(String(args["view_id"] ?? ""));
    if (!open) return { error: "not_found" };
    if (args["hash"] !== undefined && args["hash"] !== open.hash) return { error: "hash_conflict" };
    const wrong = problemsOfModal(args["view"]);
    if (wrong || !isBlock(args["view"])) return wrong ?? { error: "invalid_arguments" };
    Object.assign(open, { view: args["view"], hash: `${state.tick()}.hash` });
    return { view: { id: open.id, hash: open.hash } };
  },

  "users.info": (state, args) => {
    const account = state.accounts.get(String(args["user"]));
    return account ? { user: accountShown(account, state.scopes.includes("users:read.email")) } : { error: "user_not_found" };
  },

  // Members and guests of the workspace only; nobody whose account is gone.
  "users.lookupByEmail": (state, args) => {
    const email = String(args["email"]).toLowerCase();
    const found = [...state.accounts.values()].find((each) => each.email === email && !each.deleted && !each.stranger);
    return found ? { user: accountShown(found, true) } : { error: "users_not_found" };
  },

  "users.conversations": (state) => ({
    channels: [...state.conversations.values()]
      .filter((each) => each.name !== undefined && each.members.has(botUser))
      .map(({ id, name }) => ({ id, name })),
  }),

  "conversations.info": (state, args) => {
    const found = state.conversations.get(String(args["channel"]));
    if (!found) return { error: "channel_not_found" };
    const { id, name, members, shared } = found;
    return { channel: { id, name, is_member: members.has(botUser), is_ext_shared: shared === true } };
  },

  "conversations.members": (state, args) => {
    const found = state.conversations.get(String(args["channel"]));
    return found ? { members: [...found.members] } : { error: "channel_not_found" };
  },

  "conversations.open": (state, args) => {
    const account = state.accounts.get(String(args["users"]));
    if (!account) return { error: "user_not_found" };
    return account.deleted ? { error: "user_disabled" } : { channel: { id: state.direct(account.id).id } };
  },

  "conversations.history": (state, args) => {
    const found = state.conversations.get(String(args["channel"]));
    if (!found) return { error: "channel_not_found" };
    if (!found.members.has(botUser)) return { error: "not_in_channel" };
    const withMetadata = String(args["include_all_metadata"]) === "true";
    const posts = found.messages.filter((each) => each.thread === undefined && each.onlyFor === undefined);
    return pageOf(posts.reverse(), args, withMetadata);
  },

  "conversations.replies": (state, args) => {
    const found = state.conversations.get(String(args["channel"]));
    const parent = state.message(String(args["channel"]), String(args["ts"]));
    if (!found || !parent) return { error: found ? "thread_not_found" : "channel_not_found" };
    const withMetadata = String(args["include_all_metadata"]) === "true";
    const replies = found.messages.filter((each) => each.thread === parent.ts && each.onlyFor === undefined);
    return pageOf([parent, ...replies], args, withMetadata);
  },

  "files.getUploadURLExternal": (state, _args, base) => {
    const id = `F${state.tick()}`;
    return { file_id: id, upload_url: `${base}/upload/${id}` };
  },

  "files.completeUploadExternal": (state, args) => {
    const target = state.conversations.get(String(args["channel_id"] ?? ""));
    if (!target) return { error: "channel_not_found" };
    const files = listOf(args["files"]).filter(isBlock);
    for (const file of files)
      state.put(target.id, { text: String(file["title"] ?? ""), blocks: [], file: state.uploads.get(String(file["id"])) ?? "" });
    return { files: files.map((file) => ({ id: file["id"], title: file["title"] })) };
  },
};

/** Slack gives a hundred unless told, the newest first of a channel, the oldest first of a thread. */
function pageOf(messages: readonly StoredMessage[], args: Args, withMetadata: boolean): object {
  const [from, limit, oldest] = [Number(args["cursor"] ?? 0), Number(args["limit"] ?? 100), Number(args["oldest"] ?? 0)];
  const asked = messages.filter(({ ts }) => Number(ts) > oldest);
  const next = from + limit < asked.length ? String(from + limit) : "";
  const page = asked.slice(from, from + limit).map((each) => shown(each, withMetadata));
  return { messages: page, has_more: next !== "", response_metadata: { next_cursor: next } };
}

/** An account as Slack shows it in full, in answers and in `user_change`. */
export function accountShown(account: Account, withEmail: boolean): object {
  const { id, name, email, zone, restricted = false, stranger = false, deleted = false } = account;
  return {
    id,
    team_id: account.team ?? team,
    real_name: name,
    tz: zone,
    deleted,
    is_restricted: restricted,
    is_ultra_restricted: false,
    is_stranger: stranger,
    profile: { real_name: name, ...(withEmail && { email }) },
  };
}

/** A channel or a person: posting to somebody's user id reaches their 1:1 chat with the bot. */
function channelToWriteTo(state: SlackState, to: string): Conversation | Refusal {
  const account = state.accounts.get(to) ?? state.accounts.get(state.conversations.get(to)?.with ?? "");
  if (account) return account.deleted ? { error: "user_disabled" } : state.direct(account.id);
  const found = state.conversations.get(to);
  if (!found) return { error: "channel_not_found" };
  if (found.archived) return { error: "is_archived" };
  return found.members.has(botUser) ? found : { error: "not_in_channel" };
}

export function problemsOfMessage(args: Args): Refusal | undefined {
  const text = String(args["text"] ?? "");
  const blocks = listOf(args["blocks"]);
  if (text === "" && blocks.length === 0) return { error: "no_text" };
  if (text.length > 40_000) return { error: "msg_too_long" };
  const problems = problemsOfBlocks(blocks, "message");
  if (problems.length > 0) return { error: "invalid_blocks", response_metadata: { messages: problems } };
  return blockTextLength(blocks) > 12_000 ? { error: "msg_blocks_too_long" } : undefined;
}

function problemsOfModal(view: unknown): Refusal | undefined {
  const problems = problemsOfView(view);
  return problems.length > 0
    ? { error: "invalid_arguments", response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) } }
    : undefined;
}

function shown(message: StoredMessage, withMetadata = true): object {
  const { ts, text, blocks, user, metadata, thread } = message;
  return {
    type: "message",
    ts,
    text,
    blocks,
    user,
    bot_id: "B0DRUMBEAT",
    ...(withMetadata && metadata !== undefined && { metadata }),
    ...(thread !== undefined && { thread_ts: thread }),
  };
}
