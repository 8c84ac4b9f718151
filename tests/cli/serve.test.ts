import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startSlackServer } from "../worlds/slack-server.ts";
import { drumbeat } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "drumbeat-serve-"));

test("started with nothing set, it says what to set and offers the demo", async () => {
  const { code, out, err } = await drumbeat(["serve"], folder);
  expect({ code, err }).toEqual({ code: 2, err: "" });
  for (const word of ["SLACK_BOT_TOKEN", "TEAMS_APP_ID", "ADMIN_EMAILS", "npm run demo"]) expect(out).toContain(word);
});

test("started with wrong settings, it says all of them and no stack", async () => {
  const { code, err } = await drumbeat(["serve"], folder, { PORT: "none", ZONE: "Nowhere", SLACK_BOT_TOKEN: "xoxb-1" });
  expect(code).toBe(2);
  expect(err.trim().split("\n")).toHaveLength(4);
  expect(err).not.toMatch(/ at /);
});

test.each(["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])("started with a wrong %s, it says so without a stack, and ends", async (wrong) => {
  const slack = await startSlackServer(() => new Date());
  const { botToken, appToken } = slack.state;
  const tokens = { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, [wrong]: wrong === "SLACK_APP_TOKEN" ? "xapp-1" : "xoxb-1" };
  const database = `sqlite:${join(folder, `${wrong}.db`)}`;
  const { code, err } = await drumbeat(["serve"], folder, { ...tokens, SLACK_API_URL: slack.apiUrl, DATABASE_URL: database, PORT: "0" });
  expect({ code, said: err.includes(wrong), lines: err.trim().split("\n").length }).toEqual({ code: 2, said: true, lines: 1 });
  await slack.stop();
});

test("doctor says what to mend, and how", async () => {
  const { code, out } = await drumbeat(["doctor"], folder, { DATABASE_URL: `sqlite:${join(folder, "doctor.db")}` });
  expect(code).toBe(1);
  expect(out).toMatch(/MEND {2}chats: none configured\n {6}Set the Slack or Teams settings/);
  expect(out).toMatch(/MEND {2}administrators/);
  expect(out).toMatch(/ok {4}database/);
});

test("an unknown command lists the known ones; a wrong option is named without a stack", async () => {
  expect(await drumbeat(["frobnicate"], folder)).toMatchObject({ code: 2, err: expect.stringContaining("doctor") });
  const { code, err } = await drumbeat(["digest", "--nope"], folder);
  expect({ code, stack: / at /.test(err) }).toEqual({ code: 2, stack: false });
});
