import type { webApi } from "@slack/bolt";
import type { Check } from "../ports/adapter.ts";
import type { Log } from "../ports/index.ts";
import type { Installation } from "../ports/installations.ts";
import { callWithinMs } from "../ports/messenger.ts";
import type { Channel } from "../ports/projects.ts";
import { createClient, type OAuth, type SlackConfig } from "./client.ts";
import { failureOf } from "./failures.ts";
import { scopes } from "./manifest.ts";
import { createVault, wrongKey } from "./vault.ts";
import type { SlackDeps, Workspaces } from "./workspaces.ts";

/** What `doctor` asks of Slack: the tokens of each workspace, the scopes, and where the bot may post. */
export async function checkSlack(
  workspaces: Workspaces,
  config: SlackConfig,
  { store, log }: SlackDeps,
  channels: readonly Channel[],
): Promise<readonly Check[]> {
  const own =
    config.botToken === undefined
      ? []
      : await checkToken("SLACK_BOT_TOKEN", ownFix, async () => createClient(config, config.botToken, log));
  if (own[0]?.ok === false && !config.oauth) return own;
  const installed = config.oauth ? await checkInstalled(workspaces, config, config.oauth, await store.installations.all()) : [];
  const socket = config.appToken === undefined ? [] : [await checkSocket(config.appToken, config.apiUrl, log)];
  const used = channels.filter(({ platform }) => platform === "slack");
  return [...own, ...installed, ...socket, ...(await Promise.all(used.map((channel) => checkChannel(workspaces, channel))))];
}

const ownFix = "copy the Bot User OAuth Token from OAuth & Permissions to SLACK_BOT_TOKEN";

async function checkInstalled(
  workspaces: Workspaces,
  { workspaces: listed }: SlackConfig,
  oauth: OAuth,
  kept: readonly Installation[],
): Promise<readonly Check[]> {
  const again = `open ${oauth.publicUrl}/slack/install in a browser and choose that workspace`;
  const vault = createVault(oauth);
  const checks: Check[] = [];
  for (const each of kept) {
    const what = `${each.name} (${each.workspace})`;
    if (!listed.includes(each.workspace))
      checks.push({
        what: `Slack: ${what}`,
        ok: false,
        found: "installed, but not in SLACK_WORKSPACES: it is not heard",
        fix: `add it there, or say drumbeat workspaces remove ${each.workspace}`,
      });
    else if (!vault.open(each.workspace, each.sealed))
      checks.push({
        what: `Slack: ${what}`,
        ok: false,
        found: wrongKey,
        fix: `set TOKEN_KEY as it was, or the one before as TOKEN_KEY_OLD; if it is lost: drumbeat workspaces forget ${each.workspace}, and ${again}`,
      });
    else checks.push(...(await checkToken(what, again, async () => (await workspaces.to(each.workspace)).client)));
  }
  const own = await workspaces.own().catch(() => undefined);
  const missing = listed.filter((id) => id !== own?.self.team && !kept.some(({ workspace }) => workspace === id));
  return [...checks, ...missing.map((id) => ({ what: `Slack: ${id}`, ok: false, found: "the app is not installed there", fix: again }))];
}

async function checkToken(name: string, fix: string, ask: () => Promise<webApi.WebClient>): Promise<readonly Check[]> {
  const what = `Slack: ${name}`;
  const asked = fix === ownFix ? "Slack: scopes" : `${what}, scopes`;
  try {
    const { user, team, response_metadata } = await (await ask()).auth.test();
    const granted = response_metadata?.scopes;
    const missing = Object.keys(scopes).filter((scope) => granted !== undefined && !granted.includes(scope));
    return [
      { what, ok: true, found: `${user ?? "the bot"} in ${team ?? "the workspace"}` },
      missing.length === 0
        ? { what: asked, ok: true, found: granted === undefined ? "Slack did not say" : "all there" }
        : {
            what: asked,
            ok: false,
            found: `missing: ${missing.join(", ")}`,
            fix: "paste manifests/slack/manifest.json under App Manifest, then install the app again",
          },
    ];
  } catch (error) {
    const { about, kind, message } = failureOf(error);
    const away = about === undefined && kind !== "refused" && kind !== "unreachable";
    return [{ what, ok: false, found: message, fix: away ? "check the network and SLACK_API_URL, then ask again" : fix }];
  }
}

async function checkSocket(appToken: string, apiUrl: string | undefined, log: Log): Promise<Check> {
  const what = "Slack: SLACK_APP_TOKEN";
  const client = createClient({ ...(apiUrl !== undefined && { apiUrl }) }, appToken, log);
  try {
    await client.apps.connections.open({});
    return { what, ok: true, found: "Socket Mode can be opened" };
  } catch (error) {
    const fix = "make an app-level token with connections:write under Basic Information, and switch Socket Mode on";
    return { what, ok: false, found: failureOf(error).message, fix };
  }
}

async function checkChannel(workspaces: Workspaces, { channel: id, name, workspace }: Channel): Promise<Check> {
  const what = `Slack: #${name ?? id}`;
  try {
    const { client } = await workspaces.to(workspace);
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
  const told = await fetch(asked, { method: "POST", signal: AbortSignal.timeout(callWithinMs) }).then(
    ({ headers }) => headers.get("date"),
    () => null,
  );
  return told === null ? undefined : new Date(told);
}
