import { Client } from "pg";
import { mergeFeatures } from "../src/app/table.ts";
import { features } from "../src/features/index.ts";
import type { ToPerson } from "../src/ports/outbox.ts";
import type { Occurrence } from "../src/ports/reports.ts";
import { records } from "../src/records/index.ts";
import { tick } from "../src/schedule/ticker.ts";
import { type OpenStore, openStore } from "../src/store/index.ts";
import { startPostgres } from "../tests/worlds/postgres.ts";
import { asOf, company } from "./company.ts";
import { type Figure, median, type Size } from "./figure.ts";

const day = "2026-12-04";
const [before, after] = [new Date(`${day}T06:00:00Z`), new Date(`${day}T12:00:00Z`)];
const runs = 7;

/** A morning on which every manager of a large company is asked: written beside raw inserts, and planned from what is stored. */
export async function promptsOfAMorning(size: Size): Promise<readonly Figure[]> {
  const many = size.quick ? 200 : 2000;
  return [...(await onSqlite(many)), await onPostgres(many)];
}

async function onSqlite(many: number): Promise<readonly Figure[]> {
  const { store, raw, end } = await company({ projects: many, projectsPerManager: 1, weeks: 4, entries: 0 });
  const clear = () => raw.exec(`delete from outbox; delete from occurrences where date > '${asOf}'`);
  raw.pragma("synchronous = FULL");
  const asked = raw.prepare("insert into occurrences (project, date, state, asked) values (?, ?, 'queued', ?)");
  const posted = raw.prepare(
    "insert into outbox (key, job, payload, lane, platform, destination, rank, not_after, state, attempts, next_at, unsure, created_at) values (?, 'status.prompt', ?, ?, 'slack:T1', ?, 1, ?, 'waiting', 0, ?, 0, ?)",
  );
  const inserts = raw.transaction(() => {
    for (let n = 0; n < many; n++) {
      asked.run(`p${n}`, day, `pm${n}`);
      const { key, payload, to } = prompt(n);
      const at = after.toISOString();
      posted.run(key, JSON.stringify(payload), `person:pm${n}`, JSON.stringify(to), at, at, at);
    }
  });
  const floor = await timed(clear, inserts);
  const written = await timed(clear, () => write(store, many));
  const rhythm = mergeFeatures(features(records)).plans["status.rhythm"];
  if (!rhythm) throw new Error("nothing plans the prompts");
  const settings = { commandPrefix: "", zone: "Etc/UTC", admins: [], nudgeLogDays: 90 };
  const log = { info: () => {}, warn: () => {}, error: (_facts: object) => {} };
  const planned = await timed(
    async () => {
      clear();
      await store.remember("planned:status.rhythm", before.toISOString());
    },
    () => tick({ store, types: records, settings, now: after, log }, { "status.rhythm": rhythm }),
  );
  const { count } = raw.prepare<[], { count: number }>("select count(*) as count from outbox").get() ?? { count: 0 };
  if (count !== many) throw new Error(`${count} prompts of ${many} were planned`);
  await end();
  const common = { floor, unit: "ms", alarm: { most: 200 } } as const;
  const reach = { of: "figure", most: 15 } as const;
  return [
    { name: "prompts-sqlite", what: `${many} prompts written, SQLite, against raw inserts`, ours: written, reach, ...common },
    { name: "prompts-planned", what: `${many} prompts planned from what is stored, and written`, ours: planned, ...common },
  ];
}

async function onPostgres(many: number): Promise<Figure> {
  const server = await startPostgres({ durable: true });
  await server.make("bench");
  const url = server.urlOf("bench");
  const store = await openStore({ url, types: records });
  const raw = new Client(url);
  await raw.connect();
  await raw.query(`insert into portfolios (id, key, name, settings) values ('big', 'BIG', 'Big', '{}')`);
  await raw.query(
    `insert into projects (id, key, portfolio, body) select 'p' || n, 'P' || n, 'big', '{}' from generate_series(0, ${many - 1}) n`,
  );
  await raw.query(`insert into people (id, name, unknown) select 'pm' || n, 'PM', 0 from generate_series(0, ${many - 1}) n`);
  await raw.query(
    `insert into identities (platform, workspace, user_id, person, outside) select 'slack', 'T1', 'pm' || n, 'pm' || n, 0 from generate_series(0, ${many - 1}) n`,
  );
  const clear = () => raw.query("delete from outbox; delete from occurrences");
  const all = Array.from({ length: many }, (_, n) => prompt(n));
  const at = after.toISOString();
  const columns = all.map(({ key, payload, to }) => [key, JSON.stringify(payload), `person:${to.person}`, JSON.stringify(to)]);
  const floor = await timed(clear, async () => {
    await raw.query("begin");
    await raw.query(
      `insert into occurrences (project, date, state, asked) select 'p' || n, '${day}', 'queued', 'pm' || n from generate_series(0, ${many - 1}) n`,
    );
    await raw.query(
      `insert into outbox (key, job, payload, lane, platform, destination, rank, not_after, state, attempts, next_at, unsure, created_at)
        select key, 'status.prompt', payload, lane, 'slack:T1', destination, 1, '${at}', 'waiting', 0, '${at}', 0, '${at}'
        from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as t(key, payload, lane, destination)`,
      [0, 1, 2, 3].map((which) => columns.map((row) => row[which])),
    );
    await raw.query("commit");
  });
  const ours = await timed(clear, () => write(store, many));
  await store.close();
  await raw.end();
  await server.stop();
  const what = `${many} prompts written, Postgres, against raw arrays`;
  return { name: "prompts-postgres", what, floor, ours, unit: "ms", alarm: { most: 200 }, reach: { of: "figure", most: 50 } };
}

/** As the planner writes them: all in one transaction. */
async function write(store: OpenStore, many: number): Promise<void> {
  const numbers = Array.from({ length: many }, (_, n) => n);
  await store.transaction(async (tx) => {
    await tx.reports.addOccurrences(numbers.map((n): Occurrence => ({ project: `p${n}`, date: day, state: "queued", asked: `pm${n}` })));
    await tx.outbox.addAll(numbers.map(prompt), after);
  });
}

function prompt(n: number): ToPerson {
  const person = `pm${n}`;
  const payload = { person, date: day, projects: [`p${n}`] };
  return { key: `prompt:${person}:${day}`, job: "status.prompt", payload, to: { person }, class: "prompt", notAfter: after };
}

/** What is done before each run does not count. */
async function timed(prepare: () => unknown, work: () => unknown): Promise<number> {
  const each: number[] = [];
  for (let run = 0; run <= runs; run++) {
    await prepare();
    const began = performance.now();
    await work();
    if (run > 0) each.push(performance.now() - began);
  }
  return median(each);
}
