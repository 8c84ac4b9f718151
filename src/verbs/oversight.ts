import type { Scope } from "../core/people.ts";
import { holdsOn, type Rights } from "../core/rights.ts";
import type { Call } from "../routes.ts";
import { askerOf } from "./may.ts";

/** Whether this person is the PMO (or an admin) of what the scope lies in. */
export async function sets(call: Call, scope: Scope): Promise<boolean> {
  const portfolio = await portfolioOf(call, scope);
  if (portfolio === undefined) return overall(call);
  return holdsOn(call.rights, ["admin", "pmo"], portfolio);
}

/** The PMO or an admin of the whole organisation. */
export function overall({ rights }: Call): boolean {
  return rights.held.some(({ role, scope }) => (role === "admin" || role === "pmo") && scope.kind === "organisation");
}

/**
 * Whether this person may speak for somebody's place here: the organisation's PMO, or the PMO of all that they hold. Of
 * an administrator only another one: the PMO could otherwise lock out those who gave them their role, or stand in for them.
 */
export async function oversees(call: Call, person: string): Promise<boolean> {
  if (administers(call.rights)) return true;
  const whom = await call.store.people.get(person);
  if (whom?.unknown) return false; // they may turn out to be one
  if (whom && administers((await askerOf(call, whom)).rights)) return false;
  if (overall(call)) return true;
  const held = await call.store.people.assignments(person, call.today);
  const own = await Promise.all(held.map(({ scope }) => sets(call, scope)));
  return held.length > 0 && !own.includes(false);
}

/** By role or by the settings: whoever reads the rights of somebody has both in them. */
function administers({ held }: Rights): boolean {
  return held.some(({ role, scope }) => role === "admin" && scope.kind === "organisation");
}

async function portfolioOf(call: Call, scope: Scope): Promise<string | undefined> {
  const { projects } = call.store;
  switch (scope.kind) {
    case "organisation":
      return undefined;
    case "portfolio":
      return scope.id;
    case "programme":
      return (await projects.programmes()).find(({ id }) => id === scope.id)?.portfolio;
    case "project":
      return (await projects.get(scope.id, call.today))?.portfolio;
    default:
      return scope satisfies never;
  }
}
