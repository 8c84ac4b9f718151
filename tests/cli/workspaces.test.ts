import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newKey } from "../../src/slack/seal.ts";
import { type Several, several } from "../slack/several.ts";
import { drumbeat } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "drumbeat-workspaces-"));
let at: Several;
beforeEach(async () => {
  at = await several();
  await at.install("T0WEST");
});
afterEach(() => at.stop());

const says = (words: string, env: Readonly<Record<string, string>> = {}) => drumbeat(words.split(" "), folder, { ...at.settings, ...env });
const kept = async () => (await at.bot().store.installations.all()).map(({ workspace }) => workspace);
const revoked = () => at.server.calls.filter(({ method }) => method === "auth.revoke").map(({ team }) => team);

test("workspaces lists who has the app and who may, and takes it back from one", async () => {
  expect((await says("workspaces")).out).toBe(
    "T0WEST  WEST, installed Sun 22 Nov\nT0CAST  not installed; an administrator of it opens https://drumbeat.example.com/slack/install\n",
  );
  expect((await drumbeat(["workspaces"], folder)).out).toContain("SLACK_CLIENT_ID is not set");
  expect((await says("workspaces", { SLACK_WORKSPACES: "T0CAST" })).out).toContain("not in SLACK_WORKSPACES, so it is not heard");
  at.server.failNext("auth.revoke", { status: 503 });
  expect(await says("workspaces remove T0WEST")).toMatchObject({ code: 2, err: expect.stringContaining("Nothing was changed") });
  expect(await kept()).toEqual(["T0WEST"]);
  expect(await says("workspaces remove t0west")).toMatchObject({ code: 0, out: expect.stringContaining("given back and forgotten") });
  expect([await kept(), revoked().at(-1)]).toEqual([[], "T0WEST"]);
  expect(await says("workspaces remove T0WEST")).toMatchObject({ code: 2, err: expect.stringContaining("No tokens are kept of T0WEST") });
});

test("with a wrong key serve ends with words, remove gives nothing back, and forget forgets", async () => {
  const wrong = { TOKEN_KEY: newKey() };
  const served = await says("serve", wrong);
  expect(served).toMatchObject({ code: 2, err: expect.stringContaining("cannot be opened with TOKEN_KEY") });
  expect(served.err.split("\n")).toHaveLength(2);
  expect(await says("workspaces remove T0WEST", wrong)).toMatchObject({
    code: 2,
    err: expect.stringContaining("workspaces forget T0WEST"),
  });
  expect(await says("workspaces forget T0WEST", wrong)).toMatchObject({ code: 0 });
  expect([await kept(), revoked()]).toEqual([[], []]);
});

test("key prints a key that the settings take", async () => {
  const { out } = await says("key");
  expect(Buffer.from(out.trim(), "base64")).toHaveLength(32);
  expect((await says("workspaces", { TOKEN_KEY: out })).code).toBe(0);
});

test("doctor checks each workspace, and says which lacks the app or is kept without being wanted", async () => {
  const slack = at.bot().adapters.find(({ messenger }) => messenger.platform === "slack");
  const west = { platform: "slack", workspace: "T0WEST", channel: "C0WEST" } as const;
  const checks = await slack?.check([west]);
  const named = (what: string) => checks?.find((check) => check.what === what);
  expect(named("Slack: WEST (T0WEST)")).toMatchObject({ ok: true, found: "drumbeat in WEST" });
  expect(named("Slack: WEST (T0WEST), scopes")).toMatchObject({ ok: false });
  expect(named("Slack: #west")).toMatchObject({ ok: true });
  expect(named("Slack: T0CAST")).toMatchObject({ ok: false, fix: expect.stringContaining("https://drumbeat.example.com/slack/install") });
  expect((await says("doctor", { TOKEN_KEY: newKey() })).out).toMatch(
    /MEND {2}Slack: WEST \(T0WEST\): the tokens kept of it cannot be opened/,
  );
  expect((await says("doctor", { SLACK_WORKSPACES: "T0CAST" })).out).toContain("installed, but not in SLACK_WORKSPACES");
});
