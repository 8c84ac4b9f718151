import { inspect } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Message, say } from "../../src/chat/message.ts";
import type { Identity } from "../../src/core/people.ts";
import { SendFailure } from "../../src/ports/messenger.ts";
import type { Failure } from "../worlds/slack-methods.ts";
import { command, type Rig, rig } from "./rig.ts";

let at: Rig;
beforeEach(async () => {
  at = await rig();
});
afterEach(() => at.stop());

const apollo = { channel: { platform: "slack", workspace: "T0CAST", channel: "C0APOLLO" } } as const;
const ben: { identity: Identity } = { identity: { platform: "slack", workspace: "T0CAST", user: "U0BEN", outside: false } };
const message: Message = say("R-1 logged");
const sends = () => at.server.calls.filter(({ method }) => method === "chat.postMessage").length;
const failing = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof SendFailure ? error : undefined),
  );

const failures: readonly (readonly [Failure, string, number?])[] = [
  [{ retryAfter: 30 }, "later", 30_000],
  [{ status: 503 }, "unsure"],
  [{ status: 404 }, "later"],
  ["drop", "unsure"],
  ["drop after", "unsure"],
  ["cut", "unsure"],
  ["internal_error", "unsure"],
  ["fatal_error", "unsure"],
  ["service_unavailable", "later"],
  ["ratelimited", "later"],
  ["invalid_auth", "later"],
  ["token_revoked", "later"],
  ["account_inactive", "later"],
  ["not_in_channel", "unreachable"],
  ["channel_not_found", "unreachable"],
  ["is_archived", "unreachable"],
  ["message_not_found", "unreachable"],
  ["user_not_found", "unreachable"],
  ["user_disabled", "unreachable"],
  ["restricted_action", "unreachable"],
  ["msg_too_long", "refused"],
  ["missing_scope", "refused"],
  ["something_new", "refused"],
];

test.each(failures.map(([failure, kind, retryAfterMs]) => ({ failure, kind, retryAfterMs })))(
  "$failure is $kind, after one call",
  async ({ failure, kind, retryAfterMs }) => {
    at.server.failNext("chat.postMessage", failure);
    const failed = await failing(at.adapter.messenger.post(apollo, message, { key: "k" }));
    expect(failed).toMatchObject({ kind, retryAfterMs });
    expect(sends()).toBe(1);
  },
);

test("a Slack that is not there is tried later; nothing was sent", async () => {
  await at.server.stop();
  // The first call may still find a connection that is just closing.
  await failing(at.adapter.messenger.post(apollo, message, { key: "k" }));
  expect(await failing(at.adapter.messenger.post(apollo, message, { key: "k" }))).toMatchObject({ kind: "later" });
});

test("a connection dropped after Slack took the post: looked up by its key, not sent again", async () => {
  at.server.failNext("chat.postMessage", "drop after");
  await failing(at.adapter.messenger.post(ben, message, { key: "prompt:ben:2026-11-23" }));
  const found = await at.adapter.messenger.find(ben, "prompt:ben:2026-11-23", at.clock.now(), undefined);
  expect(found).toMatchObject({ channel: "D0BEN" });
  expect(await at.adapter.messenger.find(ben, "another", at.clock.now(), undefined)).toBeUndefined();
  expect(sends()).toBe(1);
});

test("half an answer is neither taken for a refusal nor written down", async () => {
  at.server.failNext("chat.postMessage", "cut");
  const failure = await failing(at.adapter.messenger.post(ben, message, { key: "prompt:ben:2026-11-23" }));
  expect(inspect(failure, { depth: 9 })).not.toContain("R-1 logged");
  at.server.failNext("conversations.history", "cut");
  const unread = await failing(at.adapter.messenger.find(ben, "prompt:ben:2026-11-23", at.clock.now(), undefined));
  expect(unread?.kind).toBe("unsure");
  expect(await at.adapter.messenger.find(ben, "prompt:ben:2026-11-23", at.clock.now(), undefined)).toMatchObject({ channel: "D0BEN" });
});

test("an answer in a thread is found in its thread", async () => {
  const { messenger } = at.adapter;
  const post = await messenger.post(apollo, message, { key: "digest" });
  const reply = await messenger.post(apollo, message, { key: "detail", under: post });
  expect(await messenger.find(apollo, "detail", at.clock.now(), post)).toEqual(reply);
});

test("a post is found behind whatever was written since, and so is an answer in its thread", async () => {
  const { messenger } = at.adapter;
  const began = at.clock.now();
  const post = await messenger.post(apollo, message, { key: "digest" });
  const talk = (thread: object) => {
    for (let n = 0; n < 450; n += 1) at.server.state.put("C0APOLLO", { text: `${n}`, blocks: [], user: "U0BEN", ...thread });
  };
  talk({});
  talk({ thread: post.id });
  const reply = await messenger.post(apollo, message, { key: "detail", under: post });
  expect(await messenger.find(apollo, "digest", began, undefined)).toEqual(post);
  expect(await messenger.find(apollo, "detail", began, post)).toEqual(reply);
});

test("where history may not be read, nothing is found, and it says so in the log", async () => {
  at.server.state.scopes.splice(0);
  expect(await at.adapter.messenger.find(apollo, "k", at.clock.now(), undefined)).toBeUndefined();
  expect(at.logged).toContain("could not look up whether a message was posted");
});

test("a post to somebody comes back with their chat, and is edited there", async () => {
  const { messenger } = at.adapter;
  const ref = await messenger.post(ben, message, { key: "k" });
  await messenger.edit(ref, say("R-1 accepted"));
  expect(at.server.state.direct("U0BEN").messages.map(({ text }) => text)).toEqual(["R-1 accepted"]);
  expect(await failing(messenger.edit({ ...ref, id: "1.1" }, message))).toMatchObject({ kind: "unreachable" });
});

test.each(["invalid_blocks", "msg_blocks_too_long"])("a drawing that Slack refuses (%s) goes out as words", async (refusal) => {
  at.server.failNext("chat.postMessage", refusal);
  const drawn: Message = { summary: "Digest", blocks: [{ kind: "table", columns: ["Project", "Now"], rows: [["VEGA", "Red"]] }] };
  await at.adapter.messenger.post(apollo, drawn, { key: "k" });
  const [sent] = at.server.state.conversations.get("C0APOLLO")?.messages ?? [];
  expect(sent?.text).toBe("Digest\nProject | Now\nVEGA | Red");
});

test("nothing of a message turns into a link or unfolds by itself, posted or edited", async () => {
  const ref = await at.adapter.messenger.post(ben, say("@channel see https://example.com"), { key: "k" });
  await at.adapter.messenger.edit(ref, say("@channel see #general"));
  const sent = at.server.calls.filter(({ method }) => method.startsWith("chat.")).map(({ args }) => args);
  const asWritten = { parse: "none", link_names: "false" };
  expect(sent).toMatchObject([{ ...asWritten, unfurl_links: "false", unfurl_media: "false" }, asWritten]);
});

test("who somebody is: name, address, zone, and whether they are of this organisation", async () => {
  const { accounts } = at.server.state;
  const known = { email: "x@example.com", zone: "Europe/Berlin" };
  accounts.set("U0GUEST", { id: "U0GUEST", name: "Guest", restricted: true, ...known });
  accounts.set("U0HUGO", { id: "U0HUGO", name: "Hugo Stein", team: "T0VENDOR", ...known });
  accounts.set("U0GONE", { id: "U0GONE", name: "Gone", deleted: true, ...known });
  const profile = (id: string) => at.adapter.messenger.profile({ platform: "slack", workspace: "T0CAST", id });
  expect(await profile("U0BEN")).toEqual({ name: "Ben Okafor", email: "ben@example.com", zone: "Europe/London", outside: false });
  expect(await profile("U0GUEST")).toMatchObject({ outside: true });
  expect(await profile("U0HUGO")).toMatchObject({ outside: true });
  expect(await profile("U0GONE")).toMatchObject({ gone: true });
  expect(await failing(profile("U0NOBODY"))).toMatchObject({ kind: "unreachable" });
});

test("doctor says what is missing, and the fix", async () => {
  const used = ["C0APOLLO", "C0ALONE", "C0NONE"].map((channel) => ({ platform: "slack", workspace: "T0CAST", channel }) as const);
  const checks = await at.adapter.check(used);
  const named = (what: string) => checks.find((check) => check.what === what);
  expect(named("Slack: scopes")).toMatchObject({ ok: false, fix: expect.stringContaining("manifest") });
  expect(named("Slack: SLACK_APP_TOKEN")).toMatchObject({ ok: true });
  expect(named("Slack: #apollo")).toMatchObject({ ok: true });
  expect(named("Slack: #alone")).toMatchObject({ ok: false, fix: expect.stringContaining("/invite") });
  expect(named("Slack: #C0NONE")).toMatchObject({ ok: false, fix: expect.stringContaining("/invite") });
  const { conversations } = at.server.state;
  conversations.set("C0APOLLO", { ...(conversations.get("C0APOLLO") ?? expect.fail()), shared: true });
  const shared = { what: "Slack: #apollo", ok: true, found: "the bot is a member; another organisation reads it too" };
  expect(await at.adapter.check(used)).toContainEqual(shared);
  at.server.failNext("auth.test", "invalid_auth");
  expect(await at.adapter.check(used)).toMatchObject([{ ok: false, fix: expect.stringContaining("SLACK_BOT_TOKEN") }]);
  at.server.failNext("auth.test", { status: 503 });
  expect(await at.adapter.check(used)).toMatchObject([{ ok: false, fix: expect.stringContaining("check the network") }]);
});

test("doctor can read Slack's clock", async () => {
  const told = await at.adapter.time?.();
  expect(told).toEqual(at.clock.now());
});

test("Slack recycles the connection: the bot is not ready meanwhile, and back then", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    at.server.disconnectAll();
    await expect.poll(() => at.adapter.ready()).toBe(false);
    vi.advanceTimersByTime(100);
    await expect.poll(() => at.adapter.ready()).toBe(true);
    expect(at.server.connections()).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

test("a frame that is no envelope is passed over, and the program lives", async () => {
  for (const frame of ["null", "5", "no json", '{"type":"events_api","envelope_id":"e1"}', '{"type":"slash_commands","payload":null}'])
    at.server.raw(frame);
  at.answer = () => ({ kind: "message", to: "me", message: say("R-1 logged") });
  expect(await at.wire.command(command(at))).toMatchObject({ text: "R-1 logged" });
  expect(at.logged.filter((words) => words === "a frame of Slack could not be read")).toHaveLength(2);
});

test("a token that Slack refuses stops the start, with what to do", async () => {
  at.server.failNext("auth.test", "invalid_auth");
  await expect(at.adapter.start()).rejects.toThrow(/install the app again/);
});

test("a Slack that cannot be reached does not stop the start; the program is not ready yet", async () => {
  const other = await rig({ http: true, failing: "drop" });
  expect(other.adapter.ready()).toBe(false);
  const body = "command=/risk";
  expect((await other.post(body, other.sign(body))).status).toBe(503);
  await other.stop();
});

test("who has an e-mail address: their account, nobody, or a word of what is missing", async () => {
  const asked = (email: string) => at.adapter.messenger.byEmail?.(email) ?? expect.fail("Slack can be asked");
  expect(await asked("ben@example.com")).toEqual({
    user: { platform: "slack", workspace: "T0CAST", id: "U0BEN" },
    profile: { name: "Ben Okafor", email: "ben@example.com", zone: "Europe/London", outside: false },
  });
  expect(await asked("nobody@example.com")).toBeUndefined();
  at.server.failNext("users.lookupByEmail", { retryAfter: 30 });
  expect(await failing(asked("ben@example.com"))).toMatchObject({ kind: "later", retryAfterMs: 30_000 });
  at.server.state.scopes.splice(0);
  expect(await failing(asked("ben@example.com"))).toMatchObject({
    kind: "unreachable",
    message: expect.stringContaining("users:read.email"),
  });
});

test("an app that is taken out of the workspace says so loudly, and is not ready any more", async () => {
  expect(at.adapter.ready()).toBe(true);
  const payload = { type: "event_callback", team_id: "T0CAST", event_id: "Ev1", event: { type: "app_uninstalled" } };
  await at.wire.event(payload);
  expect(at.errors.at(-1)).toContain("the app was removed from the workspace");
  expect(at.adapter.ready()).toBe(false);
});
