/** How often something may be done: so much a minute, and so much at once after a rest. */
export interface Rate {
  readonly perMinute: number;
  readonly atOnce: number;
}

/** How often a platform may be called, as far as it says so. */
export interface Pace {
  /** Of a workspace or tenant, for each kind of call by itself. Less, once the platform has asked for a pause. */
  readonly workspace: Rate;
  /** Of one channel or chat. */
  readonly lane: Rate;
}

/** What a platform counts apart: posting, editing, looking for a message, asking about people and channels. */
export type CallKind = "post" | "edit" | "find" | "ask";

/** One budget, of all instances together: "slack:T1:post". */
export const budgetOf = (goesTo: string, kind: CallKind): string => `${goesTo}:${kind}`;

/** The budgets of workspaces and tenants. What is sent takes from them as it is claimed. */
export interface Paces {
  /** Takes one call; where none is left, when there will be one. */
  take(budget: string, rate: Rate, now: Date): Promise<Date | undefined>;
  /** The platform asked for a pause: nothing until then, and half as often from then on. A success at a time it grows again. */
  slow(budget: string, rate: Rate, until: Date, now: Date): Promise<void>;
}
