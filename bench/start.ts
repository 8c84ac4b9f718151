import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { type Figure, medianMs, type Size } from "./figure.ts";
import { outside } from "./load.ts";
import { teamsSettings } from "./office.ts";

const idle = z.object({ mebibytes: z.number() });

/** From the command to the first request that it would take, and what it holds when idle: beside its SDK, imported alone. */
export async function startAndMemory({ quick }: Size): Promise<readonly Figure[]> {
  const beside = await outside();
  const slack = { SLACK_BOT_TOKEN: "xoxb-bench", SLACK_SIGNING_SECRET: "bench", SLACK_API_URL: `${beside.url}/api/` };
  const figures = [
    ...(await ofPlatform("Slack", "@slack/bolt", slack, 140, quick)),
    ...(await ofPlatform("Teams", "botbuilder", teamsSettings(beside), 170, quick)),
  ];
  beside.end();
  return figures;
}

type Settings = Readonly<Record<string, string>>;

async function ofPlatform(
  name: string,
  sdk: string,
  settings: Settings,
  mostMebibytes: number,
  quick: boolean,
): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "drumbeat-bench-"));
  const url = `sqlite:${join(folder, "bench.db")}`;
  const env = { PATH: process.env["PATH"], DATABASE_URL: url, PORT: "0", LOG_LEVEL: "silent", ...settings };
  const runs = quick ? 1 : 7;
  const floor = await medianMs(runs, () => printed(`await import("${sdk}")`, []));
  const ours = await medianMs(runs, async () => {
    const child = started(env, 60_000, []);
    await once(child, "message");
    child.kill(); // how long it takes to end is another matter
  });
  const bare = Number(await printed(`await import("${sdk}"); gc(); console.log(process.memoryUsage.rss() / 2 ** 20)`, withGc));
  const child = started(env, quick ? 100 : 30_000, withGc);
  await once(child, "message");
  const [told] = await once(child, "message");
  await once(child, "exit");
  rmSync(folder, { recursive: true });
  const key = name.toLowerCase();
  return [
    {
      name: `start-${key}`,
      what: `start with ${name} alone, against importing its SDK`,
      floor,
      ours,
      unit: "ms",
      reach: { of: "ratio", most: 1.3 },
      alarm: { most: 10 },
    },
    {
      name: `memory-${key}`,
      what: `idle with ${name}, against its SDK imported`,
      floor: bare,
      ours: idle.parse(told).mebibytes,
      unit: "MiB",
      reach: { of: "figure", most: mostMebibytes },
      alarm: { most: 5 },
    },
  ];
}

/** Not where time is measured: under such a flag Node compiles what it brings of its own again, which is otherwise ready. */
const withGc = ["--expose-gc"];

/** Built as the program that people start is, not like the rest of the bench. */
const starting = join(import.meta.dirname, "../whole/starting.js");

const started = (env: NodeJS.ProcessEnv, idleMs: number, execArgv: string[]) => fork(starting, [String(idleMs)], { env, execArgv });

/** What a fresh Node prints that runs these words from here, where the packages are. */
async function printed(words: string, flags: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [...flags, "--input-type=module", "-e", words], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (part) => {
    text += String(part);
  });
  const [status] = await once(child, "close");
  if (status !== 0) throw new Error(`node -e '${words}' ended with ${status}`);
  return text;
}
