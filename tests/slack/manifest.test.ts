import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { scopes, slackManifest } from "../../src/slack/manifest.ts";
import { requiredScopes } from "../worlds/slack-methods.ts";
import { isBlock, listOf } from "../worlds/slack-rules.ts";

const commands = ["pmo", "risk", "issue", "action", "decision"].map((name) => ({
  name,
  about: `Work with ${name}s`,
  usage: `${name} WORDS #KEY`,
  fromMessage: name !== "pmo",
}));

/** Slack's schema (github.com/slackapi/manifest-schema, v2), as far as it sets limits. */
function problemsOf(manifest: unknown): readonly string[] {
  const at = (value: unknown, ...path: readonly string[]): unknown =>
    path.reduce((found, key) => (isBlock(found) ? found[key] : undefined), value);
  const length = (value: unknown, min: number, max: number) => typeof value === "string" && value.length >= min && value.length <= max;
  const slash = listOf(at(manifest, "features", "slash_commands"));
  const shortcuts = listOf(at(manifest, "features", "shortcuts"));
  const socket = at(manifest, "settings", "socket_mode_enabled") === true;
  const checks: readonly (readonly [string, boolean])[] = [
    ["name", length(at(manifest, "display_information", "name"), 1, 35)],
    ["description", length(at(manifest, "display_information", "description"), 1, 140)],
    ["long_description", length(at(manifest, "display_information", "long_description"), 175, 4000)],
    ["background_color", /^#[0-9a-f]{6}$/.test(String(at(manifest, "display_information", "background_color")))],
    ["at most 50 commands", slash.length >= 1 && slash.length <= 50],
    [
      "commands",
      slash.every(
        (each) =>
          /^\/[a-z0-9_-]{1,31}$/.test(String(at(each, "command"))) &&
          length(at(each, "description"), 1, 2000) &&
          at(each, "should_escape") === true,
      ),
    ],
    ["addresses", slash.every((each) => (at(each, "url") === undefined) === socket)],
    ["built-in names", slash.every((each) => !["/status", "/remind", "/invite", "/topic", "/who"].includes(String(at(each, "command"))))],
    ["at most 10 shortcuts", shortcuts.length <= 10],
    [
      "shortcuts",
      shortcuts.every(
        (each) =>
          length(at(each, "name"), 1, 24) &&
          length(at(each, "description"), 1, 150) &&
          length(at(each, "callback_id"), 1, 255) &&
          at(each, "type") === "message",
      ),
    ],
    ["bot name", length(at(manifest, "features", "bot_user", "display_name"), 1, 80)],
    ["scopes", JSON.stringify(at(manifest, "oauth_config", "scopes", "bot")) === JSON.stringify(Object.keys(scopes))],
  ];
  return checks.filter(([, holds]) => !holds).map(([what]) => what);
}

test("the manifest keeps to Slack's schema, for Socket Mode and for HTTP", () => {
  expect(problemsOf(slackManifest({ commands, prefix: "" }))).toEqual([]);
  expect(problemsOf(slackManifest({ commands, prefix: "db-", url: "https://drumbeat.example.com/" }))).toEqual([]);
});

test("the manifest that is checked in keeps to it too", () => {
  expect(problemsOf(JSON.parse(readFileSync("manifests/slack/manifest.json", "utf8")))).toEqual([]);
});

test("a prefix is in every command, and not in the shortcuts", () => {
  const manifest = JSON.stringify(slackManifest({ commands, prefix: "db-" }));
  expect(manifest).toContain('"/db-risk"');
  expect(manifest).not.toContain('"/risk"');
  expect(manifest).toContain('"callback_id":"log_risk"');
  expect(manifest).toContain('"Log an issue"');
});

test("over HTTP every address is the one path, but for the way back from installing", () => {
  const manifest = JSON.stringify(slackManifest({ commands, prefix: "", url: "https://drumbeat.example.com/" }));
  expect(manifest).toContain('"redirect_urls":["https://drumbeat.example.com/slack/oauth_redirect"]');
  expect([...new Set(manifest.match(/https:[^"]+/g))].sort()).toEqual([
    "https://drumbeat.example.com/slack/events",
    "https://drumbeat.example.com/slack/oauth_redirect",
  ]);
});

test("every method that is called has its scope, and every scope its reason", () => {
  const needed = Object.values(requiredScopes).map((scope) => (typeof scope === "string" ? scope : scope({ channel: "C1" })));
  for (const scope of needed) expect(Object.keys(scopes)).toContain(scope);
  for (const why of Object.values(scopes)) expect(why.length).toBeGreaterThan(10);
});

test("long words are cut to what Slack takes", () => {
  const long = { name: "extraordinarily-long-command-name-indeed", about: "a".repeat(3000), usage: "u ".repeat(800), fromMessage: true };
  expect(problemsOf(slackManifest({ commands: [long], prefix: "" }))).toEqual([]);
});
