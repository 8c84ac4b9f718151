import { afterEach, beforeEach, expect, test } from "vitest";
import { say } from "../../src/chat/message.ts";
import { readConfig } from "../../src/config.ts";
import type { Identity } from "../../src/core/people.ts";
import { createLog } from "../../src/log.ts";
import type { Bot } from "../../src/main.ts";
import { removed } from "../../src/ports/installations.ts";
import { newKey } from "../../src/slack/seal.ts";
import { createWorkspaces } from "../../src/slack/workspaces.ts";
import { openStore } from "../../src/store/index.ts";
import { type Several, several } from "./several.ts";

const first = newKey();
let at: Several;
beforeEach(async () => {
  at = await several({ TOKEN_KEY: first });
  at.server.apps.rotating = true;
  await at.install("T0WEST");
});
afterEach(() => at.stop());

const chloe: Identity = { platform: "slack", workspace: "T0WEST", user: "UWCHLOE", outside: false };
let keys = 0;
function posted(bot: Bot = at.bot()) {
  keys += 1;
  const slack = bot.adapters.find(({ messenger }) => messenger.platform === "slack")?.messenger ?? expect.fail("no Slack");
  return slack.post({ identity: chloe }, say("Hello"), { key: `k${keys}` });
}
const expiresAt = async () => (await at.bot().store.installations.get("T0WEST"))?.sealed.expiresAt?.toISOString();

test("a token is renewed two hours before it runs out, behind the message that uses it, and kept", async () => {
  at.clock.set("2026-11-22T21:59:00Z");
  await posted();
  expect([at.server.apps.renewed(), await expiresAt()]).toEqual([0, "2026-11-23T00:00:00.000Z"]);
  at.clock.set("2026-11-22T22:00:01Z");
  await posted();
  await expect.poll(expiresAt).toBe("2026-11-23T10:00:01.000Z");
  await posted();
  expect(at.server.apps.renewed()).toBe(1);
  at.clock.set("2026-11-23T09:00:00Z");
  await posted();
});

test("one that has run out is renewed before it is used; one that Slack says has run out, too", async () => {
  at.clock.set("2026-11-25T00:00:00Z");
  await posted();
  expect(at.server.apps.renewed()).toBe(1);
  at.server.failNext("chat.postMessage", "token_expired");
  await posted();
  expect(at.server.apps.renewed()).toBe(2);
  expect(at.reads(at.server.west, "DWCHLOE").match(/Hello/g)).toHaveLength(4); // each as words and as blocks
});

test("of many messages in two programs at once, one renews, and all are sent", async () => {
  const other = await at.another();
  at.clock.set("2026-11-25T00:00:00Z");
  await Promise.all([posted(), posted(other), posted(), posted(other)]);
  expect(at.server.apps.renewed()).toBe(1);
});

test("while Slack cannot renew, the token that still holds is used; a minute later it is tried again", async () => {
  at.clock.set("2026-11-22T22:30:00Z");
  at.server.failNext("oauth.v2.access", { status: 503 });
  await posted();
  await expect.poll(() => at.logged.join()).toContain("could not be renewed");
  await posted();
  expect(at.server.apps.renewed()).toBe(0);
  at.clock.set("2026-11-22T22:31:01Z");
  await posted();
  await expect.poll(at.server.apps.renewed).toBe(1);
});

test("one that ran out and cannot be renewed now is tried again later; one that Slack never renews means installing again", async () => {
  at.clock.set("2026-11-25T00:00:00Z");
  at.server.failNext("oauth.v2.access", { status: 503 });
  await expect(posted()).rejects.toMatchObject({ kind: "later" });
  at.server.failNext("oauth.v2.access", "invalid_refresh_token");
  await expect(posted()).rejects.toMatchObject({ kind: "unreachable", message: removed });
  expect(await at.bot().store.installations.all()).toEqual([]);
  await at.install("T0WEST");
  await posted();
});

test("with a new key the old one still opens, once: everything is kept under the new one then", async () => {
  const second = newKey();
  const before = await at.bot().store.installations.get("T0WEST");
  await at.restart({ TOKEN_KEY: second, TOKEN_KEY_OLD: first });
  await posted();
  expect((await at.bot().store.installations.get("T0WEST"))?.sealed.token).not.toBe(before?.sealed.token);
  await at.restart({ TOKEN_KEY: second });
  await posted();
});

test("a wrong key stops the start with what to do, and changes nothing", async () => {
  const before = await at.bot().store.installations.all();
  const wrong = newKey();
  await expect(at.another({ TOKEN_KEY: wrong })).rejects.toThrow(
    /WEST \(T0WEST\).*cannot be opened with TOKEN_KEY.*TOKEN_KEY_OLD.*drumbeat workspaces forget T0WEST/,
  );
  expect(await at.bot().store.installations.all()).toEqual(before);
  const noted = JSON.stringify([at.logged, before]);
  expect([first, wrong].filter((key) => noted.includes(key))).toEqual([]);
});

test("a row that somebody changed, or copied from another workspace, is not used", async () => {
  await at.install("T0CAST");
  const store = await openStore({ url: at.databaseUrl });
  const [west, cast] = [await store.installations.get("T0WEST"), await store.installations.get("T0CAST")];
  if (!west || !cast) return expect.fail("not installed");
  await store.installations.keep({ ...west, sealed: cast.sealed });
  await store.close();
  await expect(at.another()).rejects.toThrow(/T0WEST.*cannot be opened/);
});

test("tokens that ran out are given back too: the refresh token would bring new ones", async () => {
  const { slack } = readConfig(at.settings);
  const { store } = at.bot();
  const all = createWorkspaces(slack ? { ...slack, commandPrefix: "" } : expect.fail(), {
    store,
    log: createLog("silent"),
    clock: at.clock,
  });
  const revoked = () => at.server.calls.filter(({ method }) => method === "auth.revoke").map(({ team }) => team);
  at.clock.set("2026-11-25T00:00:00Z");
  at.server.failNext("oauth.v2.access", { status: 503 });
  await expect(all.remove("T0WEST")).rejects.toThrow("503");
  at.server.failNext("auth.revoke", { status: 503 });
  await expect(all.remove("T0WEST")).rejects.toThrow("503");
  expect(await expiresAt()).toBe("2026-11-25T12:00:00.000Z");
  expect(await all.remove("T0WEST")).toBe(true);
  expect([await expiresAt(), revoked().at(-1), at.server.apps.renewed()]).toEqual([undefined, "T0WEST", 1]);
});
