import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { z } from "zod";
import type { Cloud } from "./cloud.ts";

const keysSchema = z.object({
  keys: z.array(
    z
      .looseObject({ kid: z.string(), kty: z.literal("RSA"), n: z.string(), e: z.string(), endorsements: z.array(z.string()).optional() })
      .catch({ kid: "", kty: "RSA", n: "", e: "" }),
  ),
});
const headSchema = z.object({ kid: z.string(), alg: z.literal("RS256") });
const claimsSchema = z.object({ iss: z.string(), aud: z.string(), exp: z.number(), nbf: z.number().optional(), serviceurl: z.string() });

const skewSeconds = 300;
const keysLastMs = 24 * 3_600_000;
const askAgainMs = 5 * 60_000;

export type Verdict = "genuine" | "forged" | "unknown";

/**
 * A first look at the token of a request. The SDK checks all of it again and decides; but it prints a stack and its
 * keys for every forged or expired token, and lets a request pass whose body names no server. So junk ends here, quietly.
 * Unknown: the issuer's keys cannot be had now.
 */
export function createTokenCheck(
  cloud: Cloud,
  appId: string,
): (header: string | undefined, serviceUrl: string, at: Date) => Promise<Verdict> {
  let keys = new Map<string, KeyObject>();
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let askedAt = Number.NEGATIVE_INFINITY;

  return async (header, serviceUrl, at) => {
    const [, head = "", body = "", signature = ""] = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(header ?? "") ?? [];
    const { data: named } = headSchema.safeParse(decoded(head));
    const { data: claims } = claimsSchema.safeParse(decoded(body));
    if (!named || !claims) return "forged";
    const now = at.getTime() / 1000;
    const current = claims.exp + skewSeconds > now && (claims.nbf ?? 0) - skewSeconds < now;
    if (!current || claims.iss !== cloud.authority || claims.aud !== appId || claims.serviceurl !== serviceUrl) return "forged";
    const isOld = at.getTime() - fetchedAt > keysLastMs;
    if ((isOld || !keys.has(named.kid)) && at.getTime() - askedAt > askAgainMs) {
      const fetched = await fetchKeys(cloud.openIdMetadata);
      if (!fetched && keys.size === 0) return "unknown";
      askedAt = at.getTime();
      if (fetched) [keys, fetchedAt] = [fetched, askedAt];
    }
    const key = keys.get(named.kid);
    const good = key && verify("RSA-SHA256", Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url"));
    return good ? "genuine" : "forged";
  };
}

async function fetchKeys(metadataUrl: string): Promise<Map<string, KeyObject> | undefined> {
  try {
    const get = async (url: string): Promise<unknown> => (await fetch(url, { signal: AbortSignal.timeout(10_000) })).json();
    const { jwks_uri } = z.object({ jwks_uri: z.string() }).parse(await get(metadataUrl));
    const { keys } = keysSchema.parse(await get(jwks_uri));
    const ours = keys.filter(({ kid, endorsements }) => kid !== "" && (endorsements?.includes("msteams") ?? true));
    return new Map(ours.map(({ kid, kty, n, e }) => [kid, createPublicKey({ key: { kty, n, e }, format: "jwk" })]));
  } catch {
    return undefined;
  }
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString());
  } catch {
    return undefined;
  }
}
