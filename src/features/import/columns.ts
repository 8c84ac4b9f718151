import { dimensions } from "../../core/report.ts";

/** What a cell may hold. Everything is handed on as text in our own spelling: dates as YYYY-MM-DD, money as a decimal. */
export type CellKind =
  /** `asIs` keeps line breaks and runs of blanks: narratives, and the ids of other systems. */
  | { readonly is: "text"; readonly max: number; readonly asIs?: true }
  | { readonly is: "date" | "money" | "rating" | "email" | "yesno" | "key" }
  | { readonly is: "number"; readonly min: number; readonly max: number }
  | { readonly is: "choice"; readonly options: Readonly<Record<string, string>> };

/** One column that an import understands: found by its name, label or another name it goes by. */
export interface Column {
  readonly name: string;
  readonly label: string;
  readonly also?: readonly string[];
  readonly kind: CellKind;
  readonly required?: true;
}

const line = (max: number): CellKind => ({ is: "text", max });
/** A published narrative is longer than anybody types in chat. */
const narrative: CellKind = { is: "text", max: 20_000, asIs: true };
const foreignId: CellKind = { is: "text", max: 200, asIs: true };

export const projectColumns: readonly Column[] = [
  { name: "name", label: "Name", also: ["project name", "project", "title"], kind: line(200), required: true },
  { name: "key", label: "Key", also: ["project key", "code"], kind: { is: "key" } },
  { name: "foreignId", label: "Foreign ID", also: ["id", "project id", "reference"], kind: foreignId },
  { name: "programme", label: "Programme", also: ["program"], kind: line(120) },
  { name: "department", label: "Department", also: ["business unit"], kind: line(120) },
  { name: "category", label: "Category", also: ["type"], kind: line(120) },
  {
    name: "state",
    label: "State",
    also: ["stage"],
    kind: { is: "choice", options: { "not started": "Not started", active: "Active", "on hold": "On hold", complete: "Complete" } },
  },
  { name: "start", label: "Start", also: ["start date"], kind: { is: "date" } },
  { name: "finish", label: "Finish", also: ["end", "end date", "finish date"], kind: { is: "date" } },
  { name: "budget", label: "Budget", kind: { is: "money" } },
  { name: "confidential", label: "Confidential", kind: { is: "yesno" } },
  { name: "pm", label: "PM", also: ["project manager", "manager"], kind: { is: "email" } },
  { name: "sponsor", label: "Sponsor", also: ["sro"], kind: { is: "email" } },
  { name: "contact", label: "PMO contact", also: ["contact"], kind: { is: "email" } },
  { name: "channel", label: "Channel", kind: line(200) },
];

export const peopleColumns: readonly Column[] = [
  { name: "name", label: "Name", also: ["full name"], kind: line(120), required: true },
  { name: "email", label: "E-mail", also: ["email address", "mail"], kind: { is: "email" }, required: true },
  { name: "zone", label: "Time zone", also: ["timezone", "tz"], kind: line(60) },
  { name: "preferred", label: "Preferred chat", also: ["chat"], kind: { is: "choice", options: { slack: "Slack", teams: "Teams" } } },
  { name: "roles", label: "Roles", also: ["role"], kind: line(1000) },
];

const statusColumns: readonly Column[] = [
  {
    name: "project",
    label: "Project",
    also: ["project key", "key", "project id", "foreign id", "project name"],
    kind: foreignId,
    required: true,
  },
  { name: "date", label: "Date", also: ["as of", "period", "report date"], kind: { is: "date" } },
  { name: "overall", label: "Overall", also: ["rag", "status", "rating"], kind: { is: "rating" }, required: true },
  { name: "scale", label: "Scale", also: ["rating scale"], kind: { is: "choice", options: { three: "3", five: "5" } } },
  { name: "summary", label: "Summary", also: ["comment", "narrative"], kind: narrative },
  { name: "achievements", label: "Achievements", kind: narrative },
  { name: "pathToGreen", label: "Path to green", kind: narrative },
  { name: "greenBy", label: "Green by", kind: { is: "date" } },
  { name: "complete", label: "% complete", also: ["percent complete", "complete"], kind: { is: "number", min: 0, max: 100 } },
  { name: "forecastFinish", label: "Forecast finish", also: ["finish"], kind: { is: "date" } },
  { name: "forecastCost", label: "Forecast cost", also: ["forecast", "estimate at completion"], kind: { is: "money" } },
  ...dimensions.map(
    (name): Column => ({ name, label: name[0]?.toUpperCase() + name.slice(1), also: [`${name} rag`], kind: { is: "rating" } }),
  ),
];

/** What a statuses file may say of the project that a row speaks of: "project.name" in its map. */
export const ofProject = "project.";

export const statusAndProjectColumns: readonly Column[] = [
  ...statusColumns,
  ...projectColumns
    .filter(({ name }) => name !== "foreignId")
    .map(({ required: _, also: _names, ...column }) => ({ ...column, name: ofProject + column.name })),
];
