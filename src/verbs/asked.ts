import { readWords } from "../chat/words.ts";
import type { RecordType } from "../core/record-type.ts";
import type { LocalDate } from "../core/time.ts";
import { type LikeRefs, type Ref, refIn } from "./find.ts";
import { stateSaid } from "./move.ts";
import { nearest } from "./reach.ts";
import { wantedBy } from "./wanted.ts";

/** Verbs that speak of one entry: they need its number, so that "close the contract" can be the title of an action. */
const onEntry = ["show", "edit", "move", "close", "reopen", "accept", "assign", "undo", "history"] as const;
const onRegister = ["log", "list", "link", "export", "help"] as const;

/** What somebody wants of a register. */
export type Asked =
  | { readonly verb: (typeof onEntry)[number]; readonly ref: Ref; readonly rest: string }
  | { readonly verb: (typeof onRegister)[number]; readonly rest: string }
  /** Whatever one changed last. */
  | { readonly verb: "undo last" }
  /** A verb without the number that it needs. */
  | { readonly verb: "usage"; readonly of: string }
  /** A slip of the finger, probably: `meant` is what it is close to. */
  | { readonly verb: "slip"; readonly meant: string };

/**
 * What the words after a command ask for. Whatever is no verb is the title of a new entry: a word is taken for a verb
 * only where what follows it fits, because titles begin with verbs too.
 */
export function asked(types: readonly RecordType[], type: RecordType, words: string, today: LocalDate, keys: LikeRefs): Asked {
  const said = words.trim();
  const [, typed = "", rest = ""] = /^(\S+)\s*([\s\S]*)$/.exec(said) ?? [];
  const first = typed.toLowerCase();
  const alone = refIn(types, said, keys, type);
  if (alone) return { verb: "show", ref: alone, rest: "" };
  const turned = refFirst(types, typed, rest, keys);
  if (turned) return turned;

  const verb = onEntry.find((each) => each === first);
  const about = subject(types, type, rest, keys);
  if (verb && about) return { verb, ...about };
  if (verb === "undo" && rest === "") return { verb: "undo last" };
  if (verb && rest === "") return { verb: "usage", of: verb };

  const state = stateSaid(type, said);
  const moved = state && subject(types, type, state.rest.trim(), keys);
  if (state && moved && /-?\d/.test(state.rest)) return { verb: "move", ref: moved.ref, rest: `${state.to} ${moved.rest}` };

  if (typed === "log" || typed === "add" || typed === "new") return { verb: "log", rest };
  if (first === "list" && isSearch(type, rest, today)) return { verb: "list", rest };
  if (first === "export" && wantedBy(type, rest).text === "") return { verb: "export", rest };
  if (first === "help" && (rest === "" || isVerb(rest.toLowerCase()))) return { verb: "help", rest };
  if (first === "link" && rest === "") return { verb: "usage", of: "link" };
  if (first === "link" && refIn(types, /^\S+/.exec(rest)?.[0] ?? "", keys)) return { verb: "link", rest };

  const [meant] = typed.length >= 3 && (rest === "" || about) ? nearest(first, [...onEntry, ...onRegister]) : [];
  if (meant !== undefined && first !== meant) return { verb: "slip", meant: about ? `${meant} ${rest}` : meant };
  return { verb: "log", rest: said };
}

/** "R-42 close signed" and "R-42 closed because signed". */
function refFirst(types: readonly RecordType[], typed: string, rest: string, keys: LikeRefs): Asked | undefined {
  const ref = refIn(types, typed, keys);
  const [, next = "", after = ""] = /^(\S+)\s*([\s\S]*)$/.exec(rest) ?? [];
  const verb = onEntry.find((each) => each === next.toLowerCase());
  if (ref && verb) return { verb, ref, rest: after };
  return ref && stateSaid(ref.type, rest) ? { verb: "move", ref, rest } : undefined;
}

/** The entry that the rest begins with: R-42 with anything after it, or a bare number with nothing. */
function subject(
  types: readonly RecordType[],
  type: RecordType,
  rest: string,
  keys: LikeRefs,
): { readonly ref: Ref; readonly rest: string } | undefined {
  const [, typed = "", after = ""] = /^(\S+)\s*([\s\S]*)$/.exec(rest) ?? [];
  const ref = refIn(types, typed, keys, after === "" ? type : undefined);
  return ref && { ref, rest: after };
}

/** "list #APOLLO supplier owner:@erin" is a search, "list the servers #APOLLO p4 i5" the title of an entry. */
function isSearch(type: RecordType, rest: string, today: LocalDate): boolean {
  const { text, answers, slips } = readWords(rest, type, today);
  const fields = [...Object.keys(answers), ...slips.flatMap(({ field }) => field ?? [])];
  return wantedBy(type, text).text === "" || fields.every((field) => field === type.owner);
}

function isVerb(word: string): boolean {
  return [...onEntry, ...onRegister].some((each) => each === word);
}
