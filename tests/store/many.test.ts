import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore } from "../../src/store/index.ts";
import { type PostgresServer, startPostgres } from "../worlds/postgres.ts";
import { at } from "./stores.ts";

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres({ durable: true });
});
afterAll(() => server.stop());

const posting = {
  key: "digest:1",
  job: "digest",
  payload: {},
  to: { channel: { platform: "slack", workspace: "T1", channel: "C1" } },
  class: "digest",
} as const;

test("twenty programs that start at once on an empty Postgres all come up, and agree what time it is", async () => {
  await server.make("twenty");
  const stores = await Promise.all(Array.from({ length: 20 }, () => openStore({ url: server.urlOf("twenty") })));
  await stores[0]?.remember("a", "1");
  expect(await Promise.all(stores.map((store) => store.recall("a")))).toEqual(stores.map(() => "1"));
  const times = stores.map((store) => store.clock.now().getTime());
  expect(Math.max(...times) - Math.min(...times)).toBeLessThan(1000);
  for (const store of stores) await store.close();
});

test("what one program writes to the outbox is told to the others, and again after the database was gone", async () => {
  await server.make("hints");
  const [one, other] = [await openStore({ url: server.urlOf("hints") }), await openStore({ url: server.urlOf("hints") })];
  let told = (): void => {};
  const next = () =>
    new Promise<void>((resolve) => {
      told = resolve;
    });
  const listening = next();
  const hints = await other.hinted(() => told());
  await listening;
  const first = next();
  await one.transaction((tx) => tx.outbox.add(posting, at("2026-11-23T09:00:00Z")));
  await first;
  const back = next();
  await server.kill();
  await expect(one.recall("a")).rejects.toThrow();
  await server.start();
  await back;
  expect(await one.outbox.byKey("digest:1")).toMatchObject({ state: "waiting" });
  await hints.stop();
  await one.close();
  await other.close();
});

test("a Postgres that cannot be used is named without its password, with what to do about it", async () => {
  const url = new URL(server.urlOf("nowhere"));
  url.password = "s3cret";
  const refused = await openStore({ url: url.href }).catch((error: unknown) => String(error));
  expect(refused).toContain("Postgres has no database of that name. Make it: create database drumbeat.");
  expect(refused).not.toContain("s3cret");
  url.port = "1";
  await expect(openStore({ url: url.href })).rejects.toThrow("no Postgres answers there. Start it, or check the host and port");
});
