import { type Block, isBlock, listOf } from "./slack-rules.ts";

/** Who is behind a user id, as Slack's own client shows a mention. */
export type NameOf = (user: string) => string;

/** A message as a person reads it: Block Kit as plain text, entities and markup resolved. */
export function readMessage(message: { readonly text: string; readonly blocks: readonly unknown[] }, nameOf: NameOf): string {
  const blocks = message.blocks.filter(isBlock);
  return tidy(blocks.length > 0 ? blocks.map((block) => readBlock(block, nameOf)) : [plainOf(message.text, nameOf)]);
}

/** A form as a person reads it: each question with what is in it and what was wrong. */
export function readView(view: Block, values: ReadonlyMap<string, string>, errors: ReadonlyMap<string, string>, nameOf: NameOf): string {
  const blocks = listOf(view["blocks"]).filter(isBlock);
  const lines = blocks.map((block) => {
    if (block["type"] !== "input") return readBlock(block, nameOf);
    const id = String(block["block_id"]);
    const error = errors.get(id);
    const hint = textOf(block["hint"]);
    const line = `${textOf(block["label"])}${block["optional"] === true ? "" : " *"}: ${values.get(id) ?? ""}`;
    return [line, ...(error === undefined ? [] : [`  ! ${error}`]), ...(hint === "" ? [] : [`  (${hint})`])].join("\n");
  });
  const submit = textOf(view["submit"]);
  return tidy([`== ${textOf(view["title"])} ==`, ...lines, ...(submit === "" ? [] : [`  [${submit}]`])]);
}

function readBlock(block: Block, nameOf: NameOf): string {
  switch (block["type"]) {
    case "header":
      return textOf(block["text"]);
    case "section": {
      const fields = listOf(block["fields"]).map((field) => plainOf(textOf(field), nameOf).replace("\n", ": "));
      return fields.length > 0 ? fields.join("\n") : plainOf(textOf(block["text"]), nameOf);
    }
    case "context":
      return listOf(block["elements"])
        .map((element) => `  ${plainOf(textOf(element), nameOf)}`)
        .join("\n");
    case "actions":
      return `  ${listOf(block["elements"])
        .filter(isBlock)
        .map((element) => `[${textOf(element["text"])}]`)
        .join(" ")}`;
    case "table":
      return readTable(listOf(block["rows"]).map((row) => listOf(row).map((cell) => readCell(cell, nameOf))));
    case "data_visualization":
      return readChart(block);
    default:
      return "";
  }
}

function readCell(cell: unknown, nameOf: NameOf): string {
  if (!isBlock(cell)) return "";
  if (cell["type"] === "raw_text") return String(cell["text"]);
  if (cell["type"] === "user") return nameOf(String(cell["user_id"]));
  if (typeof cell["text"] === "string") return cell["text"];
  return listOf(cell["elements"])
    .map((each) => readCell(each, nameOf))
    .join("");
}

function readTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function readChart(block: Block): string {
  const series = isBlock(block["chart"]) ? listOf(block["chart"]["series"]) : [];
  const points = series
    .filter(isBlock)
    .flatMap((each) => listOf(each["data"]))
    .filter(isBlock);
  return points.map((point) => `${String(point["label"])} ${String(point["value"])}`).join("\n");
}

/** mrkdwn as it is shown: links by their words, people by name, no stars around what is bold. */
export function plainOf(mrkdwn: string, nameOf: NameOf): string {
  return mrkdwn
    .replace(/<@([A-Z0-9]+)>/g, (_, user: string) => nameOf(user))
    .replace(/<([^<>|]+)\|([^<>]+)>/g, "$2")
    .replace(/<([^<>]+)>/g, "$1")
    .replace(/```\n?/g, "")
    .replace(/\*([^*\n]+)\*/g, "$1")
    .replace(/[∗∼ˋˍ]/g, (sign) => ({ "∗": "*", "∼": "~", ˋ: "`", ˍ: "_" })[sign] ?? sign)
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

export const textOf = (value: unknown): string => (isBlock(value) && typeof value["text"] === "string" ? value["text"] : "");

function tidy(parts: readonly string[]): string {
  return parts
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trimEnd();
}
