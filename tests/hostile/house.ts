import { connect, type Socket } from "node:net";
import { type SlackWorld, slackWorld } from "../worlds/slack.ts";
import { signature } from "../worlds/slack-wire.ts";
import { teamsSettings } from "../worlds/teams.ts";
import { accounts } from "../worlds/teams-accounts.ts";
import { startTeamsServer, type TeamsServer } from "../worlds/teams-server.ts";

const secret = "8f742231b10e8888abcd99yyyzzz85a5";
export const formType = "application/x-www-form-urlencoded";
export const jsonType = "application/json";
export const doors = ["/slack/events", "/teams/messages"] as const;

/** The program as it is started, with both chats on its one port, and a stranger's way to it: bare HTTP. */
export interface House {
  readonly world: SlackWorld;
  readonly teams: TeamsServer;
  readonly port: number;
  /** A request whose body Slack signed, at a time so many seconds off. */
  slack(body: string, type?: string, secondsOff?: number): Promise<number>;
  post(path: string, body: string | Uint8Array, headers: Readonly<Record<string, string>>): Promise<number>;
  sign(body: string, secondsOff?: number): Readonly<Record<string, string>>;
  bearer(claims?: object, options?: Parameters<TeamsServer["issuer"]["sign"]>[1]): Promise<Readonly<Record<string, string>>>;
  /** Bytes as they are, on a connection of their own. */
  raw(bytes: string): Socket;
  stop(): Promise<void>;
}

export async function openHouse(): Promise<House> {
  const teams = await startTeamsServer(accounts);
  const world = await slackWorld({ signingSecret: secret, env: teamsSettings(teams.url) });
  const { port } = world.bot();
  const sign: House["sign"] = (body, off = 0) => signature(secret, body, Math.floor(world.now().getTime() / 1000) + off);
  const post: House["post"] = async (path, body, headers) => {
    const response = await fetch(world.address(path), { method: "POST", body: Buffer.from(body), headers });
    await response.arrayBuffer();
    return response.status;
  };
  return {
    world,
    teams,
    port,
    sign,
    post,
    slack: (body, type = formType, off = 0) => post("/slack/events", body, { "content-type": type, ...sign(body, off) }),
    bearer: async (claims = {}, options = {}) => ({
      "content-type": jsonType,
      authorization: `Bearer ${await teams.issuer.sign({ serviceurl: teams.serviceUrl, ...claims }, options)}`,
    }),
    raw(bytes) {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => undefined);
      socket.write(bytes);
      return socket;
    },
    async stop() {
      await world.stop();
      await teams.stop();
    },
  };
}

/** All that comes back on a connection until it is closed. */
export async function heardOn(socket: Socket): Promise<string> {
  let heard = "";
  socket.on("data", (data) => {
    heard += data;
  });
  await new Promise((closed) => socket.once("close", closed));
  return heard;
}
