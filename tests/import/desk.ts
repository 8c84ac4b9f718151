import { readFileSync } from "node:fs";
import { type ImportOptions, importFile } from "../../src/features/import/index.ts";
import { records } from "../../src/records/index.ts";
import type { Desk } from "../../src/routes.ts";
import { openStore } from "../../src/store/index.ts";

/** An empty office on SQLite in memory. */
export async function emptyDesk(): Promise<Desk> {
  return {
    store: await openStore({ url: "sqlite::memory:", zone: "Europe/London", types: records }),
    types: records,
    settings: { commandPrefix: "", zone: "Europe/London", admins: [], nudgeLogDays: 90 },
    now: new Date("2026-11-23T09:00:00Z"),
    log: { info() {}, warn() {}, error() {} },
  };
}

export const fileAt = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

/** Imports lines as a file; `kind` and the rest as on the command line. */
export function take(desk: Desk, kind: string, text: string | readonly string[], options: Partial<ImportOptions> = {}) {
  const contents = typeof text === "string" ? text : `${text.join("\n")}\n`;
  return importFile(desk, { kind, text: contents, name: `${kind}.csv`, portfolio: "IT", ...options });
}
