import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { say } from "../../src/chat/message.ts";
import type { Identity } from "../../src/core/people.ts";
import { SendFailure } from "../../src/ports/messenger.ts";
import { accountOf, channelId } from "../worlds/teams-accounts.ts";
import { readCard } from "../worlds/teams-cards.ts";
import { type Posted, tenant } from "../worlds/teams-server.ts";
import { from, type Rig, rig } from "./rig.ts";

let it: Rig;
beforeAll(async () => {
  it = await rig();
  await it.send(from(it.server, { text: "pmo help" }));
});
beforeEach(() => {
  it.server.calls.length = 0;
  it.server.posted.length = 0;
});
afterAll(() => it.stop());

const identity = (name: string): Identity => ({ platform: "teams", workspace: tenant, user: accountOf(name).aad, outside: false });
const to = (name: string) => ({ identity: identity(name) });
const apollo = { channel: { platform: "teams", workspace: tenant, channel: channelId("apollo") } } as const;
const message = say("Status, week to Fri 20 Nov.");
const key = { key: "prompt:ben:2026-11-23" };
const sends = () => it.server.calls.filter(({ path }) => path.startsWith("/emea/"));
const failure = (work: Promise<unknown>): Promise<SendFailure> =>
  work.then(
    () => expect.fail("it was sent"),
    (error: unknown) => (error instanceof SendFailure ? error : expect.fail(String(error))),
  );
const shown = ({ activity }: Posted): string => {
  const [first]: unknown[] = Array.isArray(activity["attachments"]) ? activity["attachments"] : [];
  return typeof first === "object" && first !== null && "content" in first ? readCard(first.content) : "";
};

describe("sending without being asked", () => {
  test("somebody who never wrote gets a chat of their own, made once", async () => {
    const ref = await it.adapter.messenger.post(to("ben"), message, key);
    expect(ref).toMatchObject({ platform: "teams", workspace: tenant, channel: `a:${accountOf("ben").aad}` });
    await it.adapter.messenger.post(to("ben"), message, { key: "second" });
    expect(sends().map(({ method, path }) => `${method} ${path.replace(/^.*\/v3/, "")}`)).toEqual([
      "POST /conversations",
      `POST /conversations/a:${accountOf("ben").aad}/activities`,
      `POST /conversations/a:${accountOf("ben").aad}/activities`,
    ]);
  });

  test("somebody without the app cannot be reached, and that is final", async () => {
    it.server.installed.delete(accountOf("chloe").aad);
    expect(await failure(it.adapter.messenger.post(to("chloe"), message, key))).toMatchObject({
      kind: "unreachable",
      message: "the app is not installed",
    });
    expect(sends()).toHaveLength(1);
  });

  test("so is somebody who took the app away since", async () => {
    await it.adapter.messenger.post(to("dev"), message, key);
    it.server.installed.delete(accountOf("dev").aad);
    expect(await failure(it.adapter.messenger.post(to("dev"), message, key))).toMatchObject({ kind: "unreachable" });
  });

  test("a channel post starts a thread; an answer goes under it; both can be edited", async () => {
    const post = await it.adapter.messenger.post(apollo, say("Digest"), key);
    expect(post).toMatchObject({ channel: channelId("apollo") });
    const under = await it.adapter.messenger.post(apollo, say("Detail"), { key: "detail", under: post });
    expect(it.server.posted.map(({ thread }) => thread)).toEqual([undefined, post.id]);
    await it.adapter.messenger.edit(post, say("Digest, corrected"));
    await it.adapter.messenger.edit(under, say("Detail, corrected"));
    expect(it.server.posted.map(shown)).toEqual(["Digest, corrected", "Detail, corrected"]);
  });

  test("a channel of a team without the app cannot be reached", async () => {
    const elsewhere = { channel: { ...apollo.channel, channel: channelId("elsewhere") } };
    expect(await failure(it.adapter.messenger.post(elsewhere, message, key))).toMatchObject({ kind: "unreachable" });
  });

  test.each([
    [429, "later"],
    [412, "later"],
    [502, "later"],
    [503, "later"],
    [504, "later"],
    [500, "unsure"],
    [400, "refused"],
    [413, "refused"],
    [404, "unreachable"],
  ])("%i is asked once, and means %s", async (status, kind) => {
    it.server.fails(/activities/, status, { "retry-after": "17" });
    expect(await failure(it.adapter.messenger.post(to("ada"), message, key))).toMatchObject({ kind, retryAfterMs: 17_000 });
    expect(sends()).toHaveLength(1);
  });

  test("what Teams took without saying where it is counts as sent, and is not edited", async () => {
    it.server.fails(/activities/, 201);
    const ref = await it.adapter.messenger.post(to("ada"), message, key);
    expect(ref).toMatchObject({ channel: `a:${accountOf("ada").aad}`, id: "" });
    expect(await failure(it.adapter.messenger.edit(ref, message))).toMatchObject({ kind: "unreachable" });
    await it.adapter.messenger.post(to("ada"), message, { key: "under", under: ref });
    expect(sends()).toHaveLength(2);
  });

  test("a token that ran out is fetched anew the next time", async () => {
    it.server.fails(/activities/, 401);
    expect(await failure(it.adapter.messenger.post(to("ada"), message, key))).toMatchObject({ kind: "later" });
    await it.adapter.messenger.post(to("ada"), message, key);
    expect(it.server.calls.filter(({ path }) => path.endsWith("/token"))).toHaveLength(1);
  });

  test("a server that is not there: surely not sent", async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const { port } = closed.address() as AddressInfo;
    await new Promise((done) => closed.close(done));
    const room = { conversation: "a:gone", serviceUrl: `http://127.0.0.1:${port}/` };
    it.kept.set(`teams:ref:chat:${tenant}:gone`, JSON.stringify(room));
    const gone = { identity: { ...identity("ada"), user: "gone" } };
    expect(await failure(it.adapter.messenger.post(gone, message, key))).toMatchObject({ kind: "later" });
  });

  test("our token goes to no server but Microsoft's", async () => {
    it.kept.set(`teams:ref:chat:${tenant}:trap`, JSON.stringify({ conversation: "a:trap", serviceUrl: "https://evil.example/" }));
    const trap = { identity: { ...identity("ada"), user: "trap" } };
    expect(await failure(it.adapter.messenger.post(trap, message, key))).toMatchObject({ kind: "refused" });
  });

  test("nothing can be read back", async () => {
    expect(await it.adapter.messenger.find(to("ada"), "prompt:ada:2026-11-23", new Date(), undefined)).toBeUndefined();
  });
});

describe("who somebody is", () => {
  const profile = (name: string) => it.adapter.messenger.profile({ platform: "teams", workspace: tenant, id: accountOf(name).aad });

  test("name, e-mail address, and the zone that their client told", async () => {
    expect(await profile("ada")).toEqual({ name: "Ada Lindqvist", email: "ada@example.com", zone: "Europe/London", outside: false });
  });

  test("a guest is from outside", async () => {
    expect(await profile("hugo")).toMatchObject({ name: "Hugo Stein", outside: true });
  });

  test.each(["role", "address"])("so is one whose %s alone says so", async (by) => {
    const id = it.server.accounts.find(({ guest }) => guest === by)?.aad ?? expect.fail();
    expect(await it.adapter.messenger.profile({ platform: "teams", workspace: tenant, id })).toMatchObject({ outside: true });
  });

  test("an account of a foreign tenant is not looked up, though its server is known", async () => {
    it.kept.set("teams:ref:tenant:foreign", it.server.serviceUrl);
    const stranger = it.adapter.messenger.profile({ platform: "teams", workspace: "foreign", id: "x" });
    expect(await failure(stranger)).toMatchObject({ kind: "unreachable" });
    expect(sends()).toEqual([]);
  });
});

describe("doctor", () => {
  test("can read Microsoft's clock", async () => {
    const told = await it.adapter.time?.();
    expect(Math.abs(Date.now() - (told?.getTime() ?? 0))).toBeLessThan(60_000);
  });

  test("says what is right, and what to do about the rest", async () => {
    const elsewhere = { ...apollo.channel, channel: channelId("elsewhere"), name: "Elsewhere" };
    const found = await it.adapter.check([apollo.channel, elsewhere]);
    expect(found.map(({ ok }) => ok)).toEqual([true, true, false, true, false]);
    expect(found[4]).toMatchObject({ found: "the app is not installed", fix: expect.stringContaining("Add to a team") });
    expect(found[2]).toMatchObject({ found: "PUBLIC_URL is not set", fix: expect.stringContaining("https://") });
  });
});
