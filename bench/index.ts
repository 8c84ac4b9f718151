import { commandToAcknowledge } from "./command.ts";
import { wholeDemo } from "./demo.ts";
import { digestOfMany } from "./digest.ts";
import { hostileWords } from "./words.ts";

const size = { quick: process.argv.includes("--quick") };
let tooMuch = 0;

/** Each figure stands beside a floor measured in the same run: the ratio holds from machine to machine, the figure does not. */
for (const measure of [commandToAcknowledge, digestOfMany, hostileWords, wholeDemo]) {
  for (const { what, floor, ours, unit, most } of await measure(size)) {
    const ratio = ours / floor;
    const figures = [floor, ours].map((value) => `${value.toFixed(2).padStart(8)} ${unit}`);
    process.stdout.write(`${what.padEnd(58)} floor ${figures[0]}  ours ${figures[1]}  ratio ${ratio.toFixed(2)}\n`);
    if (ratio <= most) continue;
    process.stdout.write(`  A ratio above ${most} is not the machine: something became slow.\n`);
    tooMuch += 1;
  }
}
process.exit(tooMuch === 0 ? 0 : 1);
