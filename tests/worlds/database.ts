import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, afterEach, inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** A Postgres that the tests run on, with the tables laid out in a database "template"; absent: they run on SQLite. */
    readonly postgres?: string;
  }
}

let made: string[] = [];
let count = 0;

/** An empty database of one test's own, on the kind of database that the tests run on just now. */
export async function freshDatabase(where: "in memory" | "in a file" = "in memory"): Promise<string> {
  const server = inject("postgres");
  if (server === undefined)
    return where === "in memory" ? "sqlite::memory:" : `sqlite:${join(mkdtempSync(join(tmpdir(), "drumbeat-")), "world.db")}`;
  count += 1;
  const name = `test_${process.pid}_${count}`;
  await asked(server, `create database ${name} template template_drumbeat`);
  made.push(name);
  return new URL(name, server).href;
}

export const databaseKind = (): "SQLite" | "Postgres" => (inject("postgres") === undefined ? "SQLite" : "Postgres");

async function asked(server: string, statement: string): Promise<void> {
  const client = new Client(server);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

/** Whatever is still open is dropped after the file; each database takes some megabytes. */
async function drop(how: string): Promise<void> {
  const server = inject("postgres");
  if (server === undefined) return;
  const kept: string[] = [];
  for (const name of made) await asked(server, `drop database ${name}${how}`).catch(() => kept.push(name));
  made = kept;
}

afterEach(() => drop(""));
afterAll(() => drop(" with (force)"));
