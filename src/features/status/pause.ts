import { bold, text } from "../../chat/text.ts";
import { beginning } from "../../core/letters.ts";
import type { Portfolio, Programme, Project } from "../../core/portfolio.ts";
import { refuse } from "../../core/refusal.ts";
import { holds, holdsOn } from "../../core/rights.ts";
import { addDays, localDate, longDate, shortDate } from "../../core/time.ts";
import { parseDate } from "../../core/typed-date.ts";
import type { Call, Command } from "../../routes.ts";
import { projectNamed, projectWithId } from "../../verbs/reach.ts";
import { namesOf, pmoIfAny, tell } from "./notice.ts";
import { recorded, toMe } from "./schedule-commands.ts";
import { list } from "./wording.ts";

/** How long PMs can pause their own project; longer is the PMO's to decide. */
const longestOwnPause = 28;

export const pause: Command = {
  usage: "pmo pause #KEY until 15 Jan because REASON",
  about: "Asks nothing about a project until a day, on the record",
  for: ["admin", "pmo", "contact", "manager", "pm", "deputy"],
  async run(call, rest) {
    const [, key, day = "", reason = ""] = /^(?:(#?[^\s]+)\s+)?until\s+(.+?)(?:[,:]?\s+because\s+(.+))?$/is.exec(rest.trim()) ?? [];
    if (day === "") refuse("Until when, and why? Such as: pmo pause #KEY until 15 Jan because the vendor is insolvent.");
    const project = await named(call, key);
    const until = parseDate(day, call.today) ?? refuse(`I cannot read ${day} as a day. Try 15 Jan or 2027-01-15.`);
    if (until <= call.today) refuse(`${longDate(until)} is not ahead. Name the first day on which ${project.key} is asked again.`);
    if (until > addDays(call.today, 366)) refuse("That is more than a year ahead. Put the project on hold instead: pmo project says how.");
    const before = await pauseOf(call, project);
    const pmo = holds(call.rights, ["admin", "pmo", "contact", "manager"], project);
    const last = addDays(before?.since ?? call.today, longestOwnPause);
    const already = before ? ` ${project.key} is paused since ${longDate(before.since)}, so until ${longDate(last)}.` : "";
    if (!pmo && until > last) refuse(`A PM can pause for ${longestOwnPause} days; ask the PMO for longer.${already}`);
    if (reason.trim() === "") refuse("Why? Add because and the reason: it is kept on the record.");
    await call.store.projects.save({ ...project, pausedUntil: until });
    const to = `until ${until} because ${beginning(reason.trim(), 500)}`;
    await recorded(call, `project:${project.id}`, "paused", before && `until ${before.until}`, to);
    const did = `paused ${project.key} until ${longDate(until)}: ${beginning(reason.trim(), 500)}`;
    await tellPm(call, project, "pause", did, asksNothing);
    const told = pmo ? [] : (await pmoIfAny(call, project, call.today)).filter((id) => id !== project.pm);
    const next = `Nobody is asked about it until then, and its silence is told to nobody. Say pmo resume #${project.key} to end it.`;
    await tell(call, told, "pause", { project: project.id, did, next });
    return toMe(
      text`Nothing is asked about ${bold(project.key)} until ${longDate(until)}: ${reason.trim()}.`,
      `${told.length === 0 ? "The project team and the PMO see this." : `${await namesOf(call, told)} is told.`} pmo resume ends it earlier; what is open now is not chased.`,
    );
  },
};

export const resume: Command = {
  usage: "pmo resume #KEY",
  about: "Ends a pause",
  for: ["admin", "pmo", "contact", "manager", "pm", "deputy"],
  async run(call, rest) {
    const project = await named(call, rest.trim() === "" ? undefined : rest.trim());
    const { pausedUntil, ...running } = project;
    if (pausedUntil === undefined || pausedUntil <= call.today) refuse(`${project.key} is not paused. Nothing was changed.`);
    await call.store.projects.save(running);
    await recorded(call, `project:${project.id}`, "paused", `until ${pausedUntil}`, "resumed");
    await tellPm(
      call,
      project,
      "resume",
      `ended the pause of ${project.key}: you are asked about it again.`,
      "Say pmo schedule preview for when.",
    );
    return toMe(
      text`${bold(project.key)} is asked again; it was paused until ${shortDate(pausedUntil, call.today)}.`,
      "Next messages: pmo schedule preview.",
    );
  },
};

/** The pause that runs now, and the day on which it began: one that was prolonged has gone on since then. */
async function pauseOf({ store, today, me }: Call, { id, pausedUntil }: Project) {
  if (pausedUntil === undefined || pausedUntil <= today) return undefined;
  const begun = (await store.changes(`project:${id}`)).findLast(({ what, from }) => what === "paused" && from === undefined);
  return { until: pausedUntil, since: begun ? localDate(begun.at, me.zone) : today };
}

const asksNothing = "You are asked nothing about it until then, and nothing is late. pmo resume ends it earlier.";

/** Whoever would have been asked hears why they are not. */
async function tellPm(call: Call, { id, pm }: Project, what: string, did: string, next: string): Promise<void> {
  await tell(call, pm === undefined ? [] : [pm], what, { project: id, did, next });
}

/** `pmo escalation on|off [PROGRAMME | PORTFOLIO]`: a portfolio can start with nobody told on. */
export const escalation: Command = {
  usage: "pmo escalation on|off [PROGRAMME | PORTFOLIO]",
  about: "Whether silence is told up the line, programme by programme",
  for: ["admin", "pmo"],
  async run(call, rest) {
    const [, state, name = ""] = /^(on|off)?\s*(.*)$/is.exec(rest.trim()) ?? [];
    const { portfolio, programme } = await place(call, name.trim());
    if (!holdsOn(call.rights, ["admin", "pmo"], portfolio.id)) refuse("Only the PMO of the portfolio turns escalation on and off.");
    if (state === undefined)
      return toMe(
        text`${bold(portfolio.key)}: ${await said(call, portfolio)}`,
        "Change it with pmo escalation on or off, and a programme.",
      );
    const on = state.toLowerCase() === "on";
    const escalate = turned(portfolio.escalate, programme?.id, on);
    const changed = { ...portfolio, escalate };
    await call.store.projects.savePortfolio(changed);
    await recorded(call, `portfolio:${portfolio.id}`, "escalation", await said(call, portfolio), await said(call, changed));
    return toMe(
      text`${bold(portfolio.key)}: ${await said(call, changed)}`,
      on
        ? "It holds from the next heads-up on. PMs see the exact text before anybody else does."
        : "It holds at once: nobody is told of a silence any more, not even where it was announced.",
    );
  },
};

function turned(before: Portfolio["escalate"], programme: string | undefined, on: boolean): Portfolio["escalate"] {
  if (programme === undefined) return { on, except: [] };
  const others = before.except.filter((id) => id !== programme);
  return { on: before.on, except: on === before.on ? others : [...others, programme] };
}

async function said(call: Call, { id, escalate }: Portfolio): Promise<string> {
  const programmes = (await call.store.projects.programmes(id)).filter((programme) => escalate.except.includes(programme.id));
  const except = list(programmes.map(({ key }) => key));
  if (escalate.on) return except === "" ? "escalation is on for all of it" : `escalation is on for all of it but ${except}`;
  return except === "" ? "escalation is off" : `escalation is on for ${except} only`;
}

async function place(call: Call, name: string): Promise<{ readonly portfolio: Portfolio; readonly programme?: Programme }> {
  const mine = (await call.store.projects.portfolios()).filter(({ id }) => holdsOn(call.rights, ["admin", "pmo"], id));
  const fits = (each: { readonly key: string; readonly name: string }) =>
    [each.key, each.name].some((word) => word.toUpperCase() === name.toUpperCase());
  const portfolio =
    name === "" ? (mine.find(({ id }) => id === call.here.portfolio) ?? (mine.length === 1 ? mine[0] : undefined)) : mine.find(fits);
  if (portfolio) return { portfolio };
  for (const each of mine) {
    const programme = (await call.store.projects.programmes(each.id)).find(fits);
    if (programme) return { portfolio: each, programme };
  }
  return refuse(
    mine.length === 0
      ? "Only the PMO turns escalation on and off."
      : `Which one? Name a programme or a portfolio: ${mine.map(({ key }) => key).join(", ")}.`,
  );
}

async function named(call: Call, key: string | undefined): Promise<Project> {
  const id = call.here.project;
  const project = key !== undefined ? await projectNamed(call, key) : id !== undefined ? await projectWithId(call, id) : undefined;
  if (!project) refuse("Which project? Say its #KEY.");
  if (!holds(call.rights, ["admin", "pmo", "contact", "manager", "pm", "deputy"], project))
    refuse(`Only the PM of ${project.key} and the PMO can do that.`);
  return project;
}
