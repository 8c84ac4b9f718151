import { createRequire } from "node:module";

// The package's one bundle that Node can load has no types of its own.
const { AdaptiveCard, SerializationContext }: typeof import("adaptivecards") = createRequire(import.meta.url)(
  "adaptivecards/dist/adaptivecards.js",
);

export type Json = { readonly [name: string]: unknown };
export const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
export const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isJson) : []);

/** Every element and action of a card, outermost first. */
export function partsOf(value: unknown): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(partsOf);
  if (!isJson(value)) return [];
  const inner = ["body", "items", "columns", "rows", "cells", "actions", "card"].flatMap((name) => partsOf(value[name]));
  return [value, ...inner];
}

/** Drawn by Teams, unknown to the published renderer. */
const newer = /^Chart\./;

/** What is wrong with a card, as Teams would refuse or mangle it. */
export function faultsOf(card: unknown, stage: "chat" | "dialog"): readonly string[] {
  if (!isJson(card)) return ["not a card"];
  const context = new SerializationContext();
  new AdaptiveCard().parse(card, context);
  const events = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message);
  const parts = partsOf(card);
  const unknown = events.filter(
    (message) => !parts.some((part) => newer.test(textOf(part["type"])) && part["fallback"] && message.includes(textOf(part["type"]))),
  );
  const ids = parts.flatMap((part) => (textOf(part["type"]).startsWith("Input.") ? [textOf(part["id"])] : []));
  const entities = isJson(card["msteams"]) ? listOf(card["msteams"]["entities"]) : [];
  const written = JSON.stringify(card["body"]);
  return [
    ...unknown,
    ...(card["type"] === "AdaptiveCard" && card["version"] === "1.5" ? [] : ["not an Adaptive Card 1.5"]),
    ...(new Set(ids).size === ids.length ? [] : ["two inputs have one id"]),
    ...(ids.includes("") ? ["an input has no id"] : []),
    ...parts.flatMap((part) =>
      part["type"] === "ActionSet" && listOf(part["actions"]).length > 6 ? ["more than six buttons in a row"] : [],
    ),
    ...parts.flatMap((part) => (part["type"] === "Action.Execute" && stage === "dialog" ? ["Action.Execute in a dialog"] : [])),
    ...parts.flatMap((part) => (part["type"] === "TextBlock" && textOf(part["text"]) === "" ? ["an empty TextBlock"] : [])),
    ...entities.flatMap((entity) =>
      written.includes(JSON.stringify(entity["text"]).slice(1, -1)) ? [] : [`nobody is mentioned as ${textOf(entity["text"])}`],
    ),
    ...((written.match(/(?<!\\)<at>/g) ?? []).length > 0 && entities.length === 0 ? ["<at> without an entity"] : []),
  ];
}

/** A card as somebody reads it, like the terminal's print: one line per paragraph, [buttons], label: value. */
export function readCard(card: unknown): string {
  if (!isJson(card)) return "";
  return listOf(card["body"])
    .map(readElement)
    .filter((line) => line !== "")
    .join("\n");
}

function readElement(element: Json): string {
  const type = textOf(element["type"]);
  switch (type) {
    case "TextBlock":
      return `${element["color"] === "Attention" ? "  ! " : ""}${unescaped(textOf(element["text"]))}`;
    case "Container":
      return listOf(element["items"]).map(readElement).join("\n").replace(/^/gm, "> ");
    case "FactSet":
      return listOf(element["facts"])
        .map((fact) => `${unescaped(textOf(fact["title"]))}: ${unescaped(textOf(fact["value"]))}`)
        .join("\n");
    case "ActionSet":
      return `  ${listOf(element["actions"])
        .map((action) => `[${textOf(action["title"])}]`)
        .join(" ")}`;
    case "Table":
      return readTable(listOf(element["rows"]));
    default:
      return type.startsWith("Input.") ? readInput(element) : "";
  }
}

function readTable(rows: readonly Json[]): string {
  const cells = rows.map((row) =>
    listOf(row["cells"]).map((cell) => readElement(listOf(cell["items"])[0] ?? {}).replace(/\s*\n\s*/g, " ")),
  );
  const widths = (cells[0] ?? []).map((_, at) => Math.max(...cells.map((row) => [...(row[at] ?? "")].length)));
  return cells
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function readInput(input: Json): string {
  const label = labelOf(input);
  const value = input["value"] === undefined ? "" : String(input["value"]);
  const chosen = listOf(input["choices"]).find((choice) => choice["value"] === value);
  return `${label}${isOptional(input) ? "" : " *"}: ${chosen ? textOf(chosen["title"]) : value}`;
}

export const labelOf = (input: Json): string => textOf(input["label"]).replace(/ \(optional\)$/, "");
const isOptional = (input: Json): boolean => / \(optional\)$/.test(textOf(input["label"]));

/** Markdown as it is drawn: escapes taken away, marks gone, mentions by name. */
export function unescaped(markdown: string): string {
  return markdown
    .replace(/<at>(.*?)<\/at>/g, "$1")
    .replace(/(?<!\\)\[((?:\\.|[^\]\\])*)\]\([^)]*\)/g, "$1")
    .replace(/(?<!\\)\*\*((?:\\.|[^*\\])+)\*\*/g, "$1")
    .replace(/\\([\\*_`~[\]\-+#>=|.)])/g, "$1")
    .replace(/\u200b/g, "")
    .replace(/&lt;/g, "<")
    .replace(/&amp;/g, "&")
    .replace(/\n\n/g, "\n");
}
