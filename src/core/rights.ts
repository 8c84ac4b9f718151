import type { Assignment, Person, Role, Scope } from "./people.ts";
import type { Project } from "./portfolio.ts";

/** The roles somebody holds today. Reading is denied by default: without a role that covers it, nothing is seen. */
export interface Rights {
  readonly person: string;
  readonly held: readonly Assignment[];
}

/** Whether one of `roles` is held on the project, or on its programme, portfolio or the organisation. */
export function holds(rights: Rights, roles: readonly Role[], project: Pick<Project, "id" | "portfolio" | "programme">): boolean {
  return rights.held.some(({ role, scope }) => roles.includes(role) && covers(scope, project));
}

/** Whether one of `roles` is held on a portfolio or the organisation. */
export function holdsOn(rights: Rights, roles: readonly Role[], portfolio?: string): boolean {
  return rights.held.some(
    ({ role, scope }) =>
      roles.includes(role) &&
      (scope.kind === "organisation" || (scope.kind === "portfolio" && (portfolio === undefined || scope.id === portfolio))),
  );
}

/**
 * Whether the project exists for this person. A confidential one is seen by those with a role on itself, and by the
 * PMO and admins above it; a role on its portfolio alone shows nothing of it.
 */
export function sees(rights: Rights, project: Pick<Project, "id" | "portfolio" | "programme" | "confidential">): boolean {
  return rights.held.some(({ role, scope }) => {
    if (!covers(scope, project)) return false;
    return !project.confidential || scope.kind === "project" || role === "pmo" || role === "admin";
  });
}

function covers(scope: Scope, project: Pick<Project, "id" | "portfolio" | "programme">): boolean {
  switch (scope.kind) {
    case "organisation":
      return true;
    case "portfolio":
      return scope.id === project.portfolio;
    case "programme":
      return scope.id === project.programme;
    case "project":
      return scope.id === project.id;
    default:
      return scope satisfies never;
  }
}

/** The roles that set up what they are held on, and those that run it day by day besides. */
export const governing: readonly Role[] = ["admin", "pmo"];
export const leading: readonly Role[] = [...governing, "pm", "deputy", "manager"];

/** Whether this person sets up the project: its dates, its people, whether it runs. */
export function governs(rights: Rights, project: Pick<Project, "id" | "portfolio" | "programme" | "confidential">): boolean {
  return sees(rights, project) && holds(rights, governing, project);
}

/** Whether this person runs the project day by day, or sets it up. */
export function leads(rights: Rights, project: Pick<Project, "id" | "portfolio" | "programme" | "confidential">): boolean {
  return sees(rights, project) && holds(rights, leading, project);
}

/**
 * The first administrators are named by e-mail in the settings, before anybody could be given a role in chat. Somebody
 * with outside accounts only is none, whatever address their own organisation says they have.
 */
export function firstAdmins(person: Pick<Person, "id" | "email" | "identities">, emails: readonly string[]): readonly Assignment[] {
  const named = person.email !== undefined && emails.some((email) => email.toLowerCase() === person.email?.toLowerCase());
  const outside = person.identities.length > 0 && person.identities.every((identity) => identity.outside);
  return named && !outside ? [{ person: person.id, role: "admin", scope: { kind: "organisation" } }] : [];
}
