import type { Project } from "../../core/portfolio.ts";
import { refuse } from "../../core/refusal.ts";
import { holds, sees } from "../../core/rights.ts";
import { addDays, type LocalDate, shortDate } from "../../core/time.ts";
import type { Call } from "../../routes.ts";
import { readSlot, type Slot } from "./asking.ts";
import { type Owed, owedOn, reporters } from "./owed.ts";
import { periodNow } from "./period.ts";

/** What a button or form is about, for somebody who may report on it now; checked when it acts, whoever forged it. */
export async function reporting(call: Call, value: string): Promise<{ readonly slot: Slot; readonly owed: Owed }> {
  const slot = readSlot(value) ?? refuse("That button is from before an update. Say status to start again; nothing was changed.");
  return { slot, owed: await owedFor(call, slot.project, slot.period) };
}

export async function owedFor(call: Call, id: string, period: LocalDate): Promise<Owed> {
  const project = await projectToReportOn(call, id, period);
  const known = (await call.store.reports.of(id, period)) ?? (await call.store.reports.occurrence(id, period));
  if (!known && !(await couldBeAsked(call, project, period)))
    refuse(`Nothing was asked of ${project.key} for ${period}. Nothing was changed.`);
  return owedOn(call, call.me, call.rights, project, period);
}

/** What nobody was asked for can be told of today, of the days that a form stays open, and of the asking to come. */
async function couldBeAsked(call: Call, project: Project, period: LocalDate): Promise<boolean> {
  const portfolio = await call.store.projects.portfolio(project.portfolio);
  if (!portfolio) return false;
  const newest = await periodNow(call, project, portfolio);
  return period <= newest && period >= addDays(call.today, -14);
}

const mayReport = ({ rights }: Call, project: Project): boolean => sees(rights, project) && holds(rights, reporters, project);

async function projectToReportOn(call: Call, id: string, period: LocalDate): Promise<Project> {
  const project = await call.store.projects.get(id, call.today);
  if (project && mayReport(call, project)) return project;
  const pm = project?.pm === undefined ? undefined : await call.store.people.get(project.pm);
  if (project && pm && (await ranIt(call, project, period))) {
    const since = project.pmSince === undefined ? "now" : `now, since ${shortDate(project.pmSince, call.today)}`;
    refuse(`${pm.name} runs ${project.key} ${since}, so this is not asked of you any more. Thank you; nothing was changed.`);
  }
  if (project && sees(call.rights, project))
    refuse(`Only who runs ${project.key} can report on it${pm ? `: ${pm.name}` : ""}. Nothing was changed.`);
  refuse("That project is not there any more, or you cannot see it. Nothing was changed.");
}

/** Whoever ran it when it was asked for may be told who runs it now, even if they see nothing else of it any more. */
async function ranIt(call: Call, project: Project, period: LocalDate): Promise<boolean> {
  if (project.confidential) return false;
  if ((await call.store.reports.occurrence(project.id, period))?.asked === call.me.id) return true;
  const held = [period, addDays(period, -7)].map((day) => call.store.people.assignments(call.me.id, day));
  return (await Promise.all(held)).flat().some(({ role, scope }) => role === "pm" && scope.kind === "project" && scope.id === project.id);
}
