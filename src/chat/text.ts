import type { Identity } from "../core/people.ts";

/** Somebody by name; a mention where the platform shown on has one. */
export interface Mention {
  readonly name: string;
  readonly identities: readonly Identity[];
}

/** A plain string is data, whoever wrote it: every renderer escapes it, so no text of people's ever comes alive. */
export type Span = string | { readonly bold: string } | { readonly mention: Mention } | { readonly link: string; readonly url: string };
export type Text = string | readonly Span[];

/** text`${bold("R-42")} proposed on ${key}` */
export function text(strings: TemplateStringsArray, ...parts: readonly (Text | Span | number | undefined)[]): readonly Span[] {
  return strings.flatMap((string, i) => {
    const part = parts[i];
    const spans = part === undefined ? [] : typeof part === "number" ? [String(part)] : spansOf(part);
    return string === "" ? spans : [string, ...spans];
  });
}

export const bold = (words: string): Span => ({ bold: words });
export const mention = (person: Mention): Span => ({ mention: person });
export const link = (words: string, url: string): Span => ({ link: words, url });

export function spansOf(value: Text | Span): readonly Span[] {
  return Array.isArray(value) ? (value as readonly Span[]) : [value as Span];
}

/** The words alone, for the terminal, notifications and screen readers. */
export function plain(value: Text): string {
  return spansOf(value)
    .map((span) => {
      if (typeof span === "string") return span;
      if ("bold" in span) return span.bold;
      if ("mention" in span) return span.mention.name;
      return span.link;
    })
    .join("");
}
