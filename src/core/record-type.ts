import type { Fields, Values } from "./fields.ts";
import type { Role } from "./people.ts";
import type { LocalDate } from "./time.ts";

/** What can be done to an entry of any register. */
export type Verb = "log" | "show" | "edit" | "move" | "accept" | "assign" | "link" | "undo" | "export";

/**
 * `owner` is whoever the entry's owner is, `author` whoever logged it, `proposer` its author for as long as it is only
 * proposed: what was accepted is not theirs to rewrite. The rest are roles on the entry's project.
 */
export type Actor = Role | "owner" | "author" | "proposer";

/** Those who run a project: what they log needs nobody's consent, what others log is proposed. */
export const runs = ["admin", "pmo", "pm", "deputy"] as const satisfies readonly Role[];
/** Those who work on it or answer for it, and so may propose entries. */
export const takesPart = [...runs, "sponsor", "manager", "contact", "team"] as const satisfies readonly Role[];

/** Who may do what in most registers; one that differs says in what. */
export const usualRights = {
  log: takesPart,
  show: [...takesPart, "viewer", "owner", "author"],
  edit: [...runs, "contact", "owner", "proposer"],
  move: [...runs, "owner"],
  accept: runs,
  assign: [...runs, "contact", "owner", "proposer"],
  link: [...runs, "contact", "owner", "author"],
  undo: [...takesPart, "owner", "author"],
  export: [...takesPart, "viewer"],
} as const satisfies RecordType["who"];

/** One way in which entries of this type point at others: "became" → issue, read backwards as "came from". */
export interface LinkKind {
  readonly kind: string;
  readonly to: string;
  readonly label: string;
  readonly reverse: string;
  /** A button that writes the other entry, filled from this one, and links the two. */
  readonly raise?: {
    readonly button: string;
    /** The state this entry goes to when the other one is written. */
    readonly moves?: string;
    fill(values: Values): Values;
  };
}

interface State {
  readonly label: string;
  /** Where it can go from here. The first final one is what "close" means. */
  readonly next: readonly string[];
  /** Nothing more is expected of anybody. */
  readonly final?: true;
  /** Moving here needs a reason (or, where named, is a field that must be filled). */
  readonly reason?: string;
}

/**
 * One register, declared. The form, card, list, checks, CSV, command, manifest entry and docs page follow from it.
 * Every type has the fields `title` and may have `owner` and `due`, which lists filter on.
 */
export interface RecordType {
  readonly key: string; // "risk": the command, and the name in files
  readonly prefix: string; // "R": R-42
  readonly names: { readonly one: string; readonly many: string };
  readonly about: string; // one line for help and the docs page
  readonly fields: Fields;
  readonly title: string;
  readonly owner?: string;
  readonly due?: string;
  /** On the form's first screen beside title, owner and due; the rest is behind "More fields". */
  readonly first?: readonly string[];
  /** Named on the card as missing for as long as they are empty. */
  readonly wanted?: readonly string[];
  /** Worked out from the values, never asked for: before the columns in lists, before the fields in files. */
  readonly derived?: { readonly label: string; readonly hint: string; of(values: Values): string | undefined };
  readonly columns: readonly string[]; // shown in lists, after number and title
  readonly states: Readonly<Record<string, State>>;
  readonly initial: string;
  readonly who: Readonly<Record<Verb, readonly Actor[]>>;
  readonly links: readonly LinkKind[];
  /** Raised when a stored row must be read differently; `upgrades[n]` turns version n into n + 1. */
  readonly upgrades?: readonly ((old: Values) => Values)[];
  /** One line that says what it weighs, such as "4 × 5 = 20, critical". */
  gist?(values: Values): string | undefined;
  /** What comes first in lists and digests: larger is first. */
  weigh?(entry: Entry, today: LocalDate): number;
  /** Why somebody must look at it today; drives reminders and the digest. */
  attention?(entry: Entry, today: LocalDate): readonly string[];
  /** An open entry is a question that its owner must answer: the digest puts it before leadership. */
  readonly asks?: true;
  /** Grave enough that leadership is told when it is new. */
  critical?(entry: Pick<Entry, "values">): boolean;
}

/** An entry as it stands: the newest version of it. */
export interface Entry {
  readonly id: string;
  readonly type: string; // RecordType.key
  readonly number: number; // one series per type
  readonly project: string; // project id
  readonly values: Values;
  readonly state: string;
  /** Logged by somebody who does not run the project and not yet accepted: seen by the project, not by leadership. */
  readonly proposed: boolean;
  readonly version: number; // 1, 2, 3 …
  readonly author: string; // person id
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly foreignId?: string;
  /** Set when the stored row no longer fits the declaration: shown and marked, never dropped. */
  readonly misfit?: string;
}

/** One step of an entry's history. */
export interface EntryVersion {
  readonly version: number;
  readonly values: Values;
  readonly state: string;
  readonly proposed: boolean;
  readonly actor: string;
  readonly source: string; // "slack", "teams", "terminal", "import risks.csv", "undo"
  readonly reason?: string;
  readonly effectiveOn: LocalDate;
  readonly recordedAt: Date;
}

export interface Link {
  readonly from: string; // entry id
  readonly kind: string;
  readonly to: string; // entry id
}
