import { z } from "zod";
import { nextOccurrence } from "../../core/cadence.ts";
import { cadenceExamples, cadenceWords, parseCadence } from "../../core/cadence-words.ts";
import type { Answers, Fields } from "../../core/fields.ts";
import { calendarOf } from "../../core/holidays.ts";
import type { Portfolio } from "../../core/portfolio.ts";
import { always, choice, line, number } from "../../core/questions.ts";
import { refuse } from "../../core/refusal.ts";
import { holdsOn } from "../../core/rights.ts";
import { addDays, type LocalDate, localDate, localTime } from "../../core/time.ts";
import type { Audience } from "../../ports/digests.ts";
import type { Channel } from "../../ports/projects.ts";
import type { Call } from "../../routes.ts";

/** What says who reads a digest, when, and of what. */
export async function audienceFields(call: Call, portfolios: readonly Portfolio[]): Promise<Fields> {
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

/** An audience as the answers of its form. */
export function answersOf({ name, portfolio, programme, department, cadence, at, previewMinutes }: Audience): Answers {
  return { name, portfolio, programme, department, cadence: cadenceWords(cadence), at, preview: String(previewMinutes) };
}

/** The day it is posted next: today only while its hour is still to come. */
export async function nextDay({ cadence, at }: Audience, portfolio: Portfolio, now: Date): Promise<LocalDate | undefined> {
  const today = localDate(now, portfolio.zone);
  return nextOccurrence(cadence, localTime(now, portfolio.zone) < at ? addDays(today, -1) : today, await calendarOf(portfolio));
}

export const when = ({ cadence, at }: Audience): string => `${cadenceWords(cadence)} at ${at}`;

export async function ownPortfolios(call: Call): Promise<readonly Portfolio[]> {
  const all = (await call.store.projects.portfolios()).filter(({ id }) => holdsOn(call.rights, ["admin", "pmo"], id));
  return all.length > 0 ? all : refuse("Only the PMO of a portfolio says who reads its digest. Ask them.");
}

/** Of these portfolios, in this channel. */
export async function audiencesIn(call: Call, place: Channel, portfolios: readonly Portfolio[]): Promise<readonly Audience[]> {
  return (await call.store.digests.audiences()).filter(
    ({ channel, portfolio }) =>
      channel.platform === place.platform &&
      channel.workspace === place.workspace &&
      channel.channel === place.channel &&
      portfolios.some(({ id }) => id === portfolio),
  );
}

interface Changed {
  readonly what: string;
  readonly from?: string;
  readonly to?: string;
}

export function record(call: Call, { portfolio }: Audience, changed: Changed): Promise<void> {
  return call.store.record({
    at: call.now,
    actor: call.me.id,
    source: call.user.platform,
    subject: `portfolio:${portfolio}`,
    ...changed,
  });
}
