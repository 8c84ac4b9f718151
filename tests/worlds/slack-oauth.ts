import type { Refusal } from "./slack-methods.ts";
import { botUser, type SlackState } from "./slack-state.ts";

type Args = Readonly<Record<string, unknown>>;
/** Slack's own figure for tokens that are renewed. */
const lastsSeconds = 43_200;

/** Which workspaces the app is in, with which tokens. */
export interface SlackApps {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Whether new tokens expire. */
  rotating: boolean;
  /** Tokens given for a refresh token so far. */
  renewed(): number;
  /** Somebody pressed Allow: the code that their browser brings back. */
  allow(team: string, more?: { readonly organisationWide: true }): string;
  /** An administrator takes the app out of the workspace. */
  uninstall(team: string): void;
  holder(token: string): SlackState | Refusal;
  access(args: Args): object | Refusal;
  revoke(token: string): object;
}

export function slackApps(now: () => Date, workspaces: ReadonlyMap<string, SlackState>): SlackApps {
  const codes = new Map<string, { readonly team: string; readonly organisationWide: boolean }>();
  const refreshes = new Map<string, string>();
  const tokens = new Map<string, { readonly team: string; readonly until: number; revoked?: true }>();
  const installed = new Map<string, string>();
  let given = 0;
  let renewed = 0;
  for (const [team, { botToken }] of workspaces) if (botToken !== "") tokens.set(botToken, { team, until: Number.POSITIVE_INFINITY });

  function grant(team: string): object {
    given += 1;
    const kept = apps.rotating ? undefined : installed.get(team);
    const token = kept ?? `${apps.rotating ? "xoxe.xoxb" : "xoxb"}-${team}-${given}`;
    installed.set(team, token);
    if (!apps.rotating) {
      tokens.set(token, { team, until: Number.POSITIVE_INFINITY });
      return { access_token: token };
    }
    const refresh = `xoxe-${team}-${given}`;
    refreshes.set(refresh, team);
    tokens.set(token, { team, until: now().getTime() + lastsSeconds * 1000 });
    return { access_token: token, refresh_token: refresh, expires_in: lastsSeconds };
  }

  const apps: SlackApps = {
    clientId: "123.456",
    clientSecret: "c1ient5ecret",
    rotating: false,
    renewed: () => renewed,
    allow(team, more) {
      given += 1;
      const code = `code-${given}`;
      codes.set(code, { team, organisationWide: more !== undefined });
      return code;
    },
    uninstall(team) {
      installed.delete(team);
      for (const each of tokens.values()) if (each.team === team) each.revoked = true;
      for (const [refresh, of] of refreshes) if (of === team) refreshes.delete(refresh);
    },
    holder(token) {
      const found = tokens.get(token);
      const state = found && workspaces.get(found.team);
      if (!state) return { error: "invalid_auth" };
      if (found.revoked) return { error: "token_revoked" };
      return found.until <= now().getTime() ? { error: "token_expired" } : state;
    },
    access(args) {
      if (args["client_id"] !== apps.clientId || args["client_secret"] !== apps.clientSecret) return { error: "invalid_client_id" };
      if (args["grant_type"] === "refresh_token") {
        const refresh = String(args["refresh_token"]);
        const team = refreshes.get(refresh);
        if (team === undefined || !refreshes.delete(refresh)) return { error: "invalid_refresh_token" };
        renewed += 1;
        return { ...about(team), ...grant(team) };
      }
      const code = String(args["code"]);
      const allowed = codes.get(code);
      if (!allowed || !codes.delete(code)) return { error: "invalid_code" };
      const { team, organisationWide } = allowed;
      return { ...about(team), ...grant(team), ...(organisationWide && { is_enterprise_install: true, team: null }) };
    },
    revoke(token) {
      const found = tokens.get(token);
      if (found) found.revoked = true;
      if (found && installed.get(found.team) === token) installed.delete(found.team);
      return { revoked: true };
    },
  };
  return apps;
}

const about = (team: string) => ({
  app_id: "A0DRUMBEAT",
  authed_user: { id: "U0ADA" },
  token_type: "bot",
  bot_user_id: botUser,
  team: { id: team, name: team.replace("T0", "") },
  enterprise: null,
  is_enterprise_install: false,
});
