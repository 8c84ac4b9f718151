import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { type Failure, methods, type Refusal, requiredScopes } from "./slack-methods.ts";
import { type SlackApps, slackApps } from "./slack-oauth.ts";
import { blockTextLength, isBlock, listOf, problemsOfBlocks } from "./slack-rules.ts";
import { type SlackState, slackState } from "./slack-state.ts";
import { callsUnderWay } from "./under-way.ts";

/** What the bot acknowledged an envelope with. */
export type AckPayload = Readonly<Record<string, unknown>> | undefined;

/** Slack, as far as a bot can tell: the Web API, response_urls and Socket Mode, on 127.0.0.1. */
export interface SlackServer {
  readonly apiUrl: string;
  readonly state: SlackState;
  /** Another workspace, which may install the app. */
  readonly west: SlackState;
  readonly apps: SlackApps;
  /** Every Web API call that reached it, oldest first, and for which workspace it was. */
  readonly calls: readonly { readonly method: string; readonly args: Readonly<Record<string, unknown>>; readonly team?: string }[];
  /** The next call of this method fails so, and only the next. */
  failNext(method: string, failure: Failure): void;
  /** Brings something to the bot over Socket Mode and gives its acknowledgement, within Slack's three seconds. */
  push(type: "slash_commands" | "interactive" | "events_api", payload: object): Promise<AckPayload>;
  /** Whatever a broken proxy may put on the connection. */
  raw(frame: string): void;
  responseUrl(channel: string, user: string, message?: string): string;
  connections(): number;
  /** Slack recycles its connections from time to time. */
  disconnectAll(): void;
  /** Once the bot has no call open: what it does after an acknowledgement is over. */
  quiet(): Promise<void>;
  stop(): Promise<void>;
}

export async function startSlackServer(now: () => Date): Promise<SlackServer> {
  const state = slackState(now);
  const west = slackState(now, { team: "T0WEST", botToken: "" });
  const apps = slackApps(now, new Map([state, west].map((each) => [each.team, each])));
  const calls: { method: string; args: Readonly<Record<string, unknown>>; team?: string }[] = [];
  const failures = new Map<string, Failure[]>();
  const sockets = new Set<WebSocket>();
  const waiting = new Map<string, (payload: AckPayload) => void>();
  const responses = new Map<string, { channel: string; user: string; message?: string; left: number; made: number }>();
  let envelope = 0;

  const server: Server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  const links = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => links.handleUpgrade(request, socket, head, connected));

  function connected(link: WebSocket): void {
    sockets.add(link);
    link.on("close", () => sockets.delete(link));
    link.on("message", (data) => {
      const ack: unknown = JSON.parse(String(data));
      if (isBlock(ack))
        waiting.get(String(ack["envelope_id"]))?.(
          isBlock(ack["payload"]) && Object.keys(ack["payload"]).length > 0 ? ack["payload"] : undefined,
        );
    });
    link.send(JSON.stringify({ type: "hello", num_connections: sockets.size, connection_info: { app_id: "A0DRUMBEAT" } }));
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader("date", now().toUTCString());
    const url = new URL(request.url ?? "/", "http://slack");
    const body = await readBody(request);
    const part = url.pathname.split("/").filter(Boolean);
    if (part[0] === "response") return answerLater(part[1] ?? "", body, response);
    if (part[0] === "upload") {
      state.uploads.set(part[1] ?? "", body);
      return void response.writeHead(200).end("OK");
    }
    if (part[0] !== "api") return void response.writeHead(404).end();
    const method = part[1] ?? "";
    const token = (request.headers.authorization ?? "").replace(/^Bearer /, "");
    const args = parseArgs(body);
    const holder = apps.holder(token);
    calls.push({ method, args, ...("team" in holder && { team: holder.team }) });
    return callMethod(method, token, args, response);
  }

  function callMethod(method: string, token: string, args: Readonly<Record<string, unknown>>, response: ServerResponse) {
    const failure = failures.get(method)?.shift();
    if (failure === "drop") return void response.destroy();
    if (failure === "hang") return;
    if (failure !== undefined && typeof failure === "object" && "retryAfter" in failure)
      return send(response, 429, { ok: false, error: "ratelimited" }, { "retry-after": String(failure.retryAfter) });
    if (failure !== undefined && typeof failure === "object" && "status" in failure)
      return send(response, failure.status, { ok: false, echoed: args, token }); // as a broken gateway does
    const headers = { "x-oauth-scopes": state.scopes.join(",") };
    if (typeof failure === "string" && failure !== "drop after" && failure !== "cut")
      return send(response, 200, { ok: false, error: failure }, headers);
    const result = run(method, token, args);
    if (failure === "drop after") return void response.destroy();
    const whole = JSON.stringify(result);
    if (failure === "cut") return void response.writeHead(200, headers).end(whole.slice(0, whole.length / 2));
    if (isRefusal(result) && result.retryAfter !== undefined)
      return send(response, 429, { ok: false, error: result.error }, { "retry-after": String(result.retryAfter) });
    send(response, 200, result, headers);
  }

  function run(method: string, token: string, args: Readonly<Record<string, unknown>>): object {
    if (method === "oauth.v2.access") return answerOf(apps.access(args));
    if (token === "") return { ok: false, error: "not_authed" };
    if (method === "apps.connections.open") {
      if (token !== state.appToken) return { ok: false, error: "invalid_auth" };
      return { ok: true, url: `ws://127.0.0.1:${portOf(server)}/link?ticket=1` };
    }
    const holder = apps.holder(token);
    if ("error" in holder) return answerOf(holder);
    if (method === "auth.revoke") return answerOf(apps.revoke(token));
    const scope = requiredScopes[method];
    const needed = typeof scope === "function" ? scope(args) : scope;
    if (needed !== undefined && !holder.scopes.includes(needed))
      return { ok: false, error: "missing_scope", needed, provided: holder.scopes.join(",") };
    const run = methods[method];
    if (!run) return { ok: false, error: "unknown_method" };
    return answerOf(run(holder, args, `http://127.0.0.1:${portOf(server)}`));
  }

  /** A response_url: thirty minutes, five answers. */
  function answerLater(id: string, body: string, response: ServerResponse) {
    const target = responses.get(id);
    const given: unknown = JSON.parse(body);
    if (!target || !isBlock(given)) return send(response, 404, { ok: false, error: "no_such_url" });
    if (now().getTime() - target.made > 30 * 60_000) return send(response, 404, { ok: false, error: "expired_url" });
    if (target.left === 0) return send(response, 404, { ok: false, error: "used_url" });
    const unknown = state.noTables && listOf(given["blocks"]).some((block) => isBlock(block) && block["type"] === "table");
    if (unknown || problemsOfBlocks(given["blocks"] ?? [], "message").length > 0 || blockTextLength(given["blocks"]) > 12_000)
      return send(response, 400, { ok: false, error: "invalid_blocks" });
    target.left -= 1;
    const text = String(given["text"] ?? "");
    const blocks = Array.isArray(given["blocks"]) ? given["blocks"] : [];
    // Of a button's address Slack does not say what it does untold, so it is taken to replace.
    if (given["replace_original"] !== false && target.message !== undefined) {
      const message = state.message(target.channel, target.message);
      if (message) Object.assign(message, { text, blocks, changed: state.tick() });
    } else {
      const visible = given["response_type"] === "in_channel" ? {} : { onlyFor: target.user };
      const thread = typeof given["thread_ts"] === "string" ? { thread: given["thread_ts"] } : {};
      state.put(target.channel, { text, blocks, ...visible, ...thread });
    }
    response.writeHead(200).end("ok");
  }

  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${portOf(server)}`;
  const underWay = callsUnderWay((call) => call.origin === origin && !call.path.startsWith("/link"));
  return {
    apiUrl: `http://127.0.0.1:${portOf(server)}/api/`,
    state,
    west,
    apps,
    calls,
    failNext: (method, failure) => void failures.set(method, [...(failures.get(method) ?? []), failure]),
    async push(type, payload) {
      const [link] = [...sockets].reverse();
      if (!link) throw new Error("No bot is connected over Socket Mode");
      const id = `env-${++envelope}`;
      const acknowledged = new Promise<AckPayload>((done, fail) => {
        const late = setTimeout(() => fail(new Error(`The bot did not acknowledge ${type} within three seconds`)), 3000);
        waiting.set(id, (ack) => {
          clearTimeout(late);
          done(ack);
        });
      });
      link.send(JSON.stringify({ envelope_id: id, type, payload, accepts_response_payload: type !== "events_api" }));
      return acknowledged.finally(() => waiting.delete(id));
    },
    raw: (frame) => [...sockets].at(-1)?.send(frame),
    responseUrl(channel, user, message) {
      const id = `r${responses.size + 1}`;
      responses.set(id, { channel, user, left: 5, made: now().getTime(), ...(message !== undefined && { message }) });
      return `http://127.0.0.1:${portOf(server)}/response/${id}`;
    },
    connections: () => sockets.size,
    disconnectAll() {
      for (const link of sockets) link.send(JSON.stringify({ type: "disconnect", reason: "refresh_requested" }));
    },
    quiet: underWay.over,
    async stop() {
      underWay.stop();
      for (const link of sockets) link.terminate();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

const answerOf = (result: object): object => (isRefusal(result) ? { ok: false, ...result } : { ok: true, ...result });

const isRefusal = (result: object): result is Refusal => "error" in result;

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts).toString("utf8");
}

/** The SDK sends a form whose lists and objects are JSON. */
function parseArgs(body: string): Readonly<Record<string, unknown>> {
  const fields = Object.fromEntries(new URLSearchParams(body));
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, /^[[{]/.test(value) && name !== "text" ? jsonOr(value) : value]),
  );
}

function jsonOr(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
