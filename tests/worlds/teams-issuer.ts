import type { IncomingMessage } from "node:http";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

const issuer = "https://api.botframework.com";

/** Whoever signs what Teams sends, and hands out the bot's own tokens. */
export interface Issuer {
  readonly keys: object;
  /** A token of an incoming request; `forged` is signed with somebody else's key under the same name. */
  sign(claims: JWTPayload, options?: { readonly forged?: true; readonly kid?: string; readonly expiresIn?: number }): Promise<string>;
  /** Answers a login as the login server does. */
  login(form: URLSearchParams): { readonly status: number; readonly body: object };
  knows(request: IncomingMessage): boolean;
}

export async function createIssuer(appId: string, appPassword: string): Promise<Issuer> {
  const [ours, theirs, unendorsed] = await Promise.all([1, 2, 3].map(() => generateKeyPair("RS256")));
  if (!ours || !theirs || !unendorsed) throw new Error("no keys");
  const shown = async ({ publicKey }: typeof ours, kid: string, endorsements: readonly string[]) => ({
    ...(await exportJWK(publicKey)),
    kid,
    use: "sig",
    endorsements,
  });
  const keys = { keys: [await shown(ours, "key-1", ["msteams"]), await shown(unendorsed, "key-2", ["slack"])] };
  const issued = new Set<string>();
  return {
    keys,
    sign(claims, { forged, kid = "key-1", expiresIn = 3600 } = {}) {
      const now = Math.floor(Date.now() / 1000);
      const { privateKey } = forged ? theirs : kid === "key-2" ? unendorsed : ours;
      return new SignJWT({ iss: issuer, aud: appId, nbf: now - 7200, exp: now + expiresIn, ...claims })
        .setProtectedHeader({ alg: "RS256", kid, typ: "JWT" })
        .sign(privateKey);
    },
    login(form) {
      const right = form.get("client_id") === appId && form.get("client_secret") === appPassword;
      if (!right || form.get("scope") !== `${issuer}/.default` || form.get("grant_type") !== "client_credentials")
        return { status: 401, body: { error: "invalid_client" } };
      const token = `token-${issued.size + 1}`;
      issued.add(token);
      return { status: 200, body: { token_type: "Bearer", expires_in: 3600, access_token: token } };
    },
    knows: (request) => issued.has(request.headers.authorization?.replace(/^Bearer /, "") ?? ""),
  };
}
