import { bold, type Span, type Text } from "../../chat/text.ts";
import { money } from "../../core/money.ts";
import { called, capital, city, figure, count as several } from "../../core/phrases.ts";
import { daysBetween, type LocalDate, localDate, localTime, longDate, shortDate } from "../../core/time.ts";
import { colourOf, type Digest, type Exception, type Last, type Line, type Shade } from "./schema.ts";
import { short } from "./short.ts";

export { count as several, figure, list } from "../../core/phrases.ts";

/**
 * Every word of a digest. A sentence says facts, each number with what it is out of; no adjective that no figure
 * carries. The colour that holds now is in capitals.
 */
export const sections = {
  decide: () => "DECIDE",
  exceptions: ({ exceptions, total }: Digest) => `EXCEPTIONS (${figure(exceptions.length)} of ${several(total, "project")})`,
  now: (digest: Digest) => `NOW (${before(digest).toUpperCase()})`,
  silent: ({ silent, total }: Digest, above: number) =>
    `NO CURRENT REPORT (${figure(silent.length)} of ${several(total, "project")}${above > 0 ? `, ${figure(above)} of them above` : ""})`,
  paused: (digest: Digest, above: number) =>
    `PAUSED (${figure(pausedIn(digest).length)} of ${several(digest.total, "project")}${above > 0 ? `, ${figure(above)} of them above` : ""})`,
} as const;

const full = (date: LocalDate): string => `${longDate(date)} ${date.slice(0, 4)}`;
/** "Fri 20 Nov", with its year where that is another one. */
export const near = (date: LocalDate, asOf: LocalDate): string => (date.slice(0, 4) === asOf.slice(0, 4) ? longDate(date) : full(date));
export const title = (digest: Digest): string => `${digest.title}, ${full(digest.asOf)}`;

/** "Fri 27 Nov 08:00 London". */
export const moment = (at: Date, zone: string): string => `${longDate(localDate(at, zone))} ${localTime(at, zone)} ${city(zone)}`;

/** How the day compared with is called. */
export function before({ since, asOf }: Digest): string {
  const days = daysBetween(since, asOf);
  return days === 7 ? "last week" : days === 1 ? "yesterday" : shortDate(since, asOf);
}

export function basis(digest: Digest): string {
  const seen = digest.narrowed ? ` Only the ${several(digest.total, "project")} that you can see.` : "";
  const [to, zone] = [new Date(digest.dataTo), digest.zone];
  const until = localTime(to, zone) === "23:59" ? `the end of ${full(digest.asOf)}` : moment(to, zone);
  const { imported, total } = digest;
  const files =
    imported === 0
      ? ""
      : ` ${figure(imported)} of ${several(total, "colour")} came with an imported file, not from a project manager's report.`;
  return `Data to ${until}, compared with ${near(digest.since, digest.asOf)}.${files}${seen}`;
}

export const name = (rating: Shade | string): string => capital(rating);

/** "1 Red, 3 Amber, 6 Green". */
export function counts(ratings: Digest["ratings"]): string {
  return Object.entries(ratings)
    .filter(([, count]) => count > 0)
    .map(([rating, count]) => `${figure(count)} ${rating}`)
    .join(", ");
}

/** How many must decide something, and how many reported: the second line. */
export function workload(digest: Digest): string | undefined {
  const { decisions, coverage, asOf } = digest;
  const [today, overdue] = [
    decisions.filter(({ by }) => by === asOf).length,
    decisions.filter(({ by }) => by !== undefined && by < asOf).length,
  ];
  const urgent = [overdue > 0 ? `${figure(overdue)} overdue` : "", today > 0 ? `${figure(today)} today` : ""].filter((part) => part !== "");
  const all = several(decisions.length, "decision");
  const needed =
    decisions.length === 0 ? [] : today === decisions.length ? [`${all} needed today`] : [[`${all} needed`, ...urgent].join(", ")];
  const reported = coverage.due === 0 ? [] : [`${figure(coverage.reported)} of ${several(coverage.due, "due project")} reported`];
  const others = [
    ...(coverage.notReached > 0 ? [`${figure(coverage.notReached)} could not be reached`] : []),
    ...(coverage.notAsked > 0 ? [`${figure(coverage.notAsked)} ${coverage.notAsked === 1 ? "was" : "were"} not asked`] : []),
  ];
  const said = [...needed, [...reported, ...others].join(", ")].filter((part) => part !== "");
  return said.length === 0 ? undefined : `${said.join(". ")}.`;
}

export function scaleChange(digest: Digest): string {
  const from = digest.scale === "three" ? "five points to three" : "three points to five";
  return `The scale changed from ${from} since ${near(digest.since, digest.asOf)}; some of the moves come from that alone.`;
}

export function decision({ ref, project, title: question, from, by, asked, note }: Digest["decisions"][number], asOf: LocalDate): Text {
  const who = from ?? "nobody is named to decide";
  const when =
    by === undefined
      ? "no date given"
      : by === asOf
        ? "today"
        : by < asOf
          ? `was needed by ${shortDate(by, asOf)}`
          : `by ${shortDate(by, asOf)}`;
  const waiting = daysBetween(asked, asOf);
  const since = waiting >= 7 ? `, asked ${shortDate(asked, asOf)} (${span(waiting)} ago)` : "";
  return [
    bold(ref),
    ` ${project}: ${closed(short(question, 160))} ${who}, ${when}${since}.`,
    ...(note === undefined ? [] : [`\n${closed(short(note, 160))}`]),
  ];
}

export const open = (ref: string): string => `Open ${ref}`;

/** Why a project is an exception: the change of colour, then the facts behind it. */
export function exception(found: Exception, digest: Digest): Text {
  const { asOf, currency } = digest;
  const facts = [
    found.reason && closed(short(found.reason, 160)),
    found.slip && `Finish ${slip(found.slip, asOf)}.`,
    found.overrun &&
      `Forecast ${money(found.overrun.forecast, currency)}, budget ${money(found.overrun.budget, currency)} (${percent(found.overrun.percent)}).`,
    grave(found.critical),
    found.greenBy && path(found.greenBy, asOf),
  ].filter((fact) => fact !== undefined && fact !== "");
  const paused = found.paused === undefined ? "" : `, paused until ${shortDate(found.paused, asOf)}`;
  const old = `${found.last && found.rating !== "unknown" ? `, as of ${aged(found.last, asOf)}` : ""}${paused}`;
  const change = `${colour(found, asOf)}${old}`;
  return [...project(found), `${change}${facts.length > 0 ? `: ${facts.join(" ")}` : "."}`];
}

const mostGrave = 2;

function grave(critical: Exception["critical"]): string | undefined {
  if (critical.length === 0) return undefined;
  const each = critical
    .slice(0, mostGrave)
    .map(({ ref, title: what, gist }) => `${ref} ${short(what, 80)}${gist ? ` (${short(gist, 60)})` : ""}`);
  const rest = critical.length - mostGrave;
  return `New critical: ${each.join("; ")}${rest > 0 ? ` and ${rest} more` : ""}.`;
}

const path = (greenBy: LocalDate, asOf: LocalDate): string =>
  greenBy < asOf ? `The date for green, ${shortDate(greenBy, asOf)}, has passed.` : `Green by ${shortDate(greenBy, asOf)}.`;

/** "VEGA Cloud platform, " */
function project(of: { readonly project: string; readonly name: string }): readonly Span[] {
  const named = keyed(of);
  return [...named, named.length > 1 ? ", " : " "];
}

/** "VEGA Cloud platform", and the key alone where the name says no more. */
export function keyed({ project: key, name }: { readonly project: string; readonly name: string }): readonly Span[] {
  const more = called({ key, name }).slice(key.length).trim();
  return more === "" ? [bold(key)] : [bold(key), ` ${short(more, 80)}`];
}

function colour({ rating, was, last }: Exception, asOf: LocalDate): string {
  const now = rating.toUpperCase();
  if (rating === "unknown")
    return last && colourOf(last.rating) ? `UNKNOWN, was ${last.rating.toUpperCase()} on ${aged(last, asOf)}` : "UNKNOWN";
  if (was === undefined) return `new, ${now}`;
  if (was === rating) return `still ${now}`;
  return `${name(was)} → ${now}`;
}

const aged = ({ on, days }: Last, asOf: LocalDate): string => `${shortDate(on, asOf)} (${span(days)} old)`;

/** As people say it: days for two months, then months for two years, then years. */
export function span(days: number): string {
  if (days <= 60) return several(days, "day");
  return days < 731 ? `over ${Math.floor(days / 30.44)} months` : `over ${Math.floor(days / 365.25)} years`;
}

function slip({ from, to, days, workingDays }: NonNullable<Exception["slip"]>, asOf: LocalDate): string {
  const far = workingDays === undefined ? several(Math.round(days / 30.44), "month") : several(workingDays, "working day");
  return `${shortDate(from, asOf)} → ${shortDate(to, asOf)} (${far})`;
}

const percent = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value)} %`;

export function cost({ money: sums, total, currency }: Digest): string | undefined {
  if (!sums) return undefined;
  const { forecast, budget, percent: over, projects } = sums;
  return `Forecast ${money(forecast, currency)}, budget ${money(budget, currency)} (${percent(over)}), for the ${figure(projects)} of ${several(total, "project")} with both figures.`;
}

/** One project without a current report, with how old what is known of it is. */
export function silence({ project: key, name: called, why, until, last }: Digest["silent"][number], asOf: LocalDate): Text {
  const known = last && colourOf(last.rating) ? `, last known ${last.rating} on ${aged(last, asOf)}` : "";
  const said = until === undefined ? why : `${why} until ${shortDate(until, asOf)}`;
  return [...project({ project: key, name: called }), `${said}${why === "never reported" ? "" : known}.`];
}

/** Those that are asked nothing for a while, worst first. */
export const pausedIn = ({ projects }: Digest): readonly (Line & { readonly paused: LocalDate })[] =>
  projects.flatMap((line) => (line.paused === undefined ? [] : [{ ...line, paused: line.paused }]));

/** With what it last said; nobody is to blame for its age. */
export function pause({ project: key, name: called, paused, last }: Line & { readonly paused: LocalDate }, asOf: LocalDate): Text {
  const known = last && colourOf(last.rating) ? `, ${last.rating} on ${aged(last, asOf)}` : "";
  return [...project({ project: key, name: called }), `paused until ${shortDate(paused, asOf)}${known}.`];
}

/** One project of the detail. */
export function detail(line: Line, digest: Digest): Text {
  const { rating, was, paused } = line;
  const last = line.last && colourOf(line.last.rating) ? line.last : undefined;
  const none = line.last && !last ? `reported without a colour, ${aged(line.last, digest.asOf)}` : "never reported";
  const change = was === undefined ? "new" : was === rating ? "" : `was ${was}`;
  const old =
    last && (rating === "unknown" || rating === "on hold" ? `last known ${last.rating}, ${aged(last, digest.asOf)}` : age(line, digest));
  const rests = paused === undefined ? "" : `paused until ${shortDate(paused, digest.asOf)}`;
  const said = [change, rests, old ?? "", !last && rating === "unknown" ? none : ""].filter((part) => part !== "");
  return said.length > 0 ? [...keyed(line), `: ${said.join("; ")}`] : keyed(line);
}

/** The age of a colour is said once it is older than the comparison reaches, or nothing newer is expected. */
function age({ last, paused }: Line, { asOf, since }: Digest): string {
  return last && (paused !== undefined || last.on < since) ? `as of ${aged(last, asOf)}` : "";
}

export const more = (count: number, where: string): string => `and ${figure(count)} more: ${where}.`;

export const tooMany = "The rest is not listed here: say pmo projects for every project, or use drumbeat digest --format json.";

/** People's sentences end where ours begin. */
const closed = (words: string): string => (/[.!?…]$/.test(words.trim()) ? words.trim() : `${words.trim()}.`);
