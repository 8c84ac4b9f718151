import { createHmac } from "node:crypto";
import { Agent, createServer, request } from "node:http";
import { createIssuer } from "../tests/worlds/teams-issuer.ts";
import { appId, appPassword, tenant } from "../tests/worlds/teams-server.ts";
import type { Asked, Load, Measured } from "./load.ts";

/** All that is not the bot, in a process of its own: what Slack and Teams answer, and whoever speaks to the bot through them. */
const issuer = await createIssuer(appId, appPassword);
const server = createServer((asked, response) => {
  const path = asked.url ?? "/";
  let text = "";
  asked.on("data", (part) => {
    text += String(part);
  });
  asked.on("end", () => {
    response.setHeader("content-type", "application/json");
    if (path === "/api/chat.postMessage" && !taken())
      return void response.writeHead(429, { "retry-after": "1" }).end('{"ok":false,"error":"ratelimited"}');
    response.end(JSON.stringify(answerTo(path, text)));
  });
});
await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
const address = server.address();
const port = typeof address === "object" && address !== null ? address.port : 0;
const url = `http://127.0.0.1:${port}`;
const serviceUrl = `${url}/emea/`;
let sent = 0;

/** What Slack takes: so many a minute, and some at once. */
const perMs = Number(process.argv[2]) / 60_000;
const atOnce = 8;
const posts = { count: 0, refused: 0, firstMs: 0, lastMs: 0 };
let [left, filledAt]: [number, number] = [atOnce, 0];

function taken(): boolean {
  const now = performance.now();
  [left, filledAt] = [Math.min(atOnce, left + (now - filledAt) * perMs), now];
  if (perMs > 0 && left < 1) {
    posts.refused += 1;
    return false;
  }
  left -= 1;
  if (posts.count === 0) posts.firstMs = now;
  posts.count += 1;
  posts.lastMs = now;
  return true;
}

function answerTo(path: string, text: string): object {
  if (path.startsWith("/api/")) return { ok: true, user_id: "UBOT", bot_id: "B1", team_id: "T1", channel: "C1", ts: `1.${++sent}` };
  if (path === "/openid") return { issuer: "https://api.botframework.com", jwks_uri: `${url}/keys` };
  if (path === "/keys") return issuer.keys;
  if (path === `/${tenant}/oauth2/v2.0/token`) return issuer.login(new URLSearchParams(text)).body;
  return { id: String(++sent) };
}

process.on("message", (asked: Asked) => {
  if (asked.do === "end") process.exit(0);
  if (asked.do === "open") return void process.send?.({ url, serviceUrl });
  if (asked.do === "sent") return void process.send?.(posts);
  run(asked).then(
    (measured) => process.send?.(measured),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});

let requests = 0;

async function run(load: Load): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  const token = load.sign === "teams" ? `Bearer ${await issuer.sign({ serviceurl: serviceUrl })}` : "";
  const times: number[] = [];
  let begun = 0;
  const lane = async () => {
    while (begun++ < load.count) {
      const started = performance.now();
      await send(agent, load, token);
      times.push(performance.now() - started);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: load.connections }, lane));
  const perSecond = load.count / ((performance.now() - started) / 1000);
  agent.destroy();
  const sorted = times.sort((a, b) => a - b);
  return { perSecond, p50: at(sorted, 0.5), p99: at(sorted, 0.99) };
}

const at = (sorted: readonly number[], part: number): number => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;

function send(agent: Agent, { port, path, sign, secret, body }: Load, token: string): Promise<void> {
  const filled = body.replace("%ID%", `${process.pid}.${++requests}`);
  const headers = {
    "content-length": Buffer.byteLength(filled),
    ...(sign === "slack" ? slackHeaders(filled, secret) : teamsHeaders(token)),
  };
  return new Promise((done, fail) => {
    const call = request({ agent, port, host: "127.0.0.1", path, method: "POST", headers }, (response) => {
      response.resume().on("end", () => (response.statusCode === 200 ? done() : fail(new Error(`answered ${response.statusCode}`))));
    });
    call.on("error", fail).end(filled);
  });
}

function slackHeaders(body: string, secret: string) {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`;
  const type = "application/x-www-form-urlencoded";
  return { "content-type": type, "x-slack-request-timestamp": timestamp, "x-slack-signature": signature };
}

const teamsHeaders = (token: string) => ({ "content-type": "application/json", authorization: token });
