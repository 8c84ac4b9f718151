import { type Span, spansOf, type Text } from "../chat/text.ts";
import { legible } from "../core/letters.ts";
import type { Identity } from "../core/people.ts";
import { cut, limits } from "./limits.ts";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** People's text as Slack's mrkdwn shows it literally: no mention, link or shout in it ever comes alive. */
export function escaped(words: string): string {
  return clean(words).replace(/[&<>]/g, entity);
}

/** One sign of a text that is clean already. */
export const entity = (sign: string): string => entities[sign] ?? sign;

const alike: Readonly<Record<string, string>> = { "*": "∗", "~": "∼", "`": "ˋ", _: "ˍ" };

/** Slack has no way to escape its formatting signs, so where they would format they become signs that look the same. */
export function literal(words: string): string {
  return clean(words).replace(/[*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (sign) => alike[sign] ?? sign);
}

/** Without what no JSON reader likes: half characters and control signs. */
export function clean(words: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return legible(words).replace(/[\u0001-\u0008\u000b\u000c\u000e-\u001f]/g, "");
}

/** Words for places that show plain text (headings, buttons, labels): on one line, never empty, cut to `max`. */
export function label(words: string, max: number): string {
  return cut(clean(words).replace(/\s+/g, " ").trim() || "–", max);
}

/** A text in mrkdwn, as pieces that may be parted but not broken: an entity, a mention or a link stays whole. */
export function pieces(text: Text, workspace: string): readonly string[] {
  return spansOf(text).flatMap((span) => piecesOf(span, workspace));
}

function piecesOf(span: Span, workspace: string): readonly string[] {
  if (typeof span === "string") return [...literal(span)].map(entity);
  if ("bold" in span) return span.bold.split(/(\n)/).flatMap(boldPieces);
  if ("mention" in span) {
    const user = slackUser(span.mention.identities, workspace);
    return user ? [`<@${user}>`] : [...literal(span.mention.name)].map(entity);
  }
  if (!isPlainUrl(span.url)) return [...literal(span.link)].map(entity);
  return [`<${escaped(span.url)}|${escaped(literal(label(span.link, 300))).replaceAll("|", "¦")}>`];
}

function boldPieces(line: string): readonly string[] {
  const words = literal(line).trim();
  if (words === "") return line === "" ? [] : [line];
  const parts = words.match(/[\s\S]{1,200}(?![\udc00-\udfff])/g) ?? [words];
  return [/^\s/.test(line) ? " " : "", ...parts.map((part) => `*${escaped(part)}*`), /\s$/.test(line) ? " " : ""].filter(
    (part) => part !== "",
  );
}

const isPlainUrl = (url: string): boolean => /^https?:\/\/[^\s<>|]+$/.test(url) && escaped(url).length <= limits.url;

/** Somebody's user id in this workspace; undefined when Slack cannot mention them. */
export function slackUser(identities: readonly Identity[], workspace: string): string | undefined {
  const there = identities.find((identity) => identity.platform === "slack" && identity.workspace === workspace);
  return there && /^[A-Z0-9]+$/.test(there.user) ? there.user : undefined;
}

/** The pieces joined into as few texts as fit in `max`, parted at a line's or a word's end where there is one. */
export function chunks(parts: readonly string[], max: number): readonly string[] {
  const done: string[] = [];
  let rest: readonly string[] = parts;
  while (rest.length > 0) {
    const fits = fitting(rest, max);
    const end = fits === rest.length ? fits : breakBefore(rest, fits);
    done.push(rest.slice(0, end).join("").trim());
    rest = rest.slice(end);
  }
  return done.filter((words) => words !== "");
}

/** One text of at most `max`, cut with "…". */
export function mrkdwn(text: Text, workspace: string, max: number): string {
  const parts = pieces(text, workspace);
  const fits = fitting(parts, max);
  return fits === parts.length ? parts.join("") : `${parts.slice(0, fitting(parts, max - 1)).join("")}…`;
}

function fitting(parts: readonly string[], max: number): number {
  let length = 0;
  const over = parts.findIndex((part) => {
    length += part.length;
    return length > max;
  });
  return over < 0 ? parts.length : Math.max(over, 1);
}

function breakBefore(parts: readonly string[], fits: number): number {
  for (const sign of ["\n", " "]) {
    const at = parts.lastIndexOf(sign, fits - 1);
    if (at > fits / 2) return at + 1;
  }
  return fits;
}
