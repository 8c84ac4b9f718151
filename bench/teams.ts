import { createServer, type IncomingMessage } from "node:http";
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from "botbuilder";
import { z } from "zod";
import { accountOf } from "../tests/worlds/teams-accounts.ts";
import { appId, tenant } from "../tests/worlds/teams-server.ts";
import type { Figure, Size } from "./figure.ts";
import { inTurn, type Measured, type Outside, outside } from "./load.ts";
import { startBot, teamsSettings } from "./office.ts";

const connections = 16;
/** So many risks are open on the project whose list is asked for. */
const listed = 100;
const ratio = { least: 0.8, of: "ratio" } as const;

/** A Teams message to the end of its turn, with the answer posted to Teams: the SDK's adapter that says it back, and Drumbeat. */
export async function teamsTurns({ quick }: Size): Promise<readonly Figure[]> {
  const beside = await outside();
  const bare = await startEcho(beside);
  const ben = accountOf("ben");
  const bot = await startBot("teams", tenant, ben.aad, teamsSettings(beside));
  const [rounds, count] = quick ? [1, 100] : [5, 500];
  const load =
    (port: number, text: string, times = count) =>
    (): Promise<Measured> =>
      beside.load({ port, path: "/teams/messages", sign: "teams", secret: "", body: message(beside, text), connections, count: times });
  await load(bot.port, "risk Vendor may miss UAT #ORION p4 i5", listed)();
  const of = await inTurn(rounds, [
    ["bare", load(bare.port, "risk list")],
    ["list", load(bot.port, "risk list #ORION")],
    ["log", load(bot.port, "risk Vendor may miss UAT #HERMES p4 i5")],
  ]);
  await bot.stop(listed + (rounds + 1) * count);
  bare.stop();
  beside.end();
  const common = { unit: "/s", floor: of("bare").perSecond, alarm: { least: 0.01 }, reach: ratio } as const;
  return [
    { name: "teams-stored", what: "Teams: risk … stored, answered, turn ended", ours: of("log").perSecond, ...common },
    { name: "teams-list", what: `Teams: risk list of ${listed} answered, turn ended`, ours: of("list").perSecond, ...common },
  ];
}

/** As in the SDK's first sample, save that its token is at hand: MSAL would ask Microsoft's own cloud for one. */
async function startEcho({ url }: Outside) {
  const credentials = {
    isValidAppId: async (id: string) => id === appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => ({
      signRequest: async <R extends { headers: { set(name: string, value: string): void } }>(call: R): Promise<R> => {
        call.headers.set("authorization", "Bearer token-1");
        return call;
      },
    }),
  };
  const settings = {
    MicrosoftAppId: appId,
    ToBotFromChannelOpenIdMetadataUrl: `${url}/openid`,
    ToBotFromEmulatorOpenIdMetadataUrl: `${url}/openid`,
    ToBotFromChannelTokenIssuer: "https://api.botframework.com",
    ToChannelFromBotOAuthScope: "https://api.botframework.com",
    ToChannelFromBotLoginUrl: `${url}/${tenant}`,
    OAuthUrl: "https://api.botframework.com",
    ValidateAuthority: true,
  };
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication(settings, credentials));
  const server = createServer(async (request, response) => {
    const shim = {
      socket: response.socket,
      status: (code: number) => {
        response.statusCode = code;
      },
      header: (name: string, value: unknown) => response.setHeader(name, String(value)),
      send: (body: unknown) => response.write(typeof body === "string" ? body : JSON.stringify(body)),
      end: () => response.end(),
    };
    const { method = "POST", headers } = request;
    await adapter.process({ body: await jsonOf(request), method, headers }, shim, async (turn) => {
      await turn.sendActivity(turn.activity.text);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  return { port: typeof address === "object" && address !== null ? address.port : 0, stop: () => void server.close() };
}

async function jsonOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const part of request) text += String(part);
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}

function message({ serviceUrl }: Outside, text: string): string {
  const { aad, mri, name } = accountOf("ben");
  return JSON.stringify({
    id: "%ID%",
    type: "message",
    text,
    channelId: "msteams",
    serviceUrl,
    timestamp: new Date().toISOString(),
    localTimezone: "Europe/London",
    from: { id: mri, aadObjectId: aad, name },
    recipient: { id: `28:${appId}`, name: "Drumbeat" },
    conversation: { id: `a:${aad}`, conversationType: "personal", tenantId: tenant },
    channelData: { tenant: { id: tenant } },
  });
}
