import type { Block, Button, Message } from "../../chat/message.ts";
import { bold, mention, type Text, text } from "../../chat/text.ts";
import type { Person } from "../../core/people.ts";
import { capital } from "../../core/phrases.ts";
import { localDate, longDate } from "../../core/time.ts";
import type { Desk, Job } from "../../routes.ts";
import { Asking, slot } from "./asking.ts";
import { destination } from "./destination.ts";
import { meanwhile } from "./meanwhile.ts";
import { isOpen, type Owed, owedBy } from "./owed.ts";
import { projectBlocks } from "./project-blocks.ts";
import { askPmoAgain } from "./who-runs.ts";
import { count, dueWords, list, span } from "./wording.ts";

/** The card that asks: one per person and day, for all projects owed, drawn as things stand when it is sent. */
export const promptJob: Job = async (desk, payload, to) => {
  const asking = Asking.parse(payload);
  if (!("identities" in to)) return { dropped: "a prompt goes to a person" };
  return card(desk, asking, to);
};

export async function card(desk: Desk, asking: Asking, to: Person): Promise<Message | { dropped: string }> {
  const today = localDate(desk.now, to.zone);
  const all = await owedBy(desk, to, asking.date, asking.projects);
  for (const { project, excused } of all) if (excused !== undefined) await askPmoAgain(desk, project, asking.date);
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
  const line = { asking, now: desk.now, reader: to, due: !sameDue(shown) };
  return {
    summary: open.length === 0 ? "Status received, thanks" : `Status please: ${list(open.map(({ project }) => project.key))}`,
    blocks: [
      { kind: "text", text: head },
      ...(open.length > 0 ? await meanwhile(desk, to) : []),
      ...drawn.flatMap((owed) => projectBlocks(owed, { ...line, ...(shown.length > 1 && { number: shown.indexOf(owed) + 1 }) })),
      ...rest,
      ...(await destinations(desk, shown, open.length === 0 ? "done" : "open", to)),
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
  const due = sameDue(shown) ? `. ${capital(dueWords(first.portfolio, first.moments.due, desk.now, to.zone))}` : "";
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

/** Projects of two portfolios go to different digests, and close at different times. */
async function destinations(desk: Desk, shown: readonly Owed[], state: "open" | "done", to: Person): Promise<readonly Block[]> {
  const homes = new Map(shown.map(({ portfolio }) => [portfolio.id, shown.filter((owed) => owed.portfolio.id === portfolio.id)]));
  const lines = [...homes.values()].map(async (own): Promise<Block> => {
    const words = await destination(desk, own, state, to);
    return { kind: "small", text: homes.size === 1 ? words : `${list(own.map(({ project }) => project.key))}: ${words}` };
  });
  return Promise.all(lines);
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
