import { Cadence, Timing } from "./cadence.ts";
import { addDays, type LocalDate, shortDate, weekday as weekdayOf } from "./time.ts";
import { parseDate, weekdayNamed } from "./typed-date.ts";

const dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const ordinals = ["first", "second", "third", "fourth"];

/** Examples for whoever typed something that is no cadence. */
export const cadenceExamples = "weekly mon, every 2 weeks tue, monthly first mon, monthly last working day, never";

/**
 * Reads "weekly mon", "every 2 weeks tue from 24 Nov", "monthly first mon", "monthly 3rd working day", "monthly last
 * working day", "never". Weeks are counted from the first such day, from `today` on unless the text says from when; a
 * day that is still to come is waited for.
 */
export function parseCadence(text: string, today: LocalDate): Cadence | undefined {
  const typed = text.trim().toLowerCase().replace(/\s+/g, " ");
  if (typed === "never") return { every: "never" };
  return weekly(typed, today) ?? monthly(typed);
}

/** The same words back, so that what is shown can be typed: with the year, as a form may be sent months after. */
export function cadenceWords(cadence: Cadence): string {
  switch (cadence.every) {
    case "week": {
      const day = dayNames[cadence.weekday - 1];
      if (cadence.weeks === 1 && !cadence.starts) return `weekly ${day}`;
      const first = addDays(cadence.from, cadence.weekday - weekdayOf(cadence.from));
      return `${cadence.weeks === 1 ? "weekly" : `every ${cadence.weeks} weeks`} ${day} from ${shortDate(first)} ${first.slice(0, 4)}`;
    }
    case "month":
      if ("nth" in cadence) return `monthly ${position(cadence.nth)} ${dayNames[cadence.weekday - 1]}`;
      return `monthly ${position(cadence.workingDay)} working day`;
    case "never":
      return "never";
    default:
      return cadence satisfies never;
  }
}

const moments = { reminder: "reminder", due: "due", "heads-up": "headsUp", escalation: "escalation", "cut-off": "cutOff" } as const;

/** Reads any of "prompt 09:00, reminder +1 09:00, due +2 17:00, heads-up …, escalation …, cut-off …" over `base`. */
export function parseTiming(text: string, base: Timing): Timing | undefined {
  let timing: Record<string, unknown> = { ...base };
  for (const part of text
    .trim()
    .toLowerCase()
    .split(/\s*,\s*/)) {
    const [, name = "", days, clock = ""] =
      /^([a-z-]+) (?:\+(\d{1,2})(?: ?d(?:ays?)?)? )?(\d{1,2}:\d{2})$/.exec(part.replace(/\s+/g, " ")) ?? [];
    const at = clock.padStart(5, "0");
    const key = momentNamed(name);
    if (name === "prompt" && days === undefined) timing = { ...timing, prompt: at };
    else if (key !== undefined && days !== undefined) timing = { ...timing, [key]: { days: Number(days), at } };
    else return undefined;
  }
  return Timing.safeParse(timing).data;
}

export function timingWords(timing: Timing): string {
  const said = Object.entries(moments).map(([name, key]) => `${name} +${timing[key].days} ${timing[key].at}`);
  return [`prompt ${timing.prompt}`, ...said].join(", ");
}

/** What is wrong with the order, in words with the next step: nobody is warned after the fact. */
export function timingProblem(timing: Timing): string | undefined {
  const at = (key: keyof Omit<Timing, "prompt">) => `${String(timing[key].days).padStart(2, "0")} ${timing[key].at}`;
  if (at("reminder") <= `00 ${timing.prompt}`) return "The reminder must come after the prompt.";
  if (at("due") < at("reminder")) return "What is due before its reminder helps nobody: move the reminder or the due time.";
  if (at("headsUp") <= `00 ${timing.prompt}`)
    return "The heads-up must come after the prompt: nobody is warned of what they were not asked.";
  if (at("escalation") <= at("headsUp")) return "The heads-up must come before the escalation: nobody is told on without a warning.";
  if (at("escalation") < at("due")) return "The escalation cannot come before the report is due.";
  if (at("cutOff") < at("escalation") || at("cutOff") < at("due"))
    return "The cut-off comes last: move it after the escalation and the due time.";
  if (timing.cutOff.days === 0) return "The cut-off must be on a later day than the prompt: some are asked when it is evening elsewhere.";
  return undefined;
}

function weekly(typed: string, today: LocalDate): Cadence | undefined {
  const [, every, count, name = "", start] =
    /^(weekly|every week|fortnightly|every (\d{1,2}) weeks?)(?: on)? ([a-z]+)(?: from (.+))?$/.exec(typed) ?? [];
  const weekday = weekdayNamed(name);
  const begins = start === undefined ? today : parseDate(start, today);
  if (every === undefined || weekday === undefined || begins === undefined) return undefined;
  const weeks = every === "fortnightly" ? 2 : Number(count ?? 1);
  const from = addDays(begins, (weekday - weekdayOf(begins) + 7) % 7);
  const starts = addDays(from, -7 * weeks) >= today;
  return Cadence.safeParse({ every: "week", weeks, weekday, from, ...(starts && { starts }) }).data;
}

function monthly(typed: string): Cadence | undefined {
  const [, which = "", name = ""] = /^(?:monthly|every month)(?: on)?(?: the)? ([a-z0-9]+) (working day|[a-z]+)$/.exec(typed) ?? [];
  const nth = which === "last" ? -1 : /^\d{1,2}(st|nd|rd|th)$/.test(which) ? Number.parseInt(which, 10) : ordinals.indexOf(which) + 1;
  const what = name === "working day" ? { workingDay: nth } : { nth, weekday: weekdayNamed(name) };
  return Cadence.safeParse({ every: "month", ...what }).data;
}

function momentNamed(name: string): (typeof moments)[keyof typeof moments] | undefined {
  return Object.entries(moments).find(([words]) => words === name || words.replace("-", "") === name)?.[1];
}

function position(nth: number): string {
  if (nth === -1) return "last";
  return ordinals[nth - 1] ?? `${nth}th`;
}
