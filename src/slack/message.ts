import type { types } from "@slack/bolt";
import type { Block, Button, Message } from "../chat/message.ts";
import { plain, type Text } from "../chat/text.ts";
import { type Drawn, marked, plainText, type SlackBlock, section, small } from "./blocks.ts";
import { chunks, escaped, label, literal, mrkdwn, pieces } from "./escape.ts";
import { cut, limits } from "./limits.ts";
import { drawChart, drawTable, tableAsText } from "./table.ts";

/** A message within Slack's limits; what does not fit is cut where it shows, and the buttons at its end stay. */
export function drawMessage(message: Message, workspace: string): Drawn {
  const blocks = fitted(drawBlocks(message.blocks, workspace, "message"), limits.messageBlocks, limits.messageText);
  const pictures = message.blocks.flatMap((block) => (block.kind === "chart" ? [block.text] : []));
  const text = [message.summary, ...pictures]
    .map((words) => escaped(literal(words)))
    .join("\n")
    .trim();
  return { text: cutEscaped(text || "–", limits.fallbackText), blocks };
}

/** Where Slack will not take the blocks: everything in words. */
export function drawAsWords(message: Message, workspace: string): Drawn {
  const words = message.blocks.flatMap((block) => wordsOf(block, workspace)).join("\n");
  const buttons = drawMessage(message, workspace).blocks.filter((block) => block.type === "actions");
  const blocks =
    buttons.length === 0
      ? []
      : fitted([section(cutEscaped(words || "–", limits.text)), ...buttons], limits.messageBlocks, limits.messageText);
  return { text: cutEscaped(`${escaped(literal(message.summary))}\n${words}`, limits.fallbackText), blocks };
}

/** Nothing of a message unfolds or is turned into a link by itself. */
export const quiet = { unfurl_links: false, unfurl_media: false, parse: "none", link_names: false } as const;

/** Inside a form there is neither a native table nor a chart; what a chart shows stands beside it in words. */
export function drawBlocks(blocks: readonly Block[], workspace: string, where: "message" | "form"): SlackBlock[] {
  const numbered = numberButtons(blocks);
  const tables = blocks.filter((block) => block.kind === "table");
  const charts = blocks.filter((block) => block.kind === "chart");
  return blocks.flatMap((block): readonly SlackBlock[] => {
    switch (block.kind) {
      case "heading":
        return block.text.trim() === "" ? [] : [{ type: "header", text: plainText(label(block.text, limits.header)) }];
      case "text":
        return sections(block.text, workspace, "");
      case "quote":
        return sections(block.text, workspace, "> ");
      case "small":
        return chunks(pieces(block.text, workspace), limits.small).map(small);
      case "facts":
        return facts(block.facts, workspace);
      case "buttons":
        return drawButtons(numbered.get(block) ?? []);
      case "divider":
        return [{ type: "divider" }];
      case "table":
        return where === "message" && block === tables[0] && block.columns.length > 0 ? [drawTable(block, workspace)] : tableAsText(block);
      case "chart": {
        const drawn = where === "message" && charts.indexOf(block) < limits.charts ? drawChart(block) : undefined;
        return drawn ? [drawn] : [];
      }
      default:
        return block satisfies never;
    }
  });
}

function sections(text: Text, workspace: string, before: "" | "> "): readonly types.SectionBlock[] {
  if (plain(text).trim() === "") return [];
  const parts = pieces(text, workspace).map((part) => (part === "\n" ? `\n${before}` : part));
  return chunks(parts, limits.text - before.length).map((words) => section(words.startsWith(before) ? words : before + words));
}

function facts(all: readonly (readonly [string, Text])[], workspace: string): readonly types.SectionBlock[] {
  const fields = all.map(([name, value]) =>
    marked(
      `*${escaped(literal(label(name, 100)))}*\n${plain(value).trim() === "" ? "–" : mrkdwn(value, workspace, limits.fieldText - 700)}`,
    ),
  );
  const groups = Array.from({ length: Math.ceil(fields.length / limits.fields) }, (_, i) =>
    fields.slice(i * limits.fields, (i + 1) * limits.fields),
  );
  return groups.map((group) => ({ type: "section", fields: group }));
}

/** Each button of a message has a number, because Slack refuses two of one name. */
type Numbered = { readonly button: Button; readonly id: string };
function numberButtons(blocks: readonly Block[]): ReadonlyMap<Block, readonly Numbered[]> {
  let number = 0;
  return new Map(
    blocks.map((block) => [
      block,
      block.kind === "buttons" ? block.buttons.map((button) => ({ button, id: `${button.action}~${++number}` })) : [],
    ]),
  );
}

/** The route that a button's id stands for. */
export const actionOf = (id: string): string => id.replace(/~\d+$/, "");

function drawButtons(buttons: readonly Numbered[]): readonly SlackBlock[] {
  const drawable = buttons.filter(({ button, id }) => (button.value ?? "").length <= limits.buttonValue && id.length <= limits.id);
  const rows = Array.from({ length: Math.ceil(drawable.length / limits.buttons) }, (_, i) =>
    drawable.slice(i * limits.buttons, (i + 1) * limits.buttons),
  );
  const blocks: SlackBlock[] = rows.map((row) => ({ type: "actions", elements: row.map(drawButton) }));
  return drawable.length === buttons.length ? blocks : [...blocks, small("…one button is missing here: it carries more than Slack takes.")];
}

function drawButton({ button, id }: Numbered): types.Button {
  return {
    type: "button",
    text: plainText(label(button.label, limits.buttonText)),
    action_id: id,
    ...(button.value !== undefined && button.value !== "" && { value: button.value }),
    ...(button.style && { style: button.style }),
    ...(button.confirm !== undefined && {
      confirm: {
        title: plainText(label(button.label, limits.confirmTitle)),
        text: plainText(label(button.confirm, limits.confirmText)),
        confirm: plainText("Yes"),
        deny: plainText("No"),
      },
    }),
  };
}

/** At most so many blocks and so much text; what is left out shows, and the buttons and small print at the end stay. */
export function fitted(blocks: readonly SlackBlock[], most: number, room: number): SlackBlock[] {
  if (blocks.length <= most && weight(blocks) <= room) return [...blocks];
  const start = blocks.findLastIndex((block) => block.type !== "actions" && block.type !== "context") + 1;
  const end = blocks.slice(Math.max(start, blocks.length - 4));
  const tail = weight(end) <= room / 2 ? end : [];
  const more = small("…and more: this was cut, because Slack takes no longer message.");
  let left = room - weight([...tail, more]);
  const head: SlackBlock[] = [];
  for (const block of blocks.slice(0, blocks.length - tail.length)) {
    left -= weight(block);
    if (head.length + tail.length + 1 >= most || left < 0) break;
    head.push(block);
  }
  return [...head, more, ...tail];
}

/** All the words in blocks, counted. */
function weight(drawn: unknown): number {
  if (Array.isArray(drawn)) return drawn.reduce<number>((sum, each) => sum + weight(each), 0);
  if (typeof drawn !== "object" || drawn === null) return 0;
  return Object.entries(drawn).reduce(
    (sum, [key, value]) =>
      sum + (typeof value === "string" ? (key === "type" ? 0 : key === "text" || key === "title" ? value.length : 0) : weight(value)),
    0,
  );
}

function wordsOf(block: Block, workspace: string): readonly string[] {
  switch (block.kind) {
    case "heading":
      return [`*${escaped(literal(label(block.text, limits.header)))}*`];
    case "facts":
      return block.facts.map(([name, value]) => `${escaped(literal(name))}: ${mrkdwn(value, workspace, limits.text)}`);
    case "table":
      return [block.columns, ...block.rows].map((row) => row.map((each) => escaped(literal(plain(each)))).join(" | "));
    case "text":
    case "quote":
    case "small":
      return [mrkdwn(block.text, workspace, limits.text)];
    case "buttons":
    case "chart":
    case "divider":
      return [];
    default:
      return block satisfies never;
  }
}

/** Cut without leaving half an entity. */
function cutEscaped(text: string, max: number): string {
  return text.length <= max
    ? text
    : `${cut(text, max)
        .slice(0, -1)
        .replace(/&[a-z]{0,3}$|<[^>]*$/, "")}…`;
}
