import type { Block, Message } from "../../chat/message.ts";
import { occurrenceDates } from "../../core/cadence.ts";
import { calendarOf } from "../../core/holidays.ts";
import type { Portfolio, Project } from "../../core/portfolio.ts";
import { refuse } from "../../core/refusal.ts";
import { holds, holdsOn } from "../../core/rights.ts";
import { addDays, instantOf, type LocalDate, localDate, longDate } from "../../core/time.ts";
import { parseDate } from "../../core/typed-date.ts";
import type { Audience } from "../../ports/digests.ts";
import type { Call, Command, Press } from "../../routes.ts";
import { pmoOf } from "../../verbs/office.ts";
import { projectNamed, reachable } from "../../verbs/reach.ts";
import { factsFor } from "./facts.ts";
import { foreseen } from "./foreseen.ts";
import { namesOf } from "./notice.ts";
import { type Timeline, timeline } from "./plan.ts";
import { type ExtraLine, type PreviewLine, previewLines } from "./preview-lines.ts";
import { notes } from "./preview-notes.ts";
import { city, count } from "./wording.ts";

const minute = 60_000;
const days = 14;
/** What a phone shows without scrolling for long. */
const perPage = 10;
/** More messages than this are told by moment and kind. */
const mostInDetail = 30;

/** `pmo schedule preview [#KEY | PORTFOLIO | DAY]`: every message of the next 14 days, and why somebody gets none. */
export const preview: Command = {
  usage: "pmo schedule preview [#KEY | PORTFOLIO | DAY]",
  about: "Every message of the next 14 days, and why somebody gets none",
  for: ["admin", "pmo", "contact", "manager", "pm", "deputy", "sponsor"],
  run: async (call, rest) => ({ kind: "message", to: "me", message: await page(call, rest.trim(), 0) }),
};

/** The next lines of the same preview, worked out anew: `value` is the place and what was asked for. */
export const previewMore: Press = async (call, value) => {
  const [, place, asked = ""] = /^(\d{1,6}) (.*)$/s.exec(value) ?? [];
  if (place === undefined) refuse("That button is from before an update. Please ask for pmo schedule preview again.");
  return { kind: "message", to: "replace", message: await page(call, asked, Number(place)) };
};

async function page(call: Call, asked: string, start: number): Promise<Message> {
  const portfolios = await call.store.projects.portfolios();
  const { projects, day } = await wanted(call, asked, portfolios);
  const until = addDays(call.today, days);
  const [from, to] = day === undefined ? [call.now, instantOf(until, "23:59", call.me.zone)] : wholeDay(call, day);
  const rhythm = await factsFor(call.store, call.now, to, new Set(projects.map(({ id }) => id)), call.now);
  const facts = await foreseen(call, rhythm, to);
  const planned = since(from, timeline(facts, call.now, to));
  const names = facts.people;
  const keys = new Map(projects.map(({ id, key }) => [id, key]));
  const digests = await digestLines(call, portfolios, new Set(projects.map(({ portfolio }) => portfolio)), from, to);
  const detailed = planned.messages.length <= mostInDetail || day !== undefined;
  const lines = previewLines(planned, digests, { names, keys, zone: call.me.zone }, detailed);
  const shown = lines.slice(start, start + perPage);
  const stretch = day === undefined ? `${longDate(call.today)} to ${longDate(until)}` : longDate(day);
  const head = `${count(projects.length, "project")}, ${stretch}, times in ${city(call.me.zone)}.`;
  return {
    summary: "What is planned for the next 14 days",
    blocks: [
      { kind: "text", text: lines.length === 0 ? `${head} Nothing is planned.` : head },
      ...byDay(shown),
      ...(start + perPage < lines.length ? [] : notes(projects, facts, planned)),
      ...foot(lines.length, start, asked, detailed),
    ],
  };
}

/** Whom and when it is about. Persons are seen by the PM, the sponsor and the PMO only. */
async function wanted(
  call: Call,
  asked: string,
  portfolios: readonly Portfolio[],
): Promise<{ projects: readonly Project[]; day?: LocalDate }> {
  const roles = ["admin", "pmo", "contact", "manager", "pm", "deputy", "sponsor"] as const;
  const mine = (await reachable(call)).filter((project) => holds(call.rights, roles, project));
  if (mine.length === 0) refuse("You have no project whose schedule you could see. Your PMO sees all of them.");
  if (asked === "") return { projects: mine };
  const portfolio = portfolios.find(({ key, name }) => [key, name].some((word) => word.toUpperCase() === asked.toUpperCase()));
  const within = mine.filter((project) => project.portfolio === portfolio?.id);
  if (within.length > 0) return { projects: within };
  const day = parseDate(asked, call.today);
  if (day !== undefined) return { projects: mine, day };
  const project = await projectNamed(call, asked);
  if (!mine.some(({ id }) => id === project.id)) refuse(`Who is asked about ${project.key} is seen by its PM, its sponsor and the PMO.`);
  return { projects: [project] };
}

/** What follows from an asking of a day before is worked out from now on, and shown from its own day on. */
function since(from: Date, { occurrences, messages }: Timeline): Timeline {
  return { occurrences: occurrences.filter(({ at }) => at > from), messages: messages.filter(({ at }) => at > from) };
}

function wholeDay(call: Call, day: LocalDate): readonly [Date, Date] {
  if (day < call.today || day > addDays(call.today, 60)) refuse("Name a day from today to 60 days ahead.");
  const start = new Date(instantOf(day, "00:00", call.me.zone).getTime() - 1);
  return [start < call.now ? call.now : start, instantOf(day, "23:59", call.me.zone)];
}

/** When a digest goes out, for those who run the portfolio. */
async function digestLines(
  call: Call,
  portfolios: readonly Portfolio[],
  shown: ReadonlySet<string>,
  from: Date,
  to: Date,
): Promise<readonly ExtraLine[]> {
  const lines: ExtraLine[] = [];
  for (const portfolio of portfolios) {
    if (!shown.has(portfolio.id) || !holdsOn(call.rights, ["admin", "pmo"], portfolio.id)) continue;
    const dayOff = await calendarOf(portfolio);
    for (const audience of await call.store.digests.audiences(portfolio.id)) {
      const last = localDate(new Date(to.getTime() + audience.previewMinutes * minute), portfolio.zone);
      for (const date of occurrenceDates(audience.cadence, localDate(from, portfolio.zone), last, dayOff))
        lines.push(...(await digestOn(call, audience, portfolio, date)).filter(({ at }) => at > from && at <= to));
    }
  }
  return lines;
}

/** The post of one day, and who sees it before. */
async function digestOn(call: Call, audience: Audience, { id, zone }: Portfolio, date: LocalDate): Promise<readonly ExtraLine[]> {
  const { name, channel, previewMinutes } = audience;
  const at = instantOf(date, audience.at, zone);
  const post = { at, words: `posts the digest ${name} to ${channel.name ? `#${channel.name}` : "its channel"}` };
  if (previewMinutes === 0) return [post];
  const pmo = await pmoOf(call, { portfolio: id }, date);
  const who = pmo.length === 0 ? "nobody: there is no PMO" : await namesOf(call, pmo);
  return [{ at: new Date(at.getTime() - previewMinutes * minute), words: `shows the digest ${name} first to ${who}` }, post];
}

function byDay(lines: readonly PreviewLine[]): readonly Block[] {
  const dates = [...new Set(lines.map(({ day }) => day))];
  return dates.flatMap((date): Block[] => [
    { kind: "heading", text: longDate(date) },
    {
      kind: "text",
      text: lines
        .filter(({ day }) => day === date)
        .map(({ words }) => words)
        .join("\n"),
    },
  ]);
}

function foot(total: number, start: number, asked: string, detailed: boolean): readonly Block[] {
  const blocks: Block[] = [];
  if (total > perPage) blocks.push({ kind: "small", text: `Lines ${start + 1} to ${Math.min(start + perPage, total)} of ${total}.` });
  if (!detailed) blocks.push({ kind: "small", text: "One day, person by person: pmo schedule preview and the day, such as Monday." });
  if (start + perPage < total)
    blocks.push({ kind: "buttons", buttons: [{ label: "More", action: "status.previewMore", value: `${start + perPage} ${asked}` }] });
  blocks.push({ kind: "small", text: "Only you see this. An answer, an absence or a change of schedule changes it." });
  return blocks;
}
