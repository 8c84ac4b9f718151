import { Temporal } from "temporal-polyfill";
import type { LocalDate } from "../core/time.ts";

/** What the first words of some text say as a date, and how many of them it took. */
export type Heard = { readonly date: LocalDate; readonly used: number } | { readonly wrong: string; readonly used: number };

const months = "january february march april may june july august september october november december".split(" ");
const weekdays = "monday tuesday wednesday thursday friday saturday sunday".split(" ");

/** "15 Dec", "15 Dec 2026", "2026-12-15", "friday", "next friday", "tomorrow", "+5d", "in 2 weeks"; undefined: no date at all. */
export function hearDate(words: readonly string[], today: LocalDate): Heard | undefined {
  for (let used = Math.min(3, words.length); used > 0; used--) {
    const said = words
      .slice(0, used)
      .join(" ")
      .replace(/[,;.]+$/, "");
    const date = readDate(said, today);
    if (date === "wrong") return { wrong: said, used };
    if (date !== undefined) return { date, used };
  }
  return undefined;
}

/** One whole text as a date; "wrong" when it has the shape of a date that does not exist or can be read two ways. */
export function readDate(said: string, today: LocalDate): LocalDate | "wrong" | undefined {
  const text = said.trim().toLowerCase().replace(/\s+/g, " ");
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return onDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const slashed = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text);
  if (slashed) return dayFirst(Number(slashed[1]), Number(slashed[2]), Number(slashed[3]));
  const named = /^(\d{1,2})(?:st|nd|rd|th)?[ -]?([a-z]{3,9})(?:,? ?-?(\d{4}))?$/.exec(text);
  if (named) return inMonth(named[2], named[1], named[3], today);
  const turned = /^([a-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$/.exec(text);
  if (turned) return inMonth(turned[1], turned[2], turned[3], today);
  return fromToday(text, today);
}

function fromToday(text: string, today: LocalDate): LocalDate | undefined {
  const now = Temporal.PlainDate.from(today);
  if (text === "today") return today;
  if (text === "tomorrow") return now.add({ days: 1 }).toString();
  if (text === "next week") return now.add({ weeks: 1 }).toString();
  const ahead = /^\+(\d{1,4}) ?([dwm])$/.exec(text) ?? /^in (\d{1,4}) ([dwm])(?:ay|eek|onth)s?$/.exec(text);
  if (ahead) {
    const count = Number(ahead[1]);
    return now.add(ahead[2] === "d" ? { days: count } : ahead[2] === "w" ? { weeks: count } : { months: count }).toString();
  }
  const day = /^(next |this )?([a-z]{3,9})$/.exec(text);
  const wanted = day?.[2] === undefined ? -1 : weekdays.findIndex((name) => isShortFor(day[2] ?? "", name));
  if (wanted < 0) return undefined;
  // "friday" is the next one to come, never today; "next friday" is the one of next week.
  const days = ((wanted + 1 - now.dayOfWeek + 6) % 7) + 1;
  const inNextWeek = day?.[1] === "next " ? 7 - now.dayOfWeek + wanted + 1 : days;
  return now.add({ days: inNextWeek }).toString();
}

/** Without a year: the next such day, today included. */
function inMonth(name = "", day = "", year: string | undefined, today: LocalDate): LocalDate | "wrong" | undefined {
  const month = months.findIndex((full) => isShortFor(name, full)) + 1;
  if (month === 0) return undefined;
  if (year !== undefined) return onDay(Number(year), month, Number(day));
  const thisYear = Number(today.slice(0, 4));
  const date = onDay(thisYear, month, Number(day));
  return date === "wrong" || date >= today ? date : onDay(thisYear + 1, month, Number(day));
}

/** Day first, as the British write it; where it could as well be month first, asking is better than guessing. */
function dayFirst(first: number, second: number, year: number): LocalDate | "wrong" {
  if (first <= 12 && second <= 12 && first !== second) return "wrong";
  return first > 12 ? onDay(year, second, first) : onDay(year, first, second);
}

function onDay(year: number, month: number, day: number): LocalDate | "wrong" {
  if (year < 1900 || year > 2199) return "wrong";
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" }).toString();
  } catch {
    return "wrong";
  }
}

function isShortFor(typed: string, name: string): boolean {
  return (
    typed.length >= 3 &&
    (name.startsWith(typed) || (name === "september" && typed === "sept") || (name === "thursday" && typed === "thurs"))
  );
}
