import { spawnSync } from "node:child_process";
import { type Figure, medianMs, type Size } from "./figure.ts";

/**
 * The whole demo as a newcomer starts it, beside Node starting alone. Twenty seconds are promised: where Node starts in
 * 50 ms, a ratio of 400.
 */
export async function wholeDemo({ quick }: Size): Promise<readonly Figure[]> {
  const runs = quick ? 1 : 5;
  const floor = await medianMs(runs, () => run(process.execPath, ["-e", "0"]));
  const ours = await medianMs(runs, () => run("npm", ["run", "demo"]));
  const what = "npm run demo </dev/null, against node alone";
  return [{ name: "demo", what, floor: floor / 1000, ours: ours / 1000, unit: "s", alarm: { most: 400 } }];
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}\n${stderr}`);
}
