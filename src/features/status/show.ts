import type { Block, Button, Message } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import { bold, text } from "../../chat/text.ts";
import { calendarOf } from "../../core/holidays.ts";
import type { Project } from "../../core/portfolio.ts";
import { refuse } from "../../core/refusal.ts";
import type { Report } from "../../core/report.ts";
import { holds } from "../../core/rights.ts";
import { type ClosedPeriod, standing } from "../../core/standing.ts";
import { addDays, daysBetween, longDate, shortDate } from "../../core/time.ts";
import type { Call, Command, Feature } from "../../routes.ts";
import { reachable } from "../../verbs/reach.ts";
import { formFor } from "./answer.ts";
import { currentlyOwed } from "./ask.ts";
import { slot } from "./asking.ts";
import { begun, meant } from "./begun.ts";
import { moment as momentOf } from "./home.ts";
import { isOpen, type Owed, reporters } from "./owed.ts";
import { reportBlocks, reportedBy } from "./posted.ts";
import { called, count, cut, gist, loud, nearOf } from "./wording.ts";

const longestHistory = 6;

/** Those who may read who was late: it is about people. */
const timeliness = ["pm", "deputy", "sponsor", "contact", "pmo", "admin"] as const;

const statusCommand: Command = {
  usage: "status [#KEY] [COLOUR] [SUMMARY]",
  about: "Answers what is asked of you, or shows a project's status",
  async run(call, rest) {
    const { project, words } = await meant(call, rest.trim());
    if (!project) return mine(call);
    return words === "" ? one(call, project) : begun(call, project, words);
  },
};

/** For whoever owes it, the form; for anybody else what was last said. */
async function one(call: Call, project: Project): Promise<Reply> {
  const owed = await currentlyOwed(call, project);
  if (holds(call.rights, ["pm", "deputy"], project) && isOpen(owed)) return open(call, owed);
  return { kind: "message", to: "me", message: await status(call, owed) };
}

const open = (call: Call, owed: Owed): Promise<Reply> => formFor(call, owed, { project: owed.project.id, period: owed.period });

/** Everything of somebody's own: the first that is open as a form, otherwise each in a line. */
async function mine(call: Call): Promise<Reply> {
  const own = (await reachable(call)).filter((project) => project.state === "active" && isOwn(call, project));
  if (own.length === 0) refuse("Nothing is asked of you. Say status and a project, such as status APOLLO, to read its status.");
  const all = await Promise.all(own.map((project) => currentlyOwed(call, project)));
  const first = all.find(isOpen);
  if (first) return open(call, first);
  const lines = all.flatMap((owed): Block[] => [
    { kind: "text", text: text`${bold(called(owed.project))}: ${owed.report ? gist(owed.report, call.today) : (owed.excused ?? "")}` },
    { kind: "buttons", buttons: owed.report ? [edit(owed)] : [] },
  ]);
  const blocks = [
    { kind: "text", text: "All received, thanks." } as const,
    ...lines.filter((block) => block.kind !== "buttons" || block.buttons.length > 0),
  ];
  return { kind: "message", to: "me", message: { summary: "All received, thanks", blocks } };
}

const isOwn = (call: Call, { id }: Project): boolean =>
  call.rights.held.some(({ role, scope }) => (role === "pm" || role === "deputy") && scope.kind === "project" && scope.id === id);

const edit = ({ project, period, report }: Owed): Button => ({
  label: report ? "Edit" : "Update",
  action: "status.update",
  value: slot(project.id, period),
  opensForm: true,
});

async function status(call: Call, owed: Owed): Promise<Message> {
  const { project } = owed;
  const history = await call.store.reports.history(project.id, longestHistory);
  const newest = history[0];
  const shown = standing(project, newest, await closedPeriods(call, owed), call.today);
  const title = text`${bold(called(project))}: ${bold(shown.shown === "unknown" ? "UNKNOWN" : newest && shown.basis !== "resting" ? loud(newest.overall) : shown.shown)}`;
  const blocks: Block[] = [{ kind: "text", text: title }];
  if (newest) {
    const late = newest.late && holds(call.rights, timeliness, project) ? ", late" : "";
    const age = daysBetween(newest.effectiveOn, call.today);
    const old = `${age === 0 ? "today" : `${longDate(newest.effectiveOn, call.today)}, ${count(age, "day")} ago`}`;
    if (shown.shown === "unknown")
      blocks.push({ kind: "text", text: `Nobody answered since. Last known, ${old}: ${gist(newest, call.today)}` });
    else
      blocks.push(
        { kind: "small", text: text`Reported ${old}, ${await reportedBy(call, newest)}${late}` },
        ...(await reportBlocks(call, newest)),
      );
  } else blocks.push({ kind: "text", text: "Nothing was reported on it yet." });
  if (isOpen(owed) && owed.scheduled) {
    const due = nearOf(owed.portfolio, owed.moments.due, call.now, call.me.zone);
    blocks.push({ kind: "small", text: `The next update ${owed.moments.due > call.now ? "is" : "was"} due ${due}.` });
  }
  blocks.push(...(await past(call, project, history)));
  if (holds(call.rights, reporters, project)) blocks.push({ kind: "buttons", buttons: [edit(owed)] });
  return { summary: `${project.key} status`, blocks };
}

async function past(call: Call, project: Project, history: readonly Report[]): Promise<readonly Block[]> {
  if (history.length < 2) return [];
  const mayKnow = holds(call.rights, timeliness, project);
  const rows = history.map((report) => [
    shortDate(report.effectiveOn, call.today),
    loud(report.overall),
    cut(report.summary ?? "", 60),
    [
      report.unchanged > 0 ? "no change" : "",
      report.revision > 1 ? `edited ${count(report.revision - 1, "time")}` : "",
      mayKnow && report.late ? "late" : "",
    ]
      .filter((word) => word !== "")
      .join(", "),
  ]);
  const noted = rows.some((row) => row[3] !== "");
  const columns = ["Reported", "Colour", "Summary", ...(noted ? ["Note"] : [])];
  return [{ kind: "table", columns, rows: rows.map((row) => row.slice(0, columns.length)) }];
}

/** What was asked and cannot be answered in time any more, newest first. */
async function closedPeriods(call: Call, { project, portfolio }: Owed): Promise<readonly ClosedPeriod[]> {
  const home = { portfolio, dayOff: await calendarOf(portfolio) };
  const asked = await call.store.reports.occurrences(addDays(call.today, -120), call.today, [project.id]);
  return asked.filter(({ date }) => momentOf(home, project, date, "cutOff", portfolio.zone) <= call.now).toReversed();
}

export const showing: Feature = {
  commands: { status: statusCommand, "pmo status": { ...statusCommand, usage: `pmo ${statusCommand.usage}` } },
};
