import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { badCalls } from "./bad-calls.ts";
import { clockWrong } from "./clock-wrong.ts";
import { databaseTrouble } from "./database-trouble.ts";
import { killAll } from "./instances.ts";
import { kills } from "./kills.ts";
import { many } from "./many.ts";
import { type Fault, found, keep, print, type Section } from "./report.ts";
import { soak } from "./soak.ts";
import { stalls } from "./stalls.ts";
import { stops } from "./stops.ts";
import { upgrade } from "./upgrade.ts";

const faults: Readonly<Record<string, readonly [string, Fault]>> = {
  a: ["kill -9 while everybody is asked", kills],
  b: ["four instances on Postgres: kill -9, and the database stopped", many],
  c: ["a clock that is wrong, a stall, a day down", clockWrong],
  d: ["three of ten calls go wrong", badCalls],
  e: ["a database that is locked, full, or read-only", databaseTrouble],
  f: ["a migration while everybody is asked", upgrade],
  g: ["SIGTERM", stops],
  h: ["memory over a long time", soak],
  i: ["one of three instances stands still for longer than its lease", stalls],
};

/** For longer than a minute, whatever the form: the short one leaves it out unless it is named. */
const standsStill = "i";

const quick = process.argv.includes("--quick");
const wanted = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const unknown = wanted.filter((word) => !Object.hasOwn(faults, word));
if (unknown.length > 0) {
  process.stderr.write(`There is no fault ${unknown.join(", ")}. There are: ${Object.keys(faults).join(" ")}\n`);
  process.exit(2);
}

const cache = join(process.cwd(), "node_modules/.cache/drumbeat");
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, "faults-"));
const sections: Section[] = [];
const all = Object.keys(faults).filter((letter) => !quick || letter !== standsStill);
const waiting = wanted.length === 0 ? all : wanted;

/** One after the other; in the short form two at a time, as most of them wait now and then. */
async function lane(): Promise<void> {
  for (let letter = waiting.shift(); letter !== undefined; letter = waiting.shift()) {
    const [words, fault] = faults[letter] ?? [];
    if (words === undefined || fault === undefined) continue;
    const began = performance.now();
    const findings = await fault({ quick, folder }).catch((error: unknown) => [
      found("it could be tried at all", "yes", error instanceof Error ? (error.stack ?? error.message) : String(error), false),
    ]);
    const section = { fault: `(${letter}) ${words}`, seconds: (performance.now() - began) / 1000, findings };
    print(section);
    sections.push(section);
  }
}
await Promise.all(quick ? [lane(), lane()] : [lane()]);
await killAll();
keep("faults-report.json", quick, sections);

const misses = sections.flatMap(({ findings }) => findings).filter(({ ok }) => !ok).length;
if (misses === 0) rmSync(folder, { recursive: true });
else process.stdout.write(`\n${misses} missed. What the instances said is in ${folder}\n`);
process.exit(misses === 0 ? 0 : 1);
