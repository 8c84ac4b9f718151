import { randomUUID } from "node:crypto";
import { z } from "zod";
import { asked, rebased } from "../../chat/asked.ts";
import { carried } from "../../chat/carried.ts";
import type { Form } from "../../chat/form.ts";
import { channelCalled, KeptChannel } from "../../chat/place.ts";
import type { Reply } from "../../chat/reply.ts";
import { Cadence, Timing, usualTiming } from "../../core/cadence.ts";
import { cadenceWords } from "../../core/cadence-words.ts";
import { check } from "../../core/entry.ts";
import type { Answers, Values } from "../../core/fields.ts";
import { isCountry } from "../../core/holidays.ts";
import { newPortfolio, type Portfolio } from "../../core/portfolio.ts";
import { refuse } from "../../core/refusal.ts";
import { holdsOn } from "../../core/rights.ts";
import type { Channel } from "../../ports/projects.ts";
import type { Call } from "../../routes.ts";
import { portfoliosKnown } from "../../verbs/reach.ts";
import { asKnown, channelHere } from "./channel.ts";
import { done } from "./done.ts";
import { answersOf, digestMoment, setupFields } from "./fields.ts";

/** Which portfolio is changed and what it was, or where a new one was asked for. */
const State = z.object({
  portfolio: z.string().optional(),
  place: KeptChannel.optional(),
  was: z.record(z.string(), z.string()).optional(),
});
type State = z.infer<typeof State>;

/** `/pmo setup` makes a portfolio; `/pmo setup IT` changes it. */
export async function openSetup(call: Call, words: string): Promise<Reply> {
  const key = words.trim().replace(/^#/, "");
  const portfolio = (await portfoliosKnown(call)).find((each) => each.key === key.toUpperCase());
  if (portfolio) mayChange(call, portfolio);
  else mayMake(call);
  const start = answersOf(portfolio, call.settings.zone);
  const begun = portfolio ? start : { ...start, ...(key !== "" && { key: key.toUpperCase() }) };
  return { kind: "form", form: drawn(call, portfolio, channelHere(call), begun, {}) };
}

export async function saveSetup(call: Call, carriedState: string, answers: Answers): Promise<Reply> {
  const state = carried(State, carriedState);
  const before = await behind(call, state);
  if (before) mayChange(call, before);
  else mayMake(call);
  const fields = setupFields(extent(call, before, state.place));
  const mine = before ? rebased(fields, state.was ?? {}, answersOf(before, ""), answers) : { answers, problems: {} };
  const { values, problems: wrong } = check(fields, mine.answers);
  const problems = { ...(await taken(call, before, values)), ...mine.problems, ...wrong };
  if (Object.keys(problems).length > 0) return { kind: "form", form: drawn(call, before, state.place, mine.answers, problems) };
  const after = revised(call, before, values);
  await call.store.projects.savePortfolio(after);
  if (before && before.scale !== after.scale) await call.store.projects.setScale(after.id, after.scale, call.today);
  await record(call, before, after);
  const becomes = before === undefined && (await becomePmo(call, after));
  const digest = await digestIn(call, state.place && (await asKnown(call, state.place)), after, values);
  return { kind: "message", to: "me", message: await done(call, before, after, { digest, becomes }) };
}

type Problems = Readonly<Record<string, string>>;

function drawn(call: Call, portfolio: Portfolio | undefined, place: Channel | undefined, answers: Answers, problems: Problems): Form {
  const where = place
    ? "This channel can be the one that leadership reads."
    : "For a digest, say pmo audience add in leadership's channel afterwards.";
  const was =
    portfolio &&
    Object.fromEntries(Object.entries(answersOf(portfolio, "")).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const state: State = portfolio ? { portfolio: portfolio.id, was } : { place };
  return {
    action: "setup.save",
    state: JSON.stringify(state),
    title: portfolio ? `Set up ${portfolio.key}` : "Make a portfolio",
    submit: portfolio ? "Save" : "Make it",
    intro: [
      {
        kind: "small",
        text: portfolio
          ? "Nothing is sent by saving this. Its key stays; its digests: pmo audience add, in their channel."
          : `Nothing is sent by saving this. ${where} All but the key can be changed later: pmo setup KEY, and pmo audience add for the digest.`,
      },
    ],
    fields: asked(setupFields(extent(call, portfolio, place)), answers, problems),
  };
}

const extent = (call: Call, portfolio: Portfolio | undefined, place: Channel | undefined) => ({
  channel: place !== undefined && !portfolio,
  today: call.today,
  ...(portfolio && { portfolio }),
});

async function behind(call: Call, { portfolio }: State): Promise<Portfolio | undefined> {
  if (portfolio === undefined) return undefined;
  const known = await portfoliosKnown(call);
  return known.find(({ id }) => id === portfolio) ?? refuse("That portfolio is not there any more. Nothing was changed.");
}

function mayMake(call: Call): void {
  if (!holdsOn({ ...call.rights, held: call.rights.held.filter(({ scope }) => scope.kind === "organisation") }, ["admin", "pmo"]))
    refuse("Only an admin or the organisation's PMO makes a portfolio. Admins are named in ADMIN_EMAILS.");
}

function mayChange(call: Call, portfolio: Portfolio): void {
  if (!holdsOn(call.rights, ["admin", "pmo"], portfolio.id))
    refuse(`Only the PMO changes ${portfolio.key}. Ask them; nothing was changed.`);
}

async function taken(call: Call, before: Portfolio | undefined, values: Values): Promise<Readonly<Record<string, string>>> {
  const key = values["key"];
  const country = values["country"];
  if (typeof country === "string" && !(await isCountry(country)))
    return { country: `There is no calendar for ${country}. Use a country or region such as GB, GB-SCT, US-CA.` };
  if (before || typeof key !== "string" || !(await call.store.projects.portfolio(key))) return {};
  return { key: `${key} is there already. Say pmo setup ${key} to change it.` };
}

function revised(call: Call, before: Portfolio | undefined, values: Values): Portfolio {
  const text = (name: string) => String(values[name]);
  const start = before ?? newPortfolio({ id: randomUUID(), key: text("key"), name: text("name"), zone: text("zone"), from: call.today });
  const escalation = values["escalation"];
  const cadence = Cadence.safeParse(values["cadence"]).data ?? start.cadence;
  return {
    ...start,
    name: text("name"),
    zone: text("zone"),
    country: text("country"),
    daysOff: Array.isArray(values["daysOff"]) ? values["daysOff"].map(String) : [],
    currency: text("currency"),
    scale: values["scale"] === "five" ? "five" : "three",
    cadence: cadenceWords(cadence) === cadenceWords(start.cadence) ? start.cadence : cadence,
    timing: Timing.safeParse(values["timing"]).data ?? usualTiming,
    escalate: escalation === "some" ? start.escalate : { on: escalation === "all", except: [] },
  };
}

async function record(call: Call, before: Portfolio | undefined, after: Portfolio): Promise<void> {
  const change = { at: call.now, actor: call.me.id, source: call.user.platform, subject: `portfolio:${after.id}` };
  if (!before) return call.store.record({ ...change, what: "portfolio", to: after.name });
  const [was, is] = [answersOf(before, ""), answersOf(after, "")];
  for (const [what, to] of Object.entries(is)) {
    const from = was[what];
    if (from !== to) await call.store.record({ ...change, what, ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
  }
}

/** A portfolio has a PMO from its first day: whoever makes it, unless they are the PMO of everything already. */
async function becomePmo({ store, me, rights, today, now, user }: Call, { id, key }: Portfolio): Promise<boolean> {
  if (rights.held.some(({ role, scope }) => role === "pmo" && scope.kind === "organisation")) return false;
  await store.people.assign({ person: me.id, role: "pmo", scope: { kind: "portfolio", id }, from: today });
  const change = { at: now, actor: me.id, source: user.platform, subject: `person:${me.id}`, what: "role" };
  await store.record({ ...change, to: `pmo of the portfolio ${key}` });
  return true;
}

/** Leadership's channel becomes the portfolio's home and its digest's. */
async function digestIn(call: Call, channel: Channel | undefined, portfolio: Portfolio, values: Values): Promise<string | undefined> {
  const moment = typeof values["digest"] === "string" ? digestMoment(values["digest"]) : undefined;
  if (!moment || !channel) return undefined;
  await call.store.projects.link(channel, { ...(await call.store.projects.at(channel)), portfolio: portfolio.id });
  const cadence = { every: "week", weeks: 1, weekday: moment.weekday, from: call.today } as const;
  await call.store.digests.saveAudience({
    id: randomUUID(),
    name: portfolio.name,
    portfolio: portfolio.id,
    channel,
    cadence,
    at: moment.at,
    previewMinutes: Number(values["preview"] ?? 0),
  });
  return `${cadenceWords(cadence)} at ${moment.at}, in ${channel.name === undefined ? "the channel you asked from" : channelCalled(channel)}${channel.shared ? ", which another organisation reads too" : ""}`;
}
