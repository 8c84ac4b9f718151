import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readConfig } from "../config.ts";
import { instantOf } from "../core/time.ts";
import { type Bot, start } from "../main.ts";
import { projectRoot } from "../package.ts";
import { createTerminal, terminalWorkspace } from "../terminal/screens.ts";
import { prepareDemo } from "./demo-portfolio.ts";
import { playOn } from "./demo-prompt.ts";
import { playCycle, playWeekBefore } from "./demo-story.ts";
import { print } from "./offline.ts";
import { type Actor, createStage } from "./stage.ts";

const zone = "Europe/London";

/** Everybody in the demo is invented; so is all that they say. */
const cast: Readonly<Record<string, Actor>> = {
  ada: { name: "Ada Lindqvist", zone, part: "PMO lead" },
  ben: { name: "Ben Okafor", zone, part: "project manager of Crossrail, A303 and HMCTS Reform" },
  dana: { name: "Dana Whitfield", zone, part: "project manager of Universal Credit and Making Tax Digital" },
  chen: { name: "Chen Yating", zone: "Asia/Shanghai", part: "project manager of the Beijing embassy" },
  omar: { name: "Omar Haddad", zone, part: "project manager of Immigration Platform Technologies" },
  priya: { name: "Priya Nair", zone, part: "engineer on Crossrail" },
  erin: { name: "Erin Walsh", zone, part: "sponsor" },
  gita: { name: "Gita Rao", zone, part: "PMO contact" },
  finn: { name: "Finn Berg", zone, part: "director, reads the digest" },
};

/** Plays one reporting cycle through the real scheduler, outbox and features; on a terminal, hands the stage over after it. */
export async function demo(args: readonly string[]): Promise<number> {
  parseArgs({ args: [...args], options: {} });
  let now = instantOf("2022-05-08", "20:00", zone);
  const set = (instant: Date) => {
    now = instant;
  };
  const clock = { now: () => new Date(now), set };
  const terminal = createTerminal();
  const config = readConfig({
    DATABASE_URL: "sqlite::memory:",
    ADMIN_EMAILS: "ada@demo.example",
    ZONE: zone,
    PORT: "0",
    LOG_LEVEL: "warn",
  });
  const bot: Bot = await start(config, { clock, terminal });
  try {
    const file = (path: string) => readFileSync(join(projectRoot(), path), "utf8");
    const keys = await prepareDemo(bot, file, zone, {
      platform: "terminal",
      workspace: terminalWorkspace,
      channel: "leadership",
      name: "leadership",
    });
    const stage = createStage({ terminal, clock, cast, homeZone: zone, answer: bot.answer, beat: () => bot.beat(), print });
    stage.curtain(false);
    await playWeekBefore(stage, keys, zone);
    stage.curtain(true);
    await playCycle(stage, keys, zone);
    if (process.stdin.isTTY) await playOn(stage, cast, zone);
  } finally {
    await bot.stop();
  }
  return 0;
}
