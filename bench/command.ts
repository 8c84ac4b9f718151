import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, HTTPReceiver } from "@slack/bolt";
import { readConfig } from "../src/config.ts";
import { start } from "../src/main.ts";
import { openStore } from "../src/store/index.ts";
import { seed } from "../tests/worlds/seed.ts";
import type { Figure, Size } from "./figure.ts";

const secret = "bench-signing-secret";
const atOnce = 8;

/** Signed slash command to acknowledgement over HTTP: a bare Bolt app that only acknowledges, and Drumbeat that answers. */
export async function commandToAcknowledge({ quick }: Size): Promise<readonly Figure[]> {
  const slack = createServer((_, response) =>
    response.setHeader("content-type", "application/json").end('{"ok":true,"user_id":"UBOT","bot_id":"B1","team_id":"T1"}'),
  );
  await new Promise<void>((done) => slack.listen(0, "127.0.0.1", done));
  const apiUrl = `http://127.0.0.1:${portOf(slack.address())}/api/`;

  const receiver = new HTTPReceiver({ signingSecret: secret, processBeforeResponse: false });
  const bare = new App({ token: "xoxb-bench", receiver, clientOptions: { slackApiUrl: apiUrl } });
  bare.command(/.*/, async ({ ack }) => ack());
  const bareServer = await bare.start({ port: 0, host: "127.0.0.1" });
  const folder = mkdtempSync(join(tmpdir(), "drumbeat-bench-"));
  const databaseUrl = `sqlite:${join(folder, "bench.db")}`;
  await prepare(databaseUrl);
  const env = {
    DATABASE_URL: databaseUrl,
    PORT: "0",
    LOG_LEVEL: "silent",
    SLACK_BOT_TOKEN: "xoxb-bench",
    SLACK_SIGNING_SECRET: secret,
    SLACK_API_URL: apiUrl,
  };
  const bot = await start(readConfig(env));

  const commands = quick ? 150 : 1500;
  const floor = await perCommandMs(portOf(bareServer.address()), "list", commands);
  const reads = await perCommandMs(bot.port, "list", commands);
  const writes = await perCommandMs(bot.port, "Vendor may miss UAT #APOLLO p4 i5", commands);
  await bot.stop();
  await bare.stop();
  slack.close();
  rmSync(folder, { recursive: true });
  return [
    { what: "/risk list, command to acknowledgement with the list", floor, ours: reads, unit: "ms", most: 100 },
    { what: "/risk …, command to acknowledgement, stored durably", floor, ours: writes, unit: "ms", most: 100 },
  ];
}

async function prepare(url: string): Promise<void> {
  const store = await openStore({ url });
  await seed(store, (channel) => ({ platform: "slack", workspace: "T1", channel }));
  const ben = await store.people.byEmail("ben@example.com");
  if (ben) await store.people.identify(ben.id, { platform: "slack", workspace: "T1", user: "UBEN", outside: false });
  await store.close();
}

/** The mean time of a command, with `atOnce` under way at a time; half of them first, not counted. */
async function perCommandMs(port: number, words: string, commands: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const run = async (count: number): Promise<number> => {
    let next = 0;
    const began = performance.now();
    const lane = async () => {
      while (next++ < count) await send(agent, port, words, next);
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    return (performance.now() - began) / count;
  };
  await run(commands / 2);
  const mean = await run(commands);
  agent.destroy();
  return mean;
}

function send(agent: Agent, port: number, words: string, id: number): Promise<void> {
  const trigger = `${process.hrtime.bigint()}.${id}`;
  const body = new URLSearchParams({
    command: "/risk",
    text: words,
    user_id: "UBEN",
    team_id: "T1",
    channel_id: "CBENCH",
    channel_name: "bench",
    trigger_id: trigger,
    api_app_id: "A1",
    response_url: "https://hooks.slack.com/commands/1",
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`;
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "x-slack-request-timestamp": timestamp,
    "x-slack-signature": signature,
  };
  return new Promise((done, fail) => {
    const call = request({ agent, port, host: "127.0.0.1", path: "/slack/events", method: "POST", headers }, (response) => {
      response.resume().on("end", () => (response.statusCode === 200 ? done() : fail(new Error(`answered ${response.statusCode}`))));
    });
    call.on("error", fail).end(body);
  });
}

function portOf(address: string | AddressInfo | null): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}
