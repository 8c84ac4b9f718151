import { z } from "zod";

/** What is read of Slack's payloads, and nothing else; the rest may change as it likes. */
const text = z.string().optional();
const flag = z.boolean().optional();
const maybe = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? undefined);

const user = z.object({ id: z.string(), name: text, username: text, team_id: text });
const team = maybe(z.object({ id: z.string(), domain: text }));
const channel = maybe(z.object({ id: z.string(), name: text }));

export const commandPayload = z.object({
  command: z.string(),
  text: z.string().default(""),
  user_id: z.string(),
  user_name: text,
  team_id: z.string(),
  channel_id: z.string(),
  channel_name: text,
  trigger_id: z.string(),
  response_url: text,
});

const answer = z.object({
  type: text,
  value: maybe(z.string()),
  selected_option: maybe(z.object({ value: z.string() })),
  selected_date: maybe(z.string()),
  selected_user: maybe(z.string()),
});
const view = z.object({
  id: z.string(),
  hash: z.string().default(""),
  private_metadata: z.string().default(""),
  title: z.object({ text: z.string() }).optional(),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), answer)) }).default({ values: {} }),
});
export type ViewPayload = z.infer<typeof view>;

export const actionPayload = z.object({
  user,
  team,
  channel,
  trigger_id: text,
  response_url: text,
  message: maybe(z.object({ ts: z.string(), thread_ts: text })),
  container: maybe(z.object({ message_ts: text, thread_ts: text, channel_id: text, is_ephemeral: flag })),
  view: maybe(view),
  actions: z.array(z.object({ action_id: z.string(), value: text, action_ts: z.string().default(""), type: text })).min(1),
});

export const viewPayload = z.object({ user, team, view });

export const shortcutPayload = z.object({
  type: z.string(),
  callback_id: z.string(),
  user,
  team,
  channel,
  trigger_id: z.string(),
  response_url: text,
  message: maybe(z.object({ text: z.string().default(""), ts: z.string(), thread_ts: text, user: text, username: text })),
});

export const optionsPayload = z.object({
  user,
  team,
  channel,
  view: maybe(view),
  action_id: z.string(),
  value: z.string().default(""),
});

export const eventPayload = z.object({
  event_id: z.string(),
  team_id: text,
  is_ext_shared_channel: flag,
  event: z.looseObject({ type: z.string() }),
});

export const saidEvent = z.object({
  type: z.enum(["message", "app_mention"]),
  user: text,
  text: z.string().default(""),
  ts: z.string(),
  thread_ts: text,
  channel: z.string(),
  channel_type: text,
  subtype: text,
  bot_id: maybe(z.string()),
  hidden: flag,
  user_team: text,
  team: text,
  user_profile: maybe(z.object({ is_restricted: flag, is_ultra_restricted: flag, team: text })),
});

export const channelEvent = z.object({
  type: z.enum(["member_joined_channel", "channel_shared", "channel_unshared"]),
  channel: z.string(),
  user: text,
});

export const userChangeEvent = z.object({
  user: z.object({
    id: z.string(),
    team_id: text,
    name: text,
    real_name: text,
    tz: maybe(z.string()),
    deleted: flag,
    is_bot: flag,
    is_restricted: flag,
    is_ultra_restricted: flag,
    is_stranger: flag,
    enterprise_user: maybe(z.object({ teams: z.array(z.string()).optional() })),
    profile: maybe(z.object({ real_name: text, display_name: text, email: maybe(z.string()) })),
  }),
});
