import { parseArgs } from "node:util";
import { chatNames } from "../chat/place.ts";
import { readConfig, readEnvironment } from "../config.ts";
import { count } from "../core/phrases.ts";
import { localDate, localTime, longDate } from "../core/time.ts";
import { createLog } from "../log.ts";
import { connect, settingsOf } from "../main.ts";
import type { Adapter, Check } from "../ports/adapter.ts";
import type { Clock } from "../ports/index.ts";
import type { Channel } from "../ports/projects.ts";
import { records } from "../records/index.ts";
import type { Desk } from "../routes.ts";
import { withoutPassword } from "../store/database/database.ts";
import { openStore } from "../store/index.ts";
import { listed, peopleChecks } from "./doctor-people.ts";
import { print } from "./offline.ts";

/** Checks everything that an installation needs and says the fix for each; 1 when something must be mended. */
export async function doctor(args: readonly string[]): Promise<number> {
  parseArgs({ args: [...args], options: {} });
  const config = readConfig(readEnvironment());
  const log = createLog("silent");
  const clock = { now: () => new Date() };
  const store = await openStore({ url: config.databaseUrl, zone: config.zone, types: records });
  try {
    const desk = { store, types: records, settings: settingsOf(config), now: clock.now(), log };
    const adapters = await connect(config, async () => ({ kind: "done" }), { store, log, clock }, undefined);
    const checks = [{ what: "database", ok: true, found: withoutPassword(config.databaseUrl) }, ...(await examine(desk, adapters, clock))];
    for (const { what, ok, found, fix } of checks) print(`${ok ? "ok  " : "MEND"}  ${what}: ${found}${ok || !fix ? "" : `\n      ${fix}`}`);
    return checks.every(({ ok }) => ok) ? 0 : 1;
  } finally {
    await store.close();
  }
}

/** All that can be wrong with an installation that runs. */
export async function examine(desk: Desk, adapters: readonly Adapter[], clock: Clock): Promise<readonly Check[]> {
  const channels = await channelsInUse(desk);
  const chats = await Promise.all(adapters.map((adapter) => adapter.check(channels)));
  const messengers = adapters.map(({ messenger }) => messenger);
  return [
    await clockCheck(adapters, clock),
    chat(adapters.length > 0),
    ...chats.flat(),
    ...(await peopleChecks(desk, messengers)),
    ...(await portfolioChecks(desk)),
  ];
}

/** A clock that is wrong asks at the wrong time, and chats refuse what it signs: Slack after five minutes. */
const clockMayBeOffMs = 60_000;

async function clockCheck(adapters: readonly Adapter[], clock: Clock): Promise<Check> {
  const fix = "Set the machine's clock, best by NTP.";
  for (const { time, messenger } of adapters) {
    const theirs = await time?.();
    if (!theirs) continue;
    const off = clock.now().getTime() - theirs.getTime();
    const ok = Math.abs(off) <= clockMayBeOffMs;
    const apart = `${Math.round(Math.abs(off) / 1000)} seconds ${off < 0 ? "behind" : "ahead of"} ${chatNames[messenger.platform]}`;
    return { what: "clock", ok, found: ok ? `${moment(clock.now())}, as ${chatNames[messenger.platform]} says` : apart, fix };
  }
  const why = adapters.length === 0 ? "no chat is configured" : "no chat said what time it is";
  return { what: "clock", ok: true, found: `${moment(clock.now())}, not compared with another: ${why}` };
}

const moment = (now: Date): string => `${longDate(localDate(now, "UTC"))} ${localTime(now, "UTC")} UTC`;

const chat = (configured: boolean): Check => ({
  what: "chats",
  ok: configured,
  found: configured ? "configured" : "none configured",
  fix: "Set the Slack or Teams settings of README.md in .env; npm run demo needs none.",
});

async function channelsInUse({ store, now }: Desk): Promise<readonly Channel[]> {
  const [audiences, projects] = [await store.digests.audiences(), await store.projects.all(localDate(now, "UTC"))];
  const homes = await Promise.all(projects.map((project) => store.projects.channels({ project: project.id })));
  return [...audiences.map((audience) => audience.channel), ...homes.flat()];
}

async function portfolioChecks({ store, now }: Desk): Promise<readonly Check[]> {
  const portfolios = await store.projects.portfolios();
  const projects = await store.projects.all(localDate(now, "UTC"));
  const orphans = projects.filter((project) => project.state === "active" && project.pm === undefined);
  const [audiences, channels] = [await store.digests.audiences(), "say /pmo audience add in leadership's channel."];
  const unread = portfolios.filter((each) => !audiences.some((audience) => audience.portfolio === each.id));
  return [
    {
      what: "portfolios",
      ok: portfolios.length > 0,
      found: `${portfolios.length} with ${count(projects.length, "project")}`,
      fix: "Say /pmo setup in chat, or drumbeat import projects FILE.csv.",
    },
    {
      what: "project managers",
      ok: orphans.length === 0,
      found: orphans.length === 0 ? "every active project has one" : `missing on ${listed(orphans.map((each) => each.key))}`,
      fix: "Say /pmo pm #KEY @somebody.",
    },
    {
      what: "digests",
      ok: unread.length === 0,
      found: unread.length === 0 ? count(audiences.length, "audience") : `nobody reads ${listed(unread.map((each) => each.name))}`,
      fix: `For a digest, ${channels}`,
    },
  ];
}
