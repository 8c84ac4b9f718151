import { type Button, type Message, say } from "../chat/message.ts";
import { bold, text } from "../chat/text.ts";
import type { Call } from "../routes.ts";
import { nearest } from "./reach.ts";

/** The press that says a command in somebody's place: the same words, with the same rights and checks. */
export const again = "command.again";
/** Of a button; longer words have to be said again. */
const maxValue = 1900;

/** "risks" is said for "risk list", and "risks close R-2 …" for "risk close R-2 …". */
export function ofOne({ types, settings }: Call, words: string): string {
  const said = words.trim().replace(/^\//, "");
  const bare = said.toLowerCase().startsWith(settings.commandPrefix) ? said.slice(settings.commandPrefix.length) : said;
  const [, first = "", rest = ""] = /^([a-z]+)(?:\s+([\s\S]*))?$/i.exec(bare) ?? [];
  const type = types.find(({ key, names }) => first !== key && [`${key}s`, names.many].includes(first.toLowerCase()));
  if (!type) return words;
  return /^(#\S+|mine|my|overdue|open|closed|all)?$/i.test(rest) ? `${type.key} list ${rest}`.trim() : `${type.key} ${rest}`;
}

/** "undo" and "list" alone: of which register is one press. */
export function ofWhich({ types }: Call, words: string): Message | undefined {
  const verb = /^\W*(undo|list)\W*$/i.exec(words)?.[1]?.toLowerCase();
  if (verb === undefined) return undefined;
  const told = say(`Of which register? Nothing was done yet.`);
  const buttons = types.map(({ key }): Button => ({ label: `${key} ${verb}`, action: again, value: `${key} ${verb}` }));
  return { ...told, blocks: [...told.blocks, { kind: "buttons", buttons }] };
}

/** Nothing is done on a guess: one press says the nearest command with the same words. */
export function notACommand(words: string, names: readonly string[]): Message {
  const [, first = "", second = "", rest = ""] = /^(\S*)\s*(\S*)\s*([\s\S]*)$/.exec(words.trim().replace(/^\//, "")) ?? [];
  if (first === "") return say("Say pmo help to see what I can do.");
  const both = second === "" ? [] : nearest(`${first} ${second}`, names).map((name) => ({ name, words: `${name} ${rest}`.trim() }));
  const one = nearest(first, names).map((name) => ({ name, words: `${name} ${second} ${rest}`.trim() }));
  const near = [...both, ...one].filter(({ name }, i, all) => all.findIndex((each) => each.name === name) === i).slice(0, 2);
  const guess = near.length === 0 ? "" : ` Did you mean ${near.map(({ name }) => name).join(" or ")}?`;
  const begins = rest === "" ? `${first} ${second}`.trim() : `${first} ${second} …`;
  const told = say(text`I do not know ${bold(begins)}.${guess} Say pmo help to see what I can do.`);
  const buttons = near.flatMap(({ name, words: value }): Button[] =>
    value.length > maxValue ? [] : [{ label: name, action: again, value }],
  );
  return buttons.length === 0 ? told : { ...told, blocks: [...told.blocks, { kind: "buttons", buttons }] };
}
