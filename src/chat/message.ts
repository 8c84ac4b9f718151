import { beginning } from "../core/letters.ts";
import { plain, type Text } from "./text.ts";

/** A button says when it is drawn whether it opens a form: Teams must know then. */
export interface Button {
  readonly label: string; // ≤ 30 characters reads well on a phone; renderers cut at the platform's limit
  readonly action: string; // a route of `app`
  readonly value?: string; // ≤ 1,900 characters; checked again when pressed, whoever forged it
  readonly style?: "primary" | "danger";
  readonly opensForm?: true;
  readonly confirm?: string; // asked before it acts
}

/** A table of short texts. Renderers draw it natively where they can, as aligned lines where not. */
export interface Table {
  readonly kind: "table";
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Text[])[];
}

/**
 * Counts per label, such as projects per colour, for where the platform draws charts itself; nothing is shown where it
 * does not. A table or a line beside it says the same, so that nobody needs the picture. `text` is what it says, for those who cannot see it.
 */
export interface Chart {
  readonly kind: "chart";
  readonly title: string;
  readonly bars: readonly { readonly label: string; readonly value: number }[];
  readonly text: string;
}

export type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "text"; readonly text: Text }
  | { readonly kind: "quote"; readonly text: Text }
  | { readonly kind: "small"; readonly text: Text }
  | { readonly kind: "facts"; readonly facts: readonly (readonly [label: string, value: Text])[] }
  | { readonly kind: "buttons"; readonly buttons: readonly Button[] }
  | { readonly kind: "divider" }
  | Table
  | Chart;

export interface Message {
  /** One line for the notification and the phone's lock screen. */
  readonly summary: string;
  readonly blocks: readonly Block[];
}

/** A message of plain paragraphs. */
export function say(...lines: readonly [Text, ...Text[]]): Message {
  return { summary: plainStart(lines[0]), blocks: lines.map((text) => ({ kind: "text", text })) };
}

function plainStart(text: Text): string {
  return beginning(plain(text), 150);
}
