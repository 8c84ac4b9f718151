import { plain, type Span, spansOf, type Text } from "../chat/text.ts";
import { legible } from "../core/letters.ts";
import { userOn } from "./names.ts";

/** Somebody mentioned in a card: what stands in its text, and who that is. */
interface MentionEntity {
  readonly type: "mention";
  readonly text: string;
  readonly mentioned: { readonly id: string; readonly name: string };
}

/**
 * Writes the texts of one card, and keeps whom they mention. What people wrote stands as they wrote it: no Markdown, no
 * tags, no date functions come alive.
 */
export interface Writer {
  write(text: Text): string;
  readonly mentions: readonly MentionEntity[];
}

export function writer(workspace: string): Writer {
  const mentions: MentionEntity[] = [];
  return { write: (text) => lines(spansOf(text).map(span).join("")), mentions };

  function span(value: Span): string {
    if (typeof value === "string") return inline(value);
    if ("bold" in value) return strong(value.bold);
    if ("link" in value) return /^https?:/i.test(value.url) ? `[${line(value.link)}](${address(value.url)})` : inline(value.link);
    const { name } = value.mention;
    const id = userOn(value.mention, workspace);
    const text = `<at>${name.replace(/[<>&*_`~[\]\\]/g, " ").trim()}</at>`;
    const same = mentions.find((each) => each.text === text);
    // Teams tells mentions apart by their text alone: a second person of that name stands as plain words.
    if (id === undefined || (same && same.mentioned.id !== id)) return strong(name);
    if (!same) mentions.push({ type: "mention", text, mentioned: { id, name } });
    return text;
  }
}

/** The words of a text where Teams draws no Markdown: titles, labels, notifications. */
export const wordsOf = (text: Text): string => legible(plain(text)).replace(/\s+/g, " ").trim();

/** What would come alive anywhere in a line. */
function inline(text: string): string {
  return (
    legible(text)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replace(/[\u0001-\u0009\u000b-\u001f\u007f]/g, (control) => (control === "\t" ? " " : ""))
      .replace(/&(?=#?\w+;)/g, "&amp;")
      .replace(/<(?=[a-z/!?@])/gi, "&lt;")
      .replace(/[\\*_`~[\]]/g, "\\$&")
      .replace(/\{(?=\{)/g, "{\u200b")
  );
}

/** What would come alive at the start of a line, once all spans stand together; Teams breaks lines at two only. */
function lines(text: string): string {
  return text
    .replace(/^ +/gm, "")
    .replace(/^(\d+)(?=[.)](\s|$))/gm, "$1\\")
    .replace(/^[-+#>=|]/gm, "\\$&")
    .replace(/\n+/g, "\n\n");
}

const line = (words: string): string => inline(words.replace(/\s+/g, " ").trim());
const strong = (words: string): string => (line(words) === "" ? "" : `**${line(words)}**`);
const address = (url: string): string => url.replace(/[\s()<>]/g, encodeURIComponent).replace(/[()]/g, (c) => (c === "(" ? "%28" : "%29"));
