import { webApi } from "@slack/bolt";
import type { Check } from "../ports/adapter.ts";
import type { Log } from "../ports/index.ts";
import { sdkLog } from "./client.ts";
import { failureOf } from "./failures.ts";
import type { SlackConfig } from "./index.ts";
import { scopes } from "./manifest.ts";

/** What `doctor` asks of Slack: the tokens, the scopes, and where the bot may post. */
export async function checkSlack(client: webApi.WebClient, config: SlackConfig, log: Log): Promise<readonly Check[]> {
  const token = await checkToken(client);
  if (!token.every((check) => check.ok)) return token;
  return [
    ...token,
    ...(config.appToken === undefined ? [] : [await checkSocket(config.appToken, config.apiUrl, log)]),
    await checkChannels(client),
  ];
}

async function checkToken(client: webApi.WebClient): Promise<readonly Check[]> {
  const what = "Slack: SLACK_BOT_TOKEN";
  try {
    const { user, team, response_metadata } = await client.auth.test();
    const granted = response_metadata?.scopes;
    const missing = Object.keys(scopes).filter((scope) => granted !== undefined && !granted.includes(scope));
    return [
      { what, ok: true, found: `${user ?? "the bot"} in ${team ?? "the workspace"}` },
      missing.length === 0
        ? { what: "Slack: scopes", ok: true, found: granted === undefined ? "Slack did not say" : "all there" }
        : {
            what: "Slack: scopes",
            ok: false,
            found: `missing: ${missing.join(", ")}`,
            fix: "paste manifests/slack/manifest.json under App Manifest, then install the app again",
          },
    ];
  } catch (error) {
    return [
      {
        what,
        ok: false,
        found: failureOf(error).message,
        fix: "copy the Bot User OAuth Token from OAuth & Permissions to SLACK_BOT_TOKEN",
      },
    ];
  }
}

async function checkSocket(appToken: string, apiUrl: string | undefined, log: Log): Promise<Check> {
  const what = "Slack: SLACK_APP_TOKEN";
  const client = new webApi.WebClient(appToken, {
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    logger: sdkLog(log),
  });
  try {
    await client.apps.connections.open({});
    return { what, ok: true, found: "Socket Mode can be opened" };
  } catch (error) {
    const fix = "make an app-level token with connections:write under Basic Information, and switch Socket Mode on";
    return { what, ok: false, found: failureOf(error).message, fix };
  }
}

async function checkChannels(client: webApi.WebClient): Promise<Check> {
  const what = "Slack: channels";
  try {
    const { channels = [] } = await client.users.conversations({
      types: "public_channel,private_channel",
      exclude_archived: true,
      limit: 200,
    });
    const names = channels.map((channel) => `#${channel.name ?? channel.id ?? "?"}`);
    return names.length > 0
      ? {
          what,
          ok: true,
          found: `a member of ${names.slice(0, 10).join(", ")}${names.length > 10 ? ` and ${names.length - 10} more` : ""}`,
        }
      : { what, ok: false, found: "a member of no channel", fix: "say /invite @Drumbeat in each channel that it shall post to" };
  } catch (error) {
    return { what, ok: false, found: failureOf(error).message, fix: "see the scopes above" };
  }
}
