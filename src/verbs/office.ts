import type { Person } from "../core/people.ts";
import type { Project } from "../core/portfolio.ts";
import { firstAdmins } from "../core/rights.ts";
import type { LocalDate } from "../core/time.ts";
import type { Desk } from "../routes.ts";

type Office = Pick<Desk, "store" | "settings">;

/**
 * Who the PMO of a project or portfolio is: the nearest of its contact, the PMO of the portfolio, the PMO of the
 * organisation and the administrators, so that a young installation has one too. `fits` passes over whoever may not know.
 */
export async function pmoOf(
  office: Office,
  { portfolio, contact }: Pick<Project, "portfolio" | "contact">,
  on: LocalDate,
  fits: (person: Person) => Promise<boolean> = async () => true,
): Promise<readonly string[]> {
  const { people } = office.store;
  const steps = [
    async () => [contact ?? []].flat(),
    () => people.holders("pmo", { kind: "portfolio", id: portfolio }, on),
    () => people.holders("pmo", { kind: "organisation" }, on),
    () => adminsOf(office, on),
  ];
  for (const step of steps) {
    const found: string[] = [];
    for (const person of (await people.many([...(await step())])).values())
      if ((person.left === undefined || person.left > on) && (await fits(person))) found.push(person.id);
    if (found.length > 0) return [...new Set(found)];
  }
  return [];
}

/** Those with the role, and those whom the settings name and who are known by now. */
export async function adminsOf({ store, settings }: Office, on: LocalDate): Promise<readonly string[]> {
  const named = await Promise.all(settings.admins.map((email) => store.people.byEmail(email)));
  const first = named.flatMap((person) => (person && firstAdmins(person, settings.admins).length > 0 ? [person.id] : []));
  return [...(await store.people.holders("admin", { kind: "organisation" }, on)), ...first];
}
