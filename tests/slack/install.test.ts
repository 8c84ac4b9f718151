import { afterEach, beforeEach, expect, test } from "vitest";
import { scopes } from "../../src/slack/manifest.ts";
import { publicUrl, type Several, several } from "./several.ts";

let at: Several;
beforeEach(async () => {
  at = await several();
});
afterEach(() => at.stop());

const kept = () => at.bot().store.installations.all();
const revoked = () => at.server.calls.filter(({ method }) => method === "auth.revoke").length;

test("a browser is sent to Slack with the app, its scopes and the way back, and comes back to a workspace that works", async () => {
  const browser = at.browser();
  const there = await browser.setsOut();
  expect(there.origin + there.pathname).toBe(`${new URL(at.server.apiUrl).origin}/oauth/v2/authorize`);
  expect(Object.fromEntries(there.searchParams)).toMatchObject({
    client_id: at.server.apps.clientId,
    scope: Object.keys(scopes).join(","),
    redirect_uri: `${publicUrl}/slack/oauth_redirect`,
  });
  const state = there.searchParams.get("state") ?? "";
  const page = await browser.comesBack({ state, code: at.server.apps.allow("T0CAST") });
  expect(page).toMatchObject({ status: 200, words: expect.stringContaining("Drumbeat is in CAST") });
  expect(await at.bot().store.changes("workspace:T0CAST")).toMatchObject([{ what: "installed", to: "CAST" }]);
  await at.command("T0CAST", "U0BEN", "pmo projects");
  await at.settle();
  expect(at.reads(at.server.state, "D0BEN")).toContain("I know you now");
});

test("nothing in the database or the log is a token", async () => {
  at.server.apps.rotating = true;
  await at.install("T0CAST");
  const [installation] = await kept();
  expect(installation?.sealed).toMatchObject({ token: expect.stringMatching(/^v1\./), refresh: expect.stringMatching(/^v1\./) });
  expect(JSON.stringify([await kept(), at.logged])).not.toMatch(/xox|c1ient5ecret/);
});

test("the way back holds once, in the browser that set out, for ten minutes", async () => {
  const browser = at.browser();
  const state = (await browser.setsOut()).searchParams.get("state") ?? "";
  const code = () => at.server.apps.allow("T0CAST");
  expect(await at.browser().comesBack({ state, code: code() })).toMatchObject({ status: 400 });
  expect(await browser.comesBack({ code: code() })).toMatchObject({ status: 400 });

  const second = at.browser();
  const used = (await second.setsOut()).searchParams.get("state") ?? "";
  const cookie = `drumbeat-install=${used}`;
  const again = () =>
    fetch(`http://127.0.0.1:${at.bot().port}/slack/oauth_redirect?${new URLSearchParams({ state: used, code: code() })}`, {
      headers: { cookie },
    });
  expect((await again()).status).toBe(200);
  expect((await again()).status).toBe(400);

  const late = at.browser();
  const old = (await late.setsOut()).searchParams.get("state") ?? "";
  at.clock.set("2026-11-22T12:10:01Z");
  expect(await late.comesBack({ state: old, code: code() })).toMatchObject({ status: 400, words: expect.stringContaining("ten minutes") });
  expect(await kept()).toHaveLength(1);
});

test("a state that we did not sign is none, whatever the cookie says", async () => {
  const real = (await at.browser().setsOut()).searchParams.get("state") ?? "";
  const swap = (text: string, at: number) => text.slice(0, at) + (text[at] === "a" ? "b" : "a") + text.slice(at + 1);
  for (const state of [swap(real, 12), swap(real, real.length - 2), "", "x", `${real}.${real}`]) {
    const query = new URLSearchParams({ state, code: at.server.apps.allow("T0CAST") });
    const headers = { cookie: `drumbeat-install=${state}` };
    expect((await fetch(`http://127.0.0.1:${at.bot().port}/slack/oauth_redirect?${query}`, { headers })).status).toBe(400);
  }
  expect(await kept()).toEqual([]);
});

test("another organisation's workspace is told so; nothing is kept, and what Slack gave is given back", async () => {
  await at.restart({ SLACK_WORKSPACES: "T0CAST" });
  const words = await at.install("T0WEST");
  expect(words).toContain("Nothing was installed, and nothing kept. WEST (T0WEST) is none of this organisation's workspaces");
  expect(words).toContain("What Slack gave was given back.");
  expect([await kept(), revoked()]).toEqual([[], 1]);
});

test("an installation in a whole Enterprise organisation is refused and given back", async () => {
  const browser = at.browser();
  const state = (await browser.setsOut()).searchParams.get("state") ?? "";
  const page = await browser.comesBack({ state, code: at.server.apps.allow("T0CAST", { organisationWide: true }) });
  expect(page).toMatchObject({ status: 403, words: expect.stringContaining("one workspace at a time") });
  expect([await kept(), revoked()]).toEqual([[], 1]);
});

test("whoever changes their mind, or whose code Slack does not know, reads so", async () => {
  const [first, second] = [at.browser(), at.browser()];
  const stateOf = async (browser: typeof first) => (await browser.setsOut()).searchParams.get("state") ?? "";
  expect(await first.comesBack({ state: await stateOf(first), error: "access_denied" })).toMatchObject({
    status: 400,
    words: expect.stringContaining("access_denied"),
  });
  expect(await second.comesBack({ state: await stateOf(second), code: "guess" })).toMatchObject({
    status: 502,
    words: expect.stringContaining("invalid_code"),
  });
  expect(await kept()).toEqual([]);
});
