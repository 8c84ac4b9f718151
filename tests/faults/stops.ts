import { join } from "node:path";
import { farClock } from "./clock.ts";
import { nine, seedCompany } from "./company.ts";
import { honest, stored } from "./database-trouble.ts";
import { startInstance } from "./instances.ts";
import { settled } from "./outbox.ts";
import { counted } from "./platforms.ts";
import { atMost, exactly, type Fault, type Finding, found } from "./report.ts";
import { slackCompany } from "./slack.ts";
import { aWhile, until } from "./until.ts";
import { logRisks } from "./workload.ts";

/** SIGTERM while everybody is asked and people log risks, of a Slack that answers one call in ten with nothing at all. */
export const stops: Fault = async ({ quick, folder }) => {
  const [people, rounds] = quick ? [60, 1] : [400, 5];
  const findings: Finding[] = [];
  for (let round = 1; round <= rounds; round++) {
    const clock = farClock(nine + 5_000);
    const platform = await slackCompany(people, clock.now);
    platform.line.latencyMs = () => 5 + Math.random() * 20;
    platform.line.trouble = () => (Math.random() < 0.1 ? (Math.random() < 0.5 ? "hang" : "hang after") : undefined);
    const file = join(folder, `stops-${round}.db`);
    const env = { ...platform.env, DATABASE_URL: `sqlite:${file}` };
    await seedCompany(env.DATABASE_URL, people, platform.accountOf, platform.facts);
    const instance = await startInstance(env, folder, clock.offsetMs);
    const workload = logRisks(instance.port, clock.now, platform, people);
    void instance.beat();
    await until(() => platform.prompted() > people / 10, 30_000);
    await aWhile(200);
    const { code, tookMs } = await instance.terminate();
    await workload.stop();
    platform.line.trouble = () => undefined;
    clock.offsetMs += 61_000;
    const next = await startInstance(env, folder, clock.offsetMs);
    const left = await settled(env.DATABASE_URL, next, 120_000);
    await next.kill();
    await platform.stop();
    const { lost, twice } = counted(platform, people);
    findings.push(
      exactly(`stop ${round}: ends with`, 0, code ?? -1),
      atMost(`stop ${round}: takes`, 10_000, tookMs, " ms"),
      ...honest(workload, stored(file)),
      exactly(`stop ${round}: prompts lost or twice`, 0, lost + twice),
      found(`stop ${round}: what was not sent in the end`, "nothing", left.join("; ") || "nothing", left.length === 0),
    );
  }
  return findings;
};
