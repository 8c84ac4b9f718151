import { z } from "zod";
import { say } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import { bold, mention, text } from "../../chat/text.ts";
import type { Absence, Person } from "../../core/people.ts";
import { refuse } from "../../core/refusal.ts";
import { addDays, type LocalDate, parseDate, shortDate } from "../../core/time.ts";
import type { Call, Job } from "../../routes.ts";
import { isOutside } from "../../verbs/may.ts";
import { personMeant } from "../../verbs/owners.ts";
import { overall, oversees } from "./scope.ts";

const example = "pmo away 24 Dec to 2 Jan deputy @PERSON";

/** `/pmo away 24 Dec to 2 Jan deputy @x`: nobody is late while away, and the deputy is asked instead. No reason is taken. */
export async function goAway(call: Call, words: string): Promise<Reply> {
  if (words.trim() === "") return { kind: "message", to: "me", message: say(await standing(call)) };
  const [, other, span = ""] = /^(<@[^>]+>)?\s*(.*)$/s.exec(words.trim()) ?? [];
  const who = other === undefined ? call.me : await personMeant(call, other);
  if (who.id !== call.me.id && !(await oversees(call, who.id)))
    refuse("Only the PMO says that somebody else is away. Nothing was changed.");
  const [dates = "", named] = span.split(/[\s,]+deputy:?\s+/i);
  const { from, to } = datesIn(dates, call.today);
  const deputy = named === undefined ? undefined : await deputyFor(call, who, named.trim());
  const replaced = await call.store.people.absences(from, to, who.id);
  for (const each of replaced) await call.store.people.removeAbsence(each.id);
  await call.store.people.addAbsence({ person: who.id, from, to, ...(deputy && { deputy: deputy.id }) });
  await record(call, who, undefined, days(from, to));
  const projects = await run(call, who);
  if (deputy) await tell(call, who, deputy, from, to);
  const whose = who.id === call.me.id ? "You are" : `${who.name} is`;
  const instead = replaced.length > 0 ? ` This replaces ${replaced.map((each) => between(each, call.today)).join(" and ")}.` : "";
  const covered = deputy
    ? text`${mention(deputy)} is asked for ${projects.length > 0 ? projects.join(", ") : "your projects"} meanwhile, and is told.`
    : `Nothing is asked and nothing is late meanwhile. To have somebody asked instead: ${example}.`;
  return {
    kind: "message",
    to: "me",
    message: say(text`${whose} away ${bold(between({ from, to }, call.today))}. ${covered}${instead} To end it early: pmo back.`),
  };
}

/** `/pmo back`: from today; the days that were missed stay on the record. */
export async function comeBack(call: Call): Promise<Reply> {
  const current = await call.store.people.absences(call.today, "9999-12-31", call.me.id);
  const [first] = current;
  if (!first) refuse("You are not away, and not going to be. Nothing was changed.");
  await call.store.people.removeAbsence(first.id);
  if (first.from < call.today) {
    const { from, deputy } = first;
    await call.store.people.addAbsence({ person: call.me.id, from, to: addDays(call.today, -1), ...(deputy !== undefined && { deputy }) });
  }
  await record(call, call.me, days(first.from, first.to), undefined);
  const later = current.slice(1).map((each) => between(each, call.today));
  const still = later.length > 0 ? ` You are still away ${later.join(" and ")}.` : "";
  const now =
    first.from <= call.today ? "Welcome back. You are asked again from today." : `You are no longer away ${between(first, call.today)}.`;
  return { kind: "message", to: "me", message: say(`${now}${still}`) };
}

const Standing = z.object({ person: z.string(), from: z.string(), to: z.string() });

/** Tells the deputy, unless the absence was taken back before this was sent. */
export const tellDeputy: Job = async (desk, payload, to) => {
  const told = Standing.safeParse(payload);
  if (!told.success || !("zone" in to)) return { dropped: "the absence cannot be read" };
  const { person, from, to: until } = told.data;
  const holds = (await desk.store.people.absences(from, until, person)).some((each) => each.deputy === to.id);
  const absent = await desk.store.people.get(person);
  if (!holds || !absent) return { dropped: "the absence was taken back" };
  return say(
    text`You stand in for ${mention(absent)} ${bold(between({ from, to: until }, from))}. Status prompts for their projects come to you then, and you may do what they may. If that is a mistake, tell them or the PMO.`,
  );
};

async function standing(call: Call): Promise<string> {
  const mine = await call.store.people.absences(call.today, "9999-12-31", call.me.id);
  const known = mine.length > 0 ? `You are away ${mine.map((each) => between(each, call.today)).join(" and ")}.` : "You are not away.";
  return `${known} Say ${example}; pmo back ends it.`;
}

function datesIn(typed: string, today: LocalDate): { readonly from: LocalDate; readonly to: LocalDate } {
  const words = typed.trim().replace(/^from\s+/i, "");
  const until = /^(?:until|till|to)\s+(.+)$/i.exec(words)?.[1];
  const [first = "", last] = until === undefined ? words.split(/\s+(?:to|until|till|-)\s+|\s*–\s*/i) : ["today", until];
  const from = parseDate(first, today) ?? refuse(`“${first}” is no date that I can read. Say for example: ${example}.`);
  const to =
    last === undefined ? from : (parseDate(last, from) ?? refuse(`“${last}” is no date that I can read. Say for example: ${example}.`));
  if (to < from) refuse(`${shortDate(to, today)} is before ${shortDate(from, today)}. Say the first day, then the last: ${example}.`);
  if (to < today) refuse("That is over already. Say days to come.");
  return { from, to };
}

async function deputyFor(call: Call, who: Person, named: string): Promise<Person> {
  const deputy = await personMeant(call, named);
  if (deputy.id === who.id) refuse("Nobody is their own deputy. Name somebody else.");
  if (isOutside(deputy) && !overall(call))
    refuse(`${deputy.name} is a guest or of another organisation, so only the PMO can make them a deputy.`);
  return deputy;
}

async function tell(call: Call, who: Person, deputy: Person, from: LocalDate, to: LocalDate): Promise<void> {
  const payload: z.infer<typeof Standing> = { person: who.id, from, to };
  await call.store.outbox.add(
    { key: `deputy:${call.id}`, job: "people.deputy", payload, to: { person: deputy.id }, class: "interactive" },
    call.now,
  );
}

async function run(call: Call, who: Person): Promise<readonly string[]> {
  return (await call.store.projects.all(call.today)).filter(({ pm, state }) => pm === who.id && state === "active").map(({ key }) => key);
}

const between = ({ from, to }: Pick<Absence, "from" | "to">, near: LocalDate) =>
  from === to ? `on ${shortDate(from, near)}` : `from ${shortDate(from, near)} to ${shortDate(to, near)}`;
const days = (from: LocalDate, to: LocalDate) => `${from} to ${to}`;

function record(call: Call, who: Person, from: string | undefined, to: string | undefined): Promise<void> {
  const change = { at: call.now, actor: call.me.id, source: call.user.platform, subject: `person:${who.id}`, what: "absence" };
  return call.store.record({ ...change, ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
}
