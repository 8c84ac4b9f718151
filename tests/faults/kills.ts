import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { farClock } from "./clock.ts";
import { nine, seedCompany } from "./company.ts";
import { startInstance } from "./instances.ts";
import { settled } from "./outbox.ts";
import { counted, type MakePlatform, type Platform } from "./platforms.ts";
import { atMost, exactly, type Fault, type Finding, found } from "./report.ts";
import { slackCompany } from "./slack.ts";
import { teamsCompany } from "./teams.ts";
import { aWhile, until } from "./until.ts";

/** Longer than a lease: what the killed instance was sending is found again. */
const pastLeaseMs = 61_000;
/** What the worker has under way at a time on one platform. */
const atOnce = 8;

/** kill -9 in the middle of asking everybody, again and again, on one database. */
export const kills: Fault = async ({ quick, folder }) => {
  const [people, deaths, rounds] = quick ? [100, 3, 1] : [2000, 20, 5];
  return [
    ...(await onPlatform(slackCompany, people, deaths, rounds, folder)),
    ...(await onPlatform(teamsCompany, people, deaths, rounds, folder)),
  ];
};

async function onPlatform(make: MakePlatform, people: number, deaths: number, rounds: number, folder: string): Promise<readonly Finding[]> {
  let [lost, twice, onTheWay, killed] = [0, 0, 0, 0];
  const left = new Set<string>();
  let name = "";
  for (let round = 0; round < rounds; round++) {
    const clock = farClock(nine + 5_000);
    const platform = await make(people, clock.now);
    name = platform.name;
    const file = join(folder, `kills-${name}-${round}.db`);
    const template = join(folder, `kills-${name}.db`);
    // The way to a stand-in is another in every round, and the store knows it.
    if (Object.keys(platform.facts).length > 0) await seedCompany(`sqlite:${file}`, people, platform.accountOf, platform.facts);
    else {
      if (round === 0) await seedCompany(`sqlite:${template}`, people, platform.accountOf, {});
      copyFileSync(template, file);
    }
    const env = { ...platform.env, DATABASE_URL: `sqlite:${file}` };
    platform.line.latencyMs = () => 5 + Math.random() * 20;
    for (let life = 0; life < deaths; life++) {
      const instance = await startInstance(env, folder, clock.offsetMs);
      void instance.beat();
      await untilSome(platform, Math.floor((people * life) / deaths));
      await aWhile(life === 0 ? 500 : 40); // the first dies while it plans, as a rule
      onTheWay += platform.line.open();
      await instance.kill();
      killed += 1;
      clock.offsetMs += pastLeaseMs;
    }
    const last = await startInstance(env, folder, clock.offsetMs);
    for (const words of await settled(env.DATABASE_URL, last, 120_000)) left.add(words);
    await last.kill();
    const of = counted(platform, people);
    [lost, twice] = [lost + of.lost, twice + of.twice];
    await platform.stop();
  }
  const what = `${name}: ${people} prompts × ${rounds}, killed ${killed} times`;
  return [
    exactly(`${what}: lost`, 0, lost),
    name === "Slack" ? exactly(`${what}: twice`, 0, twice) : atMost(`${what} (${onTheWay} calls open then): twice`, killed * atOnce, twice),
    found(`${what}: what was not sent in the end`, "nothing", [...left].join("; ") || "nothing", left.size === 0),
  ];
}

const untilSome = ({ prompted }: Platform, some: number): Promise<boolean> => until(() => prompted() >= some, 60_000, 2);
