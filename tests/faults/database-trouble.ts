import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import Database from "better-sqlite3";
import { farClock } from "./clock.ts";
import { nine, seedCompany } from "./company.ts";
import { type Instance, startInstance } from "./instances.ts";
import { settled } from "./outbox.ts";
import { counted } from "./platforms.ts";
import { atMost, exactly, type Fault, type Finding, found } from "./report.ts";
import { slackCompany } from "./slack.ts";
import { until } from "./until.ts";
import { logRisks, type Workload } from "./workload.ts";

const troubleMs = 2_000;
const mostHeldUpMs = 100;
const usual = "nothing wrong for 2 s";

/**
 * A database that is locked, has no room left, or cannot be written at all, while people log risks and are asked. The last
 * two are limits that the system puts on the size of the files that the process writes: they hold for root too.
 */
export const databaseTrouble: Fault = async ({ quick, folder }) => {
  const people = quick ? 40 : 400;
  const clock = farClock(nine - 60_000);
  const platform = await slackCompany(people, clock.now);
  platform.line.latencyMs = () => 5 + Math.random() * 20;
  const file = join(folder, "trouble.db");
  const url = `sqlite:${file}`;
  await seedCompany(url, people, platform.accountOf, platform.facts);
  const instance = await startInstance({ ...platform.env, DATABASE_URL: url }, folder, clock.offsetMs);
  const workload = logRisks(instance.port, clock.now, platform, people);
  const findings: Finding[] = [];
  let usualMs = 0;
  clock.offsetMs += 65_000; // everybody is asked meanwhile
  instance.order({ do: "clock", offsetMs: clock.offsetMs });
  void instance.beat();
  await until(() => workload.told.size > 20, 20_000);
  for (const [what, trouble] of Object.entries(troubles)) {
    await instance.figures();
    const asked = workload.told.size;
    await trouble(file, instance);
    const [before, ended] = [stored(file).size, performance.now()];
    const again = await until(() => stored(file).size > before, 10_000, 20);
    const tookMs = performance.now() - ended;
    if (what !== usual)
      findings.push(
        found(`${what}: stores again without a restart`, "within 5 s", `after ${Math.round(tookMs)} ms`, again && tookMs < 5_000),
      );
    const { heldUpMs } = await instance.figures();
    if (what === usual) usualMs = heldUpMs;
    // What holds up a program whose database is well, such as a slow disk, is not the fault's.
    const machineMs = Math.round(Math.max(usualMs - mostHeldUpMs, 0));
    const words = `${what}: event loop held up, ${workload.told.size - asked} commands; by the machine ${machineMs} ms`;
    if (what !== usual) findings.push(atMost(words, mostHeldUpMs + machineMs, heldUpMs, " ms"));
  }
  await workload.stop();
  const left = await settled(url, instance, 120_000);
  await instance.kill();
  await platform.stop();
  const { lost, twice } = counted(platform, people);
  return [
    ...findings,
    ...honest(workload, stored(file)),
    exactly("prompts lost or twice", 0, lost + twice),
    found("what was not sent in the end", "nothing", left.join("; ") || "nothing", left.length === 0),
  ];
};

const troubles: Readonly<Record<string, (file: string, instance: Instance) => Promise<void>>> = {
  [usual]: () => pause(troubleMs),
  async "locked for 2 s"(file) {
    const other = new Database(file, { timeout: 5000 });
    other.exec("begin immediate");
    await pause(troubleMs);
    other.exec("rollback");
    other.close();
  },
  async "disk full for 2 s"(file, { pid }) {
    const other = new Database(file, { timeout: 5000 });
    other.pragma("wal_checkpoint(truncate)"); // what is written next is at the end of a file again
    limitFiles(pid, 64 * 1024);
    other.close();
    await pause(troubleMs);
    limitFiles(pid, "unlimited");
  },
  async "read-only for 2 s"(_, { pid }) {
    limitFiles(pid, 0);
    await pause(troubleMs);
    limitFiles(pid, "unlimited");
  },
};

/** The soft limit, which the process's owner may lift again. Node takes no notice of the signal that comes with it. */
function limitFiles(pid: number, bytes: number | "unlimited"): void {
  execFileSync("prlimit", ["--pid", String(pid), `--fsize=${bytes}:unlimited`]);
}

/** What people were told is what the database says. */
export function honest({ told, logged }: Workload, titles: ReadonlySet<string>): readonly Finding[] {
  const said = [...logged()];
  const denied = [...told].filter(([, { words }]) => words.includes("nothing was changed")).map(([title]) => title);
  const count = `of ${told.size} commands, ${said.length} said to be stored, ${denied.length} said not to be`;
  return [
    exactly(`${count}: said to be stored and are not`, 0, said.filter((title) => !titles.has(title)).length),
    exactly(`${count}: said not to be and are`, 0, denied.filter((title) => titles.has(title)).length),
  ];
}

export function stored(file: string): ReadonlySet<string> {
  const database = new Database(file, { readonly: true });
  const rows = database.prepare<[], { title: string }>("select title from entries").all();
  database.close();
  return new Set(rows.map(({ title }) => title));
}
