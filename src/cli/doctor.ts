import { parseArgs } from "node:util";
import { readConfig, readEnvironment } from "../config.ts";
import { firstAdmins } from "../core/rights.ts";
import { localDate } from "../core/time.ts";
import { createLog } from "../log.ts";
import { connect, settingsOf } from "../main.ts";
import type { Check } from "../ports/adapter.ts";
import type { Channel } from "../ports/projects.ts";
import { records } from "../records/index.ts";
import type { Desk } from "../routes.ts";
import { openStore } from "../store/index.ts";
import { print } from "./offline.ts";

/** Checks everything that an installation needs and says the fix for each; 1 when something must be mended. */
export async function doctor(args: readonly string[]): Promise<number> {
  parseArgs({ args: [...args], options: {} });
  const config = readConfig(readEnvironment());
  const log = createLog("silent");
  const store = await openStore({ url: config.databaseUrl, zone: config.zone, types: records });
  try {
    const desk = { store, types: records, settings: settingsOf(config), now: new Date(), log };
    const clock = { now: () => new Date() };
    const adapters = await connect(config, async () => ({ kind: "done" }), { store, log, clock }, undefined);
    const channels = await channelsInUse(desk);
    const chats = await Promise.all(adapters.map((adapter) => adapter.check(channels)));
    const checks = [
      { what: "database", ok: true, found: config.databaseUrl },
      { what: "clock", ok: desk.now.getUTCFullYear() >= 2024, found: desk.now.toISOString(), fix: "Set the machine's clock, best by NTP." },
      chat(config.slack !== undefined || config.teams !== undefined),
      ...chats.flat(),
      ...(await peopleChecks(desk)),
      ...(await portfolioChecks(desk)),
    ];
    for (const { what, ok, found, fix } of checks) print(`${ok ? "ok  " : "MEND"}  ${what}: ${found}${ok || !fix ? "" : `\n      ${fix}`}`);
    return checks.every(({ ok }) => ok) ? 0 : 1;
  } finally {
    await store.close();
  }
}

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

async function peopleChecks({ store, settings, now }: Desk): Promise<readonly Check[]> {
  const people = (await store.people.all()).filter((person) => !person.left);
  const pms = new Set((await store.projects.all(localDate(now, "UTC"))).flatMap((project) => project.pm ?? []));
  const silent = people.filter((person) => pms.has(person.id) && !person.identities.some((each) => each.unreachable === undefined));
  const admins = people.filter((person) => firstAdmins(person, settings.admins).length > 0);
  const unzoned = people.filter((person) => person.zone === "");
  return [
    {
      what: "administrators",
      ok: settings.admins.length > 0,
      found: `${settings.admins.length} named in ADMIN_EMAILS, ${admins.length} known`,
      fix: "Set ADMIN_EMAILS; without it nobody can set Drumbeat up.",
    },
    {
      what: "people who cannot be reached",
      ok: silent.length === 0,
      found:
        silent.length === 0
          ? "none among the project managers"
          : silent
              .map((person) => person.name)
              .slice(0, 20)
              .join(", "),
      fix: "Slack: check their e-mail address. Teams: install the app for them (Teams admin centre, Setup policies).",
    },
    {
      what: "time zones",
      ok: unzoned.length === 0,
      found: unzoned.length === 0 ? "known for everybody" : `${unzoned.length} unknown`,
      fix: "Set ZONE for those whose platform does not say.",
    },
  ];
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
      found: `${portfolios.length} with ${projects.length} projects`,
      fix: "Say /pmo setup in chat, or drumbeat import projects FILE.csv.",
    },
    {
      what: "project managers",
      ok: orphans.length === 0,
      found: orphans.length === 0 ? "every active project has one" : `missing on ${names(orphans.map((each) => each.key))}`,
      fix: "Say /pmo pm #KEY @somebody.",
    },
    {
      what: "digests",
      ok: unread.length === 0,
      found: unread.length === 0 ? `${audiences.length} audiences` : `nobody reads ${names(unread.map((each) => each.name))}`,
      fix: `For a digest, ${channels}`,
    },
  ];
}

const names = (all: readonly string[]): string => `${all.slice(0, 8).join(", ")}${all.length > 8 ? ` and ${all.length - 8} more` : ""}`;
