import { webApi } from "@slack/bolt";
import type { Check } from "../ports/adapter.ts";
import type { Log } from "../ports/index.ts";
import type { Channel } from "../ports/projects.ts";
import { type SlackConfig, sdkLog } from "./client.ts";
import { failureOf } from "./failures.ts";
import { scopes } from "./manifest.ts";

/** What `doctor` asks of Slack: the tokens, the scopes, and where the bot may post. */
export async function checkSlack(
  client: webApi.WebClient,
  config: SlackConfig,
  log: Log,
  channels: readonly Channel[],
): Promise<readonly Check[]> {
  const [token, ...scopes] = await checkToken(client);
  if (!token?.ok) return token ? [token] : [];
  const used = channels.filter(({ platform }) => platform === "slack");
  const socket = config.appToken === undefined ? [] : [await checkSocket(config.appToken, config.apiUrl, log)];
  return [token, ...scopes, ...socket, ...(await Promise.all(used.map((channel) => checkChannel(client, channel))))];
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

async function checkChannel(client: webApi.WebClient, { channel: id, name }: Channel): Promise<Check> {
  const what = `Slack: #${name ?? id}`;
  try {
    const { channel } = await client.conversations.info({ channel: id });
    const called = { what: `Slack: #${channel?.name ?? name ?? id}` };
    if (channel?.is_archived) return { ...called, ok: false, found: "archived", fix: "choose another channel with pmo channel" };
    return channel?.is_member
      ? { ...called, ok: true, found: `the bot is a member${channel.is_ext_shared ? "; another organisation reads it too" : ""}` }
      : { ...called, ok: false, found: "the bot is not a member", fix: "say /invite @Drumbeat there" };
  } catch (error) {
    const { message } = failureOf(error);
    return { what, ok: false, found: message, fix: "say /invite @Drumbeat there; the bot cannot see a private channel before" };
  }
}

/** By its answer to anything at all, told to the second. */
export async function slackTime(apiUrl = "https://slack.com/api/"): Promise<Date | undefined> {
  const asked = new URL("api.test", apiUrl.endsWith("/") ? apiUrl : `${apiUrl}/`);
  const told = await fetch(asked, { method: "POST", signal: AbortSignal.timeout(10_000) }).then(
    ({ headers }) => headers.get("date"),
    () => null,
  );
  return told === null ? undefined : new Date(told);
}
