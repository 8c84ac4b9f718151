import { type Person, type Platform, type Role, roles, type Scope } from "../../core/people.ts";
import type { Project } from "../../core/portfolio.ts";
import { isZone } from "../../core/time.ts";
import type { Store } from "../../ports/index.ts";
import type { Known } from "./known.ts";
import { changedSince } from "./later.ts";
import type { Plan, Source, Step } from "./plan.ts";
import { handOver, type LineRole, line as lineRoles } from "./project.ts";
import { type Row, said } from "./rows.ts";
import type { Problem } from "./sheet.ts";

interface Held {
  readonly role: Role;
  readonly scope: Scope;
  readonly words: string;
  /** Where the role is held by one person at a time: from whom it would pass. */
  readonly line?: { readonly role: LineRole; readonly project: Project };
}

/** People, found again by e-mail address; "pmo" and "pm #APOLLO" in the roles column, several divided by semicolons. */
export async function planPeople(store: Store, rows: readonly Row[], known: Known, source: Source): Promise<Plan> {
  const problems: Problem[] = [];
  const steps: Step[] = [];
  const seen = new Map<string, number>();
  const lines = new Map<string, number>();
  for (const row of rows) {
    const email = said(row, "email");
    const twin = email === undefined ? undefined : seen.get(email);
    if (email !== undefined && twin === undefined) seen.set(email, row.line);
    const held = (said(row, "roles") ?? "").split(";").flatMap((each) => (each.trim() === "" ? [] : [roleOf(each.trim(), known)]));
    const wrong: Problem[] = [
      ...(twin === undefined
        ? []
        : [{ line: row.line, column: "E-mail", what: `${email} stands on line ${twin} too`, fix: "Keep one of the two." }]),
      ...wrongZone(row),
      ...held.flatMap((each) => ("role" in each ? [] : [{ line: row.line, column: "Roles", ...each }])),
      ...held.flatMap((each) => ("line" in each ? secondOf(each, row, lines) : [])),
    ];
    problems.push(...wrong);
    if (wrong.length === 0 && row.bad.size === 0 && email !== undefined)
      steps.push(
        await stepOf(
          store,
          row,
          email,
          held.filter((each) => "role" in each),
          known,
          source,
        ),
      );
  }
  return { before: [], steps, after: [], problems };
}

/** Two who hold what one person holds would take turns, however often the file is imported. */
function secondOf({ words }: Held, { line }: Row, lines: Map<string, number>): readonly Problem[] {
  const before = lines.get(words);
  if (before === undefined) lines.set(words, line);
  if (before === undefined) return [];
  return [
    { line, column: "Roles", what: `${words} stands on line ${before} too`, fix: "One person at a time is that: keep one of the two." },
  ];
}

function wrongZone(row: Row): readonly Problem[] {
  const zone = said(row, "zone");
  if (zone === undefined || isZone(zone)) return [];
  return [
    {
      line: row.line,
      column: "Time zone",
      what: `“${zone}” is no time zone`,
      fix: "Use an IANA name such as Europe/London, or leave it empty: the chat gives it once they are known there.",
    },
  ];
}

function roleOf(text: string, known: Known): Held | Pick<Problem, "what" | "fix"> {
  const [word = "", ...rest] = text.split(/[\s@]+/);
  const role = roles.find((each) => each === word.toLowerCase());
  if (!role) return { what: `“${word}” is no role`, fix: `Roles are ${roles.join(", ")}.` };
  const on = rest.join(" ").replace(/^#/, "");
  if (on === "") return { role, scope: { kind: "portfolio", id: known.portfolio.id }, words: `${role} of ${known.portfolio.key}` };
  if (on.toLowerCase() === "organisation") return { role, scope: { kind: "organisation" }, words: `${role} of the organisation` };
  const project = known.project(on);
  const inLine = lineRoles.find((each) => each === role);
  if (project)
    return {
      role,
      scope: { kind: "project", id: project.id },
      words: `${role} of ${project.key}`,
      ...(inLine && { line: { role: inLine, project } }),
    };
  const programme = known.programmes.find(({ key, name }) => key === on.toUpperCase() || name.toLowerCase() === on.toLowerCase());
  if (programme) return { role, scope: { kind: "programme", id: programme.id }, words: `${role} of ${programme.key}` };
  if (on.toUpperCase() === known.portfolio.key)
    return { role, scope: { kind: "portfolio", id: known.portfolio.id }, words: `${role} of ${on}` };
  return {
    what: `there is nothing called “${on}” to be ${role} of`,
    fix: "Import the projects first, or name a project, a programme, the portfolio or “organisation”.",
  };
}

async function stepOf(store: Store, row: Row, email: string, held: readonly Held[], known: Known, source: Source): Promise<Step> {
  const person = await store.people.byEmail(email);
  const [name, zone, preferred] = [said(row, "name") ?? email, said(row, "zone"), said(row, "preferred")];
  const chat: Platform | undefined = preferred === "slack" || preferred === "teams" ? preferred : undefined;
  const now = person ? await store.people.assignments(person.id, known.today) : [];
  const fresh: Held[] = [];
  for (const each of held) {
    if (now.some(({ role, scope }) => role === each.role && JSON.stringify(scope) === JSON.stringify(each.scope))) continue;
    if (person && each.line && (await passedOn(store, each.line, person))) continue;
    fresh.push(each);
  }
  const moved = {
    ...(person?.name !== name && { name }),
    // Once somebody is in a chat, that knows better than the file does.
    ...(zone !== undefined && (person?.identities ?? []).length === 0 && person?.zone !== zone && { zone }),
    ...(chat !== undefined && person?.preferred !== chat ? { preferred: chat } : {}),
  };
  const words = [...Object.entries(moved).map(([what, to]) => `${what} ${to}`), ...fresh.map((each) => each.words)];
  return {
    line: row.line,
    outcome: person ? (words.length > 0 ? "change" : "same") : "add",
    words: `${name} <${email}>: ${words.join(", ")}`,
    async apply(tx) {
      const { id } =
        person ?? (await tx.people.add({ name, email, ...(zone !== undefined && { zone }), ...(chat && { preferred: chat }) }));
      if (person && Object.keys(moved).length > 0) await tx.people.change(id, moved);
      for (const { role, scope, line } of fresh)
        if (line) await handOver(tx, line.project, line.role, id, known, source);
        else await tx.people.assign({ person: id, role, scope, from: known.today });
      for (const what of words) await tx.record({ at: source.at, actor: source.actor, source: source.name, subject: `person:${id}`, what });
    },
  };
}

/** Somebody handed it on in chat after a file had given it to this person. */
async function passedOn(store: Store, { role, project }: NonNullable<Held["line"]>, { name }: Person): Promise<boolean> {
  return changedSince(await store.changes(`project:${project.id}`), role, name);
}
