import type { Check } from "../ports/adapter.ts";
import { callWithinMs } from "../ports/messenger.ts";
import type { Channel } from "../ports/projects.ts";
import type { Cloud, TeamsConfig } from "./cloud.ts";
import type { Connector } from "./connector.ts";
import type { Login } from "./login.ts";
import type { References } from "./references.ts";

interface Ways {
  readonly login: Login;
  readonly cloud: Cloud;
  readonly connector: Connector;
  readonly references: References;
}

/** What `doctor` asks of Teams. */
export async function checks(config: TeamsConfig, ways: Ways, channels: readonly Channel[]): Promise<readonly Check[]> {
  const ours = channels.filter(({ platform }) => platform === "teams");
  const [login, keys] = await connection(ways);
  const visited = login.ok ? await Promise.all(ours.map((channel) => canPost(ways, channel))) : [];
  return [login, keys, publicAddress(config), ...visited];
}

/** What has to work before anything can be said or heard. */
export async function connection({ login, cloud }: Pick<Ways, "login" | "cloud">): Promise<readonly [Check, Check]> {
  return Promise.all([canLogIn(login), keysAreThere(cloud)]);
}

async function canPost({ connector, references }: Ways, { workspace, channel, name }: Channel): Promise<Check> {
  const what = `Teams: the bot can post to ${name ?? channel}`;
  try {
    await connector.visit(await references.room(workspace, channel));
    return { what, ok: true, found: "the app is in its team" };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return { what, ok: false, found, fix: "Add the Drumbeat app to the team of that channel (Apps, Drumbeat, Add to a team)." };
  }
}

async function canLogIn(login: Login): Promise<Check> {
  const what = "Teams: the bot can log in";
  try {
    await login.token(AbortSignal.timeout(callWithinMs));
    return { what, ok: true, found: "a token was issued" };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return {
      what,
      ok: false,
      found,
      fix: "Check TEAMS_APP_ID, TEAMS_APP_PASSWORD (not expired?) and that the first of TEAMS_TENANT_IDS is the tenant of the app registration.",
    };
  }
}

async function keysAreThere({ openIdMetadata }: Cloud): Promise<Check> {
  const what = "Teams: the keys that requests are signed with";
  const status = await fetch(openIdMetadata, { signal: AbortSignal.timeout(callWithinMs) }).then(
    (response) => response.status,
    () => undefined,
  );
  if (status === 200) return { what, ok: true, found: openIdMetadata };
  const found = status === undefined ? `${openIdMetadata} does not answer` : `${openIdMetadata} answered ${status}`;
  return {
    what,
    ok: false,
    found,
    fix: "Let this server reach that address over HTTPS, or set TEAMS_OPENID_METADATA_URL to your cloud's.",
  };
}

/** Whether Teams reaches it cannot be seen from here. */
function publicAddress({ publicUrl }: TeamsConfig): Check {
  const what = "Teams: a public HTTPS address";
  if (publicUrl?.startsWith("https://"))
    return { what, ok: true, found: `${publicUrl.replace(/\/+$/, "")}/teams/messages has to be the bot's messaging endpoint` };
  return {
    what,
    ok: false,
    found: publicUrl ?? "PUBLIC_URL is not set",
    fix: "Set PUBLIC_URL to the https:// address that reaches this server, and enter it with /teams/messages as the bot's messaging endpoint in Azure.",
  };
}

/** By the answer of the address that says who signs requests, told to the second. */
export async function teamsTime({ openIdMetadata }: Cloud): Promise<Date | undefined> {
  const told = await fetch(openIdMetadata, { signal: AbortSignal.timeout(callWithinMs) }).then(
    ({ headers }) => headers.get("date"),
    () => null,
  );
  return told === null ? undefined : new Date(told);
}
