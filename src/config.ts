import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { type Environment, schema, settings, together } from "./settings.ts";

export interface Config {
  readonly databaseUrl: string;
  readonly admins: readonly string[];
  readonly zone: string;
  readonly host: string;
  readonly port: number;
  readonly metricsPort?: number;
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
  readonly commandPrefix: string;
  readonly nudgeLogDays: number;
  readonly slack?: {
    readonly botToken?: string;
    readonly appToken?: string;
    readonly signingSecret?: string;
    readonly apiUrl?: string;
    readonly sendsPerMinute?: number;
    readonly workspaces: readonly string[];
    /** With it workspaces install the app by themselves. */
    readonly oauth?: {
      readonly clientId: string;
      readonly clientSecret: string;
      readonly publicUrl: string;
      readonly key: string; // of the tokens, 32 bytes as base64
      readonly oldKey?: string;
    };
  };
  readonly teams?: {
    readonly appId: string;
    readonly appPassword: string;
    readonly tenantIds: readonly string[];
    readonly openIdMetadataUrl?: string;
    readonly loginUrl?: string;
    readonly sendsPerMinute?: number;
    readonly publicUrl?: string;
  };
}

/** One setting that cannot be used as it is, in words that end with the fix. */
export class ConfigProblems extends Error {
  override readonly name = "ConfigProblems";
}

/** Reads all settings, or throws every problem at once. An empty value counts as not set. */
export function readConfig(env: Environment): Config {
  const said = Object.fromEntries(Object.keys(settings).map((name) => [name, env[name]?.trim() || undefined]));
  const { TOKEN_KEY: tokenKey = readKeyFile(said["TOKEN_KEY_FILE"]) } = said;
  const unread =
    said["TOKEN_KEY_FILE"] && tokenKey === undefined
      ? [`TOKEN_KEY_FILE ${said["TOKEN_KEY_FILE"]} cannot be read: it must be a file that the user who runs this program may read`]
      : [];
  const read = schema.safeParse({ ...said, TOKEN_KEY: tokenKey });
  const issues = (read.error?.issues ?? []).map((issue) => `${String(issue.path[0])} ${issue.message}`);
  const wrong = [...issues, ...unread, ...together(said)];
  if (!read.success || wrong.length > 0)
    throw new ConfigProblems(`The settings cannot be used:\n${[...new Set(wrong)].map((line) => `  ${line}`).join("\n")}`);
  const set = read.data;
  return {
    databaseUrl: set.DATABASE_URL,
    admins: set.ADMIN_EMAILS,
    zone: set.ZONE,
    host: set.HOST,
    port: set.PORT,
    ...(set.METRICS_PORT !== undefined && { metricsPort: set.METRICS_PORT }),
    logLevel: set.LOG_LEVEL,
    commandPrefix: set.COMMAND_PREFIX,
    nudgeLogDays: set.NUDGE_LOG_DAYS,
    ...((set.SLACK_BOT_TOKEN || set.SLACK_CLIENT_ID) && {
      slack: {
        ...(set.SLACK_BOT_TOKEN && { botToken: set.SLACK_BOT_TOKEN }),
        ...(set.SLACK_APP_TOKEN && { appToken: set.SLACK_APP_TOKEN }),
        ...(set.SLACK_SIGNING_SECRET && { signingSecret: set.SLACK_SIGNING_SECRET }),
        ...(set.SLACK_API_URL && { apiUrl: set.SLACK_API_URL }),
        ...(set.SLACK_SENDS_PER_MINUTE && { sendsPerMinute: set.SLACK_SENDS_PER_MINUTE }),
        workspaces: set.SLACK_WORKSPACES,
        ...(set.SLACK_CLIENT_ID &&
          set.SLACK_CLIENT_SECRET &&
          set.PUBLIC_URL &&
          set.TOKEN_KEY && {
            oauth: {
              clientId: set.SLACK_CLIENT_ID,
              clientSecret: set.SLACK_CLIENT_SECRET,
              publicUrl: set.PUBLIC_URL.replace(/\/$/, ""),
              key: set.TOKEN_KEY,
              ...(set.TOKEN_KEY_OLD && { oldKey: set.TOKEN_KEY_OLD }),
            },
          }),
      },
    }),
    ...(set.TEAMS_APP_ID &&
      set.TEAMS_APP_PASSWORD && {
        teams: {
          appId: set.TEAMS_APP_ID,
          appPassword: set.TEAMS_APP_PASSWORD,
          tenantIds: set.TEAMS_TENANT_IDS,
          ...(set.TEAMS_OPENID_METADATA_URL && { openIdMetadataUrl: set.TEAMS_OPENID_METADATA_URL }),
          ...(set.TEAMS_SENDS_PER_MINUTE && { sendsPerMinute: set.TEAMS_SENDS_PER_MINUTE }),
          ...(set.TEAMS_LOGIN_URL && { loginUrl: set.TEAMS_LOGIN_URL }),
          ...(set.PUBLIC_URL && { publicUrl: set.PUBLIC_URL }),
        },
      }),
  };
}

/** The environment, with the lines of a `.env` file beneath it. The only place that reads either. */
export function readEnvironment(file = ".env"): Environment {
  return { ...readEnvFile(file), ...process.env };
}

function readKeyFile(file: string | undefined): string | undefined {
  return file === undefined ? undefined : textOf(file)?.trim();
}

function readEnvFile(file: string): Environment {
  if (!existsSync(file)) return {};
  const text = textOf(file);
  if (text === undefined) throw new ConfigProblems(`${resolve(file)} cannot be read. Let the user who runs this program read it.`);
  return parseEnv(text);
}

/** Nothing where there is no file, or none that this user may read. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
