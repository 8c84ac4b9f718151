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
  await onServer((client) => client.query(`create database ${name} template template_drumbeat`));
  made.push(name);
  return new URL(name, server).href;
}

export const databaseKind = (): "SQLite" | "Postgres" => (inject("postgres") === undefined ? "SQLite" : "Postgres");

async function onServer<T>(work: (client: Client) => Promise<T>): Promise<T | undefined> {
  const server = inject("postgres");
  if (server === undefined) return undefined;
  const client = new Client(server);
  await client.connect();
  return work(client).finally(() => client.end());
}

/** Each takes some megabytes. What is still open goes with the file's last test: to drop it earlier would wait for it in vain. */
async function drop(client: Client, how: "unused" | "all"): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select distinct datname as name from pg_stat_activity where datname like 'test_%'",
  );
  const used = new Set(how === "all" ? [] : rows.map(({ name }) => name));
  for (const name of made.filter((each) => !used.has(each))) await client.query(`drop database ${name} with (force)`);
  made = made.filter((name) => used.has(name));
}

afterEach(async () => {
  if (made.length > 0) await onServer((client) => drop(client, "unused"));
});
afterAll(() => onServer((client) => drop(client, "all")));
