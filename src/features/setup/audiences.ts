import { randomUUID } from "node:crypto";
import { z } from "zod";
import { asked, rebased } from "../../chat/asked.ts";
import { carried } from "../../chat/carried.ts";
import type { Form } from "../../chat/form.ts";
import { say } from "../../chat/message.ts";
import { channelCalled, KeptChannel } from "../../chat/place.ts";
import type { Reply } from "../../chat/reply.ts";
import { bold, text } from "../../chat/text.ts";
import { Cadence } from "../../core/cadence.ts";
import { cadenceWords } from "../../core/cadence-words.ts";
import { check } from "../../core/entry.ts";
import type { Answers, Values } from "../../core/fields.ts";
import type { Portfolio } from "../../core/portfolio.ts";
import { refuse } from "../../core/refusal.ts";
import { longDate } from "../../core/time.ts";
import type { Audience } from "../../ports/digests.ts";
import type { Channel } from "../../ports/projects.ts";
import type { Call } from "../../routes.ts";
import { answersOf, audienceFields, audiencesIn, nextDay, ownPortfolios, record, when } from "./audience.ts";
import { asKnown, channelHere } from "./channel.ts";

/** The channel that reads, and which digest of it is changed, if one is. */
const State = z.object({ place: KeptChannel, audience: z.string().optional(), was: z.record(z.string(), z.string()).optional() });

type Problems = Readonly<Record<string, string>>;

/** What a form is about: the digest that is changed, or those beside which a new one is made. */
interface Desired {
  readonly portfolios: readonly Portfolio[];
  readonly place: Channel;
  readonly before: Audience | undefined;
  readonly here: readonly Audience[];
}

/** `/pmo audience add [NAME]`, said in the channel that is to read the digest; one that is there already is changed. */
export async function addAudience(call: Call, words: string): Promise<Reply> {
  const place = channelHere(call) ?? refuse("Say this in the channel that is to read the digest: pmo audience add.");
  const portfolios = await ownPortfolios(call);
  const here = await audiencesIn(call, place, portfolios);
  const name = words.trim();
  if (name === "" && here.length > 1)
    refuse(`This channel reads ${here.map((each) => each.name).join(" and ")}. Say which to change: pmo audience add ${here[0]?.name}.`);
  const before = name === "" ? here[0] : here.find((each) => each.name.toLowerCase() === name.toLowerCase());
  const of = portfolios.find(({ id }) => id === call.here.portfolio) ?? portfolios[0];
  const begun = { name: name || of?.name, portfolio: of?.id, cadence: "weekly Fri", at: "08:00", preview: "120" };
  return { kind: "form", form: await drawn(call, { portfolios, place, before, here }, before ? answersOf(before) : begun, {}) };
}

export async function saveAudience(call: Call, state: string, answers: Answers): Promise<Reply> {
  const { place: asked, audience: id, was = {} } = carried(State, state);
  const place = await asKnown(call, asked);
  const portfolios = await ownPortfolios(call);
  const here = await audiencesIn(call, place, portfolios);
  const before = id === undefined ? undefined : (here.find((each) => each.id === id) ?? refuse("That digest is not posted here any more."));
  const fields = await audienceFields(call, portfolios);
  const mine = before ? rebased(fields, was, answersOf(before), answers) : { answers, problems: {} };
  const { values, problems: wrong } = check(fields, mine.answers);
  const portfolio = portfolios.find((each) => each.id === values["portfolio"]) ?? (portfolios.length === 1 ? portfolios[0] : undefined);
  const made = portfolio && audienceOf(portfolio, place, before, values);
  const problems = { ...(made && (await unfit(call, made, here))), ...mine.problems, ...wrong };
  if (Object.keys(problems).length > 0 || !made || !portfolio)
    return { kind: "form", form: await drawn(call, { portfolios, place, before, here }, mine.answers, problems) };

  await call.store.digests.saveAudience(made);
  await remember(call, before, made);
  const shared = place.shared ? " The channel is shared with another organisation: they read it too." : "";
  const first = made.previewMinutes > 0 ? ` The PMO sees it ${made.previewMinutes} minutes before.` : "";
  const day = await nextDay(made, portfolio, call.now);
  const next = day === undefined ? "" : `, next on ${longDate(day)}`;
  const done = before ? text`The digest ${bold(made.name)} is changed: it` : text`The digest ${bold(made.name)}`;
  return {
    kind: "message",
    to: "me",
    message: say(
      text`${done} is posted in ${place.name === undefined ? "that channel" : channelCalled(place)}, ${when(made)} (${portfolio.zone})${next}.${first}${shared} pmo digest shows it to you alone now; pmo audience add here changes it.`,
    ),
  };
}

function audienceOf(portfolio: Portfolio, channel: Channel, before: Audience | undefined, values: Values): Audience {
  const cadence = Cadence.safeParse(values["cadence"]).data ?? portfolio.cadence;
  const text = (name: string) => (typeof values[name] === "string" && values[name] !== "" ? values[name] : undefined);
  const [programme, department] = [text("programme"), text("department")];
  return {
    id: before?.id ?? randomUUID(),
    name: String(values["name"]),
    portfolio: portfolio.id,
    ...(programme !== undefined && { programme }),
    ...(department !== undefined && { department }),
    channel: { ...before?.channel, ...channel },
    cadence: before && cadenceWords(cadence) === cadenceWords(before.cadence) ? before.cadence : cadence,
    at: String(values["at"]),
    previewMinutes: Number(values["preview"] ?? 0),
  };
}

/** A channel reads one digest of the same projects, however often it is asked for, and knows its digests by name. */
async function unfit(call: Call, made: Audience, here: readonly Audience[]): Promise<Problems> {
  const others = here.filter(({ id }) => id !== made.id);
  const programme = (await call.store.projects.programmes()).find(({ id }) => id === made.programme);
  const called = others.find(({ name }) => name.toLowerCase() === made.name.toLowerCase());
  const twin = others.find((each) =>
    (["portfolio", "programme", "department"] as const).every((part) => each[part]?.toLowerCase() === made[part]?.toLowerCase()),
  );
  const there = twin ?? called;
  return {
    ...(there && {
      name: `This channel reads “${there.name}”${twin ? " of the same projects" : ""} already. To change it: pmo audience add ${there.name}.`,
    }),
    ...(programme && programme.portfolio !== made.portfolio && { programme: `${programme.name} is a programme of another portfolio.` }),
  };
}

async function remember(call: Call, before: Audience | undefined, after: Audience): Promise<void> {
  if (!before) return record(call, after, { what: "digest audience", to: after.name });
  const [was, is] = [answersOf(before), answersOf(after)];
  for (const [name, to] of Object.entries(is)) {
    const from = was[name];
    if (from !== to)
      await record(call, after, {
        what: `digest ${after.name}: ${name}`,
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
      });
  }
}

async function drawn(call: Call, { portfolios, place, before, here }: Desired, answers: Answers, problems: Problems): Promise<Form> {
  const was =
    before &&
    Object.fromEntries(Object.entries(answersOf(before)).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const beside = before
    ? " For another one here: pmo audience add and its name."
    : here.length > 0
      ? ` It comes besides ${here.map(({ name }) => name).join(" and ")}; to change that one, say its name: pmo audience add ${here[0]?.name}.`
      : "";
  return {
    action: "setup.audience",
    state: JSON.stringify({ place, ...(before && { audience: before.id, was }) }),
    title: before ? "Change this digest" : "A digest for this channel",
    submit: "Save",
    intro: [{ kind: "small", text: `Everybody in this channel will read it. Confidential projects are left out.${beside}` }],
    fields: asked(await audienceFields(call, portfolios), answers, problems),
  };
}
