import { Temporal } from "temporal-polyfill";
import { addDays, isDate, type LocalDate, weekday } from "./time.ts";

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const months = [
  ...["january", "february", "march", "april", "may", "june"],
  ...["july", "august", "september", "october", "november", "december"],
];

/**
 * The day that somebody typed: "2026-12-15", "15 Dec", "Dec 15, 2026", "15/12/2026", "today", "tomorrow", "friday"
 * (the next one), "next friday" (next week's), "+5d", "in 2 weeks". Without a year it is the coming one, unless it
 * was less than two months ago. Undefined for a date that does not exist and for one that reads two ways (3/4/2026).
 * Commands, one-liners and forms all read by this, so that one date typed in two places is one day.
 */
export function parseDate(text: string, today: LocalDate): LocalDate | undefined {
  const typed = text
    .toLowerCase()
    .replace(/[\s,]+/g, " ")
    .trim();
  if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(typed)) {
    const [year, month, date] = typed.split("-").map(Number);
    return onCalendar(year, month, date);
  }
  return spoken(typed, today) ?? ahead(typed, today) ?? named(typed, today) ?? numbered(typed);
}

/** Whether a text that is no date has the shape of one: a day that no calendar has, or one that reads two ways. */
export function isLikeDate(text: string): boolean {
  const [, british, american] = /^(?:\d{1,2}(?:st|nd|rd|th)?[ -]?([a-z]+)|([a-z]+)\.? \d{1,2})(?:,?[ -]\d{4})?$/i.exec(text) ?? [];
  return /^(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})$/.test(text) || positionOf(british ?? american ?? "", months) !== undefined;
}

/** Why a text is no date: it has the shape of one that no calendar has, can be read two ways, or is none at all. */
export function whyNoDate(text: string): string {
  const said = text.trim().slice(0, 40);
  const slashed = /^(\d{1,2})([/.])(\d{1,2})[/.](\d{4})$/;
  const turnedRound = said.replace(slashed, (all, a: string, mark: string, b: string, of: string) =>
    mark === "." || Number(a) > 12 ? `${of}-${b}-${a}` : Number(b) > 12 ? `${of}-${a}-${b}` : all,
  );
  const [, year, month, date] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(turnedRound) ?? [];
  const [, first, named] = /^(\d{1,2})(?:st|nd|rd|th)?[ -]?([a-z]+)/i.exec(said) ?? [];
  const [, turned, second] = /^([a-z]+)\.? (\d{1,2})\b/i.exec(said) ?? [];
  const at = year === undefined ? positionOf(named ?? turned ?? "", months) : Number(month);
  const name = months[(at ?? 0) - 1];
  const after = year ?? / (\d{4})$/.exec(said)?.[1];
  const day = Number(date ?? first ?? second);
  if (name !== undefined && day > 28)
    return `There is no ${day} ${name.replace(/^./, (letter) => letter.toUpperCase())}${after === undefined ? "" : ` ${after}`}.`;
  return `${said} ${slashed.test(turnedRound) ? "can be read two ways" : "is not a date"}. Write 15 Dec, 2026-12-15, friday or +5d.`;
}

/** 1 Monday … 7 Sunday, from a name or the start of one ("mon", "thurs"). */
export function weekdayNamed(text: string): number | undefined {
  return positionOf(text, weekdays);
}

function spoken(typed: string, today: LocalDate): LocalDate | undefined {
  if (typed === "today") return today;
  if (typed === "tomorrow") return addDays(today, 1);
  if (typed === "yesterday") return addDays(today, -1);
  const [, next, name = ""] = /^(?:(next|this|on) )?([a-z]+)$/.exec(typed) ?? [];
  if (next === "next" && name === "week") return addDays(today, 8 - weekday(today));
  const day = weekdayNamed(name);
  if (day === undefined) return undefined;
  if (next === "next") return addDays(today, 7 - weekday(today) + day);
  return addDays(today, ((day - weekday(today) + 6) % 7) + 1);
}

function ahead(typed: string, today: LocalDate): LocalDate | undefined {
  const [, count, unit] = /^(?:\+|in )(\d{1,3}) ?([dwm])(?:ays?|eeks?|onths?)?$/.exec(typed) ?? [];
  if (unit === "m")
    return Temporal.PlainDate.from(today)
      .add({ months: Number(count) })
      .toString();
  return unit === undefined ? undefined : addDays(today, Number(count) * (unit === "w" ? 7 : 1));
}

function named(typed: string, today: LocalDate): LocalDate | undefined {
  const plain = typed.replace(/^[a-z]+ (?=\d+(st|nd|rd|th)? [a-z])/, (name) => (weekdayNamed(name.trim()) === undefined ? name : ""));
  const british = /^(\d{1,2})(?:st|nd|rd|th)?[ -]?([a-z]+)\.?(?:[ -](\d{4}|\d{2}))?$/.exec(plain);
  const american = /^([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?$/.exec(plain);
  const [date, name, year] = british ? [british[1], british[2], british[3]] : [american?.[2], american?.[1], american?.[3]];
  const month = positionOf(name ?? "", months);
  if (month === undefined) return undefined;
  if (year !== undefined) return onCalendar(Number(year.length === 2 ? `20${year}` : year), month, Number(date));
  const thisYear = Number(today.slice(0, 4));
  const soon = onCalendar(thisYear, month, Number(date));
  const earliest = addDays(today, -60);
  if (soon !== undefined && soon >= earliest) {
    const before = onCalendar(thisYear - 1, month, Number(date));
    return before !== undefined && before >= earliest ? before : soon;
  }
  return onCalendar(thisYear + 1, month, Number(date));
}

function numbered(typed: string): LocalDate | undefined {
  const [, first, mark, second, year] = /^(\d{1,2})([/.])(\d{1,2})[/.](\d{4})$/.exec(typed) ?? [];
  const [a, b] = [Number(first), Number(second)];
  if (mark === "." || a > 12 || a === b) return onCalendar(Number(year), b, a);
  return b > 12 ? onCalendar(Number(year), a, b) : undefined;
}

/** 1-based; a start of at least three letters will do. */
function positionOf(text: string, names: readonly string[]): number | undefined {
  if (text.length < 3) return undefined;
  const at = names.findIndex((name) => name.startsWith(text.toLowerCase()));
  return at < 0 ? undefined : at + 1;
}

function onCalendar(year: number | undefined, month: number | undefined, date: number | undefined): LocalDate | undefined {
  const iso = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
  return isDate(iso) && iso >= "1900" && iso < "2200" ? iso : undefined;
}
