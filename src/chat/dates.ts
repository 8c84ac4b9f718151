import type { LocalDate } from "../core/time.ts";
import { isLikeDate, parseDate } from "../core/typed-date.ts";

/** What the first words of some text say as a date, and how many of them it took. */
export type Heard = { readonly date: LocalDate; readonly used: number } | { readonly wrong: string; readonly used: number };

/** The most words that a date is said in: "Fri 4 Dec 2026". */
export const longest = 4;

/** As many words as still make a date, or have the shape of one that does not exist; undefined: no date at all. */
export function hearDate(words: readonly string[], today: LocalDate): Heard | undefined {
  for (let used = Math.min(longest, words.length); used > 0; used--) {
    const said = words
      .slice(0, used)
      .join(" ")
      .replace(/[,;.]+$/, "");
    // Of "15 Dec 20 boxes" the 20 is no year: in a sentence a year has four digits.
    if (/\d.* \d{1,2}$/.test(said)) continue;
    const date = parseDate(said, today);
    if (date !== undefined) return { date, used };
    if (isLikeDate(said)) return { wrong: said, used };
  }
  return undefined;
}
