import type { LocalDate } from "../core/time.ts";
import { colonToken, numberToken, tokensOf, type Vocabulary } from "./tokens.ts";

/** A part of the words that is meant as a token and cannot be read: never dropped, always named. */
interface Slip {
  readonly said: string;
  readonly field?: string;
  readonly why: string;
}

export interface Words {
  /** What is left when the tokens are taken out. */
  readonly text: string;
  readonly project?: string; // as typed, without the #
  /** By field name. People are as typed: <@U1>, @ben, an address, "Ben Okafor". */
  readonly answers: Readonly<Record<string, string>>;
  readonly slips: readonly Slip[];
}

/**
 * Reads `Vendor may miss UAT #APOLLO p4 i5 owner:<@U1> due:2026-12-15`. Tokens are those that the fields declare
 * (`p` for p4, `due:` for due:friday), in any order and case; whatever merely resembles one stays text.
 */
export function readWords(words: string, vocabulary: Vocabulary, today: LocalDate): Words {
  const tokens = tokensOf(vocabulary);
  const text: string[] = [];
  const answers: Record<string, string> = {};
  const slips: Slip[] = [];
  let project: string | undefined;

  for (let rest = words.trim(); rest !== ""; rest = rest.trimStart()) {
    const passage = /^["“”„‟][^"“”„‟]*["“”„‟](?=[\s,;.:!?)]|$)/u.exec(rest)?.[0];
    const word = passage ?? /^\S+/u.exec(rest)?.[0] ?? rest;
    const after = rest.slice(word.length);
    const token = passage === undefined ? (colonToken(word, after, tokens, today) ?? numberToken(word, tokens)) : undefined;
    rest = token?.rest ?? after;
    if (token) {
      const { said, field, value, why } = token;
      if (why !== undefined) slips.push({ said, why, ...(field === undefined ? {} : { field }) });
      else if (field !== undefined && value !== undefined) {
        const before = answers[field];
        if (before !== undefined && before !== value) slips.push({ said, field, why: `${said}: this was said twice, and differently.` });
        else answers[field] = value;
      }
      continue;
    }
    const key = passage === undefined ? /^#([A-Za-z][\w-]*)[,;.:!?)]*$/.exec(word)?.[1] : undefined;
    if (key === undefined) text.push(word);
    else if (project === undefined) project = key;
    else if (project.toUpperCase() === key.toUpperCase()) continue;
    else slips.push({ said: word, why: `#${project} and #${key}: an entry belongs to one project.` });
  }
  return { text: text.join(" "), answers, slips, ...(project === undefined ? {} : { project }) };
}
