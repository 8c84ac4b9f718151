import type { IncomingMessage, ServerResponse } from "node:http";
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, type Response as SdkResponse } from "botbuilder";
import { bodyOf } from "../http/body.ts";
import type { Log } from "../ports/index.ts";
import { activitySchema, type TeamsActivity, tenantsOf } from "./activity.ts";
import type { Cloud, TeamsConfig } from "./cloud.ts";
import { createTokenCheck } from "./token.ts";

/** What an activity is answered with; the body counts for invokes only. */
export interface Answered {
  readonly status: number;
  readonly body?: object;
}

type Handle = (activity: TeamsActivity) => Promise<Answered>;

/** The one HTTP path of Teams: size, shape, token and tenant are checked before anything is read as somebody's wish. */
export function createEndpoint(config: TeamsConfig, cloud: Cloud, log: Log, handle: Handle) {
  const adapter = new CloudAdapter(authentication(config, cloud));
  const verdictOn = createTokenCheck(cloud, config.appId);
  const open = config.appId === "";
  // The token's times are real times, whatever clock the program is shown.
  const realNow = () => new Date();

  return (request: IncomingMessage, response: ServerResponse): void => {
    receive(request, response).catch((error: unknown) => {
      log.error({ err: error }, "a request of Teams failed");
      end(response, 500);
    });
  };

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== "POST") return end(response, 405);
    const raw = await bodyOf(request, response);
    if (raw === undefined) return;
    const body = jsonOf(raw);
    const { data: activity } = activitySchema.safeParse(body);
    if (!body || !activity) return end(response, 400);
    const verdict = open ? "genuine" : await verdictOn(request.headers.authorization, activity.serviceUrl, realNow());
    if (verdict === "forged") return end(response, 401);
    if (verdict === "unknown") {
      log.warn({ url: cloud.openIdMetadata }, "the keys that Teams signs with cannot be fetched; requests are refused until they can");
      return end(response, 503);
    }
    if (!isOurs(activity)) return end(response, 403);
    await answer(body, activity, request, response);
  }

  /** A valid token says only that Teams sent it: the SDK takes those of any organisation. */
  function isOurs(activity: TeamsActivity): boolean {
    if (open) return cloud.trusts(activity.serviceUrl);
    const tenants = tenantsOf(activity);
    return (
      activity.channelId === "msteams" &&
      cloud.trusts(activity.serviceUrl) &&
      tenants.length > 0 &&
      tenants.every((id) => config.tenantIds.includes(id))
    );
  }

  async function answer(
    body: Record<string, unknown>,
    activity: TeamsActivity,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { method = "POST", headers } = request;
    await adapter.process({ body, method, headers }, shim(response), async (turn) => {
      const { status, body: answered } = await handle(activity);
      await turn.sendActivity({ type: "invokeResponse", value: { status, body: answered } });
    });
  }
}

type Sdk = ConfigurationBotFrameworkAuthentication;
type Authenticated = Awaited<ReturnType<Sdk["authenticateRequest"]>>;
type ConnectorFactory = NonNullable<Authenticated["connectorFactory"]>;

/** The SDK makes clients for sending anew with every turn; ours sends by itself, so one of each is enough. */
class ReceivingOnly extends ConfigurationBotFrameworkAuthentication {
  readonly #clients = new Map<string, Awaited<ReturnType<ConnectorFactory["create"]>>>();
  #tokens: Awaited<ReturnType<Sdk["createUserTokenClient"]>> | undefined;

  override async authenticateRequest(...given: Parameters<Sdk["authenticateRequest"]>): Promise<Authenticated> {
    const { connectorFactory, ...genuine } = await super.authenticateRequest(...given);
    const create: ConnectorFactory["create"] = async (serviceUrl, audience) => {
      const client = this.#clients.get(serviceUrl) ?? (await connectorFactory?.create(serviceUrl, audience)) ?? noClient();
      this.#clients.set(serviceUrl, client);
      return client;
    };
    return { ...genuine, connectorFactory: { create } };
  }

  override async createUserTokenClient(...given: Parameters<Sdk["createUserTokenClient"]>) {
    this.#tokens ??= await super.createUserTokenClient(...given);
    return this.#tokens;
  }
}

function noClient(): never {
  throw new Error("The SDK of Teams made no client for its own use.");
}

function authentication({ appId, appPassword, tenantIds }: TeamsConfig, cloud: Cloud): Sdk {
  if (appId === "") return new ConfigurationBotFrameworkAuthentication({});
  return new ReceivingOnly({
    MicrosoftAppId: appId,
    MicrosoftAppPassword: appPassword,
    MicrosoftAppType: "SingleTenant",
    MicrosoftAppTenantId: tenantIds[0] ?? "",
    // One of these set means that all are taken from here.
    ToBotFromChannelOpenIdMetadataUrl: cloud.openIdMetadata,
    ToBotFromEmulatorOpenIdMetadataUrl: cloud.openIdMetadata,
    ToBotFromChannelTokenIssuer: cloud.authority,
    ToChannelFromBotOAuthScope: cloud.authority,
    ToChannelFromBotLoginUrl: `${cloud.login}/${tenantIds[0] ?? ""}`,
    OAuthUrl: cloud.authority,
    ValidateAuthority: true,
  });
}

/** The five methods that the SDK wants of a response, on plain node:http. */
function shim(response: ServerResponse): SdkResponse {
  return {
    socket: response.socket,
    status: (code) => {
      response.statusCode = code;
    },
    header: (name, value) => response.setHeader(name, String(value)),
    send: (body) => {
      const json = typeof body === "object";
      response.setHeader("content-type", json ? "application/json; charset=utf-8" : "text/plain; charset=utf-8");
      response.write(json ? JSON.stringify(body) : String(body));
    },
    end: () => response.end(),
  };
}

function end(response: ServerResponse, status: number): void {
  if (!response.headersSent) response.writeHead(status);
  response.end();
}

function jsonOf(text: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null && !Array.isArray(read) ? { ...read } : undefined;
  } catch {
    return undefined;
  }
}
