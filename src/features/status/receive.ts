import type { Text } from "../../chat/text.ts";
import type { Project } from "../../core/portfolio.ts";
import { label } from "../../core/rag.ts";
import type { Report } from "../../core/report.ts";
import { addDays, type LocalDate, localDate, longDate } from "../../core/time.ts";
import type { Call } from "../../routes.ts";
import type { Content } from "./content.ts";
import { postedIn } from "./destination.ts";
import { enterHelp } from "./help.ts";
import type { Owed } from "./owed.ts";
import { redraw, redrawAbout } from "./redraw.ts";

export interface Received {
  readonly report: Report;
  /** What became of the entry that an earlier revision asked for. */
  readonly note?: Text;
}

/**
 * Keeps an answer: a revision of the period's report, the help it asks for as an entry, the post in the project's
 * channel, and every message that is about it drawn again. `pressed` is the message that the reply replaces by itself.
 */
export async function receive(call: Call, owed: Owed, content: Content, pressed?: string): Promise<Received> {
  const { project, period, moments } = owed;
  const { help, note } = await enterHelp(call, owed, content.help);
  const { help: _, ...said } = content;
  const report = await call.store.reports.add({
    ...said,
    ...(help && { help }),
    project: project.id,
    period,
    ...(project.budget !== undefined && { budget: project.budget }),
    late: owed.report?.late ?? isLate(owed, call.now),
    author: call.me.id,
    ...(project.pm !== undefined && project.pm !== call.me.id && { onBehalfOf: project.pm }),
    source: call.user.platform,
    effectiveOn: speaksOf(owed, call.now),
    recordedAt: call.now,
  });
  await call.store.reports.dropDraft(project.id, period);
  if (owed.report && call.now > moments.cutOff) await recordCorrection(call, owed.report, report);
  await postInChannels(call, project, period);
  await redrawAbout(call, project.id, period, await asked(call, project, period), pressed);
  return { report, ...(note !== undefined && { note }) };
}

/** An edit after the cut-off puts right what was said then; anything else tells how things are today. */
function speaksOf({ report, moments, portfolio }: Owed, now: Date): LocalDate {
  return report && now > moments.cutOff ? report.effectiveOn : localDate(now, portfolio.zone);
}

/** Asked by the schedule, and answered after it was due. Nobody answers late for what was due by the day they came. */
function isLate({ scheduled, period, moments, project: { pmSince }, portfolio }: Owed, now: Date): boolean {
  const newcomer = pmSince !== undefined && pmSince > period && pmSince >= localDate(moments.due, portfolio.zone);
  return scheduled && !newcomer && now > moments.due;
}

/** Everybody who may hold a message about it: who runs it, who was asked, who stands in. */
async function asked(call: Call, project: Project, period: LocalDate): Promise<readonly string[]> {
  const { store, me, today } = call;
  const occurrence = await store.reports.occurrence(project.id, period);
  const away = await store.people.absences(addDays(period, -1), today);
  const all = new Set([me.id, project.pm, occurrence?.asked].filter((id) => id !== undefined));
  for (const id of all) for (const { person, deputy } of away) if (person === id && deputy !== undefined) all.add(deputy);
  return [...all];
}

/** The digest that showed the old report finds this on the project's record. */
async function recordCorrection(call: Call, before: Report, after: Report): Promise<void> {
  await call.store.record({
    at: call.now,
    actor: call.me.id,
    source: call.user.platform,
    subject: `project:${after.project}`,
    what: `report of ${longDate(after.period)} corrected`,
    from: inAWord(before),
    to: inAWord(after),
  });
}

const inAWord = ({ overall, summary }: Report): string => (summary === undefined ? label(overall) : `${label(overall)}: ${summary}`);

async function postInChannels(call: Call, project: Project, period: LocalDate): Promise<void> {
  for (const [i, { platform, workspace, channel, name }] of (await postedIn(call, project)).entries()) {
    const key = `status:${project.id}:${period}${i === 0 ? "" : `:${channel}`}`;
    const payload = { project: project.id, period };
    const before = await call.store.outbox.byKey(key);
    if (before) await redraw(call, before, payload);
    else {
      const to = { channel: { platform, workspace, channel, ...(name !== undefined && { name }) } };
      await call.store.outbox.add({ key, job: "status.posted", payload, to, class: "interactive" }, call.now);
    }
  }
}
