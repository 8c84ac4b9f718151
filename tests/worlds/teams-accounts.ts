import { cast } from "./cast.ts";
import type { Account } from "./teams-server.ts";

export const channelId = (name: string): string => `19:${name}@thread.tacv2`;

/** Everybody's account; hugo is a guest of the tenant. */
export const accounts: readonly Account[] = Object.entries(cast).map(([key, { name, email }], at) => ({
  aad: `${String(at + 1).padStart(8, "0")}-0000-4000-8000-000000000000`,
  mri: `29:1${key}`,
  name,
  email,
  ...(key === "hugo" && { guest: true }),
}));

export function accountOf(name: string): Account {
  const found = accounts[Object.keys(cast).indexOf(name)];
  if (!found) throw new Error(`nobody is called ${name}`);
  return found;
}
