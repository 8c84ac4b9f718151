import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { from } from "../teams/rig.ts";
import { doors, formType, type House, heardOn, jsonType, openHouse } from "./house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

const command = () => `command=%2Frisk&text=list&user_id=U0BEN&team_id=T0CAST&channel_id=D0BEN&trigger_id=${Math.random()}`;
const hello = () => from(house.teams, { text: "pmo help" });
/** Both chats are answered as before, whatever came in between. */
async function lives(): Promise<void> {
  expect(await house.slack(command())).toBe(200);
  expect(await house.post("/teams/messages", JSON.stringify(hello()), await house.bearer())).toBe(200);
}

describe("signatures of Slack", () => {
  test.each([-301, 301])("%i seconds off: 401", async (off) => {
    expect(await house.slack(command(), formType, off)).toBe(401);
  });

  test("missing or wrong: 401, in whatever form they come", async () => {
    const body = command();
    const signed = house.sign(body);
    const { "x-slack-signature": hash = "", "x-slack-request-timestamp": at = "" } = signed;
    const wrong: readonly Readonly<Record<string, string>>[] = [
      {},
      { "x-slack-signature": hash },
      { "x-slack-request-timestamp": at },
      { ...signed, "x-slack-signature": hash.toUpperCase() },
      { ...signed, "x-slack-signature": hash.slice(0, -1) },
      { ...signed, "x-slack-signature": `${hash}0` },
      { ...signed, "x-slack-signature": "v0=" },
      { ...signed, "x-slack-request-timestamp": `${at}.0` },
      { ...signed, "x-slack-request-timestamp": `-${at}` },
      { ...signed, "x-slack-request-timestamp": "Infinity" },
      { ...signed, "x-slack-request-timestamp": String(Number(at) + 1) },
      house.sign(`${body}&text=other`),
    ];
    for (const headers of wrong) expect(await house.post("/slack/events", body, { "content-type": formType, ...headers })).toBe(401);
    expect(await house.post("/slack/events", body, { "content-type": formType, ...signed })).toBe(200);
  });
});

describe("signed, and nobody's payload: refused, and the program lives", () => {
  test.each([
    ["null", jsonType],
    ["payload=null", formType],
    ["", formType],
    ["", jsonType],
    ["\0", jsonType],
    ["[]", jsonType],
    ["{", jsonType],
    ["1e999", jsonType],
    ['"payload"', jsonType],
    ["payload=%00", formType],
    ["payload=%ff%fe", formType],
    ["payload={}&payload=null", formType],
    ["payload=%5B%5B%5B", formType],
    ['{"__proto__":{"type":"url_verification"}}', jsonType],
    [`{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`, jsonType],
  ])("%s as %s", async (body, type) => {
    expect(await house.slack(body, type)).toBe(400);
    await lives();
  });

  test("the same on Teams, with a genuine token", async () => {
    for (const body of ["", "null", "[]", "{", "\0", `{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`])
      expect(await house.post("/teams/messages", body, await house.bearer())).toBe(400);
    await lives();
  });

  test("compressed bodies are not unpacked: a small one that would grow without end is only a body that cannot be read", async () => {
    const { gzipSync } = await import("node:zlib");
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024));
    for (const path of doors) {
      const headers = path === "/slack/events" ? house.sign(bomb.toString("utf8")) : await house.bearer();
      expect(await house.post(path, bomb, { ...headers, "content-type": jsonType, "content-encoding": "gzip" })).toBe(400);
    }
    await lives();
  });
});

describe.each(doors)("%s and large bodies", (path) => {
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\n`;
  const limit = 256 * 1024;

  test("256 KiB are read, and one byte more is 413", async () => {
    expect(await house.post(path, "x".repeat(limit), {})).not.toBe(413);
    expect(await house.post(path, "x".repeat(limit + 1), {})).toBe(413);
    expect(await house.post(path, "x".repeat(4 * limit), {})).toBe(413);
  });

  test("a length that is only announced is answered before a byte of it is sent, and the connection goes", async () => {
    const socket = house.raw(`${head}Content-Length: 1000000000000\r\n\r\n`);
    expect(await heardOn(socket)).toMatch(/^HTTP\/1\.1 413 /);
  });

  test("without a length, no more is read than it takes to know", async () => {
    const socket = house.raw(`${head}Transfer-Encoding: chunked\r\n\r\n`);
    const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
    const pour = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on("drain", pour);
    pour();
    expect(await heardOn(socket)).toMatch(/^HTTP\/1\.1 413 /);
    expect(socket.bytesWritten).toBeLessThan(64 * 1024 * 1024);
  });

  test("what follows on a length that lies is no second request", async () => {
    const socket = house.raw(`${head}Content-Length: 2\r\n\r\n{}${"x".repeat(1000)}`);
    expect(await heardOn(socket)).toMatch(/^HTTP\/1\.1 40[01] [\s\S]*Connection: close/i);
  });

  test("two lengths, or a length beside chunks, are no request at all", async () => {
    for (const lengths of ["Content-Length: 2\r\nContent-Length: 3\r\n", "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n"])
      expect(await heardOn(house.raw(`${head}${lengths}\r\n{}`))).toMatch(/^HTTP\/1\.1 400 /);
  });

  test("somebody who leaves in the middle of a body harms nobody, and is nobody's error", async () => {
    for (let i = 0; i < 20; i++) {
      const socket = house.raw(`${head}Content-Length: 100\r\n\r\n{`);
      await new Promise((sent) => setImmediate(sent));
      socket.resetAndDestroy();
    }
    await lives();
  });
});

describe("tokens of Teams", () => {
  const knock = async (claims: object = {}, options: object = {}, activity: object = hello()) =>
    house.post("/teams/messages", JSON.stringify(activity), await house.bearer(claims, options));

  test("forged: 401", async () => {
    expect(await knock()).toBe(200);
    expect(await knock({}, { forged: true })).toBe(401);
    expect(await knock({ aud: "somebody-else" })).toBe(401);
    expect(await knock({ iss: "https://sts.windows.net/foreign/" })).toBe(401);
    expect(await knock({}, { expiresIn: -301 })).toBe(401);
    expect(await house.post("/teams/messages", JSON.stringify(hello()), { "content-type": jsonType })).toBe(401);
  });

  test("genuine, of a foreign tenant: 403", async () => {
    const conversation = { id: "a:1", conversationType: "personal", tenantId: "88888888-aaaa-4bbb-8ccc-999999999999" };
    expect(await knock({}, {}, { ...hello(), conversation, channelData: {} })).toBe(403);
    expect(await knock({}, {}, { ...hello(), channelData: { tenant: { id: "88888888-aaaa-4bbb-8ccc-999999999999" } } })).toBe(403);
  });

  test.each([
    "https://evil.example/",
    "http://169.254.169.254/",
    "http://[::ffff:169.254.169.254]/",
    "http://2852039166/",
    "http://0xa9.0xfe.43518/",
    "http://0251.0376.0251.0376/",
    "https://smba.trafficmanager.net@evil.example/",
    "https://evil.example#.botframework.com",
    "https://evilbotframework.com/",
    "file:///etc/passwd",
  ])("genuine, with %s to answer to: 403", async (serviceUrl) => {
    expect(await knock({ serviceurl: serviceUrl }, {}, { ...hello(), serviceUrl })).toBe(403);
  });
});
