import { startPostgres } from "../worlds/postgres.ts";
import { farClock } from "./clock.ts";
import { nine, seedCompany } from "./company.ts";
import { type Instance, startInstance } from "./instances.ts";
import { unsettled } from "./outbox.ts";
import { counted } from "./platforms.ts";
import { atMost, exactly, type Fault, type Finding, found } from "./report.ts";
import { slackCompany } from "./slack.ts";
import { aWhile, until } from "./until.ts";

const instances = 4;
const pastLeaseMs = 61_000;
const backWithinMs = 5_000;

/** Four instances on one Postgres ask everybody; one of them is killed again and again, and the database twice. */
export const many: Fault = async ({ quick, folder }) => {
  const [people, deaths, outages] = quick ? [120, 2, 1] : [2000, 20, 2];
  const clock = farClock(nine + 5_000);
  const platform = await slackCompany(people, clock.now);
  platform.line.latencyMs = () => (quick ? 300 : 100) * (0.5 + Math.random());
  const server = await startPostgres({ durable: true });
  const findings: Finding[] = [];
  try {
    await server.make("faults");
    const url = server.urlOf("faults");
    await seedCompany(url, people, platform.accountOf, platform.facts);
    const start = () => startInstance({ ...platform.env, DATABASE_URL: url }, folder, clock.offsetMs);
    const alive: Instance[] = await Promise.all(Array.from({ length: instances }, start));
    for (const each of alive) void each.beat();
    const starting: Promise<unknown>[] = [];
    for (let event = 1; event <= deaths + outages; event++) {
      await until(() => platform.prompted() >= (people * (event - 0.5)) / (deaths + outages), 120_000, 2);
      await aWhile(50);
      if (event % Math.ceil((deaths + outages) / (outages + 1)) === 0) {
        await server.kill();
        await aWhile(2_000);
        const before = platform.prompted();
        await server.start();
        const began = performance.now();
        await until(() => platform.prompted() > before + 1, 30_000, 5); // one may have been on its way
        findings.push(atMost("the database is back: sends again", backWithinMs, performance.now() - began, " ms"));
        continue;
      }
      await alive.splice(Math.floor(Math.random() * alive.length), 1)[0]?.kill();
      starting.push(
        kept(start).then((next) => {
          alive.push(next);
          void next.beat();
        }),
      );
    }
    await Promise.all(starting);
    // What the killed were sending is found when their leases are over; nobody sends by then.
    await until(async () => platform.line.open() === 0 && (await unsettled(url, ["waiting"])).length === 0, 120_000, 200);
    clock.offsetMs += pastLeaseMs;
    for (const each of alive) each.order({ do: "clock", offsetMs: clock.offsetMs });
    for (const each of alive) void each.beat();
    await until(async () => (await unsettled(url)).length === 0, 60_000, 200);
    const left = await unsettled(url);
    for (const each of alive) await each.kill();
    const { lost, twice } = counted(platform, people);
    const what = `${people} prompts by ${instances} instances, ${deaths} killed`;
    findings.push(
      exactly(`${what}: lost`, 0, lost),
      exactly(`${what}: twice`, 0, twice),
      found(`${what}: what was not sent in the end`, "nothing", left.join("; ") || "nothing", left.length === 0),
    );
  } finally {
    await server.stop();
    await platform.stop();
  }
  return findings;
};

/** Started again for as long as it ends at once, as whatever keeps a service running does: there may be no database now. */
async function kept(start: () => Promise<Instance>): Promise<Instance> {
  for (let tries = 1; ; tries++) {
    try {
      return await start();
    } catch (error) {
      if (tries === 20) throw error;
    }
  }
}
