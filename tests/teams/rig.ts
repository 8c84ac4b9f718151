import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Intent } from "../../src/chat/intent.ts";
import { say } from "../../src/chat/message.ts";
import type { Reply } from "../../src/chat/reply.ts";
import type { Adapter } from "../../src/ports/adapter.ts";
import { teams } from "../../src/teams/index.ts";
import { accounts, channelId } from "../worlds/teams-accounts.ts";
import type { Json } from "../worlds/teams-cards.ts";
import { appId, appPassword, startTeamsServer, type TeamsServer, tenant } from "../worlds/teams-server.ts";

/** Those of whom one sign alone says that they are guests. */
const guests = (["role", "address"] as const).map((guest) => ({
  aad: `guest-by-${guest}`,
  mri: `29:1${guest}`,
  name: "Guest",
  email: "guest@vendor.example",
  guest,
}));

/** The adapter alone, between a stand-in for Teams and an inside that the test plays. */
export interface Rig {
  readonly server: TeamsServer;
  readonly adapter: Adapter;
  readonly port: number;
  readonly heard: Intent[];
  readonly kept: Map<string, string>;
  readonly logged: string[];
  /** The numbers of what went wrong. */
  readonly ids: string[];
  /** What the inside answers next, until told otherwise. */
  replies(reply: Reply): void;
  send(activity: Json): Promise<{ readonly status: number; readonly body: Json | undefined }>;
  stop(): Promise<void>;
}

export async function rig(): Promise<Rig> {
  const server = await startTeamsServer([...accounts, ...guests]);
  server.channels.add(channelId("apollo"));
  const heard: Intent[] = [];
  const kept = new Map<string, string>();
  const logged: string[] = [];
  const ids: string[] = [];
  const note = (facts: object, words: string) => {
    logged.push(words);
    if ("id" in facts) ids.push(String(facts.id));
  };
  let reply: Reply = { kind: "message", message: say("Noted."), to: "me" };
  const adapter = teams(
    { appId, appPassword, tenantIds: [tenant], openIdMetadataUrl: `${server.url}/openid`, loginUrl: server.url, loopback: false },
    async (intent) => {
      if (intent.kind === "channel") return { kind: "done" };
      heard.push(intent);
      return reply;
    },
    {
      store: { recall: async (key) => kept.get(key), remember: async (key, value) => void kept.set(key, value) },
      log: { info: note, warn: note, error: note },
    },
  );
  const program = createServer((request, response) => adapter.paths[request.url ?? ""]?.(request, response));
  await new Promise<void>((done) => program.listen(0, "127.0.0.1", done));
  const { port } = program.address() as AddressInfo;
  return {
    server,
    adapter,
    port,
    heard,
    kept,
    logged,
    ids,
    replies: (next) => {
      reply = next;
    },
    send: (activity) => server.send(port, activity),
    async stop() {
      await adapter.stop();
      program.closeAllConnections();
      await new Promise((done) => program.close(done));
      await server.stop();
    },
  };
}

const [ada] = accounts;
if (!ada) throw new Error("nobody in the cast");

/** What Ada's client sends from her chat with the bot, or from a channel. */
export function from(server: TeamsServer, more: Json, channel?: string): Json {
  const place = channel
    ? {
        conversation: { id: `${channelId(channel)};messageid=human-1`, conversationType: "channel", isGroup: true, tenantId: tenant },
        channelData: { tenant: { id: tenant }, team: { id: "19:team@thread.tacv2" }, channel: { id: channelId(channel) } },
      }
    : { conversation: { id: `a:${ada?.aad}`, conversationType: "personal", tenantId: tenant }, channelData: { tenant: { id: tenant } } };
  return {
    id: String(Math.random()),
    type: "message",
    channelId: "msteams",
    serviceUrl: server.serviceUrl,
    localTimezone: "Europe/London",
    from: { id: ada?.mri, aadObjectId: ada?.aad, name: ada?.name },
    recipient: { id: `28:${appId}`, name: "Drumbeat" },
    ...place,
    ...more,
  };
}
