import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig, readEnvironment } from "../src/config.ts";

test("nothing set is a working configuration with no chat", () => {
  expect(readConfig({})).toMatchObject({ databaseUrl: "sqlite:drumbeat.db", host: "127.0.0.1", port: 3000, admins: [] });
  expect(readConfig({})).not.toHaveProperty("slack");
});

test("every problem is told at once, each with its fix", () => {
  const env = {
    PORT: "http",
    ZONE: "Mars/Olympus",
    SLACK_BOT_TOKEN: "abc",
    TEAMS_APP_ID: "1",
    ADMIN_EMAILS: "ada",
    PUBLIC_URL: "http://x.example",
    NUDGE_LOG_DAYS: "7",
  };
  expect(() => readConfig(env)).toThrowErrorMatchingInlineSnapshot(`
    [ConfigProblems: The settings cannot be used:
      ADMIN_EMAILS has something that is not an e-mail address: write ada@example.com,ben@example.com
      ZONE is not an IANA time zone: write Europe/London
      PORT must be a number
      NUDGE_LOG_DAYS must be 30 or more: what was sent is edited and corrected by that record
      SLACK_BOT_TOKEN must start with xoxb-: copy the Bot User OAuth Token from OAuth & Permissions
      PUBLIC_URL must be an https address
      SLACK_APP_TOKEN is missing: set it for Socket Mode, or SLACK_SIGNING_SECRET for HTTP
      TEAMS_APP_PASSWORD is missing: make a client secret under Certificates & secrets of the app registration
      TEAMS_TENANT_IDS is missing: the tenant id stands on the app registration's overview page]
  `);
});

test("a chat that is half configured says what is missing", () => {
  expect(() => readConfig({ SLACK_BOT_TOKEN: "xoxb-1" })).toThrow(
    /SLACK_APP_TOKEN is missing: set it for Socket Mode, or SLACK_SIGNING_SECRET/,
  );
  expect(() => readConfig({ SLACK_APP_TOKEN: "xapp-1" })).toThrow(/SLACK_BOT_TOKEN is missing/);
  expect(() => readConfig({ TEAMS_APP_ID: "a" })).toThrow(/TEAMS_APP_PASSWORD is missing.*\n.*TEAMS_TENANT_IDS is missing/);
});

test("lists, empty values and e-mail addresses are read kindly", () => {
  const config = readConfig({ ADMIN_EMAILS: "Ada@Example.com, ben@example.com", SLACK_BOT_TOKEN: " ", COMMAND_PREFIX: "db-" });
  expect(config.admins).toEqual(["ada@example.com", "ben@example.com"]);
  expect(config.slack).toBeUndefined();
});

test("ids of Microsoft are the same in capitals", () => {
  const env = { TEAMS_APP_ID: "5F0E2A55-1111", TEAMS_APP_PASSWORD: "Secret", TEAMS_TENANT_IDS: "77777777-AAAA, 88888888-bbbb" };
  const read = { appId: "5f0e2a55-1111", appPassword: "Secret", tenantIds: ["77777777-aaaa", "88888888-bbbb"] };
  expect(readConfig(env).teams).toEqual(read);
});

describe("workspaces that install the app by themselves", () => {
  const key = Buffer.alloc(32, 7).toString("base64");
  const env = {
    SLACK_CLIENT_ID: "1.2",
    SLACK_CLIENT_SECRET: "s",
    SLACK_SIGNING_SECRET: "s",
    SLACK_WORKSPACES: "t0123abcd, T0456EFGH",
    PUBLIC_URL: "https://drumbeat.example.com/",
    TOKEN_KEY: key,
  };

  test("need no bot token; ids are the same in capitals", () => {
    expect(readConfig(env).slack).toEqual({
      signingSecret: "s",
      workspaces: ["T0123ABCD", "T0456EFGH"],
      oauth: { clientId: "1.2", clientSecret: "s", publicUrl: "https://drumbeat.example.com", key },
    });
  });

  test("need a list, a key, an address and a way for requests to come", () => {
    expect(() => readConfig({ SLACK_CLIENT_ID: "1.2" })).toThrowErrorMatchingInlineSnapshot(`
      [ConfigProblems: The settings cannot be used:
        SLACK_APP_TOKEN is missing: set it for Socket Mode, or SLACK_SIGNING_SECRET for HTTP
        SLACK_CLIENT_SECRET is missing: it stands beside the client id under Basic Information
        SLACK_WORKSPACES is missing: the ids (T…) of the workspaces that may install the app, or anybody's could
        PUBLIC_URL is missing: Slack sends whoever installs the app back to PUBLIC_URL/slack/oauth_redirect
        TOKEN_KEY is missing: npx drumbeat key prints one; keep it apart from the database and its backups]
    `);
    expect(() => readConfig({ ...env, SLACK_WORKSPACES: "T0123ABCD cast.slack.com", TOKEN_KEY: "secret" })).toThrow(
      /SLACK_WORKSPACES has something that is no workspace's id.*\n.*TOKEN_KEY is not 32 bytes as base64: npx drumbeat key/,
    );
    expect(() => readConfig({ ...env, SLACK_CLIENT_ID: undefined })).toThrow(/SLACK_CLIENT_ID is missing/);
  });

  test("take the key from a file, too", () => {
    const file = join(mkdtempSync(join(tmpdir(), "drumbeat-key-")), "key");
    const fromFile = { ...env, TOKEN_KEY: undefined, TOKEN_KEY_FILE: file };
    expect(() => readConfig(fromFile)).toThrow(/TOKEN_KEY_FILE .*key cannot be read/);
    writeFileSync(file, `${key}\n`);
    expect(readConfig(fromFile).slack?.oauth?.key).toBe(key);
    expect(() => readConfig({ ...fromFile, TOKEN_KEY: key })).toThrow(/TOKEN_KEY and TOKEN_KEY_FILE are both set/);
    expect(() => readConfig({ ...fromFile, TOKEN_KEY_FILE: tmpdir() })).toThrow(/cannot be read: it must be a file that the user who runs/);
    expect(() => readEnvironment(tmpdir())).toThrow(`${tmpdir()} cannot be read. Let the user who runs this program read it.`);
  });
});
