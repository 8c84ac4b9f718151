import type { Control, Field } from "../core/fields.ts";
import { capital } from "../core/phrases.ts";
import type { RecordType } from "../core/record-type.ts";
import { example } from "./help.ts";

/** The page about the registers, made from their declarations; a test compares it with the one that is checked in. */
export function registerPages(types: readonly RecordType[]): string {
  const contents = types.map(({ names }) => `- [${capital(names.many)}](#${names.many.replace(/\s+/g, "-")})`);
  const intro =
    "What can be logged, said and done in each register. An author is whoever logged an entry; a proposer is its author for as long as it waits to be accepted. This page is derived from `src/records`; edit those instead.";
  return `# Registers\n\n${intro}\n\n${contents.join("\n")}\n\n${types.map((type) => page(types, type)).join("\n")}`;
}

function page(types: readonly RecordType[], type: RecordType): string {
  const { key, prefix, names, about, fields, derived, states, who, links } = type;
  const questions = Object.entries(fields).map(([name, field]) => [
    field.label,
    kind(field.control),
    field.token === undefined ? alias(type, name) : `\`${field.token}\``,
    [needed(type, name, field), field.hint].filter((part) => part).join(" "),
  ]);
  if (derived) questions.push([derived.label, "worked out", "", `${derived.hint}.`]);
  const steps = Object.values(states).map(({ label, next, final, reason }) => [
    label,
    next.map((to) => states[to]?.label ?? to).join(", ") || "nowhere",
    [final ? "Final." : "", reason === undefined ? "" : `Asks: ${fields[reason]?.label ?? reason}`].filter((part) => part).join(" "),
  ]);
  const rights = Object.entries(who).map(([verb, actors]) => [verb, actors.join(", ")]);
  const ways = links.flatMap(({ label, reverse, to, raise }) => {
    const other = types.find((each) => each.key === to);
    return other ? [`- ${label} ${other.names.one} (read backwards: ${reverse})${raise ? `; button “${raise.button}”` : ""}`] : [];
  });
  return [
    `## ${capital(names.many)}\n`,
    `${about}. Numbers are ${prefix}-1, ${prefix}-2 and so on.\n`,
    `\`\`\`\n/${key} ${example(type)}\n\`\`\`\n`,
    table(["asked", "as", "said", ""], questions),
    table(["state", "can go to", ""], steps),
    table(["to", "one must be"], rights),
    ...(ways.length > 0 ? [`Links:\n\n${ways.join("\n")}\n`] : []),
  ].join("\n");
}

function needed(type: RecordType, name: string, { required }: Field): string {
  if (required?.({})) return "Needed.";
  return type.wanted?.includes(name) ? "Asked for while empty." : "";
}

function alias(type: RecordType, name: string): string {
  return name === type.owner ? "`owner:`" : name === type.due ? "`due:`" : "";
}

function kind(control: Control): string {
  switch (control.kind) {
    case "text":
      return `text, up to ${control.max} characters`;
    case "choice":
      return Object.values(control.options).join(", ");
    case "number":
      return `${control.min} to ${control.max}${control.unit === undefined ? "" : ` ${control.unit}`}`;
    case "date":
    case "person":
    case "lookup":
      return `a ${control.kind === "lookup" ? control.source : control.kind}`;
    default:
      return control satisfies never;
  }
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return `${[line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n")}\n`;
}
