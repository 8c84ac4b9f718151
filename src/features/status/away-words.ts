import { say } from "../../chat/message.ts";
import { type Reply, toMe } from "../../chat/reply.ts";
import { bold, text } from "../../chat/text.ts";
import type { Absence, Person } from "../../core/people.ts";
import { refuse } from "../../core/refusal.ts";
import { addDays, type LocalDate, shortDate } from "../../core/time.ts";
import { parseDate } from "../../core/typed-date.ts";
import type { Call } from "../../routes.ts";
import { oversees } from "../../verbs/oversight.ts";
import { personMeant } from "../../verbs/owners.ts";
import { between, openOf, standDown, takeLeave, whyNot } from "./absence.ts";
import { redrawAbout } from "./redraw.ts";

const example = "pmo away 24 Dec to 2 Jan deputy @PERSON";

/** `/pmo away 24 Dec to 2 Jan deputy @x`: nobody is late while away, and the deputy is asked instead. No reason is taken. */
export async function sayAway(call: Call, words: string): Promise<Reply> {
  if (words.trim() === "") return { kind: "message", to: "me", message: say(await standing(call)) };
  const [, other, span = ""] = /^(<@[^>]+>)?\s*(.*)$/s.exec(words.trim()) ?? [];
  const who = other === undefined ? call.me : await personMeant(call, other);
  if (who.id !== call.me.id && !(await oversees(call, who.id)))
    refuse("Only the PMO says that somebody else is away, and of an administrator only another one. Nothing was changed.");
  const [dates = "", named] = span.split(/[\s,]+deputy:?\s+/i);
  const { from, to } = datesIn(dates, call.today);
  const deputy = named === undefined ? undefined : await personMeant(call, named.trim());
  const leave = { who, from, to, ...(deputy && { deputy }) };
  const unfit = await whyNot(call, leave);
  if (unfit !== undefined && deputy?.unknown) return toMe(say(unfit)); // not thrown, so that they are looked up
  if (unfit !== undefined) refuse(unfit);
  const told = await takeLeave(call, leave);
  const whose = who.id === call.me.id ? "You are" : `${who.name} is`;
  const hint = deputy ? "" : ` To have somebody asked instead: ${example}.`;
  return {
    kind: "message",
    to: "me",
    message: say(text`${whose} away ${bold(between({ from, to }, call.today))}. ${told}${hint} To end it early: pmo back.`),
  };
}

/** `/pmo back`: from today, whichever deputies the days were given to; the days that were missed stay on the record. */
export async function comeBack(call: Call): Promise<Reply> {
  const current = await call.store.people.absences(call.today, "9999-12-31", call.me.id);
  const [first] = current;
  if (!first) refuse("You are not away, and not going to be. Nothing was changed.");
  const ended = withoutGap(current);
  const span = { from: first.from, to: ended.at(-1)?.to ?? first.to };
  for (const { id } of ended) await call.store.people.removeAbsence(id);
  if (first.from < call.today) {
    const { from, deputy } = first;
    await call.store.people.addAbsence({ person: call.me.id, from, to: addDays(call.today, -1), ...(deputy !== undefined && { deputy }) });
  }
  await record(call, call.me, days(span.from, span.to));
  const open = await openOf(call, call.me);
  for (const { project, period } of open) await redrawAbout(call, project.id, period, [call.me.id]);
  const over = { who: call.me, from: first.from < call.today ? call.today : first.from, to: span.to };
  await standDown(call, over, ended, open);
  const later = current.slice(ended.length).map((each) => between(each, call.today));
  const still = later.length > 0 ? ` You are still away ${later.join(" and ")}.` : "";
  const now =
    first.from <= call.today
      ? "Welcome back. Status prompts come to you again; say status for what is open now."
      : `You are no longer away ${between(span, call.today)}.`;
  return { kind: "message", to: "me", message: say(`${now}${still}`) };
}

/** A change of deputy cuts an absence into pieces; whoever comes back ends all of it. */
function withoutGap(all: readonly Absence[]): readonly Absence[] {
  const gap = all.findIndex(({ from }, i) => from > addDays(all[i - 1]?.to ?? from, 1));
  return gap === -1 ? all : all.slice(0, gap);
}

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

const days = (from: LocalDate, to: LocalDate) => `${from} to ${to}`;

function record(call: Call, who: Person, from: string): Promise<void> {
  const change = { at: call.now, actor: call.me.id, source: call.user.platform, subject: `person:${who.id}`, what: "absence" };
  return call.store.record({ ...change, from });
}
