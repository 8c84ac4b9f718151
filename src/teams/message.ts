import type { Block, Button, Chart, Message, Table } from "../chat/message.ts";
import type { Element } from "./element.ts";
import { type Writer, wordsOf, writer } from "./escape.ts";
import { cut, fitted, maxButtonsInRow, maxText, maxTitle, mentionedIn } from "./limits.ts";
import type { Asked } from "./payload.ts";

/** Where a card is drawn: buttons of a dialog hand in, those of a chat act, or open a dialog. `over`: the message beneath. */
export interface Stage {
  readonly workspace: string;
  /** The request that it is drawn for. */
  readonly drawn?: string;
  readonly dialog?: { readonly over?: string };
}

export interface Activity {
  readonly type: "message";
  readonly summary?: string;
  readonly attachments: readonly { readonly contentType: string; readonly name?: string; readonly content: unknown }[];
}

export const cardType = "application/vnd.microsoft.card.adaptive";

export function activityOf(message: Message, workspace: string): Activity {
  return activityWith(cardOf(message, { workspace }), message.summary);
}

export function activityWith(card: Element, summary: string): Activity {
  return { type: "message", summary: cut(summary, 300), attachments: [{ contentType: cardType, content: card }] };
}

export function cardOf({ blocks }: Message, stage: Stage): Element {
  const text = writer(stage.workspace);
  return cardWith(fitted(elements(blocks, stage, text), text.mentions), text);
}

export function cardWith(body: readonly Element[], writer: Writer): Element {
  const mentions = mentionedIn(body, writer.mentions);
  return {
    type: "AdaptiveCard",
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    version: "1.5",
    body,
    msteams: { width: "Full", ...(mentions.length > 0 && { entities: mentions }) },
  };
}

export function elements(blocks: readonly Block[], stage: Stage, text: Writer): readonly Element[] {
  return blocks.flatMap((block, i) => {
    const drawn = draw(block, stage, text).filter((element) => element.type !== "TextBlock" || element["text"] !== "");
    const [first, ...rest] = drawn;
    return first && blocks[i - 1]?.kind === "divider" ? [{ ...first, separator: true, spacing: "Medium" }, ...rest] : drawn;
  });
}

function draw(block: Block, stage: Stage, text: Writer): readonly Element[] {
  switch (block.kind) {
    case "heading":
      return [{ ...paragraph(text.write(block.text)), size: "Medium", weight: "Bolder", style: "heading" }];
    case "text":
      return [paragraph(text.write(block.text))];
    case "small":
      return [{ ...paragraph(text.write(block.text)), size: "Small", isSubtle: true }];
    case "quote":
      return [{ type: "Container", style: "emphasis", items: [paragraph(text.write(block.text))] }];
    case "facts":
      return [
        {
          type: "FactSet",
          facts: block.facts.map(([title, value]) => ({ title: text.write(title), value: cut(text.write(value), maxText) })),
        },
      ];
    case "buttons":
      return inRows(block.buttons.map((button) => press(button, stage)));
    case "divider":
      return [];
    case "table":
      return [tableOf(block, text)];
    case "chart":
      return [...chartOf(block), { ...paragraph(text.write(block.text)), size: "Small", isSubtle: true }];
    default:
      return block satisfies never;
  }
}

export const paragraph = (markdown: string): Element => ({
  type: "TextBlock",
  text: cut(markdown, maxText).replace(/\\+…$/, "…"),
  wrap: true,
});

export function inRows(actions: readonly Element[]): readonly Element[] {
  const rows = Math.ceil(actions.length / maxButtonsInRow);
  return Array.from({ length: rows }, (_, row) => ({
    type: "ActionSet",
    actions: actions.slice(row * maxButtonsInRow, (row + 1) * maxButtonsInRow),
  }));
}

function press({ label, action, value = "", style, opensForm, confirm }: Button, stage: Stage): Element {
  const drawn = act(label, { kind: "press", action, value }, stage, opensForm, style);
  if (confirm === undefined) return drawn;
  // Teams asks nothing by itself, so the button unfolds the question and a second one acts.
  const question = paragraph(writer(stage.workspace).write(confirm));
  return { type: "Action.ShowCard", title: title(label), card: { type: "AdaptiveCard", body: [question, ...inRows([drawn])] } };
}

/** Something to press. `opensForm`: Teams must know before it is pressed that a dialog comes. */
export function act(label: string, asked: Asked, stage: Stage, opensForm?: true, style?: Button["style"]): Element {
  const look = { title: title(label), ...(style && { style: style === "primary" ? "positive" : "destructive" }) };
  if (stage.dialog) return { type: "Action.Submit", ...look, data: { drumbeat: { ...asked, ...stage.dialog } } };
  if (opensForm) return { type: "Action.Submit", ...look, data: { drumbeat: asked, msteams: { type: "task/fetch" } } };
  return { type: "Action.Execute", ...look, verb: asked.kind === "command" ? "command" : asked.action, data: { drumbeat: asked } };
}

const title = (label: string): string => cut(wordsOf(label), maxTitle);

function tableOf({ columns, rows }: Table, text: Writer): Element {
  const row = (cells: readonly string[]): Element => ({
    type: "TableRow",
    cells: cells.map((cell) => ({ type: "TableCell", items: cell === "" ? [] : [paragraph(cell)] })),
  });
  return {
    type: "Table",
    columns: columns.map((_, i) => ({ width: widest(i, rows) })),
    rows: [row(columns.map((each) => text.write(each))), ...rows.map((cells) => row(cells.map((cell) => text.write(cell))))],
    firstRowAsHeader: true,
    showGridLines: false,
  };
}

/** A share of the width, by the longest text of the column. */
function widest(column: number, rows: Table["rows"]): number {
  const longest = Math.max(0, ...rows.map((row) => wordsOf(row[column] ?? "").length));
  return longest > 24 ? 3 : longest > 10 ? 2 : 1;
}

/** Old clients draw no charts; the line beneath says the same. */
function chartOf({ title, bars }: Chart): readonly Element[] {
  if (bars.length === 0) return [];
  const data = bars.map(({ label, value }) => ({ x: label, y: value, ...colour(label) }));
  return [{ type: "Chart.VerticalBar", title, data, showBarValues: true, fallback: "drop" }];
}

function colour(label: string): { readonly color?: string } {
  const colours: Readonly<Record<string, string>> = { red: "attention", amber: "warning", green: "good", unknown: "neutral" };
  const color = colours[label.toLowerCase()];
  return color === undefined ? {} : { color };
}
