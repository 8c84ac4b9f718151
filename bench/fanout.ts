import { setTimeout as pause } from "node:timers/promises";
import { readConfig } from "../src/config.ts";
import { start } from "../src/main.ts";
import { company } from "./company.ts";
import type { Figure, Size } from "./figure.ts";
import { outside, type Sent } from "./load.ts";

const perMinute = 1200;
const morning = Date.parse("2026-12-04T09:00:00Z");

/** Prompts to everybody at once, over the whole program: how near to the pace that is set, and what of it is refused. */
export async function fanOut({ quick }: Size): Promise<readonly Figure[]> {
  const many = quick ? 60 : 600;
  const beside = await outside({ perMinute });
  const { store, url, end } = await company({ projects: many, projectsPerManager: 1, weeks: 1, entries: 0 });
  await store.remember("planned:status.rhythm", new Date(morning - 3_600_000).toISOString());
  const begun = Date.now();
  const settings = {
    DATABASE_URL: url,
    PORT: "0",
    LOG_LEVEL: "silent",
    SLACK_BOT_TOKEN: "xoxb-bench",
    SLACK_SIGNING_SECRET: "bench",
    SLACK_API_URL: `${beside.url}/api/`,
    SLACK_SENDS_PER_MINUTE: String(perMinute),
  };
  const bot = await start(readConfig(settings), { clock: { now: () => new Date(morning + Date.now() - begun) } });
  await bot.beat();
  const longestMs = (many / perMinute) * 60_000 * 3 + 10_000;
  let sent: Sent = await beside.sent();
  for (const until = Date.now() + longestMs; sent.count < many && Date.now() < until; await pause(200)) sent = await beside.sent();
  await bot.stop();
  await end();
  beside.end();
  if (sent.count < many) throw new Error(`${sent.count} of ${many} prompts were sent`);
  const rate = ((sent.count - 1) / (sent.lastMs - sent.firstMs)) * 60_000;
  return [
    {
      name: "fan-out",
      what: `${many} prompts sent, a minute, against the pace that is set`,
      floor: perMinute,
      ours: rate,
      unit: "/min",
      reach: { of: "ratio", least: 0.97 },
      alarm: { least: 0.1 },
    },
    {
      name: "fan-out-refused",
      what: "… and how many of them were refused (429)",
      floor: many,
      ours: sent.refused,
      unit: "",
      reach: { of: "ratio", most: 0.005 },
      alarm: { most: 0.5 },
    },
  ];
}
