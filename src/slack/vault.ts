import type { SealedTokens } from "../ports/installations.ts";
import type { OAuth } from "./client.ts";
import { createSeal } from "./seal.ts";

export interface Tokens {
  readonly token: string;
  readonly refresh?: string;
  readonly expiresAt?: Date;
}

/** Tokens on their way to the store and back. */
export interface Vault {
  seal(workspace: string, tokens: Tokens): SealedTokens;
  /** Undefined when neither key opens them. */
  open(workspace: string, sealed: SealedTokens): (Tokens & { readonly withOldKey: boolean }) | undefined;
}

export const wrongKey = "the tokens kept of it cannot be opened with TOKEN_KEY";

export function createVault({ key, oldKey }: Pick<OAuth, "key" | "oldKey">): Vault {
  const seal = createSeal(key, oldKey);
  const about = (workspace: string, kind: keyof SealedTokens) => `slack:${workspace}:${kind}`;
  return {
    seal: (workspace, { token, refresh, expiresAt }) => ({
      token: seal.seal(token, about(workspace, "token")),
      ...(refresh !== undefined && { refresh: seal.seal(refresh, about(workspace, "refresh")) }),
      ...(expiresAt && { expiresAt }),
    }),
    open(workspace, sealed) {
      const token = seal.open(sealed.token, about(workspace, "token"));
      const refresh = sealed.refresh === undefined ? undefined : seal.open(sealed.refresh, about(workspace, "refresh"));
      if (!token || (sealed.refresh !== undefined && !refresh)) return undefined;
      return {
        token: token.text,
        ...(refresh && { refresh: refresh.text }),
        ...(sealed.expiresAt && { expiresAt: sealed.expiresAt }),
        withOldKey: token.withOldKey || refresh?.withOldKey === true,
      };
    },
  };
}
