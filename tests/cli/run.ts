import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");

/** Built from what is there, into a folder of this test file's own: `dist` may be older, or be built at this moment. */
const built = mkdtempSync(join(tmpdir(), "built-"));
spawnSync(resolve(root, "node_modules/.bin/rolldown"), ["-c", "--dir", built], { cwd: root });
const program = resolve(built, "src/cli/index.js");

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts the built program in a folder with exactly these settings, no terminal and nothing on standard input. */
export function begin(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) {
  return spawn(process.execPath, [program, ...args], {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** The same, on a disk that has room for the tables and not for what is in them. */
export function beginNarrow(args: readonly string[], cwd: string, env: Readonly<Record<string, string>>) {
  return spawn("sh", ["-c", 'ulimit -f 1200; exec "$0" "$@"', process.execPath, program, ...args], {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** The same, to its end. */
export function drumbeat(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const child = begin(args, cwd, env);
  let [out, err] = ["", ""];
  child.stdout.on("data", (data) => {
    out += data;
  });
  child.stderr.on("data", (data) => {
    err += data;
  });
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => done({ code, out, err }));
  });
}
