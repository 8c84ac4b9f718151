import type { Tables } from "../tables.ts";

export interface Covered {
  /** What the chain calls a row by. */
  readonly key: readonly string[];
  /** What its rows are read in the order of, where that is not the key. */
  readonly order?: readonly string[];
  /** The table holds only what is true now, so the chain keeps what each row held. */
  readonly kept?: true;
}

const personal: Covered = { key: ["id"] };

/**
 * The tables whose every change is a link of the chain. What speaks of a person leaves only a digest there, with the row's own
 * salt in it: once the row is erased, nobody can find out by guessing what it said. An account is called by its salt as well.
 */
export const covered = {
  people: personal,
  identities: { key: ["salt"], order: ["platform", "workspace", "user_id"] },
  absences: personal,
  assignments: { key: ["id"], kept: true },
  portfolios: { key: ["id"], kept: true },
  scales: { key: ["portfolio", "from_day"], kept: true },
  programmes: { key: ["id"], kept: true },
  projects: { key: ["id"], kept: true },
  memberships: { key: ["project", "from_day"], kept: true },
  channels: { key: ["platform", "workspace", "channel"], kept: true },
  entries: { key: ["id"] },
  versions: { key: ["entry", "version"] },
  links: { key: ["from_entry", "kind", "to_entry"], kept: true },
  reports: { key: ["id"] },
  audiences: { key: ["id"], kept: true },
  digests: { key: ["audience", "period"] },
  changes: personal,
} as const satisfies Partial<Record<keyof Tables, Covered>>;

export type CoveredTable = keyof typeof covered;

export const isCovered = (table: string): table is CoveredTable => Object.hasOwn(covered, table);

export const coveredTables: readonly CoveredTable[] = Object.keys(covered).filter(isCovered);

/** The tables that are not, each with its reason. */
export const uncovered: Readonly<Record<Exclude<keyof Tables, CoveredTable>, string>> = {
  chain: "it is the chain",
  counters: "only counts: numbers stand in the entries",
  currents: "which report is the newest; found again from the reports, which verify does",
  drafts: "nobody has handed them in yet",
  occurrences: "who is to be asked when: worked out from schedules, and gone over anew",
  outbox: "the record of messages, deleted after NUDGE_LOG_DAYS",
  pulses: "what each running program says of itself twice a minute, for a day",
  alerts: "what is stuck at the moment and was told of; found again from what is stuck",
  paces: "how often each platform lets itself be called, as learned",
  quiet_lanes: "until when a chat wants to be left alone",
  installations: "tokens as ciphertext, renewed every few hours; installing and removing stand in changes",
  seen: "requests that a platform may repeat, for 14 days",
  facts: "marks of the program, and words that wait for somebody to be known",
};
