import { startPostgres } from "../worlds/postgres.ts";
import { farClock } from "./clock.ts";
import { nine, seedCompany } from "./company.ts";
import { startInstance } from "./instances.ts";
import { unsettled } from "./outbox.ts";
import { counted } from "./platforms.ts";
import { atMost, exactly, type Fault, type Finding, found } from "./report.ts";
import { slackCompany } from "./slack.ts";
import { aWhile, until } from "./until.ts";

/** Longer than a lease, so that the others have taken over when it goes on. */
const stallMs = 75_000;
/** The right to claim is taken from it after five seconds, and the others ask for it again within five. */
const heldUpMs = 15_000;

/** One of three instances on one Postgres stands still (SIGSTOP) at any line of its work, and goes on later as if nothing had been. */
export const stalls: Fault = async ({ quick, folder }) => {
  const [people, rounds] = quick ? [150, 1] : [600, 6];
  const server = await startPostgres({ durable: true });
  const findings: Finding[] = [];
  try {
    for (let round = 1; round <= rounds; round++) {
      const clock = farClock(nine + 5_000);
      const platform = await slackCompany(people, clock.now);
      platform.line.latencyMs = () => 200 * (0.5 + Math.random());
      await server.make(`stall_${round}`);
      const url = server.urlOf(`stall_${round}`);
      await seedCompany(url, people, platform.accountOf, platform.facts);
      const start = () => startInstance({ ...platform.env, DATABASE_URL: url }, folder, clock.offsetMs);
      const all = await Promise.all([start(), start(), start()]);
      for (const each of all) void each.beat();
      await until(() => platform.prompted() > people / 3, 60_000, 2);
      await aWhile(20);
      const [stalled, ...others] = all;
      if (!stalled) continue;
      process.kill(stalled.pid, "SIGSTOP");
      const before = platform.prompted();
      const began = performance.now();
      // What was on its way when it stopped still arrives: 24 were.
      const goesOn = await until(() => platform.prompted() > before + 24, heldUpMs + 45_000, 5);
      const heldUp = performance.now() - began;
      await until(() => performance.now() - began > stallMs, stallMs + 1_000, 100);
      for (const each of others) void each.beat();
      process.kill(stalled.pid, "SIGCONT");
      await stalled.beat();
      await until(async () => (await unsettled(url)).length === 0, 90_000, 200);
      const left = await unsettled(url);
      for (const each of all) await each.kill();
      const { lost, twice } = counted(platform, people);
      await platform.stop();
      const what = `stall ${round}`;
      findings.push(
        goesOn
          ? atMost(`${what}: the others are held up`, heldUpMs, heldUp, " ms")
          : found(`${what}: the others go on`, "yes", "no", false),
        exactly(`${what}: ${people} prompts, lost`, 0, lost),
        exactly(`${what}: ${people} prompts, twice`, 0, twice),
        found(`${what}: what was not sent in the end`, "nothing", left.join("; ") || "nothing", left.length === 0),
      );
    }
  } finally {
    await server.stop();
  }
  return findings;
};
