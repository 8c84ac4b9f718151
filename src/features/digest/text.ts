import type { Message } from "../../chat/message.ts";
import type { Portfolio } from "../../core/portfolio.ts";
import { refuse } from "../../core/refusal.ts";
import { addDays, isDate, type LocalDate, localDate } from "../../core/time.ts";
import type { Audience } from "../../ports/digests.ts";
import type { Desk } from "../../routes.ts";
import { compose } from "./compose.ts";
import { details } from "./detail.ts";
import { gather, type Reading } from "./gather.ts";
import { issued, readingOf } from "./issue.ts";
import { message } from "./message.ts";
import { printed } from "./notices.ts";
import type { Digest } from "./schema.ts";

export interface DigestAsked {
  readonly portfolio: string; // its name or key
  /** Absent: today, where the portfolio is. */
  readonly asOf?: LocalDate;
  readonly since?: LocalDate;
  /** "json", or one of the renderers'. */
  readonly format: string;
}

/** How a format shows a post and the replies in its thread. */
type Renderers = Readonly<Record<string, (messages: readonly Message[]) => string>>;

/** The digest of a whole portfolio on any day, over the same reading and composing as what is posted. */
export async function digestText(desk: Desk, asked: DigestAsked, renderers: Renderers = {}): Promise<string> {
  const { format } = asked;
  const render = Object.hasOwn(renderers, format) ? renderers[format] : undefined;
  if (!render && format !== "json") refuse(`There is no format ${format}. There are ${["json", ...Object.keys(renderers)].join(", ")}.`);
  const digest = await digestOn(desk, asked);
  return render ? render(digestMessages(digest)) : JSON.stringify(digest, undefined, 2);
}

export async function digestOn(desk: Desk, { portfolio: typed, since, ...day }: Omit<DigestAsked, "format">): Promise<Digest> {
  const portfolio = await portfolioNamed(desk, typed);
  const asOf = day.asOf ?? localDate(desk.now, portfolio.zone);
  for (const date of [asOf, since ?? asOf]) if (!isDate(date)) refuse(`${date} is not a date. Write it as 2026-11-27.`);
  if (since !== undefined && since >= asOf) refuse(`The digest of ${asOf} cannot be compared with ${since}: take an earlier day.`);
  const reading = since === undefined ? await usualReading(desk, portfolio, asOf) : { title: portfolio.name, portfolio, asOf, since };
  return compose(await gather(desk, reading));
}

/** As the audience of the whole portfolio would read it that day; one period back where it has none. */
async function usualReading({ store }: Desk, portfolio: Portfolio, asOf: LocalDate): Promise<Reading> {
  const whole = (await store.digests.audiences(portfolio.id)).find(isWhole);
  const found = whole && (await issued(store, { audience: whole.id, period: asOf }));
  return found ? readingOf(store, found) : { title: portfolio.name, portfolio, asOf, since: usualSince(portfolio, asOf) };
}

export const isWhole = ({ programme, department }: Audience): boolean => programme === undefined && department === undefined;

/** The same as one screen and what goes into its thread. */
export function digestMessages(digest: Digest): readonly Message[] {
  return [message(digest, { rest: "below", footer: [printed] }), ...details(digest)];
}

/** One period of the portfolio back; a week where nobody is asked. */
export function usualSince({ cadence }: Pick<Portfolio, "cadence">, asOf: LocalDate): LocalDate {
  if (cadence.every === "month") return addDays(asOf, -30);
  return addDays(asOf, cadence.every === "week" ? -7 * cadence.weeks : -7);
}

async function portfolioNamed({ store }: Desk, typed: string): Promise<Portfolio> {
  const all = await store.projects.portfolios();
  const found = all.find(({ id, key, name }) => [id, key, name].some((each) => each.toLowerCase() === typed.toLowerCase()));
  return (
    found ??
    refuse(`There is no portfolio ${typed}. There ${all.length === 1 ? "is" : "are"} ${all.map(({ key }) => key).join(", ") || "none"}.`)
  );
}
