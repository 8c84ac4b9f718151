import { commandToAcknowledge } from "./command.ts";
import { digestOfTenThousand } from "./digest.ts";

/** Each figure stands beside a floor measured in the same run: the ratio holds from machine to machine, the figure does not. */
for (const measure of [commandToAcknowledge, digestOfTenThousand]) {
  for (const { what, floor, ours, unit } of await measure())
    process.stdout.write(
      `${what.padEnd(58)} floor ${floor.toFixed(1).padStart(8)} ${unit}  ours ${ours.toFixed(1).padStart(8)} ${unit}  ratio ${(ours / floor).toFixed(2)}\n`,
    );
}
process.exit(0);
