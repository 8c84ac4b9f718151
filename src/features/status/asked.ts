import type { Person } from "../../core/people.ts";
import type { Project } from "../../core/portfolio.ts";
import { type LocalDate, localDate } from "../../core/time.ts";
import type { Posting } from "../../ports/outbox.ts";
import type { Desk } from "../../routes.ts";
import { Asking } from "./asking.ts";
import { type Asked, whoIsAsked } from "./line.ts";
import type { Owed } from "./owed.ts";

/** Who is asked about a project on a day, as the store knows it. */
export async function askedOn({ store }: Pick<Desk, "store">, project: Project, date: LocalDate): Promise<Asked> {
  const absences = await store.people.absences(date, date);
  const ids = [project.pm, ...absences.map(({ deputy }) => deputy)].filter((id) => id !== undefined);
  return whoIsAsked({ people: await store.people.many(ids), absences }, project, date);
}

/** What became of somebody's heads-up, as far as it spoke of the project. */
export function warnedOf(headsUp: Posting | undefined, project: string): "yes" | "no" | "unreachable" {
  if (!headsUp || !Asking.safeParse(headsUp.payload).data?.projects.includes(project)) return "no";
  if (headsUp.state === "unreachable" || headsUp.state === "failed") return "unreachable";
  return headsUp.state === "dropped" || headsUp.state === "expired" ? "no" : "yes";
}

/** Whether somebody is asked of it today and has read that others would be told. */
export async function isForewarned(desk: Desk, { project, portfolio, period }: Owed): Promise<boolean> {
  const now = await askedOn(desk, project, localDate(desk.now, portfolio.zone));
  const headsUp = "person" in now ? await desk.store.outbox.byKey(`headsUp:${now.person.id}:${period}`) : undefined;
  return headsUp?.state === "sent" && warnedOf(headsUp, project.id) === "yes";
}

/** Whose answer is missing: whoever is asked now and was warned of this, else whoever runs it. */
export async function askedAbout(desk: Desk, { project, portfolio, period }: Owed): Promise<Person | undefined> {
  const now = await askedOn(desk, project, localDate(desk.now, portfolio.zone));
  if ("person" in now && (await desk.store.outbox.byKey(`headsUp:${now.person.id}:${period}`))) return now.person;
  return project.pm === undefined ? undefined : desk.store.people.get(project.pm);
}
