import { z } from "zod";
import type { Block, Button, Message } from "../../chat/message.ts";
import { bold, type Text, text } from "../../chat/text.ts";
import { dueOf, isFinal, ownerOf, refOf, titleOf } from "../../core/entry.ts";
import type { Person } from "../../core/people.ts";
import { greenDayPassed } from "../../core/report.ts";
import { localDate, longDate, shortDate } from "../../core/time.ts";
import type { Desk, Job } from "../../routes.ts";
import { askedAbout, isForewarned } from "./asked.ts";
import { slot } from "./asking.ts";
import { escalates } from "./chase.ts";
import { digestAfter } from "./destination.ts";
import { pmoIfAny } from "./notice.ts";
import { isOpen, type Owed, owedBy } from "./owed.ts";
import { promised, saidOn } from "./record.ts";
import { called, dated, firstName, gist, list, loud, near, nearOf, span } from "./wording.ts";

/** One message to one recipient about those who did not answer for `date`. */
export const Escalation = z.object({
  person: z.string(),
  date: z.string(),
  projects: z.array(z.string()),
  again: z.boolean().optional(),
});
export type Escalation = z.infer<typeof Escalation>;

/**
 * Drawn in the moment it leaves. Not in it is what was answered until then or put off, what the recipient may not see, and
 * what nobody is to be told on for: whoever is asked now is away, or came after the warning, or escalation was turned off.
 */
export const escalationJob: Job = async (desk, payload, to) => {
  const escalation = Escalation.parse(payload);
  if (!("identities" in to)) return { dropped: "an escalation goes to a person" };
  const all = await owedBy(desk, to, escalation.date, escalation.projects, "watching");
  if (escalation.again) return escalationTo(desk, all, to);
  const open = (await withoutPromises(desk, all)).filter(isOpen);
  if (open.length === 0) return { dropped: "answered, paused, or promised for later" };
  const due: Owed[] = [];
  for (const owed of open) if (escalates(owed.portfolio, owed.project) && (await isForewarned(desk, owed))) due.push(owed);
  return due.length > 0 ? escalationTo(desk, due, to) : { dropped: "away, never warned of it, or escalation is off" };
};

async function withoutPromises(desk: Desk, all: readonly Owed[]): Promise<readonly Owed[]> {
  const kept: Owed[] = [];
  for (const owed of all) {
    const until = await promised(desk, owed.project.id, owed.period);
    if (!until || until <= desk.now) kept.push(owed);
  }
  return kept;
}

export async function escalationTo(desk: Desk, all: readonly Owed[], to: Person): Promise<Message> {
  const open = all.filter(isOpen);
  const blocks: Block[] = [];
  const silent: Silent[] = [];
  for (const owed of all) {
    const asked = await askedAbout(desk, owed);
    const said = await saidOn(desk, owed.project.id, owed.period);
    blocks.push(...(await silence(desk, owed, to)));
    if (!isOpen(owed)) continue;
    if (said) blocks.push({ kind: "small", text: said });
    else
      blocks.push({
        kind: "buttons",
        buttons: choices(owed, asked, (await pmoIfAny(desk, owed.project, localDate(desk.now, to.zone))).includes(to.id)),
      });
    silent.push({ owed, asked });
  }
  return {
    summary:
      open.length === 0
        ? `Received: ${list(all.map(({ project }) => project.key))}`
        : `No update from ${list(open.map(({ project }) => project.key))}`,
    blocks: [...blocks, ...(await consequences(desk, silent, to)).map((text): Block => ({ kind: "small", text }))],
  };
}

/** What is said of one project. The heads-up quotes it word by word. */
export async function silence(desk: Desk, owed: Owed, to: Person): Promise<readonly Block[]> {
  const { project, portfolio, period, report, excused, moments, last } = owed;
  const today = localDate(desk.now, to.zone);
  const key = bold(project.key);
  if (report) {
    const when = near(report.recordedAt, desk.now, to.zone);
    return [{ kind: "text", text: text`${key}: received ${when}. ${gist(report, today)}` }];
  }
  if (excused !== undefined) return [{ kind: "text", text: text`${bold(called(project))}: ${excused}` }];
  const missing = text`${key} has no update for ${span(project.cadence ?? portfolio.cadence, period)} (due ${nearOf(portfolio, moments.due, desk.now, to.zone)}).`;
  const summary = last?.summary === undefined ? "" : `, ${last.summary.replace(/\.$/, "")}`;
  const known = last
    ? `Last known, ${shortDate(last.effectiveOn, today)}: ${loud(last.overall)}${summary}${greenBy(owed, today)}.`
    : "Nothing was ever reported on it.";
  const lines: readonly Text[] = [missing, known, ...(await withYou(desk, owed, to))];
  return lines.map((line) => ({ kind: "text", text: line }));
}

function greenBy({ last }: Owed, today: string): string {
  if (!last || last.overall === "green" || last.greenBy === undefined) return "";
  const day = shortDate(last.greenBy, today);
  return greenDayPassed(last, today) ? `; the date for green, ${day}, passed` : `, green by ${day}`;
}

/** Open questions on the project that wait for the one who reads this. */
async function withYou({ store, types }: Desk, { project }: Owed, to: Person): Promise<readonly string[]> {
  const type = types.find(({ key }) => key === "decision");
  if (!type) return [];
  const mine = (await store.entries.find({ type: type.key, projects: [project.id], owner: to.id, limit: 20 }))
    .filter((entry) => !entry.proposed && !isFinal(type, entry.state) && ownerOf(type, entry) === to.id)
    .toSorted((a, b) => (dueOf(type, a) ?? "9").localeCompare(dueOf(type, b) ?? "9"));
  return mine.slice(0, 2).map((entry) => {
    const due = dueOf(type, entry);
    return `With you: ${refOf(type, entry)} ${titleOf(type, entry)}${due === undefined ? "" : `, needed by ${longDate(due)}`}.`;
  });
}

export interface Silent {
  readonly owed: Owed;
  readonly asked: Person | undefined;
}

/** What happens next, said once for all that it is true of, and that nobody is spoken of behind their back. */
export async function consequences(desk: Desk, silent: readonly Silent[], to: Person): Promise<readonly string[]> {
  const told = new Map<string, Set<string>>();
  for (const { owed, asked } of silent) {
    const what = await consequence(desk, owed, to);
    told.set(what, (told.get(what) ?? new Set()).add(asked?.name ?? ""));
  }
  return [...told].map(([what, all]) => {
    const names = [...all].filter((name) => name !== "");
    return names.length === 0 ? what : `${what} ${list(names)} ${names.length === 1 ? "was" : "were"} told.`;
  });
}

async function consequence(desk: Desk, owed: Owed, to: Person): Promise<string> {
  const { moments, portfolio } = owed;
  const digest = await digestAfter(desk, owed, moments.cutOff);
  const shown = digest ? `the digest of ${longDate(localDate(digest.at, portfolio.zone))} shows Unknown` : "its status is Unknown";
  return `Without an update by ${dated(portfolio, moments.cutOff, to.zone)}, ${shown}.`;
}

function choices(owed: Owed, asked: Person | undefined, isPmo: boolean): readonly Button[] {
  const { project, period } = owed;
  const value = slot(project.id, period);
  return [
    ...(asked ? [{ label: `I'll speak to ${firstName(asked.name)}`, action: "status.speak", value }] : []),
    ...(isPmo ? [] : [{ label: "PMO, please call", action: "status.call", value }]),
    { label: "Known: pause until …", action: "status.pause", value, opensForm: true },
  ];
}
