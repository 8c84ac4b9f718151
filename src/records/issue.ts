import { dueOf, isFinal, isOverdue } from "../core/entry.ts";
import { always, choice, date, line, paragraph, person } from "../core/questions.ts";
import { type RecordType, usualRights } from "../core/record-type.ts";
import { daysBetween, shortDate } from "../core/time.ts";

const priorities = { low: "Low", medium: "Medium", high: "High", critical: "Critical" };
/** PRINCE2: severity says which level of management may decide. */
const severities = {
  pm: "Project manager decides",
  manager: "Programme manager decides",
  sponsor: "Sponsor decides",
  board: "Portfolio board decides",
};

/** Something that has happened and was not planned. */
export const issue: RecordType = {
  key: "issue",
  prefix: "I",
  names: { one: "issue", many: "issues" },
  about: "Something that has happened and needs handling",
  fields: {
    title: line("Title", 200, { required: always, hint: "What has happened, in a few words" }),
    owner: person("Owner", { token: "owner:", hint: "Exactly one person" }),
    due: date("Due", { token: "due:" }),
    kind: choice(
      "Type",
      { problem: "Problem or concern", request: "Request for change", offspec: "Off-specification" },
      { token: "type:", hint: "A problem unless said otherwise" },
    ),
    priority: choice("Priority", priorities, { token: "priority:", hint: "How pressing it is now" }),
    severity: choice("Severity", severities, { token: "severity:", hint: "Which level may decide" }),
    impact: paragraph("Impact", 1000, { token: "impact:", hint: "On time, cost, scope, quality, benefits" }),
    detail: paragraph("Detail", 2000, { token: "detail:" }),
    plan: paragraph("What is being done", 2000, { token: "plan:" }),
    rootCause: paragraph("Root cause", 1000, { token: "root:" }),
    resolution: paragraph("Resolution", 1000, { token: "resolution:", hint: "How it was settled" }),
    source: paragraph("Source", 2900, { hint: "Where it came from" }),
  },
  title: "title",
  owner: "owner",
  due: "due",
  first: ["kind", "priority", "severity"],
  wanted: ["owner", "priority", "impact"],
  columns: ["priority", "severity", "owner", "due"],
  states: {
    open: { label: "Open", next: ["working", "waiting", "closed"] },
    working: { label: "In progress", next: ["open", "waiting", "closed"] },
    waiting: { label: "Waiting for others", next: ["working", "closed"], reason: "Who or what is it waiting for?" },
    closed: { label: "Closed", next: ["open"], final: true, reason: "resolution" },
  },
  initial: "open",
  who: usualRights,
  links: [
    {
      kind: "raised",
      to: "action",
      label: "raised",
      reverse: "was raised by",
      raise: { button: "Raise an action", fill: ({ owner, due, plan }) => ({ owner, due, detail: plan }) },
    },
    {
      kind: "needs",
      to: "decision",
      label: "needs",
      reverse: "settles",
      raise: {
        button: "Ask for a decision",
        fill: ({ title, due, impact, detail }) => ({ title, needed: due, background: detail, otherwise: impact }),
      },
    },
  ],

  gist({ priority, severity }) {
    const parts = [label(priorities, priority)?.concat(" priority"), label(severities, severity)?.toLowerCase()];
    return parts.filter((part) => part !== undefined).join(", ") || undefined;
  },

  critical: ({ values }) => values["priority"] === "critical",

  weigh({ values }) {
    return (
      (Object.keys(priorities).indexOf(String(values["priority"])) + 1) * 10 +
      Object.keys(severities).indexOf(String(values["severity"])) +
      1
    );
  },

  attention(entry, today) {
    if (isFinal(issue, entry.state)) return [];
    const reasons: string[] = [];
    const due = dueOf(issue, entry);
    if (entry.values["owner"] === undefined) reasons.push("no owner");
    if (entry.values["priority"] === "critical" && due === undefined) reasons.push("critical without a due date");
    if (due !== undefined && isOverdue(issue, entry, today)) {
      const late = daysBetween(due, today);
      reasons.push(`due ${shortDate(due, today)}, ${late} ${late === 1 ? "day" : "days"} overdue`);
    }
    return reasons;
  },
};

function label(options: Readonly<Record<string, string>>, key: unknown): string | undefined {
  return typeof key === "string" ? options[key] : undefined;
}
