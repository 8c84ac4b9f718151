import { addDays, isDate, type LocalDate } from "./time.ts";

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const shape = /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3})[a-z]*\.?(?:[\s,-]+(\d{4}))?$/i;

/**
 * A day as people write it: 2026-11-20, "20 Nov", "Fri 20 November 2026". Without a year it is the one that puts the
 * day between 90 days before `today` and 275 after: in November, "3 Feb" is next year's. Numbers alone ("3/4") are not
 * read: half the world means another day by them. `nonsense` is a day that no calendar has, such as 31 Nov.
 */
export function dateWritten(text: string, today: LocalDate): LocalDate | "nonsense" | undefined {
  const words = text.trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(words)) return isDate(words) ? words : "nonsense";
  const [, day, month, year] = shape.exec(words) ?? [];
  if (day === undefined || month === undefined) return undefined;
  const number = months.indexOf(month.toLowerCase()) + 1;
  if (number === 0) return undefined;
  const monthDay = `${String(number).padStart(2, "0")}-${day.padStart(2, "0")}`;
  return dated(monthDay, year === undefined ? yearsNear(today) : [Number(year)], today) ?? "nonsense";
}

function yearsNear(today: LocalDate): readonly number[] {
  const year = Number(today.slice(0, 4));
  return [year - 1, year, year + 1];
}

function dated(monthDay: string, years: readonly number[], today: LocalDate): LocalDate | undefined {
  const dates = years.map((year) => `${year}-${monthDay}`).filter(isDate);
  return years.length === 1 ? dates[0] : dates.find((date) => date >= addDays(today, -90));
}
