import { say } from "../chat/message.ts";
import type { Reply } from "../chat/reply.ts";
import { plain } from "../chat/text.ts";
import { refOf } from "../core/entry.ts";
import type { RecordType } from "../core/record-type.ts";
import { refuse } from "../core/refusal.ts";
import { shortDate } from "../core/time.ts";
import type { Names } from "../ports/index.ts";
import type { Call } from "../routes.ts";
import { namesIn, shownValue } from "./card.ts";
import type { Found } from "./find.ts";
import { listed } from "./matching.ts";
import { may } from "./may.ts";
import { originsOf, unnamed } from "./origin.ts";

/** The register as a CSV file: open and closed unless the words choose, and only what this person may take out. */
export async function exported(call: Call, type: RecordType, words: string): Promise<Reply> {
  const rows = (await listed(call, type, words)).filter(({ project, entry }) => may(call, type, "export", project, entry));
  if (rows.length === 0) refuse(`There are no ${type.names.many} here that you could export.`);
  const names = await namesIn(call, rows);
  const origins = await originsOf(
    call,
    rows.map(({ entry }) => entry),
    names,
  );
  const content = csv(type, rows, names, origins);
  const count = `${rows.length} ${rows.length === 1 ? type.names.one : type.names.many}`;
  const message = say(`${count}, as of ${shortDate(call.today)}. The file holds what you may see; mind where you put it.`);
  return { kind: "file", name: `${type.key}s-${call.today}.csv`, type: "text/csv", content, message };
}

/** With a byte order mark, without which Excel reads UTF-8 as something else. */
function csv(type: RecordType, rows: readonly Found[], names: Names, origins: ReadonlyMap<string, string>): string {
  const fields = Object.entries(type.fields);
  const heads = [
    "Number",
    "Project",
    "State",
    "Proposed",
    ...(type.derived ? [type.derived.label] : []),
    ...fields.map(([, { label }]) => label),
    "Logged by",
    "Logged at (UTC)",
    "Changed at (UTC)",
  ];
  const lines = rows.map(({ entry, project }) => [
    refOf(type, entry),
    project.key,
    type.states[entry.state]?.label ?? entry.state,
    entry.proposed ? "yes" : "no",
    ...(type.derived ? [type.derived.of(entry.values) ?? ""] : []),
    ...fields.map(([name, field]) => {
      const value = entry.values[name];
      if (value === undefined) return "";
      return field.control.kind === "date" ? String(value) : plain(shownValue(field, value, names, "0000-00-00"));
    }),
    names.get(entry.author)?.name ?? origins.get(entry.id) ?? unnamed(undefined),
    entry.createdAt.toISOString(),
    entry.changedAt.toISOString(),
  ]);
  return `\uFEFF${[heads, ...lines].map((cells) => cells.map(cell).join(",")).join("\r\n")}\r\n`;
}

/**
 * A cell that a spreadsheet would run as a formula is made text by an apostrophe (OWASP, CSV injection): what one
 * person typed in chat must not act on another's machine. The same after a separator inside it: a spreadsheet set to
 * split at semicolons or tabs, as where the comma is decimal, begins a cell there whatever the quotes say.
 */
export function cell(value: string): string {
  const within = value.replace(/([;,\t\r\n]\s*"?)(?=[=+\-@＝＋－＠])/g, "$1'");
  const inert = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${within}` : within;
  return /[",\r\n;\t]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
