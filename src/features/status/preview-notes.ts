import type { Block } from "../../chat/message.ts";
import type { Project } from "../../core/portfolio.ts";
import type { LocalDate } from "../../core/time.ts";
import type { Facts } from "./askings.ts";
import { escalates } from "./chase.ts";
import { dayOf, type Home, moment } from "./home.ts";
import { whoIsTold } from "./line.ts";
import type { PlannedOccurrence, Timeline } from "./plan.ts";
import { count, list } from "./wording.ts";

/** More projects than this are counted, not named. */
const mostNamed = 10;

/** What no day of a preview shows: who is never asked, and where nobody is told. */
export function notes(projects: readonly Project[], facts: Facts, planned: Timeline): readonly Block[] {
  const homeOf = ({ portfolio }: Project): Home | undefined => facts.homes.get(portfolio);
  const complete = projects.filter(({ state }) => state === "complete");
  const open = projects.filter(({ state }) => state !== "complete");
  const never = open.filter((project) => (project.cadence ?? homeOf(project)?.portfolio.cadence)?.every === "never");
  const asked = open.filter((project) => !never.includes(project));
  const quiet = asked.filter((project) => homeOf(project) && !isEscalated(project, homeOf(project)));
  const told = asked.filter((project) => isEscalated(project, homeOf(project)));
  const untold = told.filter((project) => isUntold(project, facts, planned));
  const overtaken = told.filter((project) => isOvertaken(project, facts, planned));
  const said = [
    complete.length > 0 && `Never asked, complete: ${some(complete)}.`,
    never.length > 0 && `Never asked, by their cadence: ${some(never)}.`,
    quiet.length > 0 && `Nobody is warned or told, escalation is off: ${some(quiet)}.`,
    untold.length > 0 && `Nobody is warned or told, as there is no PMO, programme manager or sponsor to tell: ${some(untold)}.`,
    overtaken.length > 0 && `In a week with days off nobody is warned or told, as the next asking comes before: ${some(overtaken)}.`,
  ].filter((words) => words !== false);
  return said.length === 0 ? [] : [{ kind: "small", text: said.join("\n") }];
}

const isEscalated = (project: Project, home: Home | undefined): boolean => home !== undefined && escalates(home.portfolio, project);

const ownOf = ({ id }: Project, occurrences: readonly PlannedOccurrence[]): readonly PlannedOccurrence[] =>
  occurrences.filter(({ project, asked }) => project === id && asked !== undefined);

/** It is asked about, and there is nobody to tell of its silence. */
function isUntold(project: Project, facts: Facts, { occurrences }: Timeline): boolean {
  const home = facts.homes.get(project.portfolio);
  if (!home) return false;
  return ownOf(project, occurrences).some(
    ({ date, asked = "" }) => !whoIsTold(facts, project, asked, dayOf(home, project, date, "escalation"), "contact"),
  );
}

/** It is asked anew before anybody would be told of its silence. */
function isOvertaken(project: Project, { homes }: Facts, { occurrences }: Timeline): boolean {
  const home = homes.get(project.portfolio);
  const own = ownOf(project, occurrences);
  if (!home) return false;
  const told = (date: LocalDate) => moment(home, project, date, "escalation", home.portfolio.zone);
  return own.some(({ date }) => own.some((later) => later.date > date && later.at <= told(date)));
}

const some = (projects: readonly Project[]): string =>
  projects.length <= mostNamed ? list(projects.map(({ key }) => key)) : count(projects.length, "project");
