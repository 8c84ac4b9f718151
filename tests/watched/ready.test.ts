import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { type Bot, start } from "../../src/main.ts";
import { type PostgresServer, startPostgres } from "../worlds/postgres.ts";
import { scraped } from "./series.ts";

let postgres: PostgresServer;
let bot: Bot;
beforeAll(async () => {
  postgres = await startPostgres({ durable: true });
});
afterEach(() => bot.stop());
afterAll(() => postgres.stop());

const begin = async (url: string) => {
  bot = await start(readConfig({ DATABASE_URL: url, PORT: "0", METRICS_PORT: "0", LOG_LEVEL: "silent" }));
};
const get = async (path: string) => {
  const answer = await fetch(`http://127.0.0.1:${bot.port}${path}`);
  return [answer.status, await answer.text()];
};

test("a database that is gone is not ready, yet alive; once it is back it is ready without a restart", async () => {
  await postgres.make("gone");
  await begin(postgres.urlOf("gone"));
  expect(await get("/readyz")).toEqual([200, "ready\n"]);
  await postgres.kill();
  expect(await get("/readyz")).toEqual([503, "not connected: database\n"]);
  expect(await get("/healthz")).toEqual([200, "ok\n"]);
  const series = await scraped(bot.metricsPort);
  expect(series.get("drumbeat_database_up")).toBe(0);
  expect(series.has("drumbeat_prompts_due")).toBe(false);
  expect(series.get("drumbeat_errors_total")).toBeDefined();
  await postgres.start();
  await expect.poll(() => get("/readyz"), { timeout: 10_000 }).toEqual([200, "ready\n"]);
  expect((await scraped(bot.metricsPort)).get("drumbeat_prompts_due")).toBe(0);
});

test("what the database did not take is told once it does again, and since when", async () => {
  await postgres.make("outage");
  await begin(postgres.urlOf("outage"));
  const { id } = await bot.store.people.add({ name: "Ada Lindqvist", email: "ada@example.com" });
  await bot.store.people.assign({ person: id, role: "admin", scope: { kind: "organisation" }, from: "2026-01-01" });
  await bot.beat();
  await postgres.kill();
  await bot.beat();
  await postgres.start();
  await bot.beat();
  await expect
    .poll(() => bot.beat().then(() => bot.store.health.alerts()), { timeout: 10_000 })
    .toMatchObject([
      {
        cause: expect.stringMatching(/^database:/),
        title: expect.stringMatching(/^The database \(Postgres\) took nothing from .* It does again\.$/),
      },
    ]);
  await bot.beat();
  expect(await bot.store.outbox.list({ keyStart: "alert:database:", limit: 10 })).toHaveLength(1);
});

test("a database that says nothing any more is told all the same, long before anything times out", async () => {
  await postgres.make("mute");
  const line = await lineTo(postgres.urlOf("mute"));
  await begin(line.url);
  expect(await get("/readyz")).toEqual([200, "ready\n"]);
  line.freeze();
  try {
    expect(await get("/readyz")).toEqual([503, "not connected: database\n"]);
    expect(await get("/healthz")).toEqual([200, "ok\n"]);
    expect((await scraped(bot.metricsPort)).get("drumbeat_database_up")).toBe(0);
  } finally {
    await line.stop();
  }
});

/** A way to the database that can stop carrying anything, without closing. */
async function lineTo(target: string) {
  const { port, hostname } = new URL(target);
  const ends = new Set<Socket>();
  let frozen = false;
  const server = createServer((near) => {
    ends.add(near);
    near.on("error", () => {});
    if (frozen) return;
    const far = connect(Number(port), hostname);
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(from);
      from.pipe(into);
      from.on("error", () => into.destroy());
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = new URL(target);
  url.port = String(typeof address === "object" ? address?.port : "");
  return {
    url: url.href,
    freeze() {
      frozen = true;
      for (const end of ends) end.unpipe();
    },
    async stop() {
      for (const end of ends) end.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
