import type { Person } from "../../core/people.ts";
import type { Project } from "../../core/portfolio.ts";
import { type LocalDate, localDate } from "../../core/time.ts";
import type { Desk } from "../../routes.ts";
import { type Asked, whoIsAsked } from "./line.ts";
import type { Owed } from "./owed.ts";

/** Who is asked about a project on a day, as the store knows it. */
export async function askedOn({ store }: Pick<Desk, "store">, project: Project, date: LocalDate): Promise<Asked> {
  const absences = await store.people.absences(date, date);
  const ids = [project.pm, ...absences.map(({ deputy }) => deputy)].filter((id) => id !== undefined);
  return whoIsAsked({ people: await store.people.many(ids), absences }, project, date);
}

/** Whose answer is missing: whoever is asked now and was warned of this, else whoever runs it. */
export async function askedAbout(desk: Desk, { project, portfolio, period }: Owed): Promise<Person | undefined> {
  const now = await askedOn(desk, project, localDate(desk.now, portfolio.zone));
  if ("person" in now && (await desk.store.outbox.byKey(`headsUp:${now.person.id}:${period}`))) return now.person;
  return project.pm === undefined ? undefined : desk.store.people.get(project.pm);
}
