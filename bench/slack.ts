import { App, HTTPReceiver } from "@slack/bolt";
import type { Figure, Size } from "./figure.ts";
import { inTurn, type Measured, outside } from "./load.ts";
import { startBot } from "./office.ts";

const secret = "bench-signing-secret";
const connections = 16;
/** So many risks are open on the project whose list is asked for. */
const listed = 100;
const ratio = { least: 0.6, of: "ratio" } as const;
const tail = { most: 10, of: "figure" } as const;

/** Signed slash command to acknowledgement at 16 connections: a bare Bolt app that only acknowledges, and Drumbeat. */
export async function slackCommands({ quick }: Size): Promise<readonly Figure[]> {
  const beside = await outside();
  const apiUrl = `${beside.url}/api/`;
  const receiver = new HTTPReceiver({ signingSecret: secret, processBeforeResponse: false });
  const bare = new App({ token: "xoxb-bench", receiver, clientOptions: { slackApiUrl: apiUrl } });
  bare.command(/.*/, async ({ ack }) => ack());
  const bareServer = await bare.start({ port: 0, host: "127.0.0.1" });
  const bareAddress = bareServer.address();
  const barePort = typeof bareAddress === "object" && bareAddress !== null ? bareAddress.port : 0;
  const bot = await startBot("slack", "T1", "UBEN", {
    SLACK_BOT_TOKEN: "xoxb-bench",
    SLACK_SIGNING_SECRET: secret,
    SLACK_API_URL: apiUrl,
  });
  const count = quick ? 200 : 1000;
  const load =
    (port: number, text: string, times = count) =>
    (): Promise<Measured> =>
      beside.load({ port, path: "/slack/events", sign: "slack", secret, body: command(text), connections, count: times });
  await load(bot.port, "Vendor may miss UAT #ORION p4 i5", listed)();
  const rounds = quick ? 1 : 5;
  const of = await inTurn(rounds, [
    ["bare", load(barePort, "list")],
    ["list", load(bot.port, "list #ORION")],
    ["log", load(bot.port, "Vendor may miss UAT #HERMES p4 i5")],
    ["told", load(bot.port, "Vendor may miss UAT #APOLLO p4 i5")],
  ]);
  await bot.stop(listed + 2 * (rounds + 1) * count);
  await bare.stop();
  beside.end();
  const floor = of("bare");
  const [perSecond, ms] = [
    { floor: floor.perSecond, unit: "/s", alarm: { least: 0.01 } } as const,
    { unit: "ms", alarm: { most: 100 } } as const,
  ];
  return [
    { name: "command-stored", what: "/risk … stored and acknowledged", ...perSecond, ours: of("log").perSecond, reach: ratio },
    { name: "command-stored-p99", what: "… its 99th percentile", ...ms, floor: floor.p99, ours: of("log").p99, reach: tail },
    { name: "command-told", what: "/risk … that a channel is told of, too", ...perSecond, ours: of("told").perSecond, reach: ratio },
    { name: "command-told-p99", what: "… its 99th percentile", ...ms, floor: floor.p99, ours: of("told").p99, reach: tail },
    {
      name: "command-list",
      what: `/risk list of ${listed} acknowledged with the list`,
      ...perSecond,
      ours: of("list").perSecond,
      reach: ratio,
    },
    { name: "command-list-p99", what: "… its 99th percentile", ...ms, floor: floor.p99, ours: of("list").p99, reach: tail },
  ];
}

function command(text: string): string {
  const body = new URLSearchParams({
    command: "/risk",
    text,
    user_id: "UBEN",
    team_id: "T1",
    channel_id: "D0BENCH",
    channel_name: "directmessage",
    trigger_id: "TRIGGER",
    api_app_id: "A1",
    response_url: "https://hooks.slack.com/commands/1",
  });
  return body.toString().replace("TRIGGER", "%ID%");
}
