import type { Button, Message } from "../../chat/message.ts";
import { channelCalled } from "../../chat/place.ts";
import { mention, type Text, text } from "../../chat/text.ts";
import { cadenceWords } from "../../core/cadence-words.ts";
import { openStates } from "../../core/entry.ts";
import { inFull } from "../../core/money.ts";
import { called, capital } from "../../core/phrases.ts";
import type { Project } from "../../core/portfolio.ts";
import { label } from "../../core/rag.ts";
import { runs } from "../../core/record-type.ts";
import type { Report } from "../../core/report.ts";
import { governs, holds, leads } from "../../core/rights.ts";
import { daysBetween, type LocalDate, shortDate } from "../../core/time.ts";
import type { Call } from "../../routes.ts";

/** `/pmo project KEY`: what there is to know of a project, with the age of whatever may be old. */
export async function projectCard(call: Call, project: Project): Promise<Message> {
  const { store, today } = call;
  const portfolio = await store.projects.portfolio(project.portfolio);
  const programme = (await store.projects.programmes(project.portfolio)).find(({ id }) => id === project.programme);
  const people = await store.people.many([project.pm, project.sponsor, project.contact].filter((id) => id !== undefined));
  const named = (id: string | undefined): Text => {
    const person = people.get(id ?? "");
    return person ? text`${mention(person)}${person.left ? " (left)" : ""}` : "nobody";
  };
  const homes = await store.projects.channels({ project: project.id });
  const cadence = project.cadence ?? portfolio?.cadence;
  const facts: (readonly [string, Text])[] = [
    ["State", await stateOf(call, project)],
    ["Status", lastStatus(await store.reports.latest(project.id), today)],
    ["Open", await openEntries(call, project)],
    ["PM", named(project.pm)],
    ["Sponsor", named(project.sponsor)],
    ["PMO contact", named(project.contact)],
    ["Dates", dates(project, today)],
    ["Budget", budgetOf(project, portfolio?.currency ?? "GBP")],
    ["Part of", programme ? `${programme.name}, ${portfolio?.name ?? ""}` : (portfolio?.name ?? "no portfolio")],
    ["Asked", `${cadence ? cadenceWords(cadence) : "never"}${project.cadence ? "" : ", as its portfolio"}`],
    ["Home", homes.length > 0 ? homes.map(channelCalled).join(", ") : `no channel yet: say pmo channel #${project.key} in it`],
    ...(project.foreignId === undefined ? [] : [["Foreign ID", project.foreignId] as const]),
  ];
  const buttons = buttonsFor(call, project);
  return {
    summary: called(project),
    blocks: [
      { kind: "heading", text: called(project) },
      { kind: "facts", facts },
      { kind: "small", text: project.confidential ? "Confidential: only its own people and the PMO see it." : "Only you see this answer." },
      ...(buttons.length > 0 ? [{ kind: "buttons" as const, buttons }] : []),
    ],
  };
}

/** Whether it runs and is asked, and why not where somebody said. */
async function stateOf({ store, today }: Call, { id, state, confidential, pausedUntil }: Project): Promise<string> {
  const changes = await store.changes(`project:${id}`);
  const newest = (what: string) => changes.findLast((each) => each.what === what)?.to ?? "";
  const held = state !== "active" && newest("state").startsWith(`${state}: `) ? newest("state").slice(state.length) : "";
  const because = / because .+/s.exec(newest("paused"))?.[0] ?? "";
  const paused = pausedUntil !== undefined && pausedUntil > today ? `, asked nothing until ${shortDate(pausedUntil, today)}${because}` : "";
  return `${capital(state)}${held}${confidential ? ", confidential" : ""}${paused}`;
}

function buttonsFor({ rights }: Call, project: Project): readonly Button[] {
  const edit: Button = { label: "Edit", action: "project.edit", value: project.id, opensForm: true };
  const ask: Button = {
    label: "Ask now",
    action: "status.askNow",
    value: project.id,
    confirm: `Send the status prompt for ${project.key} now?`,
  };
  return [
    ...(leads(rights, project) ? [edit] : []),
    ...(governs(rights, project) && project.pm !== undefined && project.state === "active" ? [ask] : []),
  ];
}

/** "AMBER on 16 Nov (7 days ago): vendor UAT late": an old colour is never shown as current. */
function lastStatus(report: Report | undefined, today: LocalDate): string {
  if (!report) return "none yet";
  const days = daysBetween(report.effectiveOn, today);
  const age = days <= 0 ? "today" : days === 1 ? "yesterday" : `${days} days ago`;
  const about = report.summary ? `: ${report.summary.replace(/\s+/g, " ").slice(0, 160)}` : "";
  return `${label(report.overall).toUpperCase()} on ${shortDate(report.effectiveOn, today)} (${age})${about}`;
}

async function openEntries({ store, types, rights }: Call, project: Project): Promise<string> {
  const counts: string[] = [];
  for (const type of types) {
    if (!holds(rights, rolesOf(type.who.show), project)) continue;
    const filter = { type: type.key, projects: [project.id], states: openStates(type) };
    const accepted = await store.entries.count({ ...filter, proposed: false });
    const proposed = holds(rights, runs, project) ? await store.entries.count({ ...filter, proposed: true }) : 0;
    if (accepted + proposed > 0)
      counts.push(`${accepted} ${accepted === 1 ? type.names.one : type.names.many}${proposed > 0 ? ` (and ${proposed} proposed)` : ""}`);
  }
  return counts.length > 0 ? counts.join(", ") : "nothing";
}

function rolesOf(actors: readonly string[]) {
  return (["admin", "pmo", "pm", "deputy", "sponsor", "manager", "contact", "team", "viewer"] as const).filter((role) =>
    actors.includes(role),
  );
}

function dates({ start, finish }: Project, today: LocalDate): string {
  if (start === undefined && finish === undefined) return "none yet";
  if (finish === undefined) return `from ${shortDate(start ?? today, today)}, no finish yet`;
  const late = finish < today ? ` (${daysBetween(finish, today)} days ago)` : "";
  if (start === undefined) return `until ${shortDate(finish, today)}${late}`;
  const isOneYear = start.slice(0, 4) === finish.slice(0, 4);
  return `${shortDate(start, isOneYear ? today : finish)} to ${shortDate(finish, isOneYear ? today : start)}${late}`;
}

function budgetOf({ budget }: Project, currency: string): string {
  if (budget === undefined) return "none yet";
  if (budget === "withheld") return "withheld by the source";
  return budget === "unknown" ? "not known to the source" : inFull(budget, currency);
}
