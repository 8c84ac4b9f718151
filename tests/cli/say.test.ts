import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { records } from "../../src/records/index.ts";
import { openStore } from "../../src/store/index.ts";
import { seed } from "../worlds/seed.ts";
import { drumbeat } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "drumbeat-say-"));
const url = `sqlite:${join(folder, "say.db")}`;
const env = { DATABASE_URL: url, ADMIN_EMAILS: "root.admin@example.com", ZONE: "Europe/London" };

test("who speaks or exports from the command line is nobody that a message could reach by it", async () => {
  const store = await openStore({ url, zone: "Europe/London", types: records });
  await seed(store, (channel) => ({ platform: "slack", workspace: "T1", channel }));
  const logged = await drumbeat(["say", "/risk Vendor may miss UAT #APOLLO p4 i5", "--as", "ben@example.com"], folder, env);
  expect(logged).toMatchObject({ code: 0, err: "", out: expect.stringContaining("R-1 logged on APOLLO") });
  const exported = await drumbeat(["export", "risks", "--as", "ben@example.com"], folder, env);
  expect(exported).toMatchObject({ code: 0, out: expect.stringContaining("Vendor may miss UAT") });
  expect(await store.people.byEmail("ben@example.com")).toMatchObject({ name: "Ben Okafor", identities: [] });

  const admin = await drumbeat(["say", "/pmo people root", "--as", "root.admin@example.com"], folder, env);
  expect(admin.out).toContain("Root Admin");
  expect(admin.out).toContain("no chat account is known");
  expect(await drumbeat(["say", "/pmo help", "--as", "nobody@example.com"], folder, env)).toMatchObject({ code: 2 });
  await store.close();
});

test("an administrator with an empty database hears what to do first, not whom to ask", async () => {
  const fresh = { ...env, DATABASE_URL: `sqlite:${join(folder, "fresh.db")}` };
  const admin = async (words: string) => {
    const { out, err } = await drumbeat(["say", words, "--as", "root.admin@example.com"], folder, fresh);
    return out + err;
  };
  expect(await admin("/risk Vendor late")).toContain("There is no project yet to log a risk on. pmo add project makes one.");
  expect(await admin("/pmo digest")).toContain("pmo setup makes a portfolio, and pmo add project a project in it.");
  expect(await admin("/pmo schedule")).toContain("There is no portfolio yet. pmo setup makes one (PMO).");
  expect(await admin("/pmo setup")).toContain("Forms are filled in a chat. Here, say all of it in one line, or import a file.");
});
