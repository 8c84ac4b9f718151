import { type Cadence, type Timing, usualTiming } from "./cadence.ts";
import type { Scale } from "./rag.ts";
import type { LocalDate } from "./time.ts";

export interface Portfolio {
  readonly id: string;
  readonly name: string;
  readonly key: string; // IT
  readonly zone: string; // due, escalation, cut-off and digest times are told in this zone
  readonly country: string; // ISO 3166, with an optional region: GB, GB-SCT
  readonly daysOff: readonly LocalDate[]; // the organisation's own
  readonly currency: string; // ISO 4217: GBP
  readonly cadence: Cadence;
  readonly timing: Timing;
  readonly scale: Scale; // the newest; older ones are dated in the store
  /** Whether silence is told up the line, and the programmes in which it is the other way round. */
  readonly escalate: { readonly on: boolean; readonly except: readonly string[] };
}

export interface Programme {
  readonly id: string;
  readonly portfolio: string;
  readonly name: string;
  readonly key: string;
}

export const projectStates = ["not started", "active", "on hold", "complete"] as const;
export type ProjectState = (typeof projectStates)[number];

/** Money as published: a decimal in text, "withheld" or "unknown" where the source says so, absent where nobody said. */
type Amount = string | "withheld" | "unknown";

export interface Project {
  readonly id: string;
  readonly key: string; // APOLLO: short, unique, typed in chat
  readonly name: string;
  readonly foreignId?: string; // up to 200 characters, spaces and all
  readonly portfolio: string;
  readonly programme?: string;
  readonly state: ProjectState;
  readonly confidential: boolean;
  readonly start?: LocalDate;
  readonly finish?: LocalDate; // approved (baseline)
  readonly budget?: Amount;
  readonly category?: string;
  readonly department?: string;
  readonly cadence?: Cadence; // overrides the portfolio's
  /** Asked nothing until this date: snoozed or paused, on the record. */
  readonly pausedUntil?: LocalDate;
  /** The line, as assigned today. */
  readonly pm?: string;
  readonly sponsor?: string;
  readonly contact?: string; // PMO contact
  readonly manager?: string; // of its programme
  readonly pmSince?: LocalDate; // not chased for what was due before
  /** In no portfolio on the day that it was asked for: `portfolio` is where it was last, or will be. */
  readonly unplaced?: true;
}

/** What can be said of a project itself; its line of people and its membership are dated and kept apart. */
const told = [
  "key",
  "name",
  "foreignId",
  "programme",
  "state",
  "confidential",
  "start",
  "finish",
  "budget",
  "category",
  "department",
] as const;

/** What differs between two readings of a project, field by field, for its record. */
export function differences(
  before: Project | undefined,
  after: Project,
): readonly { readonly what: (typeof told)[number]; readonly from?: string; readonly to?: string }[] {
  return told.flatMap((what) => {
    const [from, to] = [before?.[what], after[what]];
    if (from === to) return [];
    return [{ what, ...(from === undefined ? {} : { from: String(from) }), ...(to === undefined ? {} : { to: String(to) }) }];
  });
}

/** A portfolio as it starts: asked every Monday, escalation off until somebody turns it on. */
export function newPortfolio(start: Pick<Portfolio, "id" | "key" | "name" | "zone"> & { readonly from: LocalDate }): Portfolio {
  const { from, ...named } = start;
  return {
    ...named,
    country: "GB",
    daysOff: [],
    currency: "GBP",
    cadence: { every: "week", weeks: 1, weekday: 1, from },
    timing: usualTiming,
    scale: "three",
    escalate: { on: false, except: [] },
  };
}
