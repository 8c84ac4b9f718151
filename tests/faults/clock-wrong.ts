import { join } from "node:path";
import { openStore } from "../../src/store/index.ts";
import { farClock } from "./clock.ts";
import { askedOn, nine, seedCompany } from "./company.ts";
import { type Instance, startInstance } from "./instances.ts";
import { settled } from "./outbox.ts";
import type { Platform } from "./platforms.ts";
import { atMost, type Fault, type Finding, found } from "./report.ts";
import { slackCompany } from "./slack.ts";
import { aWhile, until } from "./until.ts";

const minute = 60_000;
const hour = 60 * minute;

/** Where the program's clock is on its way through a day, and whether it is killed there while it sends. */
interface Step {
  readonly at: number;
  readonly wrongMs: number;
  readonly killed?: true;
  readonly stallsMs?: number;
}

/** A clock that is wrong, stands still, or finds that a day has passed. The platform's own is right all the time. */
export const clockWrong: Fault = async ({ quick, folder }) => {
  const people = quick ? 20 : 400;
  const findings: Finding[] = [];
  for (const [words, wrongMs] of quick ? wrongs.slice(0, 2) : wrongs)
    findings.push(await day(`clock ${words}`, people, folder, nine - hour, wrongDay(wrongMs)));
  findings.push(...(await putRight(people, folder)));
  const stalled = [{ at: nine - 500, wrongMs: 0 }, { at: nine, wrongMs: 0, stallsMs: 3000 } as const, ...restOfDay];
  findings.push(await day("stalls for 3 s at 09:00", people, folder, nine - hour, stalled));
  if (!quick)
    findings.push(await day("down for 26 h until Monday 10:00", people, folder, nine - 25 * hour, [{ at: nine + hour, wrongMs: 0 }]));
  findings.push(await day("down for 26 h from Monday 08:00", people, folder, nine - hour, [{ at: nine + 25 * hour, wrongMs: 0 }]));
  return findings;
};

const wrongs = [
  ["2 h fast", 2 * hour],
  ["10 min slow", -10 * minute],
  ["10 min fast", 10 * minute],
  ["2 h slow", -2 * hour],
] as const;

const restOfDay: readonly Step[] = [5 * minute, 30 * minute, 3 * hour, 6 * hour].map((after) => ({ at: nine + after, wrongMs: 0 }));

/** Wrong before nine and killed while it is; put right; wrong the other way; wrong again; right for the rest of the day. */
function wrongDay(wrongMs: number): readonly Step[] {
  return [
    { at: nine - minute, wrongMs, killed: true },
    { at: nine + minute, wrongMs: 0, killed: true },
    { at: nine + 2 * minute, wrongMs: -wrongMs },
    { at: nine + 3 * minute, wrongMs, killed: true },
    ...restOfDay,
  ];
}

async function day(what: string, people: number, folder: string, plannedUntil: number, steps: readonly Step[]): Promise<Finding> {
  const world = farClock(plannedUntil);
  const platform = await slackCompany(people, world.now);
  platform.line.latencyMs = () => 5 + Math.random() * 20;
  const url = `sqlite:${join(folder, `${what.replaceAll(/\W+/g, "-")}.db`)}`;
  await seedCompany(url, people, platform.accountOf, platform.facts, plannedUntil);
  const env = { ...platform.env, DATABASE_URL: url };
  let instance: Instance | undefined;
  for (const { at, wrongMs, killed, stallsMs } of steps) {
    world.offsetMs = at - Date.now();
    const offsetMs = world.offsetMs + wrongMs;
    instance ??= await startInstance(env, folder, offsetMs);
    instance.order({ do: "clock", offsetMs });
    if (stallsMs !== undefined) instance.order({ do: "stall", ms: stallsMs });
    const beaten = instance.beat();
    if (!killed) {
      await beaten;
      continue;
    }
    const before = platform.prompted();
    await until(() => platform.prompted() > before + people / 4, 1500, 2);
    await aWhile(20);
    await instance.kill();
    instance = undefined;
  }
  const left = instance ? await settled(url, instance, 30_000) : ["nothing ran in the end"];
  await instance?.kill();
  await platform.stop();
  return judged(`${what}: prompts of ${askedOn} to ${people} people`, platform, people, left);
}

/** Everybody was asked by a clock that is two hours fast. Once it is right, what is new waits for nothing that was written then. */
async function putRight(people: number, folder: string): Promise<readonly Finding[]> {
  const clock = farClock(nine - hour);
  const platform = await slackCompany(people, clock.now);
  const url = `sqlite:${join(folder, "put-right.db")}`;
  await seedCompany(url, people, platform.accountOf, platform.facts);
  const instance = await startInstance({ ...platform.env, DATABASE_URL: url }, folder, clock.offsetMs + 2 * hour);
  await instance.beat();
  const before = platform.prompted();
  instance.order({ do: "clock", offsetMs: clock.offsetMs });
  const store = await openStore({ url });
  const [person] = await store.people.all();
  const payload = { channel: { platform: "slack", workspace: "T0CAST", channel: "C0GONE" }, why: "it is gone" };
  const news = { key: "news", job: "notReached", payload, to: { person: person?.id ?? "" }, class: "interactive" } as const;
  await store.outbox.add(news, clock.now());
  await store.close();
  const began = performance.now();
  void instance.beat();
  await until(() => platform.prompted() > before, 20_000);
  const tookMs = performance.now() - began;
  await instance.kill();
  await platform.stop();
  return [atMost("clock 2 h fast, then put right: what is new is sent", 10_000, tookMs, " ms")];
}

function judged(what: string, { arrived }: Platform, people: number, left: readonly string[]): Finding {
  const all = arrived();
  const different = new Set(all).size;
  const seen = `${different} once, ${all.length - different} again${left.length > 0 ? `; ${left.join("; ")}` : ""}`;
  return found(what, `${people} once, 0 again`, seen, different === people && all.length === people && left.length === 0);
}
