import type { Role, Scope } from "../../core/people.ts";
import { refuse } from "../../core/refusal.ts";
import { holdsOn, leads } from "../../core/rights.ts";
import type { Call } from "../../routes.ts";
import { sets } from "../../verbs/oversight.ts";
import { portfoliosKnown, programmesKnown, seenById, seenByKey } from "../../verbs/reach.ts";

/** What a role is held on, as people say it, and the words for it. */
export interface NamedScope {
  readonly scope: Scope;
  readonly words: string; // "APOLLO", "the programme CORE", "the whole organisation"
}

/** "#APOLLO", "CORE", "IT", "organisation"; nothing said is the channel's project or portfolio, or the only portfolio. */
export async function scopeNamed(call: Call, typed: string): Promise<NamedScope> {
  const key = typed.trim().replace(/^#/, "").toUpperCase();
  if (key === "ORGANISATION" || key === "ORGANIZATION") return { scope: { kind: "organisation" }, words: "the whole organisation" };
  if (key === "") return unsaid(call);
  const project = await seenByKey(call, key);
  if (project) return { scope: { kind: "project", id: project.id }, words: project.key };
  const programme = (await programmesKnown(call)).find((each) => each.key === key);
  if (programme) return { scope: { kind: "programme", id: programme.id }, words: `the programme ${programme.key}` };
  const portfolio = (await portfoliosKnown(call)).find((each) => each.key === key);
  if (portfolio) return { scope: { kind: "portfolio", id: portfolio.id }, words: `the portfolio ${portfolio.key}` };
  refuse(`There is no project, programme or portfolio ${key} that you can see. Say #KEY, or “organisation”.`);
}

async function unsaid(call: Call): Promise<NamedScope> {
  const project = call.here.project === undefined ? undefined : await seenById(call, call.here.project);
  if (project) return { scope: { kind: "project", id: project.id }, words: project.key };
  const all = await portfoliosKnown(call);
  const portfolio = all.find(({ id }) => id === call.here.portfolio) ?? (all.length === 1 ? all[0] : undefined);
  if (portfolio) return { scope: { kind: "portfolio", id: portfolio.id }, words: `the portfolio ${portfolio.key}` };
  refuse("Say on what: #KEY of a project, a programme, a portfolio, or “organisation”.");
}

/**
 * Whether this person hands out roles on the scope. Admins: any. The PMO: any but admin, on what is theirs. Those who
 * lead a project: team and viewer, on it.
 */
export async function mayGrant(call: Call, role: Role, scope: Scope): Promise<boolean> {
  if (isAdmin(call)) return true;
  if (role === "admin") return false;
  if (await sets(call, scope)) return true;
  if (scope.kind !== "project" || (role !== "team" && role !== "viewer")) return false;
  const project = await seenById(call, scope.id);
  return project !== undefined && leads(call.rights, project);
}

export function isAdmin({ rights }: Call): boolean {
  return rights.held.some(({ role, scope }) => role === "admin" && scope.kind === "organisation");
}

/** The PMO or an admin of anything: those who see persons. */
export function seesPersons({ rights }: Call): boolean {
  return holdsOn(rights, ["admin", "pmo"]);
}
