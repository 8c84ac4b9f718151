import { z } from "zod";
import { isZone } from "./core/time.ts";

interface Setting {
  readonly about: string;
  readonly example?: string;
  readonly secret?: true;
}

/** Every setting, in the order of README's table and `.env.example`, which are derived from here. */
export const settings = {
  DATABASE_URL: {
    about: "Where everything is kept: `sqlite:` and a file, or `postgres://…` for several instances. Default `sqlite:drumbeat.db`.",
    example: "sqlite:drumbeat.db",
  },
  ADMIN_EMAILS: { about: "E-mail addresses of the first administrators, separated by commas.", example: "pmo.lead@example.com" },
  ZONE: { about: "IANA time zone of people whose own is not known yet. Default `Etc/UTC`.", example: "Europe/London" },
  HOST: { about: "Address that the program listens on. Default `127.0.0.1`: put a TLS proxy before it.", example: "127.0.0.1" },
  PORT: { about: "Port for `/healthz`, `/readyz`, `/slack/events` and `/teams/messages`. Default `3000`.", example: "3000" },
  METRICS_PORT: {
    about: "Port for `/metrics` (Prometheus), on `HOST`; apart from `PORT`, so that no proxy publishes it. Off without it.",
    example: "9464",
  },
  LOG_LEVEL: { about: "`debug`, `info`, `warn` or `error`. Default `info`.", example: "info" },
  COMMAND_PREFIX: { about: "Put before each slash command where another app has taken the names: `db-` makes `/db-risk`.", example: "db-" },
  NUDGE_LOG_DAYS: { about: "Days that the record of prompts, reminders and escalations is kept, 30 or more. Default `90`.", example: "90" },
  SLACK_BOT_TOKEN: {
    about: "Slack: bot token of the app, for one workspace, `xoxb-…`. Slack is off without it or `SLACK_CLIENT_ID`.",
    example: "xoxb-…",
    secret: true,
  },
  SLACK_APP_TOKEN: { about: "Slack: app-level token with `connections:write`, for Socket Mode.", example: "xapp-…", secret: true },
  SLACK_SIGNING_SECRET: { about: "Slack: signing secret, for HTTP instead of Socket Mode.", secret: true },
  SLACK_CLIENT_ID: { about: "Slack: client id of the app, so that several workspaces can install it at `/slack/install`." },
  SLACK_CLIENT_SECRET: { about: "Slack: client secret of the app.", secret: true },
  SLACK_WORKSPACES: {
    about: "Slack: ids of your organisation's workspaces, separated by commas. No other may install the app or is heard.",
    example: "T0123ABCD,T0456EFGH",
  },
  TOKEN_KEY: { about: "Key that the workspaces' tokens are kept under: `npx drumbeat key` prints one.", secret: true },
  TOKEN_KEY_FILE: { about: "A file with that key, instead.", example: "/run/secrets/token-key" },
  TOKEN_KEY_OLD: { about: "The key before, once after a change: what it opens is kept under the new one at start.", secret: true },
  SLACK_SENDS_PER_MINUTE: { about: "Slack: messages a minute to one workspace, at most. Default `300`. Where Slack refuses, fewer." },
  SLACK_API_URL: { about: "Slack: another address of the Web API, such as GovSlack's or a test server's." },
  TEAMS_APP_ID: { about: "Teams: application (client) id of the Azure bot. Teams is off without it." },
  TEAMS_APP_PASSWORD: { about: "Teams: client secret of that application.", secret: true },
  TEAMS_TENANT_IDS: { about: "Teams: tenants that may use the bot, separated by commas; the first is the bot's own." },
  TEAMS_OPENID_METADATA_URL: { about: "Teams: another OpenID metadata address, for sovereign clouds." },
  TEAMS_LOGIN_URL: {
    about: "Teams: another address to get tokens from, for sovereign clouds. Default `https://login.microsoftonline.com`.",
  },
  TEAMS_SENDS_PER_MINUTE: { about: "Teams: messages a minute to one tenant, at most. Default `3000`. Where Teams refuses, fewer." },
  PUBLIC_URL: {
    about: "Public https address of this program, as Teams reaches it, and who installs the app in Slack.",
    example: "https://drumbeat.example.com",
  },
} as const satisfies Record<string, Setting>;
type SettingName = keyof typeof settings;

/** What was sent is edited, corrected and escalated by its record, for as long as a month's reporting goes on. */
const leastLogDays = 30;

export type Environment = Readonly<Partial<Record<string, string>>>;

const parts = (text: string): string[] => text.split(/[,\s]+/).filter((part) => part !== "");
/** Addresses and ids, which are the same in capitals. */
const listed = z.string().toLowerCase().default("").transform(parts);

const key = z
  .string()
  .refine((text) => /^[A-Za-z0-9+/]{43}=?$/.test(text), "is not 32 bytes as base64: npx drumbeat key prints a good one")
  .optional();

const sendsPerMinute = z.coerce
  .number("must be a number")
  .int()
  .min(1, "must be 1 or more")
  .max(1_000_000, "must be at most 1000000")
  .optional();

/** What each may be. */
export const schema = z.object({
  DATABASE_URL: z
    .string()
    .regex(
      /^sqlite:.+|^postgres(ql)?:\/\/.+/,
      "must be sqlite: and a file, such as sqlite:drumbeat.db, or postgres://USER:PASSWORD@HOST/DATABASE",
    )
    .default("sqlite:drumbeat.db"),
  ADMIN_EMAILS: listed.pipe(z.array(z.email("has something that is not an e-mail address: write ada@example.com,ben@example.com"))),
  ZONE: z.string().refine(isZone, "is not an IANA time zone: write Europe/London").default("Etc/UTC"),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number("must be a number").int().min(0, "must be 0 to 65535").max(65535, "must be 0 to 65535").default(3000),
  METRICS_PORT: z.coerce.number("must be a number").int().min(0, "must be 0 to 65535").max(65535, "must be 0 to 65535").optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"], "must be debug, info, warn or error").default("info"),
  COMMAND_PREFIX: z
    .string()
    .regex(/^[a-z0-9_-]{0,16}$/, "must be at most 16 of a-z, 0-9, - and _")
    .default(""),
  NUDGE_LOG_DAYS: z.coerce
    .number("must be a number of days")
    .int()
    .min(leastLogDays, `must be ${leastLogDays} or more: what was sent is edited and corrected by that record`)
    .default(90),
  SLACK_BOT_TOKEN: z
    .string()
    .startsWith("xoxb-", "must start with xoxb-: copy the Bot User OAuth Token from OAuth & Permissions")
    .optional(),
  SLACK_APP_TOKEN: z.string().startsWith("xapp-", "must start with xapp-: make one under Basic Information, App-Level Tokens").optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_CLIENT_ID: z.string().optional(),
  SLACK_CLIENT_SECRET: z.string().optional(),
  SLACK_WORKSPACES: z
    .string()
    .toUpperCase()
    .default("")
    .transform(parts)
    .pipe(z.array(z.string().regex(/^T[A-Z0-9]+$/, "has something that is no workspace's id: they start with T, as in T0123ABCD"))),
  TOKEN_KEY: key,
  TOKEN_KEY_FILE: z.string().optional(),
  TOKEN_KEY_OLD: key,
  SLACK_SENDS_PER_MINUTE: sendsPerMinute,
  SLACK_API_URL: z.url("must be an address such as https://slack.com/api/").optional(),
  TEAMS_APP_ID: z.string().toLowerCase().optional(),
  TEAMS_APP_PASSWORD: z.string().optional(),
  TEAMS_TENANT_IDS: listed,
  TEAMS_OPENID_METADATA_URL: z.url("must be an address").optional(),
  TEAMS_LOGIN_URL: z.url("must be an address").optional(),
  TEAMS_SENDS_PER_MINUTE: sendsPerMinute,
  PUBLIC_URL: z.url({ protocol: /^https$/, error: "must be an https address" }).optional(),
} satisfies Record<SettingName, z.ZodType>);

/** What one setting needs of another. Looked at whatever else is wrong, so that everything is told at once. */
export function together(env: Environment): readonly string[] {
  const rules: readonly (readonly [wrong: boolean, words: string])[] = [
    [
      !!(env["SLACK_BOT_TOKEN"] || env["SLACK_CLIENT_ID"]) && !env["SLACK_APP_TOKEN"] && !env["SLACK_SIGNING_SECRET"],
      "SLACK_APP_TOKEN is missing: set it for Socket Mode, or SLACK_SIGNING_SECRET for HTTP",
    ],
    [
      !env["SLACK_BOT_TOKEN"] && !env["SLACK_CLIENT_ID"] && !!(env["SLACK_APP_TOKEN"] || env["SLACK_SIGNING_SECRET"]),
      "SLACK_BOT_TOKEN is missing: copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions",
    ],
    [
      !!env["SLACK_CLIENT_ID"] && !env["SLACK_CLIENT_SECRET"],
      "SLACK_CLIENT_SECRET is missing: it stands beside the client id under Basic Information",
    ],
    [!env["SLACK_CLIENT_ID"] && !!env["SLACK_CLIENT_SECRET"], "SLACK_CLIENT_ID is missing: it stands under Basic Information"],
    [
      !!env["SLACK_CLIENT_ID"] && !env["SLACK_WORKSPACES"],
      "SLACK_WORKSPACES is missing: the ids (T…) of the workspaces that may install the app, or anybody's could",
    ],
    [
      !!env["SLACK_CLIENT_ID"] && !env["PUBLIC_URL"],
      "PUBLIC_URL is missing: Slack sends whoever installs the app back to PUBLIC_URL/slack/oauth_redirect",
    ],
    [
      !!env["SLACK_CLIENT_ID"] && !env["TOKEN_KEY"] && !env["TOKEN_KEY_FILE"],
      "TOKEN_KEY is missing: npx drumbeat key prints one; keep it apart from the database and its backups",
    ],
    [!!env["TOKEN_KEY"] && !!env["TOKEN_KEY_FILE"], "TOKEN_KEY and TOKEN_KEY_FILE are both set: set one"],
    [
      !!env["TEAMS_APP_ID"] && !env["TEAMS_APP_PASSWORD"],
      "TEAMS_APP_PASSWORD is missing: make a client secret under Certificates & secrets of the app registration",
    ],
    [
      !!env["TEAMS_APP_ID"] && !env["TEAMS_TENANT_IDS"],
      "TEAMS_TENANT_IDS is missing: the tenant id stands on the app registration's overview page",
    ],
    [!env["TEAMS_APP_ID"] && !!env["TEAMS_APP_PASSWORD"], "TEAMS_APP_ID is missing: the application (client) id of the app registration"],
  ];
  return rules.filter(([wrong]) => wrong).map(([, words]) => words);
}
