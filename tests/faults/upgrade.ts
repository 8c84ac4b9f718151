import { join } from "node:path";
import { startPostgres } from "../worlds/postgres.ts";
import { farClock } from "./clock.ts";
import { nine, seedCompany } from "./company.ts";
import { startInstance } from "./instances.ts";
import { bringLaterVersion } from "./newer.ts";
import { settled } from "./outbox.ts";
import { counted } from "./platforms.ts";
import { exactly, type Fault, type Finding, found } from "./report.ts";
import { slackCompany } from "./slack.ts";
import { until } from "./until.ts";

/** A later version lays out its tables while this one asks everybody; then one more of this version is started. */
export const upgrade: Fault = async ({ quick, folder }) => {
  const people = quick ? 40 : 2000;
  const findings = [...(await onDatabase("SQLite", `sqlite:${join(folder, "upgrade.db")}`, people, folder))];
  const server = await startPostgres({ durable: true });
  try {
    await server.make("upgrade");
    findings.push(...(await onDatabase("Postgres", server.urlOf("upgrade"), people, folder)));
  } finally {
    await server.stop();
  }
  return findings;
};

async function onDatabase(name: string, url: string, people: number, folder: string): Promise<readonly Finding[]> {
  const clock = farClock(nine + 5_000);
  const platform = await slackCompany(people, clock.now);
  platform.line.latencyMs = () => 20 + Math.random() * 60;
  await seedCompany(url, people, platform.accountOf, platform.facts);
  const env = { ...platform.env, DATABASE_URL: url };
  const before = await startInstance(env, folder, clock.offsetMs);
  void before.beat();
  await until(() => platform.prompted() > people / 4, 60_000, 2);
  const sent = platform.prompted();
  await bringLaterVersion(url);
  const meanwhile = platform.prompted();
  const beside = await startInstance(env, folder, clock.offsetMs);
  const left = await settled(url, beside, 120_000);
  for (const each of [before, beside]) await each.kill();
  await platform.stop();
  const { lost, twice } = counted(platform, people);
  const what = `${name}, ${people} prompts, new tables from the ${sent}th to the ${meanwhile}th`;
  return [
    exactly(`${what}: lost or twice`, 0, lost + twice),
    found(`${what}: what was not sent in the end`, "nothing", left.join("; ") || "nothing", left.length === 0),
  ];
}
