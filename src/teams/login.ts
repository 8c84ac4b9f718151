import { z } from "zod";
import { SendFailure } from "../ports/messenger.ts";
import type { Cloud, TeamsConfig } from "./cloud.ts";
import { networkFailure } from "./failures.ts";

/** The bot's own tokens, fetched when needed and kept until shortly before they run out. Without an app id there are none. */
export interface Login {
  token(signal: AbortSignal): Promise<string | undefined>;
  forget(): void;
}

const answered = z.object({ access_token: z.string(), expires_in: z.coerce.number() });
const marginMs = 5 * 60_000;

/**
 * Client credentials over plain HTTP, as MSAL insists on asking Microsoft's public cloud who may issue tokens, whatever
 * cloud the settings name.
 */
export function createLogin({ appId, appPassword, tenantIds }: TeamsConfig, cloud: Cloud, now: () => Date): Login {
  let held: { readonly token: string; readonly until: number } | undefined;
  return {
    async token(signal) {
      if (appId === "") return undefined;
      if (held && held.until > now().getTime()) return held.token;
      const { access_token, expires_in } = await fetchToken(signal);
      held = { token: access_token, until: now().getTime() + expires_in * 1000 - marginMs };
      return held.token;
    },
    forget() {
      held = undefined;
    },
  };

  async function fetchToken(signal: AbortSignal) {
    const asked = { grant_type: "client_credentials", client_id: appId, client_secret: appPassword, scope: `${cloud.authority}/.default` };
    const response = await fetch(`${cloud.login}/${encodeURIComponent(tenantIds[0] ?? "")}/oauth2/v2.0/token`, {
      method: "POST",
      body: new URLSearchParams(asked),
      signal,
    }).catch((error: unknown) => {
      throw new SendFailure("later", `the login server does not answer: ${networkFailure(error).message}`, { cause: error });
    });
    const read = answered.safeParse(await response.json().catch(() => undefined));
    if (!response.ok || !read.success)
      throw new SendFailure(
        "later",
        `the login server answered ${response.status}: check TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_IDS`,
        { about: [400, 401, 403].includes(response.status) ? "token" : undefined },
      );
    return read.data;
  }
}
