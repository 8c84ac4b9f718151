import type { types } from "@slack/bolt";
import type { Chart, Table } from "../chat/message.ts";
import { plain, type Span, spansOf, type Text } from "../chat/text.ts";
import { type ChartBlock, section } from "./blocks.ts";
import { chunks, clean, entity, label, slackUser } from "./escape.ts";
import { cut, limits } from "./limits.ts";

/** A native table; rows and columns that do not fit are cut and counted. */
export function drawTable(table: Table, workspace: string): types.TableBlock {
  const wide = table.columns.length > limits.tableColumns;
  const columns = wide ? [...table.columns.slice(0, limits.tableColumns - 1), "…"] : table.columns;
  const line = (cells: readonly Text[]): types.TableBlock["rows"][number] =>
    columns.map((_, i) => (wide && i === columns.length - 1 ? raw("…") : cell(cells[i] ?? "", workspace)));
  const heading = columns.map((column) => raw(label(column, 100)));
  const fits = rowsThatFit(table, lengthOf(columns));
  const rows = table.rows.slice(0, fits).map(line);
  if (fits < table.rows.length) rows.push(columns.map((_, i) => raw(i === 0 ? `…and ${table.rows.length - fits} more` : "–")));
  return { type: "table", rows: [heading, ...rows], column_settings: columns.map(() => ({ is_wrapped: true })) };
}

function rowsThatFit(table: Table, heading: number): number {
  if (table.rows.length === 0) return 0;
  const room = limits.tableText - heading - 200;
  let used = 0;
  const over = table.rows.findIndex((row) => {
    used += lengthOf(row);
    return used > room;
  });
  const fits = over < 0 ? table.rows.length : over;
  return fits > limits.tableRows - 1 ? limits.tableRows - 2 : fits;
}

const cellMax = 400;
const lengthOf = (row: readonly Text[]): number => row.reduce<number>((sum, text) => sum + Math.min(plain(text).length, cellMax) + 12, 0);
const raw = (text: string): types.RawTextElement => ({ type: "raw_text", text });

/** Plain words where they do; rich text where somebody is mentioned or something stands out. */
function cell(text: Text, workspace: string): types.RawTextElement | types.RichTextBlock {
  const spans = spansOf(text);
  if (spans.every((span) => typeof span === "string")) return raw(cut(clean(plain(text)).trim() || "–", cellMax));
  const elements = spans.map((span) => richText(span, workspace)).filter((element) => element !== undefined);
  if (elements.length === 0 || plain(text).length > cellMax) return raw(cut(clean(plain(text)).trim() || "–", cellMax));
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] };
}

function richText(span: Span, workspace: string): types.RichTextElement | undefined {
  if (typeof span === "string") return span === "" ? undefined : { type: "text", text: clean(span) || "–" };
  if ("bold" in span) return span.bold === "" ? undefined : { type: "text", text: clean(span.bold) || "–", style: { bold: true } };
  if ("link" in span)
    return /^https?:\/\/\S+$/.test(span.url)
      ? { type: "link", url: span.url, text: label(span.link, 300) }
      : richText(span.link, workspace);
  const user = slackUser(span.mention.identities, workspace);
  return user ? { type: "user", user_id: user } : richText(span.mention.name, workspace);
}

/** The same as lines of equal columns, where Slack draws no table: in forms, and for the second table of a message. */
export function tableAsText(table: Table): readonly types.SectionBlock[] {
  const rows = [table.columns, ...table.rows.map((row) => row.map((text) => label(plain(text), 60)))];
  const widths = table.columns.map((_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
  const lines = rows.map((row) =>
    widths
      .map((width, i) => (row[i] ?? "").padEnd(width))
      .join("  ")
      .trimEnd(),
  );
  const room = limits.text - 8;
  const parts = lines.flatMap((words) => [...clean(cut(words, 400)).replaceAll("`", "'")].map(entity).concat("\n"));
  return chunks(parts, room).map((words) => section(`\`\`\`\n${words}\n\`\`\``));
}

/** Undefined where Slack cannot draw it as it is: then its words are shown. */
export function drawChart(chart: Chart): ChartBlock | undefined {
  const labels = chart.bars.map((bar) => label(bar.label, limits.chartLabel));
  const drawable = chart.bars.length > 0 && chart.bars.length <= limits.chartPoints && new Set(labels).size === labels.length;
  if (!drawable || chart.bars.some((bar) => !Number.isFinite(bar.value))) return undefined;
  const data = chart.bars.map((bar, i) => ({ label: labels[i] ?? "–", value: bar.value }));
  return {
    type: "data_visualization",
    title: label(chart.title, limits.chartTitle),
    chart: { type: "bar", series: [{ name: label(chart.title, limits.chartLabel), data }], axis_config: { categories: labels } },
  };
}
