import { distance } from "fastest-levenshtein";
import type { Field, Fields } from "../core/fields.ts";
import type { LocalDate } from "../core/time.ts";
import { parseDate, whyNoDate } from "../core/typed-date.ts";
import { hearDate, longest } from "./dates.ts";

/** What a one-liner may speak of: the fields with their tokens, and which of them `owner:` and `due:` always mean. */
export interface Vocabulary {
  readonly fields: Fields;
  readonly owner?: string;
  readonly due?: string;
}

/** The fields by the token that says them. */
type Tokens = ReadonlyMap<string, { readonly name: string; readonly field: Field }>;

/** What a token came to: a value for a field, or why it is none; and the words after it. */
interface Token {
  readonly said: string;
  readonly field?: string;
  readonly value?: string;
  readonly why?: string;
  readonly rest: string | undefined;
}

const toKeep = "Put it in quotes to keep it as words.";

export function tokensOf({ fields, owner, due }: Vocabulary): Tokens {
  const tokens = new Map<string, { name: string; field: Field }>();
  const add = (token: string | undefined, name: string | undefined) => {
    const field = name === undefined ? undefined : fields[name];
    if (token !== undefined && name !== undefined && field && !tokens.has(token)) tokens.set(token.toLowerCase(), { name, field });
  };
  for (const [name, field] of Object.entries(fields)) add(field.token, name);
  add("owner:", owner);
  add("due:", due);
  return tokens;
}

/** p4, P4, p:4; "p4ssword" and "p4/5" are words. */
export function numberToken(word: string, tokens: Tokens): Token | undefined {
  const [, letters = "", digits = ""] = /^([a-z]+)=?(-?\d+(?:[.,]\d+)?)[,;.]?$/i.exec(word) ?? [];
  const found = tokens.get(letters.toLowerCase());
  if (!found) return undefined;
  const parsed = found.field.schema.safeParse(digits);
  const said = word.replace(/[,;.]$/, "");
  if (parsed.success) return { said, field: found.name, value: digits, rest: undefined };
  return { said, field: found.name, why: `${said}: ${parsed.error.issues[0]?.message ?? "cannot be read."}`, rest: undefined };
}

/** due:friday, due:15 Dec, cause:"supplier late", owner:<@U1>; "http://…" and "10:30" are words. */
export function colonToken(word: string, after: string, tokens: Tokens, today: LocalDate): Token | undefined {
  const [, name = "", start = ""] = /^([\p{L}-]+):(.*)$/su.exec(word) ?? [];
  if (name === "") return undefined;
  const found = tokens.get(`${name.toLowerCase()}:`) ?? tokens.get(name.toLowerCase());
  if (!found) return start === "" || start.startsWith("//") ? undefined : slipOf(word, name, tokens);
  const token = { field: found.name, tag: `${name}:`, start, after };
  if (/^["“”„‟]/.test(start)) return quoted(token, found.field, today);
  if (found.field.control.kind === "date") return dated(token, today);
  const [value, rest] = start === "" ? borrowed(found.field, after) : [start.replace(/[,;]+$/, ""), after];
  if (value === "") return { said: token.tag, field: found.name, why: `${token.tag} has nothing after it.`, rest };
  return settled({ ...token, said: `${token.tag}${value}`, value, rest }, found.field);
}

interface Opened {
  readonly field: string;
  readonly tag: string;
  readonly start: string;
  readonly after: string;
}

function quoted({ field, tag, start, after }: Opened, kind: Field, today: LocalDate): Token {
  const all = start + after;
  const closed = /^.([^"“”„‟]*)["“”„‟][,;.]?/su.exec(all);
  if (!closed) return { said: `${tag}${start}`, field, why: `${tag}${start} opens a quote that is never closed.`, rest: after };
  const value = (closed[1] ?? "").trim();
  const said = `${tag}"${value}"`;
  const rest = all.slice(closed[0].length);
  if (value === "") return { said, field, why: `${said} is empty.`, rest };
  if (kind.control.kind !== "date") return settled({ field, said, value, rest }, kind);
  const date = parseDate(value, today);
  return date === undefined ? { said, field, why: whyNoDate(value), rest } : { said, field, value: date, rest };
}

function dated({ field, tag, start, after }: Opened, today: LocalDate): Token {
  const words = [start, ...after.trimStart().split(/\s+/, longest)].filter((word) => word !== "");
  const heard = hearDate(words, today);
  if (!heard) {
    const said = `${tag}${start}`;
    return { said, field, why: start === "" ? `${tag} has no date after it.` : whyNoDate(start), rest: after };
  }
  const rest = start === "" ? skip(after, heard.used) : skip(after, heard.used - 1);
  const said = `${tag}${words.slice(0, heard.used).join(" ")}`;
  return "date" in heard ? { said, field, value: heard.date, rest } : { said, field, why: whyNoDate(heard.wrong), rest };
}

/** Somebody named after a space: "owner: @ben". Of other kinds nothing is taken, as it may be part of the sentence. */
function borrowed(field: Field, after: string): readonly [value: string, rest: string] {
  const next = field.control.kind === "person" ? /^\s+(<@[^>\s]+>|@\S+|me\b)/u.exec(after) : null;
  return next ? [next[1] ?? "", after.slice(next[0].length)] : ["", after];
}

function settled(token: Token & { readonly value: string }, { control, label, schema }: Field): Token {
  const { value, ...rest } = token;
  if (control.kind === "choice") {
    const keys = optionsLike(value, control.options);
    const [only] = keys;
    if (only !== undefined && keys.length === 1) return { ...token, value: only };
    return { ...rest, why: `${token.said}: ${label} is one of ${Object.values(control.options).join(", ")}.` };
  }
  if (control.kind !== "number") return token;
  const parsed = schema.safeParse(value);
  return parsed.success ? token : { ...rest, why: `${token.said}: ${parsed.error.issues[0]?.message ?? "cannot be read."}` };
}

/** The keys of the options that are meant: by key or label in full, or else by how one of them starts. */
function optionsLike(typed: string, options: Readonly<Record<string, string>>): readonly string[] {
  const word = typed.toLowerCase();
  const names = ([key, label]: readonly [string, string]) => [
    key.toLowerCase(),
    label.toLowerCase(),
    label.toLowerCase().replace(/\s+/g, "-"),
  ];
  const exact = Object.entries(options).filter((option) => names(option).includes(word));
  const chosen = exact.length > 0 ? exact : Object.entries(options).filter((option) => names(option).some((name) => name.startsWith(word)));
  return chosen.map(([key]) => key);
}

/** "onwer:@ben" would otherwise end up in the title, unseen. */
function slipOf(word: string, name: string, tokens: Tokens): Token | undefined {
  const near = [...tokens.keys()].find((token) => token.length > 4 && name.length > 3 && isSlip(name.toLowerCase(), token.slice(0, -1)));
  return near === undefined ? undefined : { said: word, why: `${word}: did you mean ${near}? ${toKeep}`, rest: undefined };
}

/** One letter wrong, missing or too many, or two neighbours swapped. */
export function isSlip(typed: string, name: string): boolean {
  if (distance(typed, name) === 1) return true;
  return typed.length === name.length && distance(typed, name) === 2 && [...typed].sort().join("") === [...name].sort().join("");
}

/** The text after `count` words. */
function skip(text: string, count: number): string {
  return count <= 0 ? text : text.replace(new RegExp(`^\\s*(?:\\S+\\s*){${count}}`, "u"), "");
}
