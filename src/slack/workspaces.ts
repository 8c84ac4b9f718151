import type { webApi } from "@slack/bolt";
import { refuse } from "../core/refusal.ts";
import type { Clock, Log, Store } from "../ports/index.ts";
import { type Installation, removed, type SealedTokens } from "../ports/installations.ts";
import { SendFailure } from "../ports/messenger.ts";
import { createChangingClient, createClient, type SlackConfig } from "./client.ts";
import { failureOf, refusalCode } from "./failures.ts";
import { type Granted, tokensIn } from "./granted.ts";
import type { Self } from "./heard.ts";
import { type RenewedTokens, renewedTokens } from "./renewal.ts";
import { responder } from "./respond.ts";
import { createVault, type Tokens, wrongKey } from "./vault.ts";
import { createVoice, type Voice } from "./voice.ts";

/** One workspace with the bot in it: who it is there, and how it speaks. */
export interface Workspace {
  readonly self: Self;
  readonly client: webApi.WebClient;
  readonly voice: Voice;
}

export interface SlackDeps {
  readonly store: Pick<Store, "installations" | "transaction" | "firstTime">;
  readonly log: Log;
  readonly clock: Clock;
}

export interface Workspaces {
  /** Whether it is one of the organisation's, with the bot in it or not. */
  isOurs(team: string): boolean;
  /** Where the bot is, without asking Slack. */
  known(team: string): Promise<Workspace | undefined>;
  /** For sending there: `SendFailure` where the bot is not. */
  to(team: string): Promise<Workspace>;
  /** The bot token's first, then as they were installed. */
  all(): Promise<readonly Workspace[]>;
  /** The one that the bot token is for; Slack is asked. */
  own(): Promise<Workspace | undefined>;
  ownTeam(): string | undefined;
  /** Reads what is kept: refuses what no key opens, and keeps under the new key what the old one opened. */
  open(): Promise<void>;
  install(granted: Granted): Promise<void>;
  /** Slack said that it was taken out of there: whether that is so, it is asked. */
  mayBeRemoved(team: string): Promise<void>;
  /** Gives the tokens back and forgets them; false when there were none. */
  remove(team: string): Promise<boolean>;
  /** Where no key opens them. */
  forget(team: string): Promise<boolean>;
  settled(): Promise<void>;
}

/** Every workspace of the organisation that the bot is in: the bot token's, and those that installed it. */
export function createWorkspaces(config: SlackConfig, { store, log, clock }: SlackDeps): Workspaces {
  const { oauth } = config;
  const vault = oauth && createVault(oauth);
  const respond = responder(config.apiUrl);
  const installed = new Map<string, Workspace & { readonly tokens: RenewedTokens }>();
  const renewals = new Set<RenewedTokens>();
  let own: Workspace | undefined;
  let asking: Promise<Workspace> | undefined;

  const isOurs = (team: string) => config.workspaces.includes(team) || (team !== "" && team === own?.self.team);

  function workspace(client: webApi.WebClient, team: string, botUser: string | undefined): Workspace {
    const self: Self = { team, prefix: config.commandPrefix, isOurs, ...(botUser !== undefined && { botUser }) };
    return { self, client, voice: createVoice(client, () => self, log, respond) };
  }

  async function askWhoIAm(botToken: string): Promise<Workspace> {
    const client = createClient(config, botToken, log);
    const { team_id, user_id } = await client.auth.test();
    own = workspace(client, team_id ?? "", user_id);
    return own;
  }

  async function ofBotToken(): Promise<Workspace | undefined> {
    if (own || config.botToken === undefined) return own;
    asking ??= askWhoIAm(config.botToken).finally(() => {
      asking = undefined;
    });
    return asking;
  }

  function installedAs({ workspace: team, botUser }: Installation): Workspace | undefined {
    if (!oauth || !vault || !isOurs(team)) return undefined;
    const there = installed.get(team);
    if (there?.self.botUser === botUser) return there;
    const tokens = renewedTokens(team, {
      store,
      vault,
      clock,
      log,
      isGood,
      lost: (sealed) => lost(team, sealed),
      exchange,
    });
    renewals.add(tokens);
    const made = { ...workspace(createChangingClient(config, tokens, log), team, botUser), tokens };
    installed.set(team, made);
    return made;
  }

  async function exchange(refresh: string): Promise<Tokens> {
    const app = { client_id: oauth?.clientId ?? "", client_secret: oauth?.clientSecret ?? "" };
    const { access } = createClient(config, undefined, log).oauth.v2;
    return tokensIn(await access({ ...app, grant_type: "refresh_token", refresh_token: refresh }), clock.now());
  }

  /** Of tokens that ran out the refresh token is still good: what it is worth is fetched, to be given back. */
  async function current(team: string, sealed: SealedTokens, { token, refresh, expiresAt }: Tokens) {
    if (!vault || refresh === undefined || expiresAt === undefined || expiresAt > clock.now()) return { sealed, token };
    const tokens = await exchange(refresh).catch((error: unknown) => {
      if (refusalCode(error) === "invalid_refresh_token") return undefined;
      throw failureOf(error);
    });
    if (!tokens) return { sealed, token };
    const by = vault.seal(team, tokens);
    await store.installations.replace(team, sealed, by);
    return { sealed: by, token: tokens.token };
  }

  async function isGood(token: string): Promise<boolean> {
    try {
      await createClient(config, token, log).auth.test();
      return true;
    } catch (error) {
      if (failureOf(error).about === "token") return false;
      throw failureOf(error);
    }
  }

  /** Unless it was installed again meanwhile. */
  async function lost(team: string, sealed: SealedTokens): Promise<boolean> {
    const name = await store.transaction(async (tx) => {
      const kept = await tx.installations.get(team);
      if (kept?.sealed.token !== sealed.token) return undefined;
      await tx.installations.forget(team);
      await tx.record({ ...news(team), from: kept.name });
      return kept.name;
    });
    if (name === undefined) return false;
    installed.delete(team);
    log.error(
      { platform: "slack", workspace: team, name },
      `the app is no more in a workspace: ${oauth?.publicUrl}/slack/install puts it back`,
    );
    return true;
  }

  const news = (team: string) => ({ at: clock.now(), actor: "drumbeat", source: "slack", subject: `workspace:${team}`, what: "installed" });

  const workspaces: Workspaces = {
    isOurs,
    async known(team) {
      const there = installed.get(team);
      if (there) return there;
      const kept = oauth && isOurs(team) ? await store.installations.get(team) : undefined;
      return (kept && installedAs(kept)) ?? (own?.self.team === team ? own : undefined);
    },
    async to(team) {
      const there = await workspaces.known(team);
      if (there) return there;
      const mine = await ofBotToken().catch((error: unknown) => {
        throw failureOf(error);
      });
      if (mine?.self.team === team) return mine;
      throw new SendFailure("unreachable", removed);
    },
    async all() {
      const kept = oauth ? await store.installations.all() : [];
      const others = kept.flatMap((each) => installedAs(each) ?? []);
      const mine = await ofBotToken();
      return [...(mine && !others.some(({ self }) => self.team === mine.self.team) ? [mine] : []), ...others];
    },
    own: async () => (config.botToken === undefined ? undefined : askWhoIAm(config.botToken)),
    ownTeam: () => own?.self.team,
    async open() {
      if (!vault) return;
      for (const kept of await store.installations.all()) {
        const tokens = vault.open(kept.workspace, kept.sealed);
        if (!tokens)
          refuse(
            `Slack: ${kept.name} (${kept.workspace}): ${wrongKey}. Set TOKEN_KEY as it was, with a new one the old as TOKEN_KEY_OLD; if it is lost: drumbeat workspaces forget ${kept.workspace}, and install the app there again.`,
          );
        if (tokens.withOldKey) await store.installations.replace(kept.workspace, kept.sealed, vault.seal(kept.workspace, tokens));
        installedAs(kept);
      }
    },
    async install({ workspace: team, name, botUser, tokens }) {
      if (!vault) return;
      await store.transaction(async (tx) => {
        await tx.installations.keep({ workspace: team, name, botUser, sealed: vault.seal(team, tokens), installedAt: clock.now() });
        await tx.record({ ...news(team), to: name });
      });
      installed.delete(team);
    },
    async mayBeRemoved(team) {
      const there = oauth && (await workspaces.known(team));
      await there?.client.auth
        .test()
        .catch((error: unknown) =>
          log.warn({ platform: "slack", workspace: team, why: failureOf(error).message }, "a workspace does not take the bot's token"),
        );
    },
    async remove(team) {
      const kept = await store.installations.get(team);
      if (!kept) return false;
      const tokens = vault?.open(team, kept.sealed);
      if (!tokens) refuse(`${kept.name}: ${wrongKey}, so they cannot be given back. Without the key: drumbeat workspaces forget ${team}.`);
      const { sealed, token } = await current(team, kept.sealed, tokens);
      await revoke(config, token, log);
      return lost(team, sealed);
    },
    async forget(team) {
      const kept = await store.installations.get(team);
      return kept !== undefined && lost(team, kept.sealed);
    },
    async settled() {
      await Promise.all([...renewals].map((each) => each.settled()));
    },
  };
  return workspaces;
}

/** A token that Slack does not take any more needs no taking back. */
export async function revoke(config: SlackConfig, token: string, log: Log): Promise<void> {
  try {
    await createClient(config, token, log).auth.revoke();
  } catch (error) {
    if (failureOf(error).about !== "token") throw failureOf(error);
  }
}
