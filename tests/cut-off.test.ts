import { Kysely, sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createApp } from "../src/app/index.ts";
import { say } from "../src/chat/message.ts";
import type { Reply } from "../src/chat/reply.ts";
import { readConfig } from "../src/config.ts";
import { start } from "../src/main.ts";
import { Undecided } from "../src/ports/undecided.ts";
import type { Feature } from "../src/routes.ts";
import { postgres } from "../src/store/database/postgres.ts";
import { type OpenStore, openStore } from "../src/store/index.ts";
import { printMessage } from "../src/terminal/print.ts";
import { type CutLine, startCutLine } from "./worlds/cut-line.ts";
import { type PostgresServer, startPostgres } from "./worlds/postgres.ts";

let server: PostgresServer;
let line: CutLine;
let store: OpenStore;
let databases = 0;
beforeAll(async () => {
  server = await startPostgres();
});
beforeEach(async () => {
  const name = `cut_${++databases}`;
  await server.make(name);
  line = await startCutLine(server.urlOf(name));
  store = await openStore({ url: line.url });
});
afterEach(async () => {
  await store.close();
  await line.stop();
});
afterAll(() => server.stop());

/** One more with every note, so that a note that counts twice shows. */
const part: Feature = {
  commands: {
    note: {
      usage: "note",
      about: "counts",
      async run({ store }) {
        const notes = Number((await store.recall("notes")) ?? 0) + 1;
        await store.remember("notes", String(notes));
        return { kind: "message", to: "me", message: say(`note ${notes}`) };
      },
    },
  },
};

async function asking(): Promise<(id: string) => Promise<string>> {
  const person = await store.people.add({ name: "Ada", email: "ada@example.com" });
  await store.people.identify(person.id, { platform: "slack", workspace: "T1", user: "U1", outside: false });
  const settings = { commandPrefix: "", zone: "Europe/London", admins: ["ada@example.com"], nudgeLogDays: 90 };
  const log = { info() {}, warn() {}, error() {} };
  const answer = createApp({ store, types: [], settings, clock: store.clock, log, features: [part] });
  const text = (reply: Reply) => (reply.kind === "message" ? printMessage(reply.message) : reply.kind);
  const from = { platform: "slack", workspace: "T1", id: "U1" } as const;
  const at = { platform: "slack", workspace: "T1", channel: "D1", direct: true } as const;
  return async (id) => text(await answer({ id, from, at, kind: "command", words: "note" }));
}

test.each(["before", "after"] as const)(
  "a connection that breaks just %s the commit leaves open whether it is kept, and says so",
  async (when) => {
    line.breaksAtCommit = when;
    await expect(store.transaction((tx) => tx.remember("a", "1"))).rejects.toBeInstanceOf(Undecided);
    await store.transaction(async () => undefined); // behind whatever is left of the first
    expect(await store.recall("a")).toBe(when === "after" ? "1" : undefined);
  },
);

test("a lone write of the record says so too", async () => {
  line.breaksAtCommit = "after";
  await expect(store.people.add({ name: "Ada", email: "ada@example.com" })).rejects.toBeInstanceOf(Undecided);
  expect((await store.verify()).broken).toEqual([]);
});

test("whoever asked just before the commit broke is answered as ever, and it counts once", async () => {
  const ask = await asking();
  line.breaksAtCommit = "before";
  expect(await ask("1")).toBe("note 1");
  expect(await store.recall("notes")).toBe("1");
});

test("whose request was kept before the connection broke is told that it is done, and it counts once", async () => {
  const ask = await asking();
  line.breaksAtCommit = "after";
  expect(await ask("1")).toContain("That is done, but the connection to the database broke before I could show the answer.");
  expect(await store.recall("notes")).toBe("1");
  expect(await ask("1")).toBe("done");
  expect(await ask("2")).toBe("note 2");
});

test("where the database stays away nobody is told that nothing was changed", async () => {
  const ask = await asking();
  line.breaksAtCommit = "after";
  line.refuses = true;
  expect(await ask("1")).toMatch(
    /^The database went away while this was being stored, so I cannot tell whether it was\. Please look .* the number /,
  );
});

test("a database that falls silent, as one whose machine died does, is given up, and asked anew", async () => {
  const db = new Kysely({ dialect: postgres(line.url, 300) });
  const ask = () => sql`select 1`.execute(db);
  await ask();
  expect((await sql<{ limit: string }>`select current_setting('lock_timeout') as "limit"`.execute(db)).rows).toEqual([{ limit: "10s" }]);
  line.isDead = true;
  await expect(ask()).rejects.toThrow("the database fell silent");
  line.isDead = false;
  expect((await ask()).rows.length).toBe(1);
  await db.destroy();
});

test("what became due while the database was gone is planned seconds after it is back, not with the next heartbeat", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-23T09:00:01Z") }); // the heartbeat is at :00 and :30
  const bot = await start(readConfig({ DATABASE_URL: line.url, PORT: "0", LOG_LEVEL: "silent" }));
  try {
    await bot.beat();
    const before = await bot.store.recall("planned:nudgeLog");
    expect(before).toBeDefined();
    line.refuses = true;
    line.cut();
    await bot.beat();
    line.refuses = false;
    await expect.poll(() => bot.store.recall("planned:nudgeLog"), { timeout: 20_000 }).not.toBe(before);
  } finally {
    vi.useRealTimers();
    await bot.stop();
  }
});
