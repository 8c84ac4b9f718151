import type { Block, Button, Message } from "../../chat/message.ts";
import { bold, mention, type Text, text } from "../../chat/text.ts";
import { stepLine } from "../../core/next-steps.ts";
import type { Person } from "../../core/people.ts";
import { mostRepeats } from "../../core/report.ts";
import { daysBetween, type LocalDate, localDate, longDate, shortDate } from "../../core/time.ts";
import type { Desk, Job } from "../../routes.ts";
import { Asking, slot } from "./asking.ts";
import { destination } from "./destination.ts";
import { isOpen, type Owed, owedBy } from "./owed.ts";
import { outcomes } from "./steps.ts";
import { called, count, gist, list, moment, near, span } from "./wording.ts";

/** The card that asks: one per person and day, for all projects owed, drawn as things stand when it is sent. */
export const promptJob: Job = async (desk, payload, to) => {
  const asking = Asking.parse(payload);
  if (!("identities" in to)) return { dropped: "a prompt goes to a person" };
  return card(desk, asking, to);
};

export async function card(desk: Desk, asking: Asking, to: Person): Promise<Message | { dropped: string }> {
  const today = localDate(desk.now, to.zone);
  const all = await owedBy(desk, to, asking.date, asking.projects);
  if (!asking.again && !all.some(isOpen))
    return { dropped: all.length === 0 ? "nothing of it is theirs" : "all answered, or nothing asked" };
  const absence = (await desk.store.people.absences(today, today, to.id))[0];
  if (!asking.again && absence) return { dropped: `away until ${absence.to}` };
  const shown = asking.again ? all : all.filter((owed) => owed.excused === undefined || owed.report !== undefined);
  const open = shown.filter(isOpen);
  const { drawn, rest } = withoutCrowding(shown, open);
  const first = shown[0];
  if (!first) return { summary: "Status", blocks: [{ kind: "text", text: "Nothing is asked of you here any more." }] };
  const head = await heading(desk, asking, shown, to);
  return {
    summary: open.length === 0 ? "Status received, thanks" : `Status please: ${list(open.map(({ project }) => project.key))}`,
    blocks: [
      { kind: "text", text: head },
      ...drawn.flatMap((owed) =>
        projectBlocks(owed, today, asking, shown.length > 1 ? shown.indexOf(owed) + 1 : undefined, desk.now, to.zone),
      ),
      ...rest,
      { kind: "small", text: await destination(desk, shown, open.length === 0 ? "done" : "open", to) },
      { kind: "buttons", buttons: footer(asking, shown, open) },
    ],
  };
}

/** More than this many projects at once are a wall of buttons, and more than a platform draws. */
const mostAtOnce = 12;

function withoutCrowding(
  shown: readonly Owed[],
  open: readonly Owed[],
): { readonly drawn: readonly Owed[]; readonly rest: readonly Block[] } {
  if (shown.length <= mostAtOnce) return { drawn: shown, rest: [] };
  const drawn = open.slice(0, mostAtOnce);
  const received = shown.filter(({ report }) => report).length;
  const waiting = open.length - drawn.length;
  const said = [received === 0 ? "" : `${received} received, thanks.`, waiting === 0 ? "" : `${waiting} more follow as you answer.`];
  const line = said.filter((words) => words !== "").join(" ");
  return { drawn, rest: line === "" ? [] : [{ kind: "text", text: line }] };
}

async function heading(desk: Desk, asking: Asking, shown: readonly Owed[], to: Person): Promise<Text> {
  const first = shown[0];
  if (!first) return "";
  const spans = new Set(shown.map(({ project, portfolio }) => span(project.cadence ?? portfolio.cadence, asking.date)));
  const about = spans.size === 1 && first.scheduled ? [...spans][0]?.replace(/^the /, "") : longDate(asking.date);
  const by = asking.by === undefined ? undefined : await desk.store.people.get(asking.by);
  if (by) return text`${mention(by)} asks for the status of ${bold(list(shown.map(({ project }) => project.key)))} now.`;
  const away = await standsInFor(desk, shown, to);
  const size = shown.length > 1 ? `. ${count(shown.length, "project")}` : "";
  const due = sameDue(shown) ? `. Due ${moment(first.moments.due, first.portfolio, to.zone)}` : "";
  return text`${bold("Status")}, ${about}${due}${size}${away}`;
}

/** Whose projects these are, where the one who is asked stands in for them. */
async function standsInFor(desk: Desk, shown: readonly Owed[], to: Person): Promise<string> {
  const others = new Set(shown.flatMap(({ project }) => (project.pm === undefined || project.pm === to.id ? [] : [project.pm])));
  const names = [...(await desk.store.people.many([...others])).values()].map(({ name }) => name);
  return names.length === 0 ? "" : `. You stand in for ${list(names)}`;
}

const sameDue = (shown: readonly Owed[]): boolean =>
  new Set(shown.map(({ moments, portfolio }) => `${moments.due.getTime()} ${portfolio.zone}`)).size === 1;

function projectBlocks(
  owed: Owed,
  today: LocalDate,
  asking: Asking,
  number: number | undefined,
  now: Date,
  zone: string,
): readonly Block[] {
  const { project, report, excused } = owed;
  const title = text`${number === undefined ? "" : `${number} `}${bold(called(project))}`;
  const here = (...more: readonly (string | number)[]) => slot(project.id, asking.date, asking.tag, ...more);
  if (report) {
    const locked = excused !== undefined && !excused.startsWith("paused");
    const when = near(report.recordedAt, now, zone);
    const line = text`${title}: received ${when}${report.unchanged > 0 ? ", no change" : ""}. ${gist(report, today)}`;
    const edit: Button = { label: "Edit", action: "status.update", value: here(), opensForm: true };
    return [{ kind: "text", text: line }, ...(locked ? [] : [buttons(edit)])];
  }
  if (excused !== undefined) return [{ kind: "text", text: text`${title}: ${excused}. Nothing is asked of you.` }];
  const blocks: Block[] = [{ kind: "text", text: text`${title}: ${lastKnown(owed, today)}` }];
  for (const [i, step] of [...owed.promised].filter(([, { outcome }]) => outcome === undefined).slice(0, 3)) {
    blocks.push({ kind: "text", text: `You planned: ${stepLine(step, today)}` });
    blocks.push(
      buttons(
        { label: outcomes.done, action: "status.step", value: here(i, "done") },
        { label: outcomes.moved, action: "status.moved", value: here(i), opensForm: true },
        { label: outcomes.dropped, action: "status.step", value: here(i, "dropped") },
      ),
    );
  }
  const reason = whyNot(owed, today);
  if (reason !== undefined) blocks.push({ kind: "small", text: reason });
  const update: Button = { label: "Update", action: "status.update", value: here(), opensForm: true, style: "primary" };
  const same: Button = { label: "No change", action: "status.same", value: here() };
  return [...blocks, owed.bar === undefined ? buttons(same, update) : buttons(update)];
}

/** The last report in a line; its day too, once it is older than the period before this one could make it. */
export function lastKnown({ last }: Pick<Owed, "last">, today: LocalDate): string {
  if (!last) return "no report yet";
  const old = daysBetween(last.effectiveOn, today) > 10 ? ` (${shortDate(last.effectiveOn, today)})` : "";
  return `${gist(last, today)}${old}`;
}

/** Why "no change" is not offered, where the card does not show it by itself. */
export function whyNot({ last, bar }: Owed, today: LocalDate): string | undefined {
  switch (bar) {
    case "green day passed":
      return `The date for green, ${shortDate(last?.greenBy ?? today, today)}, has passed, so please update.`;
    case "said twice":
      return `"No change" was said ${mostRepeats === 2 ? "twice" : `${mostRepeats} times`} in a row, so please update.`;
    case "no path to green":
      return "There is no path to green with a date yet, so please update.";
    case "other scale":
      return "The portfolio's colours changed since the last report, so please update.";
    case "step unanswered":
    case "nothing before":
    case undefined:
      return undefined;
    default:
      return bar satisfies never;
  }
}

function footer(asking: Asking, shown: readonly Owed[], open: readonly Owed[]): readonly Button[] {
  const first = open[0] ?? shown[0];
  if (!first) return [];
  const value = slot(first.project.id, asking.date, asking.tag);
  const ask: Button = { label: "Ask the PMO", action: "status.askPmo", value, opensForm: true };
  if (open.length === 0) return [ask];
  return [
    { label: "I'm away", action: "status.away", value, opensForm: true },
    { label: "Not mine", action: "status.notMine", value, opensForm: true },
    ask,
  ];
}

const buttons = (...all: readonly Button[]): Block => ({ kind: "buttons", buttons: all });
