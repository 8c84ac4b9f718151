import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { Kysely, Migrator, SqliteDialect, sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { migrations } from "../../migrations/index.ts";
import { type OpenStore, openStore } from "../../src/store/index.ts";
import { at, databases } from "./stores.ts";

const now = at("2026-11-23T09:00:00Z");

describe.each(databases)("the store on $name", ({ open }) => {
  let store: OpenStore;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  test("a transaction is kept whole or not at all, however deep", async () => {
    const work = store.transaction(async (tx) => {
      await tx.remember("a", "1");
      await tx.transaction((inner) => inner.remember("b", "2"));
      throw new Error("changed my mind");
    });
    await expect(work).rejects.toThrow("changed my mind");
    expect([await store.recall("a"), await store.recall("b")]).toEqual([undefined, undefined]);
  });

  test("transactions at the same time wait for each other", async () => {
    await store.remember("n", "0");
    const count = () => store.transaction(async (tx) => tx.remember("n", String(Number(await tx.recall("n")) + 1)));
    await Promise.all(Array.from({ length: 20 }, count));
    expect(await store.recall("n")).toBe("20");
  });

  test("long work lets others have their turn", async () => {
    let turns = 0;
    const others = setInterval(() => {
      turns += 1;
    }, 1);
    await store.transaction(async (tx) => {
      for (let n = 0; turns < 2 && n < 50_000; n += 1) await tx.remember("n", String(n));
    });
    clearInterval(others);
    expect(turns).toBeGreaterThanOrEqual(2);
  });

  test("a request is new once", async () => {
    expect(await store.firstTime("ev1", now)).toBe(true);
    expect(await store.firstTime("ev1", now)).toBe(false);
    await store.forgetRequests(now);
    expect(await store.firstTime("ev1", now)).toBe(false);
    await store.forgetRequests(at("2026-12-23T09:00:00Z"));
    expect(await store.firstTime("ev1", now)).toBe(true);
  });

  test("changes read back in their order", async () => {
    const change = { at: now, actor: "ada", source: "slack", subject: "project:apollo" };
    await store.record({ ...change, what: "pm", from: "ben", to: "chloe" });
    await store.record({ ...change, what: "paused", to: "2026-12-01" });
    expect((await store.changes("project:apollo")).map(({ what, from, to }) => [what, from, to])).toEqual([
      ["pm", "ben", "chloe"],
      ["paused", undefined, "2026-12-01"],
    ]);
  });

  test("an audience and what it was shown come back as they were saved", async () => {
    const { it } = await import("./stores.ts");
    await store.projects.savePortfolio(it);
    const channel = { platform: "teams", workspace: "tenant", channel: "19:1" } as const;
    const audience = { id: "lead", name: "Leaders", portfolio: "it", channel, cadence: it.cadence, at: "08:00", previewMinutes: 120 };
    await store.digests.saveAudience(audience);
    expect(await store.digests.audiences("it")).toEqual([audience]);
    const issue = {
      audience: "lead",
      period: "2026-11-20",
      state: "posted",
      asOf: "2026-11-19",
      facts: { total: 12 },
      corrected: now,
    } as const;
    await store.digests.saveIssue({ audience: "lead", period: "2026-11-20", state: "held", asOf: "2026-11-19" });
    await store.digests.saveIssue(issue);
    await store.digests.saveIssue({ ...issue, period: "2026-11-27", state: "previewed" });
    expect(await store.digests.lastPosted("lead", "2026-12-04")).toEqual(issue);
    expect(await store.digests.lastPosted("lead", "2026-11-20")).toBeUndefined();
    await store.digests.removeAudience("lead");
    expect(await store.digests.audience("lead")).toBeUndefined();
  });
});

describe("two programs on one file", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "drumbeat-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test("a file that cannot be used is named, with what to do about it", async () => {
    const url = `sqlite:${join(folder, "it.db")}`;
    await (await openStore({ url })).close();
    const raw = new Sqlite(join(folder, "it.db"));
    raw.exec("insert into kysely_migration values ('9999-later', '2027-01-01')");
    await (await openStore({ url })).close(); // it only added: old and new run side by side
    raw.exec("insert into kysely_migration values ('9999-more-breaks', '2027-01-02')");
    raw.close();
    await expect(openStore({ url })).rejects.toThrow("a newer Drumbeat has changed its tables. Start that version");
    await writeFile(join(folder, "it.txt"), "Not a database at all, though it is long enough to be taken for one. ".repeat(20));
    await expect(openStore({ url: `sqlite:${join(folder, "it.txt")}` })).rejects.toThrow("the file is no SQLite database.");
    await expect(openStore({ url: `sqlite:${folder}` })).rejects.toThrow("Check who may write in its folder");
    await expect(openStore({ url: `sqlite:${join(folder, "none", "it.db")}` })).rejects.toThrow("its folder is not there.");
  });

  test("a new file is its owner's alone, and one that is there keeps its rights", async () => {
    const path = join(folder, "mine.db");
    const rights = async () => ((await stat(path)).mode & 0o777).toString(8);
    await (await openStore({ url: `sqlite:${path}` })).close();
    expect(await rights()).toBe("600");
    await chmod(path, 0o660);
    await (await openStore({ url: `sqlite:${path}` })).close();
    expect(await rights()).toBe("660");
  });

  test("wait for each other without blocking, and nothing is lost over a restart", async () => {
    const url = `sqlite:${join(folder, "two.db")}`;
    const [server, command] = [await openStore({ url }), await openStore({ url })];
    await server.remember("n", "0");
    const count = (store: OpenStore) => store.transaction(async (tx) => tx.remember("n", String(Number(await tx.recall("n")) + 1)));
    await Promise.all(Array.from({ length: 40 }, (_, i) => count(i % 2 === 0 ? server : command)));
    await Promise.all([server.close(), command.close()]);
    const again = await openStore({ url });
    expect(await again.recall("n")).toBe("40");
    await again.close();
  });

  test("two that start at once on a new file both come up", async () => {
    const url = `sqlite:${join(folder, "new.db")}`;
    const stores = await Promise.all([openStore({ url }), openStore({ url })]);
    await stores[0]?.remember("a", "1");
    expect(await stores[1]?.recall("a")).toBe("1");
    for (const store of stores) await store.close();
  });

  test("an address that is no database says what to write instead", async () => {
    await expect(openStore({ url: "mysql://somewhere" })).rejects.toThrow("Write sqlite:PATH");
  });
});

test("a database of an earlier version is brought up to date with what waits in it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "drumbeat-"));
  const path = join(folder, "old.db");
  const old = new Kysely<unknown>({ dialect: new SqliteDialect({ database: new Sqlite(path) }) });
  const first = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < "007"));
  expect((await new Migrator({ db: old, provider: { getMigrations: async () => first } }).migrateToLatest()).error).toBeUndefined();
  const written = { key: "digest:1", job: "digest", payload: "{}", lane: "slack:T1:C1", rank: 2, state: "waiting", attempts: 0, unsure: 0 };
  const due = "2026-11-23T08:00:00.000Z";
  const row = {
    ...written,
    destination: '{"channel":{"platform":"slack","workspace":"T1","channel":"C1"}}',
    created_at: due,
    next_at: due,
  };
  await sql`insert into outbox ${sql.raw(`(${Object.keys(row).join(", ")})`)} values (${sql.join(Object.values(row))})`.execute(old);
  const settings = (escalate: unknown) => JSON.stringify({ zone: "Europe/London", escalate });
  for (const [id, escalate] of [
    ["it", "all"],
    ["hr", ["core"]],
  ] as const)
    await sql`insert into portfolios (id, key, name, settings) values (${id}, ${id.toUpperCase()}, ${id}, ${settings(escalate)})`.execute(
      old,
    );
  await old.destroy();
  const store = await openStore({ url: `sqlite:${path}` });
  expect((await store.projects.portfolio("it"))?.escalate).toEqual({ on: true, except: [] });
  expect((await store.projects.portfolio("hr"))?.escalate).toEqual({ on: false, except: ["core"] });
  expect(await store.outbox.claim(now, 8, 60_000)).toMatchObject([{ key: "digest:1", goesTo: "slack" }]);
  await store.close();
  await rm(folder, { recursive: true });
});
