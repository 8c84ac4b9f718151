import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { wholeDemo } from "./demo.ts";
import { digestOfMany } from "./digest.ts";
import { fanOut } from "./fanout.ts";
import type { Measure } from "./figure.ts";
import { promptsOfAMorning } from "./prompts.ts";
import { slackCommands } from "./slack.ts";
import { startAndMemory } from "./start.ts";
import { alarmOf, line, results } from "./table.ts";
import { teamsTurns } from "./teams.ts";
import { hostileWords } from "./words.ts";

const measures: Readonly<Record<string, Measure>> = {
  slack: slackCommands,
  teams: teamsTurns,
  digest: digestOfMany,
  prompts: promptsOfAMorning,
  fanout: fanOut,
  start: startAndMemory,
  words: hostileWords,
  demo: wholeDemo,
};

/** Each figure stands beside a floor measured in the same run: the ratio holds from machine to machine, the figure does not. */
const { values, positionals } = parseArgs({
  options: { quick: { type: "boolean", default: false }, json: { type: "string", default: "bench-results.json" } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !Object.hasOwn(measures, name));
if (unknown.length > 0) throw new Error(`There is no ${unknown.join(", ")}. There are ${Object.keys(measures).join(", ")}.`);
const figures = [];
let alarms = 0;
for (const [name, measure] of Object.entries(measures)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  for (const figure of await measure({ quick: values.quick })) {
    figures.push(figure);
    process.stdout.write(`${line(figure)}\n`);
    const alarm = alarmOf(figure);
    if (alarm === undefined) continue;
    process.stdout.write(`  ${alarm}\n`);
    alarms += 1;
  }
}
writeFileSync(values.json, `${JSON.stringify(results(figures, values.quick), null, 2)}\n`);
process.exit(alarms === 0 ? 0 : 1);
