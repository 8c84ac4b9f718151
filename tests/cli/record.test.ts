import { once } from "node:events";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import Sqlite from "better-sqlite3";
import { beforeAll, expect, test } from "vitest";
import { beginNarrow, drumbeat, root } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "drumbeat-record-"));
const database = join(folder, "record.db");
const env = { DATABASE_URL: `sqlite:${database}`, ADMIN_EMAILS: "ada@example.com" };
const run = (...args: readonly string[]) => drumbeat(args, folder, env);

beforeAll(async () => {
  const sample = [
    "import",
    "statuses",
    join(root, "data/gmpp-sample.csv"),
    "--portfolio",
    "GMPP",
    "--map",
    join(root, "maps/gmpp-2013-2022.json"),
  ];
  expect(await run(...sample)).toMatchObject({ code: 0, err: "" });
  expect((await run("say", "pmo projects", "--as", "ada@example.com")).out).toContain("projects");
});

test("verify says what it went over, and notes where the chain stands", async () => {
  const { code, out } = await run("verify");
  expect(code).toBe(0);
  expect(out).toMatch(/^ {2}reports +\d+/m);
  expect(out).toContain("All is as it was written.");
  const [, head = ""] = /note: --head (\S+)/.exec(out) ?? [];
  expect(await run("verify", "--head", head)).toMatchObject({ code: 0 });
  expect((await run("verify", "--head", "7:nothing")).out).toContain("BROKEN. First: link 7 is not the one that was noted");
  expect(await run("verify", "--head", "seven")).toMatchObject({ code: 2, err: expect.stringContaining("as drumbeat verify printed it") });
});

test("a backup brings back what was changed past the program since", async () => {
  const kept = join(folder, "kept.backup");
  expect(await run("backup", kept)).toMatchObject({ code: 0, out: expect.stringContaining("All is as it was written.") });
  const file = new Sqlite(database);
  file.prepare("update reports set overall = 'green'").run();
  file.close();
  expect(await run("verify")).toMatchObject({
    code: 1,
    out: expect.stringMatching(/BROKEN\. First: reports \S+: it is not what link \d+.*\n.*\n.*bring back a\nbackup from before/),
  });
  expect(await run("restore", kept)).toMatchObject({ code: 2, err: expect.stringContaining("Add --replace") });
  expect(await run("restore", kept, "--replace")).toMatchObject({ code: 0, out: expect.stringContaining("All is as it was written.") });
  expect(await run("verify")).toMatchObject({ code: 0 });
});

test("what a command could not finish is told in words, and leaves nothing behind", async () => {
  const into = mkdtempSync(join(tmpdir(), "drumbeat-narrow-"));
  const child = beginNarrow(["backup", join(into, "it.backup")], folder, env);
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect({ code, said }).toEqual({ code: 2, said: expect.stringContaining("This could not be finished: the disk") });
  expect(readdirSync(into)).toEqual([]);
});

test("a database that is not there is not taken for one that is empty and well", async () => {
  const mistyped = { ...env, DATABASE_URL: "sqlite:recrod.db" };
  const absent = { code: 2, err: expect.stringContaining(`There is no database ${join(folder, "recrod.db")}, so nothing was done.`) };
  expect(await drumbeat(["backup", "empty.backup"], folder, mistyped)).toMatchObject(absent);
  expect(await drumbeat(["verify"], folder, mistyped)).toMatchObject(absent);
  expect(await drumbeat(["move", "sqlite:recrod.db", "sqlite:other.db"], folder)).toMatchObject(absent);
  expect(readdirSync(folder).filter((name) => /recrod|empty|other/.test(name))).toEqual([]);
});

test("what is held on somebody is printed; erasing asks for a yes, and then leaves nothing to print", async () => {
  const { out } = await run("person", "ada@example.com");
  expect(JSON.parse(out)).toMatchObject({ people: [{ email: "ada@example.com" }] });
  expect(await run("erase", "ada@example.com")).toMatchObject({ code: 2, out: expect.stringContaining("--yes") });
  expect(await run("erase", "ada@example.com", "--yes")).toMatchObject({ code: 0, out: expect.stringContaining("They are erased") });
  expect(await run("person", "ada@example.com")).toMatchObject({ code: 2, err: expect.stringContaining("Nobody with the address") });
  expect(await run("erase", "ada@example.com", "--yes")).toMatchObject({ code: 2 });
  expect(await run("verify")).toMatchObject({ code: 0 });
});
