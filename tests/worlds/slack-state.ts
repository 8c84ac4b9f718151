import { pace } from "./pace.ts";
import type { Block } from "./slack-rules.ts";

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly zone: string;
  readonly restricted?: boolean;
  readonly stranger?: boolean;
  readonly team?: string;
  deleted?: boolean;
}

export interface StoredMessage {
  readonly ts: string;
  text: string;
  blocks: readonly unknown[];
  readonly metadata?: unknown;
  readonly thread?: string;
  /** Ephemeral: only this person sees it. */
  readonly onlyFor?: string;
  readonly user: string;
  /** Grows with every post and edit anywhere, so that what is newest can be told. */
  changed: number;
  readonly file?: string;
}

export interface Conversation {
  readonly id: string;
  readonly name?: string;
  readonly members: Set<string>;
  /** Of a 1:1 chat with the bot. */
  readonly with?: string;
  archived?: boolean;
  /** With another organisation. */
  shared?: boolean;
  readonly messages: StoredMessage[];
}

export interface OpenView {
  readonly id: string;
  hash: string;
  view: Block;
  readonly user: string;
}

export const botUser = "U0DRUMBEAT";
export const team = "T0CAST";

/** What Slack remembers of one workspace with the bot installed. */
export interface SlackState {
  readonly team: string;
  /** Empty: the app is in it only once it was installed there. */
  readonly botToken: string;
  readonly appToken: string;
  readonly scopes: string[];
  readonly accounts: Map<string, Account>;
  readonly conversations: Map<string, Conversation>;
  readonly views: Map<string, OpenView>;
  readonly uploads: Map<string, string>;
  /** Ids that open a view once within three seconds; `slow` lets the next ones arrive too late. */
  trigger(user: string): string;
  useTrigger(id: string): { readonly user: string } | "expired_trigger_id" | "exchanged_trigger_id" | "invalid_trigger_id";
  slow: boolean;
  /** A workspace whose clients know no tables yet. */
  noTables: boolean;
  direct(user: string): Conversation;
  /** Slack takes a message a second in a channel, and short bursts: in how many seconds to come again. */
  tooSoon(channel: string): number | undefined;
  put(channel: string, message: Partial<StoredMessage> & Pick<StoredMessage, "text" | "blocks">): StoredMessage;
  message(channel: string, ts: string): StoredMessage | undefined;
  tick(): number;
}

export function slackState(now: () => Date, where = { team, botToken: "xoxb-test" }): SlackState {
  let counter = 0;
  const triggers = new Map<string, { user: string; made: number; used: boolean }>();
  const state: SlackState = {
    ...where,
    appToken: "xapp-test",
    scopes: [],
    accounts: new Map(),
    conversations: new Map(),
    views: new Map(),
    uploads: new Map(),
    slow: false,
    noTables: false,
    tick: () => ++counter,
    tooSoon: pace(now, { atOnce: 20, perSecond: 1 }),
    trigger(user) {
      const id = `${triggers.size + 1}.0.trigger`;
      triggers.set(id, { user, made: Date.now() - (state.slow ? 3001 : 0), used: false });
      return id;
    },
    useTrigger(id) {
      const trigger = triggers.get(id);
      if (!trigger) return "invalid_trigger_id";
      if (trigger.used) return "exchanged_trigger_id";
      if (Date.now() - trigger.made > 3000) return "expired_trigger_id";
      trigger.used = true;
      return { user: trigger.user };
    },
    direct(user) {
      const id = `D${user.slice(1)}`;
      const known = state.conversations.get(id);
      if (known) return known;
      const made: Conversation = { id, members: new Set([user, botUser]), with: user, messages: [] };
      state.conversations.set(id, made);
      return made;
    },
    put(channel, message) {
      const number = ++counter;
      const ts = `${Math.floor(now().getTime() / 1000)}.${String(number).padStart(6, "0")}`;
      const stored: StoredMessage = { user: botUser, ...message, ts, changed: number };
      state.conversations.get(channel)?.messages.push(stored);
      return stored;
    },
    message: (channel, ts) => state.conversations.get(channel)?.messages.find((each) => each.ts === ts),
  };
  return state;
}
