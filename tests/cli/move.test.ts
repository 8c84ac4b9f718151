import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore } from "../../src/store/index.ts";
import { type PostgresServer, startPostgres } from "../worlds/postgres.ts";
import { seed } from "../worlds/seed.ts";
import { drumbeat, root } from "./run.ts";

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

const folder = mkdtempSync(join(tmpdir(), "drumbeat-move-"));
const [first, back] = [`sqlite:${join(folder, "first.db")}`, `sqlite:${join(folder, "back.db")}`];
const env = (url: string) => ({ DATABASE_URL: url, ADMIN_EMAILS: "ada@example.com" });

/** The rows and hashes that were printed, table by table. */
const figures = (out: string) => out.split("\n").filter((line) => line.includes("equal in both"));

test("a database moves from SQLite to Postgres and back, whole, and the bot goes on there", async () => {
  const history = ["import", "statuses", join(root, "data/gmpp-sample.csv"), "--portfolio", "GMPP"];
  expect(await drumbeat([...history, "--map", join(root, "maps/gmpp-2013-2022.json")], folder, env(first))).toMatchObject({ code: 0 });
  const store = await openStore({ url: first });
  await seed(store, (name) => ({ platform: "slack", workspace: "T1", channel: name }));
  const twice = { email: "twice@example.com", zone: "Europe/London" };
  const [one, other] = [await store.people.add({ name: "Zed", ...twice }), await store.people.add({ name: "Zed", zone: twice.zone })];
  await store.people.merge(one.id, other.id); // a row that refers to another of its own table
  await store.outbox.add({ key: "told:1", job: "told", payload: "", to: { person: other.id }, class: "digest" }, new Date());
  await store.close();

  await server.make("moved");
  const postgres = server.urlOf("moved");
  const there = await drumbeat(["move", first, postgres], folder);
  expect(there).toMatchObject({ code: 0, err: "", out: expect.stringMatching(/rows were moved\. Set DATABASE_URL to the new database/) });
  expect(figures(there.out).length).toBeGreaterThan(10);
  expect(await drumbeat(["verify"], folder, env(postgres))).toMatchObject({
    code: 0,
    out: expect.stringContaining("All is as it was written."),
  });
  const digest = ["digest", "--portfolio", "GMPP", "--as-of", "2022-03-31"];
  expect((await drumbeat(digest, folder, env(postgres))).out).toBe((await drumbeat(digest, folder, env(first))).out);

  const again = await drumbeat(["move", postgres, back], folder);
  expect(figures(again.out)).toEqual(figures(there.out));

  const opened = await openStore({ url: postgres });
  const channel = { platform: "slack", workspace: "T1", channel: "C1" } as const;
  expect(await opened.outbox.add({ key: "told:2", job: "told", payload: "", to: { channel }, class: "digest" }, new Date())).toBe(true);
  expect((await opened.outbox.list({ limit: 5 })).map(({ key }) => key)).toEqual(["told:2", "told:1"]);
  await opened.close();

  expect(await drumbeat(["move", first, postgres], folder)).toMatchObject({ code: 2, err: expect.stringContaining("is not empty") });
  expect(await drumbeat(["move", first, first], folder)).toMatchObject({ code: 2, err: expect.stringContaining("the same database") });
});
