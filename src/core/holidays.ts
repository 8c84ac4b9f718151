import { addDays, type DayOff, type LocalDate, weekday } from "./time.ts";

/** Where the week ends on Friday and Saturday (CLDR supplemental weekData); elsewhere on Saturday and Sunday. */
const restOnFriday = new Set("BH DZ EG IL IQ JO KW LY OM QA SA SD SY YE".split(" "));

/** England's and Wales's days are what Britons mean without saying a nation; the calendar alone would drop August's. */
const usualRegion: Readonly<Record<string, string>> = { GB: "ENG" };

const dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const loaded = new Map<string, Promise<DayOff>>();

/** The days nobody works: weekends, public holidays of the country ("GB", "GB-SCT"), and the organisation's own. */
export async function calendarOf(where: { readonly country: string; readonly daysOff: readonly LocalDate[] }): Promise<DayOff> {
  const holiday = await loadHolidays(where.country);
  const own = new Set(where.daysOff);
  const weekend = restOnFriday.has(where.country.slice(0, 2).toUpperCase()) ? [5, 6] : [6, 7];
  return (date) => {
    const day = weekday(date);
    if (weekend.includes(day)) return dayNames[day - 1];
    return own.has(date) ? "the organisation's day off" : holiday(date);
  };
}

/** The weekends of a calendar alone: the days that are off by the name of their weekday. */
export const weekendsOf =
  (dayOff: DayOff): DayOff =>
  (date) => {
    const name = dayNames[weekday(date) - 1];
    return dayOff(date) === name ? name : undefined;
  };

/** Public holidays by name. The calendar is large, so it is read when first needed and kept per country. */
function loadHolidays(country: string): Promise<DayOff> {
  const code = country.toUpperCase();
  const known = loaded.get(code) ?? read(code);
  loaded.set(code, known);
  return known;
}

/** Whether there is a holiday calendar for "GB" or "GB-SCT"; setup refuses what has none. */
export async function isCountry(country: string): Promise<boolean> {
  const { default: Holidays } = await import("date-holidays");
  const [nation = "", region] = country.toUpperCase().split("-");
  const calendar = new Holidays();
  if (!(nation in calendar.getCountries())) return false;
  return region === undefined || region in (calendar.getStates(nation) ?? {});
}

async function read(code: string): Promise<DayOff> {
  const { default: Holidays } = await import("date-holidays");
  const [nation = "", region = usualRegion[nation]] = code.split("-");
  const options = { types: ["public" as const], languages: ["en"] };
  const calendar = region === undefined ? new Holidays(nation, options) : new Holidays(nation, region, options);
  const years = new Map<number, ReadonlyMap<LocalDate, string>>();
  return (date) => {
    const year = Number(date.slice(0, 4));
    const days = years.get(year) ?? new Map([year - 1, year].flatMap((each) => calendar.getHolidays(each, "en").flatMap(wholeDays)));
    years.set(year, days);
    return days.get(date);
  };
}

/** The local days that a holiday takes; half days are worked. Some begin at sunset: `date` names the day itself. */
function wholeDays(holiday: { date: string; start: Date; end: Date; name: string }): readonly (readonly [LocalDate, string])[] {
  const hours = (holiday.end.getTime() - holiday.start.getTime()) / 3_600_000;
  const days = Math.floor((hours + 1) / 24);
  return Array.from({ length: days }, (_, i) => [addDays(holiday.date.slice(0, 10), i), holiday.name]);
}
