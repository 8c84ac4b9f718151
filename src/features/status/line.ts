import type { Absence, Person } from "../../core/people.ts";
import type { Project } from "../../core/portfolio.ts";
import { type LocalDate, shortDate } from "../../core/time.ts";

/** What must be known of people to say who is asked and who is told. */
export interface Staff {
  readonly people: ReadonlyMap<string, Person>;
  readonly absences: readonly Absence[];
  /** The PMO of a portfolio, the nearest first. */
  readonly pmo?: ReadonlyMap<string, readonly string[]>;
  /** The projects of which their PM says that they run them no more, as far as that is of interest. */
  readonly notMine?: ReadonlySet<string>;
  /** Whether somebody may know of a project; absent, while only the times are of interest. */
  readonly maySee?: (person: string, project: Project) => boolean;
}

/** The one who is asked, or why nobody is. */
export type Asked = { readonly person: Person } | { readonly why: string };

/** Who is asked about the project on a day: its PM or who stands in. */
export function whoIsAsked(staff: Staff, project: Project, date: LocalDate): Asked {
  if (project.state !== "active") return { why: project.state };
  if (project.pausedUntil !== undefined && date < project.pausedUntil)
    return { why: `paused until ${shortDate(project.pausedUntil, date)}` };
  const pm = project.pm === undefined ? undefined : staff.people.get(project.pm);
  if (!pm) return { why: "has no project manager" };
  if (gone(pm, date)) return { why: `${pm.name} has left` };
  if (staff.notMine?.has(project.id)) return { why: `${pm.name} says that it is not theirs; the PMO is asked to confirm` };
  const person = present(staff, pm, date);
  return person ? { person } : { why: `${pm.name} is away and nobody stands in` };
}

/**
 * Who is told of a miss. The first goes to the PMO contact; the second in a row, and any of a project last known red,
 * to the sponsor. Where that one is missing, away, may not see it or was asked themselves, the next one up the project's line
 * (contact, the rest of the PMO, programme manager, sponsor); above the sponsor there is nobody, so the line is then walked down.
 */
export function whoIsTold(
  staff: Staff,
  project: Project,
  asked: string,
  date: LocalDate,
  level: "contact" | "sponsor",
): { readonly person: Person; readonly as: "PMO contact" | "PMO" | "programme manager" | "sponsor" } | undefined {
  const office = [
    [project.contact, "PMO contact"],
    ...(staff.pmo?.get(project.portfolio) ?? []).map((id) => [id, "PMO"] as const),
  ] as const;
  const manager = [project.manager, "programme manager"] as const;
  const sponsor = [project.sponsor, "sponsor"] as const;
  for (const [id, as] of level === "contact" ? [...office, manager, sponsor] : [sponsor, manager, ...office]) {
    const holder = id === undefined || id === project.pm ? undefined : staff.people.get(id);
    const person = holder && !gone(holder, date) ? present(staff, holder, date) : undefined;
    const other = person !== undefined && person.id !== asked && person.id !== project.pm;
    if (other && (staff.maySee?.(person.id, project) ?? true)) return { person, as };
  }
  return undefined;
}

/** The person, or whoever stands in on that day; nobody when all of them are away. */
function present(staff: Staff, person: Person, date: LocalDate, passed: readonly string[] = []): Person | undefined {
  const absence = staff.absences.find((each) => each.person === person.id && each.from <= date && date <= each.to);
  if (!absence) return person;
  const deputy = absence.deputy === undefined ? undefined : staff.people.get(absence.deputy);
  if (!deputy || gone(deputy, date) || passed.includes(deputy.id)) return undefined;
  return present(staff, deputy, date, [...passed, person.id]);
}

const gone = (person: Person, date: LocalDate): boolean => person.left !== undefined && person.left <= date;
