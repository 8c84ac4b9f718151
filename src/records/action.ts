import { dueOf, isFinal, isOverdue } from "../core/entry.ts";
import { always, date, line, paragraph, person } from "../core/questions.ts";
import { type RecordType, runs, usualRights } from "../core/record-type.ts";
import { daysBetween, shortDate } from "../core/time.ts";

/** Something that one person does by a day. */
export const action: RecordType = {
  key: "action",
  prefix: "A",
  names: { one: "action", many: "actions" },
  about: "Something that one person does by a day",
  fields: {
    title: line("Action", 200, { required: always, hint: "What is to be done" }),
    owner: person("Owner", { token: "owner:", hint: "Exactly one person" }),
    due: date("Due", { token: "due:" }),
    detail: paragraph("Detail", 2000, { token: "detail:" }),
    outcome: paragraph("Outcome", 1000, { token: "outcome:", hint: "What came of it" }),
    source: paragraph("Source", 2900, { hint: "The meeting, message or report it came from" }),
  },
  title: "title",
  owner: "owner",
  due: "due",
  first: ["detail"],
  wanted: ["owner", "due"],
  columns: ["owner", "due"],
  states: {
    open: { label: "Open", next: ["doing", "done", "dropped"] },
    doing: { label: "In progress", next: ["open", "done", "dropped"] },
    done: { label: "Done", next: ["open"], final: true },
    dropped: { label: "Dropped", next: ["open"], final: true, reason: "Why is it dropped?" },
  },
  initial: "open",
  who: { ...usualRights, move: [...runs, "contact", "owner"] },
  links: [],

  /** The longest overdue first, then by due date; without a date last. */
  weigh(entry, today) {
    const due = dueOf(action, entry);
    return due === undefined ? -10_000 : Math.max(-9999, daysBetween(due, today));
  },

  attention(entry, today) {
    if (isFinal(action, entry.state)) return [];
    const reasons: string[] = [];
    const due = dueOf(action, entry);
    if (entry.values["owner"] === undefined) reasons.push("no owner");
    if (due === undefined) reasons.push("no due date");
    else if (isOverdue(action, entry, today)) {
      const late = daysBetween(due, today);
      reasons.push(`due ${shortDate(due, today)}, ${late} ${late === 1 ? "day" : "days"} overdue`);
    }
    return reasons;
  },
};
