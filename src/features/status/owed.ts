import type { Answers } from "../../core/fields.ts";
import type { Person, Role } from "../../core/people.ts";
import type { Portfolio, Project } from "../../core/portfolio.ts";
import { type Colour, scales } from "../../core/rag.ts";
import { refuse } from "../../core/refusal.ts";
import { type NextStep, promisedBy, type RepeatBar, type Report, repeatBar } from "../../core/report.ts";
import { holds, type Rights, sees } from "../../core/rights.ts";
import { addDays, type LocalDate, localDate, shortDate } from "../../core/time.ts";
import type { Desk } from "../../routes.ts";
import { askerOf } from "../../verbs/may.ts";
import { type Moments, momentsOf } from "./moments.ts";
import { openNotMine } from "./record.ts";
import { answeredSteps, isDraft } from "./steps.ts";

/** Who may report on a project: its PM, who stands in for the PM, and the PMO that writes it down for them. */
export const reporters = ["pm", "deputy", "contact", "pmo"] as const satisfies readonly Role[];

/** One project in somebody's prompt, as it stands now. */
export interface Owed {
  readonly project: Project;
  readonly portfolio: Portfolio;
  readonly period: LocalDate;
  readonly moments: Moments;
  /** Asked by the schedule: then it can be late. What somebody asked for in between cannot. */
  readonly scheduled: boolean;
  readonly colours: readonly Colour[];
  /** What was answered for this period. */
  readonly report?: Report;
  /** The newest report of an earlier period. */
  readonly last?: Report;
  /** What this person began to write. */
  readonly draft?: Answers;
  /** Steps promised in `last` that need an answer, by their place in it, with the outcome once there is one. */
  readonly promised: ReadonlyMap<number, NextStep>;
  readonly bar?: RepeatBar;
  /** Why this person is asked nothing of it any more. */
  readonly excused?: string;
}

/**
 * What `person` owes on the projects of a prompt; those they may not see any more are left out. For somebody who
 * watches (an escalation's recipient), a project is open for as long as nobody answered.
 */
export async function owedBy(
  desk: Desk,
  person: Person,
  period: LocalDate,
  projects: readonly string[],
  as: "asked" | "watching" = "asked",
): Promise<readonly Owed[]> {
  const today = localDate(desk.now, person.zone);
  const { rights } = await askerOf(desk, person);
  const found: Owed[] = [];
  for (const id of projects) {
    const project = await desk.store.projects.get(id, today);
    if (project && sees(rights, project) && (await desk.store.projects.portfolio(project.portfolio)))
      found.push(await owedOn(desk, person, rights, project, period, as));
  }
  return found;
}

export async function owedOn(
  desk: Desk,
  person: Person,
  rights: Rights,
  project: Project,
  period: LocalDate,
  as: "asked" | "watching" = "asked",
): Promise<Owed> {
  const { store } = desk;
  const today = localDate(desk.now, person.zone);
  const portfolio = await store.projects.portfolio(project.portfolio);
  if (!portfolio) refuse(`${project.key} is in no portfolio any more, so nothing is asked of it. Nothing was changed.`);
  const colours = scales[await store.projects.scaleOn(portfolio.id, today)];
  const report = await store.reports.of(project.id, period);
  const last = (await store.reports.history(project.id, 5)).find((each) => each.period < period);
  const sinceLast = last ? addDays(last.period, 1) : earliestDay;
  const draft = await store.reports.draft(person.id, project.id, period, report ? period : sinceLast);
  const promised = answeredSteps(promisedBy(last, today), draft, today);
  const bar = repeatBar(last, promised, today, colours);
  const excused = await excuse(desk, rights, project, today, as);
  return {
    ...{ project, portfolio, period, colours, promised },
    moments: await momentsOf(project, portfolio, period),
    scheduled: (await store.reports.occurrence(project.id, period)) !== undefined,
    ...(report && { report }),
    ...(last && { last }),
    ...(draft && { draft }),
    ...(bar && { bar }),
    ...(excused !== undefined && { excused }),
  };
}

/** Before anything was asked: a draft is kept until something is sent, however many askings it takes. */
const earliestDay: LocalDate = "0000-01-01";

export const isOpen = (owed: Owed): boolean => owed.report === undefined && owed.excused === undefined;
export const hasDraft = (owed: Owed): boolean => isOpen(owed) && isDraft(owed.draft);

async function excuse(
  desk: Desk,
  rights: Rights,
  project: Project,
  today: LocalDate,
  as: "asked" | "watching",
): Promise<string | undefined> {
  if (project.state !== "active") return project.state;
  if (project.pausedUntil !== undefined && project.pausedUntil > today) return `paused until ${shortDate(project.pausedUntil, today)}`;
  if (as === "asked" && !holds(rights, reporters, project)) {
    const pm = project.pm === undefined ? undefined : await desk.store.people.get(project.pm);
    return pm ? `${pm.name} runs it now` : "not yours any more";
  }
  if (!(await openNotMine(desk, project))) return undefined;
  return as === "asked" ? "not yours, as you said; the PMO confirms it" : "its PM says that it is not theirs; the PMO is asked to confirm";
}
