import { dueOf, isFinal } from "../core/entry.ts";
import { always, date, line, paragraph, person } from "../core/questions.ts";
import { type RecordType, runs, usualRights } from "../core/record-type.ts";
import { daysBetween, shortDate } from "../core/time.ts";

/** From this many days before it is needed, a decision is asked for. */
const noticeDays = 7;

/** A question that somebody with the authority has to answer by a day. Its owner is the one who decides. */
export const decision: RecordType = {
  key: "decision",
  prefix: "D",
  names: { one: "decision", many: "decisions" },
  about: "A question that somebody must answer by a day",
  fields: {
    title: line("Question", 200, { required: always, hint: "What is to be decided" }),
    decider: person("Decider", { token: "decider:", hint: "Who may decide: exactly one person" }),
    needed: date("Needed by", { token: "by:" }),
    options: paragraph("Options", 2000, { token: "options:", hint: "One per line" }),
    recommendation: paragraph("Recommendation", 1000, { token: "recommend:" }),
    otherwise: paragraph("If nobody decides", 300, { token: "otherwise:", hint: "What no answer would lead to" }),
    background: paragraph("Background", 2000, { token: "background:" }),
    decision: paragraph("Decision", 1000, { token: "decision:", hint: "What was decided" }),
    rationale: paragraph("Rationale", 1000, { token: "rationale:", hint: "Why" }),
    decidedOn: date("Decided on", { token: "on:" }),
    source: paragraph("Source", 2900, { hint: "The meeting, message or report it came from" }),
  },
  title: "title",
  owner: "decider",
  due: "needed",
  first: ["options", "recommendation", "otherwise"],
  wanted: ["decider", "needed", "otherwise"],
  columns: ["decider", "needed"],
  states: {
    open: { label: "Needed", next: ["decided", "deferred", "withdrawn"] },
    deferred: { label: "Deferred", next: ["open", "decided", "withdrawn"], reason: "needed" },
    decided: { label: "Decided", next: ["superseded", "open"], final: true, reason: "decision" },
    superseded: { label: "Superseded", next: [], final: true, reason: "What replaces it?" },
    withdrawn: { label: "Withdrawn", next: ["open"], final: true, reason: "Why is it no longer needed?" },
  },
  initial: "open",
  who: { ...usualRights, move: [...runs, "sponsor", "owner"] },
  links: [
    {
      kind: "led to",
      to: "action",
      label: "led to",
      reverse: "follows from",
      raise: { button: "Raise an action", fill: ({ decision: decided }) => ({ detail: decided }) },
    },
    { kind: "answers", to: "action", label: "answers help needed", reverse: "is answered by" },
    { kind: "supersedes", to: "decision", label: "supersedes", reverse: "is superseded by" },
  ],

  gist({ decision: decided, otherwise }) {
    if (typeof decided === "string") return `Decided: ${decided}`;
    return typeof otherwise === "string" ? `Otherwise: ${otherwise}` : undefined;
  },

  asks: true,

  /** What was needed longest ago is first; without a date last. */
  weigh(entry, today) {
    const needed = dueOf(decision, entry);
    return needed === undefined ? -10_000 : Math.max(-9999, daysBetween(needed, today));
  },

  attention(entry, today) {
    if (isFinal(decision, entry.state)) return [];
    const reasons: string[] = [];
    const needed = dueOf(decision, entry);
    if (entry.values["decider"] === undefined) reasons.push("nobody named to decide");
    if (needed === undefined) reasons.push("no date by which it is needed");
    else if (needed < today) reasons.push(`was needed by ${shortDate(needed, today)}`);
    else if (daysBetween(today, needed) <= noticeDays) reasons.push(`needed by ${shortDate(needed, today)}`);
    return reasons;
  },
};
