import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

const cache = resolve(import.meta.dirname, "../../node_modules/.cache/drumbeat");

/**
 * All that a run of the tests writes goes into one folder, which goes when the run ends: passed, failed or broken off. It
 * lies under node_modules because the program is built into it too, and must find its packages and package.json from there.
 */
export default function temporaryFolder(): void {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "run-"));
  process.env["TMPDIR"] = folder;
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
}
