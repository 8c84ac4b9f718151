import { z } from "zod";
import { type Timing, usualTiming } from "../../core/cadence.ts";
import { cadenceExamples, cadenceWords, parseCadence, parseTiming, timingProblem, timingWords } from "../../core/cadence-words.ts";
import type { Answers, Fields } from "../../core/fields.ts";
import type { Portfolio } from "../../core/portfolio.ts";
import { always, choice, line, number } from "../../core/questions.ts";
import { isZone, type LocalDate } from "../../core/time.ts";
import { parseDate, weekdayNamed } from "../../core/typed-date.ts";

export interface Extent {
  readonly portfolio?: Portfolio;
  /** The channel that it was asked in can become leadership's. */
  readonly channel: boolean;
  readonly today: LocalDate;
}

/** What makes a portfolio; later changes are the same questions. */
export function setupFields({ portfolio, channel, today }: Extent): Fields {
  const base = portfolio?.timing ?? usualTiming;
  return {
    name: line("Name", 80, { required: always, hint: "As leadership calls it: IT portfolio" }),
    ...(!portfolio && { key: { ...line("Key", 10, { required: always, hint: "Short: IT" }), schema: keyShape } }),
    zone: {
      ...line("Time zone", 60, { required: always, hint: "Of due times and digests: Europe/London" }),
      schema: z.string().refine(isZone, { error: "That is no time zone. Use a name such as Europe/London." }),
    },
    country: {
      ...line("Holidays of", 10, { required: always, hint: "A country or region: GB, GB-SCT, US-CA" }),
      schema: z
        .string()
        .trim()
        .toUpperCase()
        .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3}){0,2}$/, {
          error: "That is no country code. Use two letters, with a region if need be: GB, GB-SCT.",
        }),
    },
    daysOff: {
      ...line("Your own days off", 400, { hint: "Besides weekends and public holidays: 24 Dec, 31 Dec 2026" }),
      schema: z.string().transform((text, context) => daysFrom(text, today, context)),
    },
    currency: {
      ...line("Currency", 3, { required: always }),
      schema: z
        .string()
        .trim()
        .toUpperCase()
        .regex(/^[A-Z]{3}$/, { error: "Use three letters: GBP, EUR, USD." }),
    },
    scale: choice("Colours", { three: "Three: green, amber, red", five: "Five, with amber/green and amber/red" }, { required: always }),
    cadence: {
      ...line("Status is asked", 60, { required: always, hint: cadenceExamples }),
      schema: z
        .string()
        .transform((text, context) => parseCadence(text, today) ?? refused(context, `Say how often, for example: ${cadenceExamples}.`)),
    },
    timing: {
      ...line("Times", 160, {
        required: always,
        hint: "Days are working days after the prompt. Prompt and reminder are in each PM's own time",
      }),
      schema: z.string().transform((text, context) => timingFrom(text, base, context)),
    },
    escalation: choice(
      "Escalation",
      { off: "Off for now", all: "On for every programme", some: "As set by pmo escalation" },
      { required: always },
    ),
    ...(channel && {
      digest: {
        ...line("Digest in this channel", 40, { hint: "Weekday and time: Fri 08:00. Empty: no digest here" }),
        schema: z.string().refine((text) => digestMoment(text) !== undefined, { error: "Say a weekday and a time: Fri 08:00." }),
      },
      preview: number("PMO sees it before", 0, 1440, { hint: "Minutes before it is posted; 0: not at all" }),
    }),
  };
}

const keyShape = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z][A-Z0-9]{1,9}$/, { error: "A key is 2 to 10 letters and digits, a letter first: IT." });

function timingFrom(text: string, base: Timing, context: z.RefinementCtx): Timing {
  const timing = parseTiming(text, base);
  if (!timing) return refused(context, `Write the times like: ${timingWords(base)}.`);
  const wrong = timingProblem(timing);
  return wrong === undefined ? timing : refused(context, wrong);
}

function daysFrom(text: string, today: LocalDate, context: z.RefinementCtx): readonly LocalDate[] {
  const days = text
    .split(/[,;\n]/)
    .map((each) => each.trim())
    .filter((each) => each !== "");
  const wrong = days.find((day) => parseDate(day, today) === undefined);
  if (wrong !== undefined) return refused(context, `“${wrong}” is not a date. Write them like 24 Dec 2026, with commas between.`);
  return [...new Set(days.flatMap((day) => parseDate(day, today) ?? []))].sort();
}

function refused(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: "custom", message });
  return z.NEVER;
}

/** "Fri 08:00" → the weekday 1–7 and the wall time. */
export function digestMoment(text: string): { readonly weekday: number; readonly at: string } | undefined {
  const [, name = "", clock = ""] = /^\s*([a-z]+)\.?\s+(\d{1,2}:\d{2})\s*$/i.exec(text) ?? [];
  const day = weekdayNamed(name);
  const at = clock.padStart(5, "0");
  return day === undefined || !/^([01]\d|2[0-3]):[0-5]\d$/.test(at) ? undefined : { weekday: day, at };
}

/** A portfolio as the answers of its form; a new one as most begin. */
export function answersOf(portfolio: Portfolio | undefined, zone: string): Answers {
  if (!portfolio)
    return {
      zone,
      country: "GB",
      currency: "GBP",
      scale: "three",
      cadence: "weekly Mon",
      timing: timingWords(usualTiming),
      escalation: "off",
      digest: "Fri 08:00",
      preview: "120",
    };
  const { name, country, currency, scale, escalate } = portfolio;
  const escalation = escalate.except.length > 0 ? "some" : escalate.on ? "all" : "off";
  return {
    name,
    daysOff: portfolio.daysOff.join(", ") || undefined,
    zone: portfolio.zone,
    country,
    currency,
    scale,
    escalation,
    cadence: cadenceWords(portfolio.cadence),
    timing: timingWords(portfolio.timing),
  };
}
