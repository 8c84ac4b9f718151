import { expect, test } from "vitest";
import { readConfig } from "../src/config.ts";

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
