import type { Form, FormField } from "../chat/form.ts";
import type { Block, Button, Message, Table } from "../chat/message.ts";
import { plain, type Text } from "../chat/text.ts";

/** A message as plain text: what a screen reader, the demo and `drumbeat digest --format text` show. */
export function printMessage(message: Message): string {
  return tidy(message.blocks.map(printBlock));
}

/** A form as plain text: each question with what is in it and what was wrong. */
export function printForm(form: Form): string {
  return tidy([
    `== ${form.title} ==`,
    ...(form.error === undefined ? [] : [`! ${form.error}`]),
    ...(form.intro ?? []).map(printBlock),
    ...form.fields.map(printField),
    printButtons([{ label: form.submit, action: form.action }, ...(form.buttons ?? [])]),
  ]);
}

function printBlock(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `\n${clean(block.text)}`;
    case "text":
      return clean(plain(block.text));
    case "small":
      return `  ${clean(plain(block.text))}`;
    case "quote":
      return clean(plain(block.text)).replace(/^/gm, "> ");
    case "facts":
      return block.facts.map(([name, value]) => `${name}: ${clean(plain(value))}`).join("\n");
    case "buttons":
      return printButtons(block.buttons);
    case "divider":
      return "";
    case "table":
      return printTable(block);
    case "chart":
      return "";
    default:
      return block satisfies never;
  }
}

const printButtons = (buttons: readonly Button[]): string => `  ${buttons.map((button) => `[${button.label}]`).join(" ")}`;

function printTable({ columns, rows }: Table): string {
  const cells = [columns, ...rows].map((row: readonly Text[]) => row.map((cell) => clean(plain(cell)).replace(/\s*\n\s*/g, " ")));
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => [...(row[at] ?? "")].length)));
  return cells
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function printField(field: FormField): string {
  const shown = typeof field.shown === "string" ? field.shown : (field.shown?.name ?? optionLabel(field) ?? field.value ?? "");
  const line = `${field.label}${field.required ? " *" : ""}: ${clean(shown)}`;
  return [line, ...(field.error === undefined ? [] : [`  ! ${field.error}`]), ...(field.hint ? [`  (${field.hint})`] : [])].join("\n");
}

function optionLabel({ control, value }: FormField): string | undefined {
  return control.kind === "choice" && value !== undefined ? control.options[value] : undefined;
}

/** People's text may hold control characters; a terminal would obey them. Only line breaks and tabs pass. */
function clean(words: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return words.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "\u{fffd}");
}

function tidy(parts: readonly string[]): string {
  return parts
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n+/, "")
    .trimEnd();
}
