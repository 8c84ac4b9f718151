import { isSlip } from "../chat/tokens.ts";
import { isFinal } from "../core/entry.ts";
import { capital } from "../core/phrases.ts";
import type { RecordType } from "../core/record-type.ts";
import { stateSaid } from "./move.ts";
import { nearest } from "./reach.ts";

const flags = {
  mine: "mine",
  my: "mine",
  overdue: "overdue",
  late: "overdue",
  proposed: "proposed",
  all: "all",
  everything: "all",
  attention: "attention",
} as const;
type Flag = (typeof flags)[keyof typeof flags];

interface States {
  readonly label: string;
  readonly keys: readonly string[];
}

/** What the words after "list" and "export" narrow a register to. */
export interface Wanted extends Readonly<Partial<Record<Flag, true>>> {
  readonly states?: States;
  readonly owner?: string; // as typed
  readonly project?: string; // as typed, without the #
  /** Searched for: whatever is no filter. */
  readonly text: string;
  /** A part that is meant as a filter and cannot be read, in words with the next step. */
  readonly wrong?: string;
}

type Given = Partial<Pick<Wanted, "states" | "owner" | "project" | "wrong">>;

/**
 * Reads `overdue #APOLLO supplier` and, as other tools have it, `state:open owner:@erin project:APOLLO`. A bare state
 * counts where the search begins; what stands in quotes is searched for, whatever it looks like.
 */
export function wantedBy(type: RecordType, words: string): Wanted {
  const named = filters(type);
  const flagged: Partial<Record<Flag, true>> = {};
  const searched: string[] = [];
  const passages: string[] = [];
  let given: Given = {};

  for (let rest = joined(words); rest !== ""; rest = rest.trimStart()) {
    const part = /^(?:\p{L}+:)?(?:["“”„‟][^"“”„‟]*["“”„‟]|<@[^>]*>|\S+)/u.exec(rest)?.[0] ?? rest;
    const after = rest.slice(part.length);
    const [, key = "", value = ""] = /^(\p{L}+):(?!\/\/)["“”„‟]?([^"“”„‟]+)/u.exec(part) ?? [];
    const filter = named.get(key.toLowerCase());
    const flag = flagNamed(filter === "state" ? value : part);
    const project = filter === "project" ? value : /^#([A-Za-z][\w-]*)[,;.]?$/.exec(part)?.[1];
    const passage = /^["“”„‟](.*)["“”„‟]$/su.exec(part)?.[1];
    const begins = !given.states && (/^open$/i.test(part) || searched.length + passages.length === 0);
    const found = filter === "state" ? stateGiven(type, value, after) : begins ? statesAt(type, rest) : undefined;
    rest = after;
    if (flag) flagged[flag] = true;
    else if (project !== undefined) given = once(given, "project", project.replace(/^#/, "").toUpperCase());
    else if (filter === "owner" || (type.owner !== undefined && /^<@[^>]+>$/.test(part)))
      given = once(given, "owner", (filter ? value : part).replace(/[,;]$/, ""));
    else if (found) {
      const { rest: left, ...states } = found;
      rest = left;
      given = { states, ...(given.states && { wrong: "A list is of one state, or of all: say it once." }), ...given };
    } else if (passage !== undefined) passages.push(passage);
    else {
      const wrong = filter === "state" ? noState(type, value) : key === "" ? undefined : noFilter(type, key);
      if (wrong === undefined) searched.push(part);
      else given = { wrong, ...given };
    }
  }
  return { ...flagged, ...given, text: [...searched, ...passages].join(" ") };
}

/** Two of a kind would match nothing: that is asked about, and never left out unseen. */
function once(given: Given, name: "owner" | "project", value: string): Given {
  const before = given[name];
  if (before === undefined || before === value) return { ...given, [name]: value };
  return { wrong: `A list is of one ${name}: ${before} or ${value}?`, ...given };
}

/** "state: open" is said for "state:open". */
function joined(words: string): string {
  return words.trim().replace(/(?<!\S)(state|status|owner|project):\s+/gi, "$1:");
}

function flagNamed(word: string): Flag | undefined {
  return Object.entries(flags).find(([name]) => name === word.toLowerCase())?.[1];
}

function filters({ fields, owner }: RecordType): ReadonlyMap<string, "state" | "owner" | "project"> {
  const token = owner === undefined ? undefined : fields[owner]?.token?.replace(/:$/, "").toLowerCase();
  return new Map([
    ...["state", "status", "is"].map((name) => [name, "state"] as const),
    ...(owner === undefined ? [] : ["owner", "assignee", token ?? "owner"]).map((name) => [name, "owner"] as const),
    ["project", "project"],
  ]);
}

/**
 * The states that the words begin with. "Open" is whatever is not settled, as in a list that names no state; "closed" is
 * whatever is, in a register without a state of that name.
 */
function statesAt(type: RecordType, words: string): (States & { readonly rest: string }) | undefined {
  const word = /^(open|closed)(?![\p{L}\p{N}])/iu.exec(words)?.[1];
  const one = stateSaid(type, words);
  const isOpen = word?.toLowerCase() === "open" && (one === undefined || words.length - one.rest.length === word.length);
  if (one && !isOpen) return { label: (type.states[one.to]?.label ?? one.to).toLowerCase(), keys: [one.to], rest: one.rest };
  if (word === undefined) return undefined;
  const keys = Object.keys(type.states).filter((state) => isFinal(type, state) !== isOpen);
  return { label: word.toLowerCase(), keys, rest: words.slice(word.length) };
}

/** "state:in progress", "state:in-progress" and "state:prog…": in full with its blanks, or as one word or its start. */
function stateGiven(type: RecordType, value: string, after: string): (States & { readonly rest: string }) | undefined {
  const full = statesAt(type, value + after);
  if (full && /^[,;.]?(\s|$)/.test(full.rest)) return { ...full, rest: full.rest.replace(/^[,;.]/, "") };
  const start = value.toLowerCase().replaceAll("-", " ");
  const [only, another] = Object.entries(type.states).filter(([key, { label }]) =>
    [key, label].some((name) => name.toLowerCase().startsWith(start)),
  );
  return only && !another ? { label: only[1].label.toLowerCase(), keys: [only[0]], rest: after } : undefined;
}

function noState({ states }: RecordType, value: string): string {
  const labels = Object.values(states).map(({ label }) => label);
  const [near] = nearest(value, labels);
  return `There is no state ${value}.${near === undefined ? "" : ` Did you mean ${near}?`} The states are ${labels.join(", ")}; overdue, proposed and all can stand there too.`;
}

function noFilter(type: RecordType, key: string): string | undefined {
  const typed = key.toLowerCase();
  const near = [...filters(type).keys()].find(
    (name) => Math.min(name.length, typed.length) > 2 && (name.startsWith(typed) || isSlip(typed, name)),
  );
  const quoting = "In quotes it is searched for as it stands.";
  if (near !== undefined) return `There is no filter ${key}:. Did you mean ${near}:? ${quoting}`;
  const isField = Object.values(type.fields).some(({ token }) => token?.replace(/:$/, "").toLowerCase() === typed);
  return isField
    ? `${capital(type.names.many)} are not listed by ${key}:, but by ${[...new Set(filters(type).values())].map((name) => `${name}:`).join(", ")} or any words. ${quoting}`
    : undefined;
}
