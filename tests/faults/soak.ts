import { join } from "node:path";
import { openStore } from "../../src/store/index.ts";
import { farClock } from "./clock.ts";
import { slashCommands } from "./commands.ts";
import { nine, seedCompany } from "./company.ts";
import { type Instance, startInstance } from "./instances.ts";
import type { Figures } from "./orders.ts";
import { unsettled } from "./outbox.ts";
import { atMost, exactly, type Fault, found } from "./report.ts";
import { slackCompany } from "./slack.ts";
import { until } from "./until.ts";

/** Of the work, before memory is looked at the first time. */
const warmUp = 0.25;
const steps = 20;
const lanes = 8;
/** One command in so many logs something; the others read. */
const everyLogs = 10;

/** A year of a large company in an hour: commands and messages, and what they leave in memory. */
export const soak: Fault = async ({ quick, folder }) => {
  const [people, commands, sends] = quick ? [60, 1_600, 400] : [2_000, 200_000, 50_000];
  const clock = farClock(nine - 12 * 3_600_000); // a Sunday evening: nobody is asked
  const platform = await slackCompany(people, clock.now);
  platform.line.keeps = false;
  const url = `sqlite:${join(folder, "soak.db")}`;
  await seedCompany(url, people, platform.accountOf, platform.facts);
  const instance = await startInstance({ ...platform.env, DATABASE_URL: url }, folder, clock.offsetMs);
  const says = slashCommands(clock.now, `${platform.line.url}/response/late`);
  let [asked, failed] = [0, 0];
  const [figures, began]: [Figures[], number] = [[], performance.now()];
  for (let step = 1; step <= steps; step++) {
    await write(url, people, (sends * (step - 1)) / steps, (sends * step) / steps, clock.now());
    const lane = async () => {
      while (asked < (commands * step) / steps) {
        const n = ++asked;
        const words = n % everyLogs === 0 ? `Soak ${n}. #P${n % people} p2 i2` : `list #P${n % people}`;
        const { status } = await says.say(instance.port, n % people, words);
        if (status !== 200) failed += 1;
      }
    };
    await Promise.all([...Array.from({ length: lanes }, lane), sent(url, instance)]);
    const now = await instance.figures();
    if (step >= steps * warmUp) figures.push(now);
    if (!quick) process.stdout.write(`  ${asked} commands: heap ${mib(now.heapBytes)} MiB, resident ${mib(now.residentBytes)} MiB\n`);
  }
  const minutes = (performance.now() - began) / 60_000;
  says.close();
  const left = await unsettled(url);
  await instance.kill();
  await platform.stop();
  const what = `${commands} commands and ${sends} sends in ${minutes.toFixed(1)} min`;
  return [
    exactly(`${what}: commands that were not answered`, 0, failed),
    found(`${what}: what was not sent in the end`, "nothing", left.join("; ") || "nothing", left.length === 0),
    growth(
      `${what}: heap after collecting`,
      figures.map(({ heapBytes }) => heapBytes),
    ),
    growth(
      `${what}: resident memory`,
      figures.map(({ residentBytes }) => residentBytes),
    ),
  ];
};

const atMostGrows = 5;
const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

function growth(what: string, bytes: readonly number[]) {
  const [first = 0, last = 0] = [bytes[0], bytes.at(-1)];
  return atMost(`${what} (${bytes.map(mib).join(" ")} MiB)`, atMostGrows, ((last - first) / first) * 100, " %");
}

/** Messages that cost little to draw, to everybody in turn. */
async function write(url: string, people: number, from: number, to: number, now: Date): Promise<void> {
  const store = await openStore({ url });
  const all = (await store.people.all()).slice(0, people);
  const channel = { platform: "slack", workspace: "T0CAST", channel: "C0GONE" } as const;
  for (let start = from; start < to; start += 250)
    await store.transaction(async ({ outbox }) => {
      for (let n = start; n < Math.min(to, start + 250); n++) {
        const person = all[n % all.length]?.id ?? "";
        await outbox.add(
          { key: `soak:${n}`, job: "notReached", payload: { channel, why: "it is gone" }, to: { person }, class: "prompt" },
          now,
        );
      }
    });
  await store.close();
}

async function sent(url: string, instance: Instance): Promise<void> {
  void instance.beat();
  await until(async () => (await unsettled(url, ["waiting", "sending"])).length === 0, 3_600_000, 1_000);
}
