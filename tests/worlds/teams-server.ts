import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pace } from "./pace.ts";
import { faultsOf, isJson, type Json, listOf, textOf } from "./teams-cards.ts";
import { createIssuer, type Issuer } from "./teams-issuer.ts";

export const appId = "5f0e2a55-1111-4c3b-9d3a-0a0b0c0d0e0f";
export const appPassword = "not-a-secret";
export const tenant = "77777777-aaaa-4bbb-8ccc-999999999999";

/** A message of the bot as it stands. `to`: seen by that member alone. */
export interface Posted {
  readonly id: string;
  readonly conversation: string;
  readonly thread?: string;
  readonly to?: string;
  activity: Json;
}

export interface Account {
  readonly aad: string; // the directory's id
  readonly mri: string; // Teams' own: 29:…
  readonly name: string;
  readonly email: string;
  /** What says that it is one: the role, the address in the directory, or both. */
  readonly guest?: true | "role" | "address";
}

/** Microsoft Teams, as far as a bot sees it: it refuses what Teams refuses. */
export interface TeamsServer {
  readonly url: string;
  readonly serviceUrl: string;
  readonly issuer: Issuer;
  readonly posted: Posted[];
  readonly calls: { readonly method: string; readonly path: string; readonly status: number }[];
  readonly uploads: Map<string, string>;
  readonly accounts: readonly Account[];
  /** Who has the app (by directory id), and which channels belong to a team that has it. */
  readonly installed: Set<string>;
  readonly channels: Set<string>;
  /** The next call whose path fits is answered like this. */
  fails(path: RegExp, status: number, headers?: Readonly<Record<string, string>>, times?: number): void;
  /** Hands an activity to the bot with a genuine token. */
  send(port: number, activity: Json): Promise<{ readonly status: number; readonly body: Json | undefined }>;
  stop(): Promise<void>;
}

const maxBytes = 28 * 1024;
const noAccess = { error: { code: "BotNotInConversationRoster", message: "The bot is not part of the conversation roster." } };

export async function startTeamsServer(accounts: readonly Account[], now = () => new Date()): Promise<TeamsServer> {
  const issuer = await createIssuer(appId, appPassword);
  const posted: Posted[] = [];
  const calls: TeamsServer["calls"] = [];
  const uploads = new Map<string, string>();
  const installed = new Set(accounts.map(({ aad }) => aad));
  const channels = new Set<string>();
  const troubles: { path: RegExp; status: number; headers: Readonly<Record<string, string>>; times: number }[] = [];
  /** Teams takes sixty messages in half a minute in a conversation. */
  const tooSoon = pace(now, { atOnce: 30, perSecond: 1 });
  let lastId = 1_700_000_000_000;

  const server = createServer((request, response) => {
    receive(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const serviceUrl = `${url}/emea/`;

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", url);
    const text = await bodyOf(request);
    const say = (status: number, body: object = {}, headers = {}) => {
      calls.push({ method: request.method ?? "", path: decodeURIComponent(pathname), status });
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    };
    const trouble = troubles.find(({ path, times }) => times > 0 && path.test(decodeURIComponent(pathname)));
    if (trouble) {
      trouble.times--;
      return say(trouble.status, { error: { code: "Trouble", message: text } }, trouble.headers);
    }
    if (pathname === "/openid") return say(200, { issuer: "https://api.botframework.com", jwks_uri: `${url}/keys` });
    if (pathname === "/keys") return say(200, issuer.keys);
    if (pathname === `/${tenant}/oauth2/v2.0/token`) {
      const { status, body } = issuer.login(new URLSearchParams(text));
      return say(status, body);
    }
    if (pathname.startsWith("/upload/")) {
      uploads.set(decodeURIComponent(pathname.slice("/upload/".length)), text);
      return say(201);
    }
    if (!issuer.knows(request)) return say(401);
    if (Buffer.byteLength(text) > maxBytes) return say(413, { error: { code: "MessageSizeTooBig" } });
    const body: unknown = text === "" ? {} : JSON.parse(text);
    const [, conversation, activity, member] =
      /^\/emea\/v3\/conversations(?:\/([^/]+))?(?:\/activities(?:\/([^/]+))?|\/members\/([^/]+)|\/pagedmembers)?$/
        .exec(pathname)
        ?.map((part) => part && decodeURIComponent(part)) ?? [];
    if (!pathname.startsWith("/emea/v3/conversations") || !isJson(body)) return say(404, { error: { code: "NotFound" } });
    const { status, answer, headers } = answerTo({
      method: request.method ?? "",
      conversation,
      activity,
      member,
      body,
      targeted: searchParams.has("isTargetedActivity"),
    });
    say(status, answer, headers);
  }

  type Asked = {
    method: string;
    conversation?: string | undefined;
    activity?: string | undefined;
    member?: string | undefined;
    body: Json;
    targeted: boolean;
  };
  type Answer = { status: number; answer: object; headers?: Readonly<Record<string, string>> };

  function answerTo({ method, conversation, activity, member, body, targeted }: Asked): Answer {
    if (conversation === undefined) return createConversation(body);
    if (!isIn(conversation)) return { status: 403, answer: noAccess };
    if (member !== undefined) return memberOf(member);
    if (method === "GET") return { status: 200, answer: { members: [] } };
    if (method === "PUT") return update(conversation, activity ?? "", body);
    return post(conversation, body, targeted);
  }

  function createConversation(body: Json): Answer {
    const channel =
      isJson(body["channelData"]) && isJson(body["channelData"]["channel"]) ? textOf(body["channelData"]["channel"]["id"]) : "";
    if (channel !== "") {
      if (!channels.has(channel)) return { status: 403, answer: noAccess };
      if (!isJson(body["activity"])) return { status: 400, answer: { error: { code: "BadSyntax", message: "Activity missing" } } };
      const made = post(channel, body["activity"], false);
      const id = "id" in made.answer ? String(made.answer.id) : "";
      return made.status === 201 ? { status: 201, answer: { id: `${channel};messageid=${id}`, activityId: id } } : made;
    }
    const [asked] = listOf(body["members"]);
    const found = accountOf(textOf(asked?.["id"]));
    if (!found || textOf(body["tenantId"]) !== tenant) return { status: 404, answer: { error: { code: "NotFound" } } };
    return installed.has(found.aad) ? { status: 201, answer: { id: `a:${found.aad}` } } : { status: 403, answer: noAccess };
  }

  function post(conversation: string, activity: Json, targeted: boolean): Answer {
    const faults = listOf(activity["attachments"]).flatMap(({ contentType, content }) =>
      contentType === "application/vnd.microsoft.card.adaptive" ? faultsOf(content, "chat") : [],
    );
    if (faults.length > 0) return { status: 400, answer: { error: { code: "BadSyntax", message: faults.join("; ") } } };
    const [root = "", thread] = conversation.split(";messageid=");
    if (thread !== undefined && !posted.some(({ id }) => id === thread) && !thread.startsWith("human"))
      return { status: 404, answer: { error: { code: "ConversationNotFound" } } };
    const retryAfter = tooSoon(conversation);
    if (retryAfter !== undefined)
      return { status: 429, answer: { error: { code: "TooManyRequests" } }, headers: { "retry-after": String(retryAfter) } };
    const to = targeted && isJson(activity["recipient"]) ? textOf(activity["recipient"]["id"]) : undefined;
    const id = String(++lastId);
    posted.push({ id, conversation: root, activity, ...(thread !== undefined && { thread }), ...(to !== undefined && { to }) });
    return { status: 201, answer: { id } };
  }

  function update(conversation: string, id: string, activity: Json): Answer {
    const found = posted.find((each) => each.id === id && each.conversation === conversation.split(";")[0]);
    if (!found) return { status: 404, answer: { error: { code: "ActivityNotFoundInConversation" } } };
    const [card] = listOf(activity["attachments"]);
    const faults = card?.["contentType"] === "application/vnd.microsoft.card.adaptive" ? faultsOf(card["content"], "chat") : [];
    if (faults.length > 0) return { status: 400, answer: { error: { code: "BadSyntax", message: faults.join("; ") } } };
    found.activity = activity;
    return { status: 200, answer: { id } };
  }

  function memberOf(id: string): Answer {
    const found = accountOf(id);
    if (!found) return { status: 404, answer: { error: { code: "MemberNotFoundInConversation" } } };
    const { aad, mri, name, email, guest } = found;
    const userPrincipalName = guest && guest !== "role" ? `${email.replace("@", "_")}#EXT#@example.com` : email;
    const userRole = guest && guest !== "address" ? "guest" : "user";
    return { status: 200, answer: { id: mri, aadObjectId: aad, name, email, userPrincipalName, tenantId: tenant, userRole } };
  }

  const accountOf = (id: string) => accounts.find(({ aad, mri }) => aad === id || mri === id);
  const isIn = (conversation: string) =>
    conversation.startsWith("a:") ? installed.has(conversation.slice(2)) : channels.has(conversation.split(";")[0] ?? "");

  return {
    url,
    serviceUrl,
    issuer,
    posted,
    calls,
    uploads,
    accounts,
    installed,
    channels,
    fails: (path, status, headers = {}, times = 1) => void troubles.push({ path, status, headers, times }),
    async send(port, activity) {
      const authorization = `Bearer ${await issuer.sign({ serviceurl: serviceUrl })}`;
      const response = await fetch(`http://127.0.0.1:${port}/teams/messages`, {
        method: "POST",
        headers: { authorization, "content-type": "application/json" },
        body: JSON.stringify(activity),
      });
      const text = await response.text();
      const body: unknown = text.startsWith("{") ? JSON.parse(text) : undefined;
      return { status: response.status, body: isJson(body) ? body : undefined };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) if (Buffer.isBuffer(part)) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
