import { readdirSync, readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { teams } from "../../src/teams/index.ts";
import type { Json } from "../worlds/teams-cards.ts";
import { tenant } from "../worlds/teams-server.ts";
import { from, type Rig, rig } from "./rig.ts";

let it: Rig;
beforeAll(async () => {
  it = await rig();
});
afterEach(() => {
  it.heard.length = 0;
});
afterAll(() => it.stop());

async function knock(body: string | Json, headers: Readonly<Record<string, string>> = {}, method = "POST"): Promise<number> {
  const { status } = await fetch(`http://127.0.0.1:${it.port}/teams/messages`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(method === "POST" && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return status;
}

const bearer = async (claims: object = {}, options: Parameters<Rig["server"]["issuer"]["sign"]>[1] = {}) => ({
  authorization: `Bearer ${await it.server.issuer.sign({ serviceurl: it.server.serviceUrl, ...claims }, options)}`,
});
const hello = () => from(it.server, { text: "pmo help" });

describe("the door of Teams", () => {
  test("a genuine request is heard", async () => {
    expect(await knock(hello(), await bearer())).toBe(200);
    expect(it.heard).toMatchObject([{ kind: "command", words: "pmo help" }]);
  });

  test.each([
    ["no token at all", async () => ({})],
    ["something that is no token", async () => ({ authorization: "Bearer rubbish" })],
    ["another scheme", async () => ({ authorization: "Basic YTpi" })],
    ["a token for another bot", () => bearer({ aud: "someone-else" })],
    ["a token of another issuer", () => bearer({ iss: "https://evil.example" })],
    ["a token that ran out", () => bearer({}, { expiresIn: -3600 })],
    ["a token that is not valid yet", () => bearer({ nbf: 9_999_999_999 })],
    ["a token for another server", () => bearer({ serviceurl: "https://smba.trafficmanager.net/emea/" })],
    ["a token that names no server", () => bearer({ serviceurl: undefined })],
    ["a forged signature", () => bearer({}, { forged: true })],
    ["a key that nobody knows", () => bearer({}, { kid: "key-9", forged: true })],
    ["a key that does not speak for Teams", () => bearer({}, { kid: "key-2" })],
    ["an unsigned token", async () => ({ authorization: `Bearer ${unsigned()}` })],
  ])("%s is answered 401, and quietly", async (_what, headers) => {
    const noise = [vi.spyOn(console, "error"), vi.spyOn(console, "warn")];
    expect(await knock(hello(), await headers())).toBe(401);
    expect(it.heard).toEqual([]);
    expect(it.logged).toEqual([]);
    for (const spy of noise) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });

  test.each([
    [
      "a foreign tenant's conversation",
      { conversation: { id: "a:1", conversationType: "personal", tenantId: "foreign" }, channelData: {} },
    ],
    ["a conversation here with a foreign tenant beside it", { channelData: { tenant: { id: "foreign" } } }],
    ["no tenant", { conversation: { id: "a:1", conversationType: "personal" }, channelData: {} }],
    ["another channel than Teams", { channelId: "directline" }],
  ])("%s is answered 403, however genuine", async (_what, more) => {
    expect(await knock({ ...hello(), ...more }, await bearer())).toBe(403);
    expect(it.heard).toEqual([]);
  });

  const recorded = readdirSync(new URL("./payloads/", import.meta.url));
  test.each(recorded)("%s of a foreign tenant is answered 403, and leaves nothing behind", async (file) => {
    const { activity } = JSON.parse(readFileSync(new URL(`./payloads/${file}`, import.meta.url), "utf8"));
    const foreign = {
      ...activity,
      serviceUrl: it.server.serviceUrl,
      conversation: { ...activity.conversation, tenantId: "foreign" },
      channelData: { ...activity.channelData, tenant: { id: "foreign" } },
    };
    const before = new Map(it.kept);
    expect(await knock(foreign, await bearer())).toBe(403);
    expect(it.heard).toEqual([]);
    expect(it.kept).toEqual(before);
  });

  test("a server that is not Microsoft's is answered 403", async () => {
    const serviceUrl = "https://smba.trafficmanager.net.evil.example/";
    expect(await knock({ ...hello(), serviceUrl }, await bearer({ serviceurl: serviceUrl }))).toBe(403);
  });

  test.each(["", "not json", "null", "[]", "7", "{}", '{"type":null}', '{"type":"message"}', '{"type":"message","from":null}'])(
    "%j is answered 400",
    async (body) => {
      expect(await knock(body, await bearer())).toBe(400);
    },
  );

  test("a body larger than any activity is answered 413", async () => {
    expect(await knock(JSON.stringify({ ...hello(), text: "x".repeat(300_000) }), await bearer())).toBe(413);
  });

  test("reading is answered 405", async () => {
    expect(await knock("", {}, "GET")).toBe(405);
  });

  test.each([
    { entities: [null, 3, "x", { type: "mention" }, { type: "mention", text: null }] },
    { value: null, text: null },
    { channelData: { tenant: { id: tenant }, channel: null } },
    { type: "invoke", name: "adaptiveCard/action", value: null },
    { type: "invoke", name: "task/submit", value: { data: { drumbeat: { kind: "nonsense" } } } },
    { type: "invoke", name: "fileConsent/invoke", value: [] },
    { type: "messageReaction" },
    { type: "conversationUpdate", membersAdded: [null] },
  ])("odd shapes do no harm: %j", async (more) => {
    expect([200, 501]).toContain(await knock({ ...hello(), ...more }, await bearer()));
    expect(await knock(hello(), await bearer())).toBe(200);
  });

  test("is not ready before it could log in and saw who signs requests", async () => {
    const other = await rig();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      for (const path of [/token$/, /openid$/]) {
        other.server.fails(path, 401);
        await other.adapter.start();
        expect(other.adapter.ready()).toBe(false);
      }
      expect(other.logged).toContain("Teams is not connected; trying again in ten seconds");
      vi.advanceTimersByTime(10_000);
    } finally {
      vi.useRealTimers();
    }
    await expect.poll(() => other.adapter.ready()).toBe(true);
    await other.stop();
  });

  test("without an app id it answers this machine alone", () => {
    const config = { appId: "", appPassword: "", tenantIds: [], loopback: false };
    const deps = {
      store: { recall: async () => undefined, remember: async () => {} },
      log: { info() {}, warn() {}, error() {} },
    };
    const answer = async () => ({ kind: "done" }) as const;
    expect(() => teams(config, answer, deps)).toThrow(/TEAMS_APP_ID/);
    expect(() => teams({ ...config, loopback: true }, answer, deps)).not.toThrow();
  });
});

function unsigned(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none", kid: "key-1" })}.${part({ iss: "https://api.botframework.com", aud: "x", exp: 9_999_999_999 })}.`;
}
