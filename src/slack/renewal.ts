import { setTimeout as pause } from "node:timers/promises";
import type { Clock, Log, Store } from "../ports/index.ts";
import { type Installation, removed, type SealedTokens } from "../ports/installations.ts";
import { SendFailure } from "../ports/messenger.ts";
import type { TokenSource } from "./client.ts";
import { failureOf, refusalCode } from "./failures.ts";
import { type Tokens, type Vault, wrongKey } from "./vault.ts";

/** Slack's last for twelve hours. */
const renewBeforeMs = 2 * 3_600_000;
const leaseMs = 30_000;
const waitMs = 100;
const mostWaits = 50;
const triedAgainAfterMs = 60_000;

interface Parts {
  readonly store: Pick<Store, "installations">;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  /** Gives the refresh token for new ones. */
  exchange(refresh: string): Promise<Tokens>;
  /** Whether Slack takes this token for anything at all. */
  isGood(token: string): Promise<boolean>;
  /** Slack will never take these again. */
  lost(sealed: SealedTokens): Promise<unknown>;
}

export type RenewedTokens = TokenSource & {
  /** Once nothing is being renewed: a new token that is not kept yet would be lost with the program. */
  settled(): Promise<void>;
};

/**
 * The token of one workspace. One that expires is renewed while it still holds, behind the calls that use it; once it has
 * run out, they wait. Of all programs one at a time renews, as Slack takes a refresh token once; the new ones are kept
 * before they are used.
 */
export function renewedTokens(workspace: string, parts: Parts): RenewedTokens {
  const { store, vault, clock, log } = parts;
  let known: { readonly sealed: SealedTokens; readonly tokens: Tokens } | undefined;
  let unkept: { readonly seen: SealedTokens; readonly by: SealedTokens } | undefined;
  let renewing: Promise<string> | undefined;
  let tried = Number.NEGATIVE_INFINITY;

  const holds = ({ expiresAt }: Tokens, forMs: number) => expiresAt === undefined || expiresAt.getTime() - clock.now().getTime() > forMs;

  async function read() {
    const kept: Installation | undefined = await store.installations.get(workspace);
    if (!kept) {
      known = undefined;
      throw new SendFailure("unreachable", removed, { about: "token" });
    }
    const tokens = vault.open(workspace, kept.sealed);
    if (!tokens) throw new SendFailure("later", `${workspace}: ${wrongKey}`);
    known = { sealed: kept.sealed, tokens };
    return known;
  }

  function renewed(refused?: string): Promise<string> {
    renewing ??= renew(refused).finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  async function renew(refused: string | undefined): Promise<string> {
    tried = clock.now().getTime();
    for (let waits = 0; waits < mostWaits; waits++) {
      await keepWhatIsNot();
      const { sealed, tokens } = await read();
      const good = tokens.token !== refused && holds(tokens, 0);
      if (tokens.refresh === undefined || (good && holds(tokens, renewBeforeMs))) return tokens.token;
      const now = clock.now();
      if (await store.installations.mayRenew(workspace, sealed, now, new Date(now.getTime() + leaseMs)))
        return exchanged(sealed, tokens.refresh, good ? tokens.token : undefined);
      if (good) return tokens.token;
      await pause(waitMs); // another program is at it
    }
    throw new SendFailure("later", "the workspace's token ran out and is being renewed", { retryAfterMs: 5_000 });
  }

  async function exchanged(seen: SealedTokens, refresh: string, still: string | undefined): Promise<string> {
    let tokens: Tokens;
    try {
      tokens = await parts.exchange(refresh);
    } catch (error) {
      await store.installations.endRenewing(workspace);
      const { message } = failureOf(error);
      log.warn({ platform: "slack", workspace, why: message }, "a workspace's token could not be renewed");
      if (still !== undefined) return still;
      if (refusalCode(error) !== "invalid_refresh_token") throw new SendFailure("later", `the token could not be renewed: ${message}`);
      await parts.lost(seen);
      throw new SendFailure("unreachable", removed, { about: "token" });
    }
    unkept = { seen, by: vault.seal(workspace, tokens) };
    await keepWhatIsNot();
    return (await read()).tokens.token;
  }

  /** A store that fails just now must not cost the workspace its tokens. */
  async function keepWhatIsNot(): Promise<void> {
    if (!unkept) return;
    await store.installations.replace(workspace, unkept.seen, unkept.by);
    unkept = undefined;
  }

  return {
    async current() {
      const { tokens } = known ?? (await read());
      if (!holds(tokens, 0)) return renewed();
      if (!holds(tokens, renewBeforeMs) && clock.now().getTime() - tried >= triedAgainAfterMs)
        renewed().catch((error: unknown) => log.warn({ err: error, platform: "slack", workspace }, "renewing a token failed"));
      return tokens.token;
    },
    async instead(refused, hasExpired) {
      const { sealed, tokens } = await read();
      if (tokens.token !== refused) return tokens.token;
      if (hasExpired && tokens.refresh !== undefined) return renewed(refused);
      if (await parts.isGood(refused)) return undefined;
      await parts.lost(sealed);
      throw new SendFailure("unreachable", removed, { about: "token" });
    },
    async settled() {
      await Promise.allSettled([renewing]);
    },
  };
}
