/** A workspace with the app in it. Its tokens are ciphertext here: whoever reads the database can do nothing with them. */
export interface Installation {
  readonly workspace: string;
  readonly name: string;
  readonly botUser: string;
  readonly sealed: SealedTokens;
  readonly installedAt: Date;
}

export interface SealedTokens {
  readonly token: string;
  /** With it the token expires, and new ones are given for it: once. */
  readonly refresh?: string;
  readonly expiresAt?: Date;
}

/** Why nobody of a workspace can be written to that the app was taken out of. */
export const removed = "the app was removed from the Slack workspace, where an administrator can install it again";

export interface Installations {
  all(): Promise<readonly Installation[]>;
  get(workspace: string): Promise<Installation | undefined>;
  /** Installed, or installed again: whoever could not be reached because it was removed can be. */
  keep(installation: Installation): Promise<void>;
  /** The tokens are gone, and nobody of that workspace can be reached. False when there were none. */
  forget(workspace: string): Promise<boolean>;
  /** True for one program at a time, as long as the tokens are still those. */
  mayRenew(workspace: string, seen: SealedTokens, now: Date, until: Date): Promise<boolean>;
  /** In place of those: false when they were others already, or the workspace is gone. */
  replace(workspace: string, seen: SealedTokens, by: SealedTokens): Promise<boolean>;
  /** Renewing failed: another may try at once. */
  endRenewing(workspace: string): Promise<void>;
}
