import { randomUUID } from "node:crypto";
import { z } from "zod";
import { asked } from "../../chat/asked.ts";
import { carried } from "../../chat/carried.ts";
import type { Form } from "../../chat/form.ts";
import { say } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import { bold, type Text, text } from "../../chat/text.ts";
import { Cadence } from "../../core/cadence.ts";
import { cadenceExamples, cadenceWords, parseCadence } from "../../core/cadence-words.ts";
import { check } from "../../core/entry.ts";
import type { Answers, Fields } from "../../core/fields.ts";
import type { Portfolio } from "../../core/portfolio.ts";
import { always, choice, line, number } from "../../core/questions.ts";
import { refuse } from "../../core/refusal.ts";
import { holdsOn } from "../../core/rights.ts";
import type { Audience } from "../../ports/digests.ts";
import type { Channel } from "../../ports/projects.ts";
import type { Call } from "../../routes.ts";
import { Place, placeOf } from "./place.ts";

/** `/pmo audience add [NAME]`, said in the channel that is to read the digest. */
export async function addAudience(call: Call, words: string): Promise<Reply> {
  const place = placeOf(call) ?? refuse("Say this in the channel that is to read the digest: pmo audience add.");
  const portfolios = await own(call);
  const here = portfolios.find(({ id }) => id === call.here.portfolio) ?? portfolios[0];
  const begun = { name: words.trim() || here?.name, portfolio: here?.id, cadence: "weekly Fri", at: "08:00", preview: "120" };
  return { kind: "form", form: await drawn(call, portfolios, place, begun, {}) };
}

export async function saveAudience(call: Call, state: string, answers: Answers): Promise<Reply> {
  const channel = carried(Place, state);
  const portfolios = await own(call);
  const { values, problems: wrong } = check(await fieldsFor(call, portfolios), answers);
  const portfolio = portfolios.find(({ id }) => id === values["portfolio"]) ?? (portfolios.length === 1 ? portfolios[0] : undefined);
  const programme = (await call.store.projects.programmes()).find(({ id }) => id === values["programme"]);
  const problems = {
    ...(programme && programme.portfolio !== portfolio?.id && { programme: `${programme.name} is a programme of another portfolio.` }),
    ...wrong,
  };
  if (Object.keys(problems).length > 0 || !portfolio)
    return { kind: "form", form: await drawn(call, portfolios, channel, answers, problems) };
  const cadence = Cadence.parse(values["cadence"]);
  const audience: Audience = {
    id: randomUUID(),
    name: String(values["name"]),
    portfolio: portfolio.id,
    ...(programme && { programme: programme.id }),
    ...(typeof values["department"] === "string" && { department: values["department"] }),
    channel,
    cadence,
    at: String(values["at"]),
    previewMinutes: Number(values["preview"] ?? 0),
  };
  await call.store.digests.saveAudience(audience);
  await record(call, audience, undefined, audience.name);
  const shared = channel.shared ? " The channel is shared with another organisation: they read it too." : "";
  const before = audience.previewMinutes > 0 ? ` The PMO sees it ${audience.previewMinutes} minutes before.` : "";
  return {
    kind: "message",
    to: "me",
    message: say(
      text`The digest ${bold(audience.name)} is posted in that channel, ${when(audience)} (${portfolio.zone}).${before}${shared} pmo digest shows it to you alone now.`,
    ),
  };
}

export async function listAudiences(call: Call): Promise<Reply> {
  const portfolios = await own(call);
  const all = (await call.store.digests.audiences()).filter(({ portfolio }) => portfolios.some(({ id }) => id === portfolio));
  if (all.length === 0)
    return {
      kind: "message",
      to: "me",
      message: say("No digest is posted anywhere yet. Say pmo audience add in the channel that is to read it."),
    };
  const rows = all.map((audience): readonly Text[] => [
    audience.name,
    portfolios.find(({ id }) => id === audience.portfolio)?.key ?? "",
    when(audience),
    audience.channel.name ?? audience.channel.channel,
  ]);
  return {
    kind: "message",
    to: "me",
    message: {
      summary: `${all.length} digest audiences`,
      blocks: [
        { kind: "table", columns: ["Audience", "Portfolio", "When", "Channel"], rows },
        { kind: "small", text: "To end one: pmo audience remove and its name." },
      ],
    },
  };
}

export async function removeAudience(call: Call, words: string): Promise<Reply> {
  const portfolios = await own(call);
  const all = (await call.store.digests.audiences()).filter(({ portfolio }) => portfolios.some(({ id }) => id === portfolio));
  const named = all.filter(({ name }) => name.toLowerCase() === words.trim().toLowerCase());
  const inChannel = named.filter(({ channel }) => channel.channel === call.at.channel && channel.workspace === call.at.workspace);
  const [audience, another] = inChannel.length > 0 ? inChannel : named;
  if (!audience)
    refuse(`There is no audience “${words.trim()}”.${all.length > 0 ? ` There are ${all.map(({ name }) => name).join(", ")}.` : ""}`);
  if (another) refuse("Several audiences have that name. Say this in the channel whose digest is to end.");
  await call.store.digests.removeAudience(audience.id);
  await record(call, audience, audience.name, undefined);
  return {
    kind: "message",
    to: "me",
    message: say(text`The digest ${bold(audience.name)} is not posted any more. What was posted stays.`),
  };
}

const when = ({ cadence, at }: Audience) => `${cadenceWords(cadence)} at ${at}`;

async function own(call: Call): Promise<readonly Portfolio[]> {
  const all = (await call.store.projects.portfolios()).filter(({ id }) => holdsOn(call.rights, ["admin", "pmo"], id));
  return all.length > 0 ? all : refuse("Only the PMO of a portfolio says who reads its digest. Ask them.");
}

function record(call: Call, { portfolio }: Audience, from: string | undefined, to: string | undefined): Promise<void> {
  const change = {
    at: call.now,
    actor: call.me.id,
    source: call.user.platform,
    subject: `portfolio:${portfolio}`,
    what: "digest audience",
  };
  return call.store.record({ ...change, ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
}

async function drawn(
  call: Call,
  portfolios: readonly Portfolio[],
  place: Channel,
  answers: Answers,
  problems: Readonly<Record<string, string>>,
): Promise<Form> {
  return {
    action: "setup.audience",
    state: JSON.stringify(place),
    title: "A digest for this channel",
    submit: "Save",
    intro: [{ kind: "small", text: "Everybody in this channel will read it. Confidential projects are left out." }],
    fields: asked(await fieldsFor(call, portfolios), answers, problems),
  };
}

async function fieldsFor(call: Call, portfolios: readonly Portfolio[]): Promise<Fields> {
  const programmes = (await call.store.projects.programmes()).filter(({ portfolio }) => portfolios.some(({ id }) => id === portfolio));
  const names = (all: readonly { id: string; name: string }[]) => Object.fromEntries(all.map(({ id, name }) => [id, name]));
  const cadence = z
    .string()
    .refine((words) => parseCadence(words, call.today) !== undefined, { error: `Say how often, for example: ${cadenceExamples}.` });
  return {
    name: line("Name", 80, { required: always, hint: "What the digest is headed with" }),
    ...(portfolios.length > 1 && { portfolio: choice("Portfolio", names(portfolios), { required: always }) }),
    ...(programmes.length > 0 && { programme: choice("Only this programme", names(programmes)) }),
    department: line("Only this department", 120),
    cadence: {
      ...line("Posted", 60, { required: always, hint: cadenceExamples }),
      schema: cadence.transform((words) => parseCadence(words, call.today)),
    },
    at: {
      ...line("At", 5, { required: always, hint: "In the portfolio's time" }),
      schema: z
        .string()
        .trim()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "Write the time like 08:00." }),
    },
    preview: number("PMO sees it before", 0, 1440, { hint: "Minutes; 0: not at all" }),
  };
}
