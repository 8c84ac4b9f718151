import { generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Cloud } from "../../src/teams/cloud.ts";
import { createTokenCheck, type Verdict } from "../../src/teams/token.ts";

const minutes = 60_000;
const day = 24 * 60 * minutes;
const begun = Date.parse("2026-11-23T09:00:00Z");
const serviceUrl = "https://smba.trafficmanager.net/emea/";
const pairs = { old: pair("old"), new: pair("new") };

/** What the issuer shows; undefined: it answers nobody. */
let keys: readonly object[] | undefined;
let verdict: (kid: keyof typeof pairs, after: number) => Promise<Verdict>;
const server = createServer((request, response) => {
  const { port } = server.address() as AddressInfo;
  if (!keys) return void response.writeHead(503).end();
  response.end(JSON.stringify(request.url === "/openid" ? { jwks_uri: `http://127.0.0.1:${port}/keys` } : { keys }));
});
beforeEach(async () => {
  keys = [pairs.old.shown];
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const openIdMetadata = `http://127.0.0.1:${(server.address() as AddressInfo).port}/openid`;
  const cloud: Cloud = { login: "", authority: "https://api.botframework.com", openIdMetadata, serviceUrl, trusts: () => true };
  const check = createTokenCheck(cloud, "app");
  verdict = (kid, after) => check(`Bearer ${pairs[kid].token}`, serviceUrl, new Date(begun + after));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

test("a key that was withdrawn is believed for a day and no longer", async () => {
  expect(await verdict("old", 0)).toBe("genuine");
  keys = [pairs.new.shown];
  expect(await verdict("old", day)).toBe("genuine");
  expect(await verdict("old", day + 1)).toBe("forged");
  expect(await verdict("new", day + 1)).toBe("genuine");
});

test("after a day without an answer the issuer is asked again every five minutes, and its keys hold until then", async () => {
  expect(await verdict("old", 0)).toBe("genuine");
  keys = undefined;
  expect(await verdict("old", day + minutes)).toBe("genuine");
  keys = [pairs.new.shown];
  expect(await verdict("old", day + 6 * minutes)).toBe("genuine");
  expect(await verdict("old", day + 6 * minutes + 1)).toBe("forged");
});

test("a key that nobody knew yet is asked for, every five minutes at most", async () => {
  expect(await verdict("new", 0)).toBe("forged");
  keys = [pairs.old.shown, pairs.new.shown];
  expect(await verdict("new", 5 * minutes)).toBe("forged");
  expect(await verdict("new", 5 * minutes + 1)).toBe("genuine");
});

test("as long as no key could be had, nothing is called forged, and each request asks", async () => {
  keys = undefined;
  expect(await verdict("old", 0)).toBe("unknown");
  expect(await verdict("old", 1)).toBe("unknown");
  keys = [pairs.old.shown];
  expect(await verdict("old", 2)).toBe("genuine");
});

test("a key that cannot be read takes no other with it", async () => {
  keys = [{ kid: "new", kty: "EC" }, { ...pairs.new.shown, n: "" }, pairs.old.shown];
  expect(await verdict("old", 0)).toBe("genuine");
});

function pair(kid: string) {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { iss: "https://api.botframework.com", aud: "app", exp: begun / 1000 + 1_000_000, serviceurl: serviceUrl };
  const signed = `${part({ alg: "RS256", kid })}.${part(claims)}`;
  const signature = sign("RSA-SHA256", Buffer.from(signed), privateKey).toString("base64url");
  return { shown: { kid, ...publicKey.export({ format: "jwk" }) }, token: `${signed}.${signature}` };
}
