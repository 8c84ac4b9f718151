import type { Platform, Role, Scope } from "../../src/core/people.ts";
import type { Channel } from "../../src/ports/projects.ts";

const organisation: Scope = { kind: "organisation" };
const on = (kind: "portfolio" | "programme" | "project", id: string): Scope => ({ kind, id });

interface Part {
  readonly is: string;
  readonly chat: readonly [platform: Exclude<Platform, "terminal">, workspace: string];
  readonly holds?: readonly (readonly [Role, Scope])[];
  /** Projects that exist for them; of `entry` they read one entry alone. */
  readonly sees?: readonly Key[];
  readonly entry?: true;
  readonly outside?: true;
  readonly left?: true;
  readonly unknown?: true;
}

export type Key = "ARGO" | "LUNA" | "VEGA" | "UMBRA";
export const keys: readonly Key[] = ["ARGO", "LUNA", "VEGA", "UMBRA"];

const [here, there, teams]: readonly Part["chat"][] = [
  ["slack", "T1"],
  ["slack", "T2"],
  ["teams", "tenant"],
] as const;

/** Everybody who can stand before the bot: each role once, in two Slack workspaces and a Teams tenant, and those without one. */
export const cast = {
  ada: { is: "administrator", chat: here, holds: [["admin", organisation]], sees: keys },
  paul: { is: "PMO of the organisation", chat: there, holds: [["pmo", organisation]], sees: keys },
  alma: { is: "PMO of its portfolio", chat: there, holds: [["pmo", on("portfolio", "pf-alpha")]], sees: ["ARGO", "LUNA"] },
  pia: { is: "project manager", chat: here, holds: [["pm", on("project", "p-argo")]], sees: ["ARGO"] },
  dan: { is: "deputy", chat: there, sees: ["ARGO"] },
  cora: { is: "PMO contact", chat: here, holds: [["contact", on("project", "p-argo")]], sees: ["ARGO"] },
  mona: { is: "programme manager", chat: here, holds: [["manager", on("programme", "pg-core")]], sees: ["ARGO"] },
  sam: { is: "sponsor", chat: teams, holds: [["sponsor", on("project", "p-argo")]], sees: ["ARGO"] },
  tom: { is: "team member", chat: there, holds: [["team", on("project", "p-argo")]], sees: ["ARGO"] },
  rita: { is: "reader of the portfolio", chat: teams, holds: [["viewer", on("portfolio", "pf-alpha")]], sees: ["ARGO"] },
  rolf: { is: "director, reads all", chat: here, holds: [["viewer", organisation]], sees: ["ARGO", "VEGA"] },
  gita: { is: "guest on the team", chat: here, holds: [["team", on("project", "p-argo")]], sees: ["ARGO"], outside: true },
  olga: { is: "owner of one entry", chat: here, entry: true },
  otto: { is: "author of one entry", chat: there, entry: true },
  bela: { is: "PMO of another portfolio", chat: teams, holds: [["pmo", on("portfolio", "pf-beta")]], sees: ["VEGA", "UMBRA"] },
  lena: { is: "PM of a confidential project", chat: here, holds: [["pm", on("project", "p-luna")]], sees: ["LUNA"] },
  gus: { is: "guest", chat: here, outside: true },
  cleo: { is: "of another organisation", chat: ["slack", "T9"], outside: true },
  lou: { is: "left", chat: here, holds: [["sponsor", on("project", "p-luna")]], left: true },
  stan: { is: "only mentioned so far", chat: there, unknown: true },
  nora: { is: "nobody", chat: here },
} as const satisfies Record<string, Part>;

export type Name = keyof typeof cast;
export const names = Object.keys(cast) as Name[];
export const part = (name: Name): Part => cast[name];

/** Every text on a project has its word in it, so that a leak is seen wherever it stands. */
export const canary: Readonly<Record<Key, string>> = { ARGO: "kanarienA", LUNA: "kanarienL", VEGA: "kanarienV", UMBRA: "kanarienU" };
export const idOf = (key: string, kind: "p" | "pf" | "pg" | "au" = "p"): string => `${kind}-${key.toLowerCase()}`;

export const rooms = {
  argo: { platform: "slack", workspace: "T1", channel: "C-argo", name: "argo", shared: false },
  vendor: { platform: "slack", workspace: "T1", channel: "C-vendor", name: "vendor", shared: true },
  leaders: { platform: "slack", workspace: "T1", channel: "C-leaders", name: "leaders", shared: false },
  beta: { platform: "teams", workspace: "tenant", channel: "C-beta", name: "beta", shared: false },
} as const satisfies Record<string, Channel>;
export type Room = keyof typeof rooms;
