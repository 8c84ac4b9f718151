import { z } from "zod";
import { say } from "../../chat/message.ts";
import { bold, mention, text } from "../../chat/text.ts";
import type { Absence, Person } from "../../core/people.ts";
import type { Project } from "../../core/portfolio.ts";
import { addDays, type LocalDate, shortDate } from "../../core/time.ts";
import type { Call, Job } from "../../routes.ts";
import { askerOf, isOutside, notMetYet } from "../../verbs/may.ts";
import { overall } from "../../verbs/oversight.ts";
import { type Asking, promptKey } from "./asking.ts";
import { namesOf, pmoIfAny, tell } from "./notice.ts";
import { isOpen, type Owed, owedOn } from "./owed.ts";
import { redrawAbout } from "./redraw.ts";
import { list } from "./wording.ts";

/** Somebody is away from one day to another (both included), in whichever way it was said. */
export interface Leave {
  readonly who: Person;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly deputy?: Person;
}

/** No asking stays open longer than this. */
const longestOpen = 45;

/**
 * Keeps an absence and lets those know who have to: the deputy is asked at once for what is open now; where nobody stands
 * in, the PMO is told. `also` is what the card said it from asks.
 */
export async function takeLeave(call: Call, leave: Leave, also?: Owed): Promise<string> {
  const { who, from, to, deputy } = leave;
  const running = await askedOf(call, who, from, to);
  const replaced = await call.store.people.absences(from, to, who.id);
  const instead = await inPlaceOf(call, leave, replaced);
  await call.store.people.addAbsence({ person: who.id, from, to, ...(deputy && { deputy: deputy.id }) });
  const change = { at: call.now, actor: call.me.id, source: call.user.platform, subject: `person:${who.id}`, what: "absence" };
  await call.store.record({ ...change, to: `${from} to ${to}` });
  const open = from > call.today ? [] : await openOf(call, who, also);
  const told = deputy ? await handOn(call, leave, deputy, running, open) : await tellPmo(call, leave, running, open);
  for (const { project, period } of open) await redrawAbout(call, project.id, period, [who.id]);
  await standDown(call, leave, replaced, open);
  return `${told}${instead}`;
}

/** Whoever stood in for days that are now another's, or nobody's, is told, and what they were asked says so. */
export async function standDown(call: Call, { who, from, to, deputy }: Leave, before: readonly Absence[], open: readonly Owed[]) {
  for (const each of before) {
    if (each.deputy === undefined || each.deputy === deputy?.id) continue;
    const over = { from: each.from < from ? from : each.from, to: each.to > to ? to : each.to };
    const payload: z.infer<typeof Standing> = { person: who.id, ...over, ended: true };
    const notice = { key: `deputy:${call.id}:${each.id}`, job: "status.deputy", payload, to: { person: each.deputy } };
    await call.store.outbox.add({ ...notice, class: "interactive" }, call.now);
    for (const { project, period } of open) await redrawAbout(call, project.id, period, [each.deputy]);
  }
}

/** What was said of these days before gives way; the days around them stay, with who stands in then. */
async function inPlaceOf({ store: { people }, today }: Call, { from, to }: Leave, before: readonly Absence[]): Promise<string> {
  const around: Omit<Absence, "id">[] = [];
  for (const { id, ...said } of before) {
    await people.removeAbsence(id);
    around.push({ ...said, to: addDays(from, -1) }, { ...said, from: addDays(to, 1) });
  }
  const kept = around.filter((each) => each.from <= each.to);
  for (const each of kept) await people.addAbsence(each);
  if (before.length === 0) return "";
  const spans = (all: readonly Omit<Absence, "id">[]) => list(all.map((each) => between(each, today)));
  const ahead = kept.filter((each) => each.to >= today);
  return ahead.length === 0 ? ` This replaces ${spans(before)}.` : ` Before, it was ${spans(before)}; ${spans(ahead)} stays as it was.`;
}

/** What somebody is asked about in these days: the projects they run, and those of whom they stand in for. */
async function askedOf({ store, today }: Call, who: Person, from: LocalDate, to: LocalDate): Promise<readonly Project[]> {
  const away = await store.people.absences(from, to);
  const all = new Set([who.id]);
  for (const id of all) for (const { person, deputy } of away) if (deputy === id) all.add(person);
  return (await store.projects.all(today)).filter(({ pm, state }) => pm !== undefined && all.has(pm) && state === "active");
}

/** Why somebody cannot stand in; undefined when they can. */
export async function whyNot(call: Call, { who, from, to, deputy }: Leave): Promise<string | undefined> {
  if (!deputy) return undefined;
  if (deputy.id === who.id) return "Nobody is their own deputy. Name somebody else, or nobody.";
  if (deputy.unknown && !overall(call)) return notMetYet(deputy);
  if (isOutside(deputy) && !overall(call))
    return `${deputy.name} is a guest or of another organisation, so only the PMO can make them a deputy.`;
  const [absence] = await call.store.people.absences(from, to, deputy.id);
  return absence && `${deputy.name} is away too, ${between(absence, call.today)}. Name somebody else.`;
}

export const between = ({ from, to }: Pick<Absence, "from" | "to">, near: LocalDate): string =>
  from === to ? `on ${shortDate(from, near)}` : `from ${shortDate(from, near)} to ${shortDate(to, near)}`;

/** What was asked of them and can still be answered in time, the newest asking of each. */
export async function openOf(call: Call, who: Person, also?: Owed): Promise<readonly Owed[]> {
  const { rights } = await askerOf(call, who);
  const running = await askedOf(call, who, call.today, call.today);
  const ids = running.map(({ id }) => id);
  const asked = await call.store.reports.occurrences(addDays(call.today, -longestOpen), call.today, ids);
  const found: Owed[] = also && isOpen(also) ? [also] : [];
  for (const project of running) {
    const newest = asked.filter((each) => each.project === project.id && each.state === "queued").map(({ date }) => date);
    const date = newest.toSorted().at(-1);
    if (date === undefined || (also?.project.id === project.id && also.period === date)) continue;
    const owed = await owedOn(call, who, rights, project, date);
    if (isOpen(owed) && owed.moments.cutOff > call.now) found.push(owed);
  }
  return found.toSorted((a, b) => (a.project.key < b.project.key ? -1 : 1));
}

/** A card of its own for each day that something is open of; what the deputy owes themselves stays on theirs. */
async function handOn(call: Call, leave: Leave, deputy: Person, running: readonly Project[], open: readonly Owed[]): Promise<string> {
  const { who, from, to } = leave;
  for (const date of new Set(open.map(({ period }) => period))) {
    const own = open.filter(({ period }) => period === date);
    const asking: Asking = { person: deputy.id, date, projects: own.map(({ project }) => project.id), tag: who.id };
    const notAfter = new Date(Math.max(...own.map(({ moments }) => moments.cutOff.getTime())));
    const posting = { key: promptKey(asking), job: "status.prompt", payload: asking, to: { person: deputy.id }, notAfter } as const;
    await call.store.outbox.add({ ...posting, class: "prompt" }, call.now);
  }
  const payload: z.infer<typeof Standing> = { person: who.id, from, to };
  const notice = { key: `deputy:${call.id}`, job: "status.deputy", payload, to: { person: deputy.id } };
  await call.store.outbox.add({ ...notice, class: "interactive" }, call.now);
  const projects = running.length === 0 ? "their projects" : running.map(({ key }) => key).join(", ");
  const now = open.length === 0 ? ", and is told" : `, and now for ${list(open.map(({ project }) => project.key))}`;
  return `${deputy.name} is asked for ${projects} meanwhile${now}.`;
}

const Standing = z.object({ person: z.string(), from: z.string(), to: z.string(), ended: z.boolean().optional() });

/** Tells the deputy that they stand in, or do no more, unless that was taken back before this was sent. */
export const tellDeputy: Job = async (desk, payload, to) => {
  const { person, from, to: until, ended = false } = Standing.parse(payload);
  if (!("zone" in to)) return { dropped: "this goes to a person" };
  const holds = (await desk.store.people.absences(from, until, person)).some((each) => each.deputy === to.id);
  const absent = await desk.store.people.get(person);
  if (holds === ended || !absent) return { dropped: "taken back since" };
  if (ended)
    return say(
      text`You no longer stand in for ${mention(absent)} ${bold(between({ from, to: until }, from))}. Status prompts for their projects do not come to you then.`,
    );
  return say(
    text`You stand in for ${mention(absent)} ${bold(between({ from, to: until }, from))}. Status prompts for their projects come to you then, and you may do what they may. If that is a mistake, tell them or the PMO.`,
  );
};

/** One message to each PMO about all that they may see; a confidential project is named in none but its own. */
async function tellPmo(call: Call, { who, from, to }: Leave, running: readonly Project[], open: readonly Owed[]): Promise<string> {
  const about = open.length > 0 ? open.map(({ project }) => project) : running;
  const groups = new Map<string, { readonly pmo: readonly string[]; readonly projects: Project[] }>();
  for (const project of about) {
    const pmo = await pmoIfAny(call, project, call.today);
    const group = `${pmo.join()} ${project.confidential ? project.id : ""}`;
    const known = groups.get(group) ?? { pmo, projects: [] };
    groups.set(group, { pmo, projects: [...known.projects, project] });
  }
  for (const { pmo, projects } of groups.values()) {
    const [first] = projects;
    const keys = list(projects.map(({ key }) => key));
    const what =
      open.length === 0
        ? `nothing is asked about ${keys} then`
        : `${keys} ${projects.length === 1 ? "is" : "are"} open and will not be chased`;
    const did = `is away ${between({ from, to }, call.today)} and nobody stands in: ${what}.`;
    if (first) await tell(call, pmo, "away", { project: first.id, by: who.id, did });
  }
  const told = [...new Set([...groups.values()].flatMap(({ pmo }) => pmo))].filter((id) => id !== call.me.id);
  if (told.length === 0) return "Nobody stands in, so nothing is asked and nothing is late meanwhile.";
  const names = list((await Promise.all(told.map((id) => namesOf(call, [id])))).toSorted());
  const verb = told.length === 1 ? "is" : "are";
  if (open.length === 0) return `Nobody stands in, so nothing is asked and nothing is late meanwhile; ${names} ${verb} told.`;
  return `Nobody stands in, so ${names} ${verb} told that ${list(about.map(({ key }) => key))} ${about.length === 1 ? "is" : "are"} open.`;
}
