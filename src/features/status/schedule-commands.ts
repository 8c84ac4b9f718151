import { outdated } from "../../chat/carried.ts";
import { type Button, say } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import { bold, text } from "../../chat/text.ts";
import type { Timing } from "../../core/cadence.ts";
import { cadenceExamples, cadenceWords, parseCadence, parseTiming, timingProblem, timingWords } from "../../core/cadence-words.ts";
import type { Portfolio, Project } from "../../core/portfolio.ts";
import { refuse } from "../../core/refusal.ts";
import { holds, holdsOn } from "../../core/rights.ts";
import type { Call, Command, Press } from "../../routes.ts";
import { portfoliosKnown, projectNamed, projectWithId } from "../../verbs/reach.ts";
import { digestTooSoon, nextAsked } from "./coming.ts";
import { city, count } from "./wording.ts";

type Lines = Parameters<typeof say>;

const timingExamples = "due +2 17:00, escalation +3 10:00";

/** `pmo schedule [#KEY | PORTFOLIO] [CADENCE]`, `pmo schedule PORTFOLIO TIMING`: shows the rhythm, or changes it. */
export const scheduleCommand: Command = {
  usage: "pmo schedule [#KEY weekly tue | PORTFOLIO due +2 17:00]",
  about: "When status is asked, due, chased and closed; shows it or changes it",
  for: ["admin", "pmo", "contact", "manager", "pm", "deputy", "sponsor"],
  async run(call, rest) {
    const { subject, words } = await target(call, rest);
    if ("project" in subject)
      return toMe(...(words === "" ? await shownProject(call, subject.project) : await setProject(call, subject.project, words)));
    if (!holdsOn(call.rights, ["admin", "pmo"], subject.portfolio.id))
      refuse("The PMO sees and sets when a portfolio is asked. Name a project as #KEY.");
    if (parseCadence(words, call.today)?.every === "never") return askWhetherToStop(call, subject.portfolio);
    return toMe(...(words === "" ? await shownPortfolio(call, subject.portfolio) : await setPortfolio(call, subject.portfolio, words)));
  },
};

type Subject = { readonly project: Project } | { readonly portfolio: Portfolio };

/** What the words begin with: a #KEY, a portfolio's key or name; without either, what the channel is the home of. */
async function target(call: Call, rest: string): Promise<{ readonly subject: Subject; readonly words: string }> {
  const portfolios = await portfoliosKnown(call);
  const typed = rest.trim();
  for (const portfolio of portfolios)
    for (const name of [portfolio.name, portfolio.key])
      if (`${typed} `.toUpperCase().startsWith(`${name.toUpperCase()} `))
        return { subject: { portfolio }, words: typed.slice(name.length).trim() };
  const [, key, words = ""] = /^(#\S+)\s*(.*)$/s.exec(typed) ?? [];
  if (key !== undefined) return { subject: { project: await projectNamed(call, key) }, words };
  refuseUnknown(call, portfolios, typed);
  if (call.here.project !== undefined) return { subject: { project: await projectWithId(call, call.here.project) }, words: typed };
  const home = portfolios.find(({ id }) => id === call.here.portfolio) ?? (portfolios.length === 1 ? portfolios[0] : undefined);
  if (home) return { subject: { portfolio: home }, words: typed };
  if (portfolios.length === 0) refuse("There is no portfolio yet. pmo setup makes one (PMO).");
  return refuse(
    `Whose schedule? Say pmo schedule #KEY or ${list(portfolios.filter(({ id }) => holdsOn(call.rights, ["admin", "pmo"], id)))}.`,
  );
}

/** "MAJOR weekly tue": what stands before something that would be a schedule was meant as a portfolio. */
function refuseUnknown(call: Call, portfolios: readonly Portfolio[], typed: string): void {
  const [, name = "", rest = ""] = /^(\S+)\s+(.+)$/s.exec(typed) ?? [];
  const isSchedule = (words: string) =>
    parseCadence(words, call.today) !== undefined || /^(due|heads-up|escalation|cut-off)\b/i.test(words);
  if (rest === "" || isSchedule(typed) || !isSchedule(rest)) return;
  const own = portfolios.filter(({ id }) => holdsOn(call.rights, ["admin", "pmo"], id));
  const there = own.map((portfolio) => `${portfolio.key} (${portfolio.name})`).join(", ");
  refuse(
    `There is no portfolio ${name}${there === "" ? " that you can set. Ask your PMO." : `. There is ${there}. Name a project as #KEY.`}`,
  );
}

const list = (portfolios: readonly Portfolio[]): string =>
  portfolios.length === 0 ? "ask your PMO" : portfolios.map(({ key }) => `pmo schedule ${key}`).join(", ");

async function setProject(call: Call, project: Project, words: string): Promise<Lines> {
  if (!holds(call.rights, ["admin", "pmo", "contact", "manager"], project))
    refuse(`The PMO sets when ${project.key} is asked. Ask your PMO contact.`);
  const portfolio = await homeOf(call, project);
  const { cadence: before, ...rest } = project;
  const usual = /^(usual|default|as usual)$/i.test(words);
  const cadence = usual ? undefined : parseCadence(words, call.today);
  if (!usual && !cadence && parseTiming(words, portfolio.timing))
    refuse(`Times are the portfolio's, for all its projects alike. The PMO sets them: pmo schedule ${portfolio.key} ${words}.`);
  if (!usual && cadence === undefined) refuse(`I cannot read ${words} as a cadence. Try ${cadenceExamples}, or usual for the portfolio's.`);
  await call.store.projects.save(cadence ? { ...rest, cadence } : rest);
  await recorded(
    call,
    `project:${project.id}`,
    "cadence",
    before && cadenceWords(before),
    cadence ? cadenceWords(cadence) : "as the portfolio",
  );
  const now = cadence ?? portfolio.cadence;
  const asked = now.every === "never" ? "is not asked any more." : `is now asked ${cadenceWords(now)}.`;
  return [
    text`${bold(project.key)} ${asked}${now.every === "never" ? "" : ` ${await nextAsked(call, portfolio, now, [project.id])}`}`,
    "Its PM and the PMO see this in pmo schedule preview. The change is on the record.",
  ];
}

async function setPortfolio(call: Call, portfolio: Portfolio, words: string): Promise<Lines> {
  const cadence = parseCadence(words, call.today);
  const timing = cadence ? undefined : parseTiming(words, portfolio.timing);
  if (!cadence && !timing)
    refuse(`I cannot read ${words}. A cadence: ${cadenceExamples}. A time: ${timingExamples} (working days after the prompt).`);
  const problem = timing && timingProblem(timing);
  if (problem !== undefined) refuse(`${problem} Now: ${timingWords(portfolio.timing)}. Several can be moved at once, with commas.`);
  await call.store.projects.savePortfolio({ ...portfolio, ...(cadence && { cadence }), ...(timing && { timing }) });
  if (cadence) await recorded(call, `portfolio:${portfolio.id}`, "cadence", cadenceWords(portfolio.cadence), cadenceWords(cadence));
  if (timing) await recorded(call, `portfolio:${portfolio.id}`, "timing", timingWords(portfolio.timing), timingWords(timing));
  const changed = (await call.store.projects.portfolio(portfolio.id)) ?? portfolio;
  const tooSoon = await digestTooSoon(call, changed);
  const [first, ...rest] = await shownPortfolio(call, changed, "From now on");
  return [first, ...(tooSoon === undefined ? [] : [tooSoon]), ...rest];
}

/** Stopping a whole portfolio by one word is asked about first. */
async function askWhetherToStop(call: Call, portfolio: Portfolio): Promise<Reply> {
  if (portfolio.cadence.every === "never") return toMe(...(await shownPortfolio(call, portfolio)));
  const { usual, own } = await askedBy(call, portfolio);
  const label = usual.length < 2 ? "Stop asking" : `Stop asking for all ${count(usual.length, "project")}`;
  const message = say(
    text`${bold(portfolio.key)} is asked ${cadenceWords(portfolio.cadence)}. Nothing is changed yet.`,
    `If you stop it, nobody is asked about its ${count(usual.length, "project")} by schedule any more; what was asked already stays open.${others(own)}`,
  );
  const button: Button = { label, action: "status.stopAsking", value: portfolio.id, style: "danger" };
  return { kind: "message", to: "me", message: { ...message, blocks: [...message.blocks, { kind: "buttons", buttons: [button] }] } };
}

/** [Stop asking for all 167 projects] */
export const stopAsking: Press = async (call, value) => {
  const portfolio = (await portfoliosKnown(call)).find(({ id }) => id === value) ?? refuse(outdated);
  if (!holdsOn(call.rights, ["admin", "pmo"], portfolio.id)) refuse("Only the PMO sets when a portfolio is asked. Nothing was changed.");
  return { kind: "message", to: "replace", message: say(...(await setPortfolio(call, portfolio, "never"))) };
};

/** Those of its projects that go by its cadence, and those with one of their own. */
async function askedBy(call: Call, { id }: Portfolio): Promise<{ readonly usual: readonly Project[]; readonly own: readonly Project[] }> {
  const all = (await call.store.projects.all(call.today)).filter(({ portfolio, state }) => portfolio === id && state !== "complete");
  return {
    usual: all.filter(({ cadence }) => cadence === undefined),
    own: all.filter(({ cadence }) => cadence !== undefined && cadence.every !== "never"),
  };
}

const others = (own: readonly Project[]): string =>
  own.length === 0
    ? ""
    : ` ${count(own.length, "project")} with a cadence of ${own.length === 1 ? "its" : "their"} own ${own.length === 1 ? "goes" : "go"} on.`;

async function shownProject(call: Call, project: Project): Promise<Lines> {
  const portfolio = await homeOf(call, project);
  const cadence = project.cadence ?? portfolio.cadence;
  const own = project.cadence === undefined ? `as ${portfolio.key}` : "its own";
  if (cadence.every === "never") return [text`${bold(project.key)} is not asked by schedule (${own}).`];
  return [
    text`${bold(project.key)} is asked ${cadenceWords(cadence)} (${own}). ${await nextAsked(call, portfolio, cadence, [project.id])}`,
    timingSaid(portfolio.timing, portfolio.zone),
  ];
}

async function shownPortfolio(call: Call, portfolio: Portfolio, start = "Now"): Promise<Lines> {
  const { usual, own } = await askedBy(call, portfolio);
  if (portfolio.cadence.every === "never")
    return [text`${start} ${bold(portfolio.key)} is not asked ${start === "Now" ? "by schedule" : "any more"}.${others(own)}`];
  const ids = usual.map(({ id }) => id);
  return [
    text`${start} ${bold(portfolio.key)} is asked ${cadenceWords(portfolio.cadence)}. ${await nextAsked(call, portfolio, portfolio.cadence, ids)}`,
    timingSaid(portfolio.timing, portfolio.zone),
    "Every message ahead: pmo schedule preview.",
  ];
}

const timingSaid = (timing: Timing, zone: string): string =>
  `${timingWords(timing)}. Days are working days after the prompt, fewer in a week with days off, so that the cut-off keeps its day; prompt and reminder are in the PM's own time, the rest in ${city(zone)}.`;

async function homeOf(call: Call, project: Project): Promise<Portfolio> {
  const portfolio = await call.store.projects.portfolio(project.portfolio);
  return portfolio ?? refuse(`${project.key} is in no portfolio now. The PMO can put it into one.`);
}

/** Who changed what from which value to which. */
export async function recorded(
  { store, now, me, user }: Call,
  subject: string,
  what: string,
  from: string | undefined,
  to: string,
): Promise<void> {
  await store.record({ at: now, actor: me.id, source: user.platform, subject, what, ...(from !== undefined && { from }), to });
}

export const toMe = (...lines: Lines): Reply => ({ kind: "message", message: say(...lines), to: "me" });
