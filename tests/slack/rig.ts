import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Intent } from "../../src/chat/intent.ts";
import type { Reply } from "../../src/chat/reply.ts";
import type { Adapter } from "../../src/ports/adapter.ts";
import { slack } from "../../src/slack/index.ts";
import { openStore } from "../../src/store/index.ts";
import { type HandClock, handClock } from "../worlds/clock.ts";
import type { Failure } from "../worlds/slack-methods.ts";
import { type SlackServer, startSlackServer } from "../worlds/slack-server.ts";
import { botUser, team } from "../worlds/slack-state.ts";
import { httpWire, signature, socketWire, type Wire } from "../worlds/slack-wire.ts";

const secret = "8f742231b10e8888abcd99yyyzzz85a5";

/** The adapter alone before a stand-in Slack: what it heard, and whatever a test lets it answer. */
export interface Rig {
  readonly server: SlackServer;
  readonly adapter: Adapter;
  readonly clock: HandClock;
  readonly heard: Intent[];
  readonly logged: string[];
  /** What was logged as an error. */
  readonly errors: string[];
  readonly wire: Wire;
  answer: (intent: Intent) => Reply | Promise<Reply>;
  /** A raw request to the adapter's path. */
  post(body: string, headers?: Readonly<Record<string, string>>, type?: string): Promise<Response>;
  sign(body: string, secondsOff?: number): Readonly<Record<string, string>>;
  /** Requests that are not answered yet. */
  open(): number;
  stop(): Promise<void>;
}

export async function rig(options: { readonly http?: true; readonly failing?: Failure } = {}): Promise<Rig> {
  const clock = handClock("2026-11-23T09:00:00Z");
  const server = await startSlackServer(clock.now);
  const { state } = server;
  state.scopes.push(
    "chat:write",
    "users:read",
    "users:read.email",
    "channels:history",
    "im:history",
    "im:write",
    "files:write",
    "channels:read",
  );
  state.accounts.set("U0BEN", { id: "U0BEN", name: "Ben Okafor", email: "ben@example.com", zone: "Europe/London" });
  state.conversations.set("C0APOLLO", { id: "C0APOLLO", name: "apollo", members: new Set([botUser, "U0BEN"]), messages: [] });
  state.conversations.set("C0ALONE", { id: "C0ALONE", name: "alone", members: new Set(["U0BEN"]), messages: [] });
  const store = await openStore({ url: "sqlite::memory:" });
  const heard: Intent[] = [];
  const logged: string[] = [];
  const errors: string[] = [];
  const note = (_: object, words: string) => void logged.push(words);
  const failed = (facts: object, words: string) => {
    note(facts, words);
    errors.push(words);
  };
  const made = {
    answer: (_: Intent): Reply | Promise<Reply> => ({ kind: "done" }),
  };
  const adapter = slack(
    {
      botToken: state.botToken,
      apiUrl: server.apiUrl,
      commandPrefix: "",
      workspaces: [],
      ...(options.http ? { signingSecret: secret } : { appToken: state.appToken }),
    },
    async (intent) => {
      if (intent.kind === "channel") return { kind: "done" };
      heard.push(intent);
      return made.answer(intent);
    },
    { clock, log: { info: note, warn: note, error: failed }, store },
  );
  let open = 0;
  const http = createServer((request, response) => {
    open += 1;
    response.once("close", () => {
      open -= 1;
    });
    adapter.paths[request.url ?? ""]?.(request, response);
  });
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  if (options.failing !== undefined) server.failNext("auth.test", options.failing);
  await adapter.start();
  const address = `http://127.0.0.1:${(http.address() as AddressInfo).port}/slack/events`;
  return Object.assign(made, {
    server,
    adapter,
    clock,
    heard,
    logged,
    errors,
    wire: options.http ? httpWire(() => address, secret, clock.now) : socketWire(server),
    post: (body: string, headers: Readonly<Record<string, string>> = {}, type = "application/x-www-form-urlencoded") =>
      fetch(address, { method: "POST", body, headers: { "content-type": type, ...headers } }),
    sign: (body: string, secondsOff = 0) => signature(secret, body, Math.floor(clock.now().getTime() / 1000) + secondsOff),
    open: () => open,
    async stop() {
      await adapter.stop();
      http.closeAllConnections();
      await new Promise((done) => http.close(done));
      await server.stop();
      await store.close();
    },
  });
}

/** `/risk` typed by Ben in a channel. */
export function command(at: Rig, channel = "C0APOLLO", text = "Vendor late"): Record<string, string> {
  const { server } = at;
  return {
    command: "/risk",
    text,
    user_id: "U0BEN",
    user_name: "ben",
    team_id: team,
    channel_id: channel,
    channel_name: "apollo",
    trigger_id: server.state.trigger("U0BEN"),
    response_url: server.responseUrl(channel, "U0BEN"),
  };
}
