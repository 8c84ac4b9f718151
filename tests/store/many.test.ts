import { once } from "node:events";
import { createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Refusal } from "../../src/core/refusal.ts";
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
  expect(refused).toContain("Postgres has no database of that name. Make it with createdb");
  expect(refused).not.toContain("s3cret");
  url.port = "1";
  await expect(openStore({ url: url.href })).rejects.toThrow("no Postgres answers there. Start it, or check the host and port");
});

test.each([
  ["postgres://u:s3@cr@t@127.0.0.1:1/x", "postgres://u:…@127.0.0.1:1/x cannot be used: no Postgres answers there"],
  ["postgres://127.0.0.1:1/x?user=u&password=s3cr&t=1", "x?user=u&password=…&t=1 cannot be used: no Postgres answers there"],
  ["postgres://u:s3/cr@127.0.0.1/x", "postgres://u:…@127.0.0.1/x cannot be used: its address cannot be read. In a password write @ as %40"],
  ["postgress://u:s3cr@127.0.0.1/x", "“postgress://u:…@127.0.0.1/x” is no database's. Write sqlite:PATH"],
])("an address that cannot be used is told in words, and nothing of its password: %#", async (url, words) => {
  const refused = await openStore({ url }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refusal);
  expect(String(refused)).toContain(words);
  expect(String(refused)).not.toMatch(/s3|cr|@t/);
});

test("a Postgres without TLS is told from one that is not there", async () => {
  await expect(openStore({ url: `${server.url}?sslmode=verify-full` })).rejects.toThrow("that Postgres speaks no TLS. Switch it on there");
});

test("a host that takes a connection and says nothing is given up on, in words", async () => {
  const mute = createServer(() => {}).listen(0, "127.0.0.1");
  await once(mute, "listening");
  const address = mute.address();
  const url = `postgres://u@127.0.0.1:${typeof address === "object" ? address?.port : ""}/x`;
  await expect(openStore({ url })).rejects.toThrow("nothing answers there in time. Check the host and port");
  mute.close();
}, 15_000);

test("a program that stands still while it claims holds up the others for seconds only", async () => {
  await server.make("stalled");
  const [one, other] = [await openStore({ url: server.urlOf("stalled") }), await openStore({ url: server.urlOf("stalled") })];
  const now = at("2026-11-23T09:00:00Z");
  await one.outbox.add(posting, now);
  let goOn = (): void => {};
  const standsStill = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let claimed = (): void => {};
  const hasClaimed = new Promise<void>((resolve) => {
    claimed = resolve;
  });
  const stalled = one
    .transaction(async (tx) => {
      await tx.outbox.claim(now, 8, 60_000);
      claimed();
      await standsStill;
    })
    .catch(() => "given up");
  await hasClaimed;
  expect((await other.outbox.claim(now, 8, 60_000)).map(({ key }) => key)).toEqual(["digest:1"]);
  goOn();
  expect(await stalled).toBe("given up");
  await one.close();
  await other.close();
});
