import { z } from "zod";
import type { Intent, Place, Said, Source, User } from "../chat/intent.ts";
import { type Heard, hear, type TeamsActivity } from "./activity.ts";
import { mentionsIn, plainOf } from "./mentions.ts";
import { type Asked, answersIn, pressedSchema } from "./payload.ts";

/** What was done, on what. The surface decides what an answer can look like. */
export type Read =
  /** `asked` is what to ask again when the answer needs a dialog or a file later. */
  | { readonly on: "chat" | "card" | "dialog"; readonly intent: Intent; readonly asked?: Asked; readonly over?: string }
  | { readonly on: "search" | "notice"; readonly intent: Intent }
  | { readonly on: "file"; readonly intent?: Intent; readonly uploadUrl?: string; readonly name?: string };

type Namer = (teamsId: string) => Promise<string>;

/** The intent behind an activity; undefined for what is none of our business (typing, reactions, edits). */
export async function read(activity: TeamsActivity, named: Namer): Promise<Read | undefined> {
  const heard = hear(activity);
  if (isBot(heard)) return undefined;
  switch (activity.type) {
    case "message":
      return message(heard, named);
    case "invoke":
      return invoke(heard);
    case "installationUpdate":
      return reach(heard, activity.action?.startsWith("add") === true);
    case "conversationUpdate":
      return conversationUpdate(heard);
    default:
      return undefined;
  }
}

/** Other bots are not listened to: two that answer each other never stop. */
const isBot = ({ teamsId, activity }: Heard): boolean => activity.type === "message" && teamsId.startsWith("28:");

async function message(heard: Heard, named: Namer): Promise<Read | undefined> {
  const pressed = pressedSchema.safeParse(heard.activity.value);
  if (pressed.success) return { ...card(heard, pressed.data), on: "chat" };
  const words = (await mentionsIn(heard.activity, named)).trim();
  if (words === "") return undefined;
  const asked: Asked = { kind: "command", words };
  return { on: "chat", intent: intentOf(heard, asked, {}), asked };
}

function invoke(heard: Heard): Read | undefined {
  const { name, value } = heard.activity;
  switch (name) {
    case "adaptiveCard/action": {
      const given = z.object({ action: z.object({ data: pressedSchema }) }).safeParse(value);
      return given.success ? card(heard, given.data.action.data) : undefined;
    }
    case "task/fetch":
    case "task/submit":
    case "composeExtension/submitAction": {
      const given = z.object({ data: pressedSchema }).safeParse(value);
      return given.success ? dialog(heard, given.data.data) : undefined;
    }
    case "composeExtension/fetchTask":
      return fromMessage(heard);
    case "application/search":
      return search(heard);
    case "fileConsent/invoke":
      return consent(heard);
    default:
      return undefined;
  }
}

function card(heard: Heard, data: z.infer<typeof pressedSchema>): Extract<Read, { on: "chat" | "card" | "dialog" }> {
  const over = heard.activity.replyToId ?? undefined;
  return { on: "card", intent: intentOf(heard, data.drumbeat, data), asked: data.drumbeat, ...(over !== undefined && { over }) };
}

/** A dialog remembers the message it was opened from: a submission does not say. */
function dialog(heard: Heard, data: z.infer<typeof pressedSchema>): Read {
  const over = data.drumbeat.over ?? heard.activity.replyToId ?? undefined;
  return { on: "dialog", intent: intentOf(heard, data.drumbeat, data), asked: data.drumbeat, ...(over !== undefined && { over }) };
}

const extension = z.object({
  commandId: z.string(),
  messagePayload: z
    .object({
      linkToMessage: z.string().nullish(),
      body: z.object({ contentType: z.string().nullish(), content: z.string().nullish() }).nullish(),
      from: z.object({ user: z.object({ displayName: z.string().nullish() }).nullish() }).nullish(),
    })
    .nullish(),
});

function fromMessage(heard: Heard): Read | undefined {
  const given = extension.safeParse(heard.activity.value);
  if (!given.success) return undefined;
  const { commandId: words, messagePayload: pointed } = given.data;
  const asked: Asked = { kind: "command", words, ...(pointed && { source: sourceOf(pointed) }) };
  return { on: "dialog", intent: intentOf(heard, asked, {}), asked };
}

function sourceOf({ body, linkToMessage, from }: NonNullable<z.infer<typeof extension>["messagePayload"]>): Source {
  const content = body?.content ?? "";
  const author = from?.user?.displayName;
  return {
    text: body?.contentType === "html" ? plainOf(content) : content.trim(),
    ...(linkToMessage && /^https:/.test(linkToMessage) && { url: linkToMessage }),
    ...(author && { author }),
  };
}

function search(heard: Heard): Read | undefined {
  const given = z.object({ queryText: z.string().nullish(), dataset: z.literal("project") }).safeParse(heard.activity.value);
  if (!given.success) return undefined;
  return { on: "search", intent: { ...said(heard), kind: "lookup", source: given.data.dataset, typed: given.data.queryText ?? "" } };
}

const consented = z.object({
  action: z.string(),
  context: pressedSchema,
  uploadInfo: z.object({ uploadUrl: z.string(), name: z.string() }).nullish(),
});

function consent(heard: Heard): Read {
  const given = consented.safeParse(heard.activity.value);
  if (!given.success || given.data.action !== "accept" || !given.data.uploadInfo) return { on: "file" };
  const { context, uploadInfo } = given.data;
  return { on: "file", intent: intentOf(heard, context.drumbeat, context), uploadUrl: uploadInfo.uploadUrl, name: uploadInfo.name };
}

/** Being added to a team or taken from it says nothing about whom the bot can write to in private. */
function conversationUpdate(heard: Heard): Read | undefined {
  const { membersAdded, membersRemoved, recipient } = heard.activity;
  const isUs = ({ id }: { readonly id: string }) => id === recipient?.id;
  if (membersAdded?.some(isUs)) return reach(heard, true);
  if (membersRemoved?.some(isUs)) return reach(heard, false);
  return undefined;
}

function reach(heard: Heard, reachable: boolean): Read | undefined {
  if (!heard.direct) return undefined;
  return {
    on: "notice",
    intent: {
      ...said(heard),
      kind: "reach",
      reachable,
      ...(reachable ? { installed: true as const } : { why: "the app is not installed" }),
    },
  };
}

function intentOf(heard: Heard, asked: Asked, data: Readonly<Record<string, unknown>>): Intent {
  const answers = answersIn(data, asked);
  switch (asked.kind) {
    case "command":
      return { ...said(heard), kind: "command", words: asked.words, ...(asked.source && { source: present(asked.source) }) };
    case "press":
      return { ...said(heard), kind: "press", action: asked.action, value: asked.value, ...(answers && { answers }) };
    case "submit":
      return { ...said(heard, asked.drawn), kind: "submit", action: asked.action, state: asked.state, answers: answers ?? {} };
    default:
      return asked satisfies never;
  }
}

function present({ text, url, author }: NonNullable<Extract<Asked, { kind: "command" }>["source"]>): Source {
  return { text, ...(url !== undefined && { url }), ...(author !== undefined && { author }) };
}

/** Ids of messages count within their conversation only; a form counts once, however often it is handed in. */
function said(heard: Heard, form?: string): Said {
  const { activity, tenant, user, root, thread, direct, zone } = heard;
  const { name, tenantId } = activity.from;
  const outside = typeof tenantId === "string" && tenantId !== tenant;
  const from: User = { platform: "teams", workspace: tenant, id: user, ...(name && { name }), ...(outside && { outside }) };
  const at: Place = {
    platform: "teams",
    workspace: tenant,
    channel: root,
    direct,
    ...(thread !== undefined && { thread }),
    ...(!direct && { shared: activity.channelData?.channel?.type === "shared" }),
  };
  const once = form === undefined ? `${activity.type}:${activity.id ?? crypto.randomUUID()}` : `form:${user}:${form}`;
  return { id: `teams:${root}:${once}`, from, at, ...(zone !== undefined && { account: { zone } }) };
}
