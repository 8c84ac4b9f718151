import { z } from "zod";
import { nextOccurrence, previousOccurrence } from "../../core/cadence.ts";
import { calendarOf } from "../../core/holidays.ts";
import type { Portfolio } from "../../core/portfolio.ts";
import { addDays, instantOf, type LocalDate } from "../../core/time.ts";
import type { Audience, DigestIssue } from "../../ports/digests.ts";
import type { Store } from "../../ports/index.ts";
import type { Posting, PostingState } from "../../ports/outbox.ts";
import type { Reading } from "./gather.ts";
import { Digest } from "./schema.ts";

/** Which digest of which audience: what buttons carry and postings keep. */
export const Which = z.object({
  audience: z.string(),
  period: z.iso.date(),
  page: z.number().int().optional(),
  error: z.string().optional(),
});
export type Which = z.infer<typeof Which>;

/** One digest of an audience, with all that it takes to draw it. */
export interface Issued {
  readonly audience: Audience;
  readonly portfolio: Portfolio;
  readonly period: LocalDate;
  readonly at: Date; // when it is due
  readonly issue: DigestIssue | undefined;
}

/** Undefined when the audience or its portfolio is no longer there. */
export async function issued(store: Store, { audience: id, period }: Pick<Which, "audience" | "period">): Promise<Issued | undefined> {
  const audience = await store.digests.audience(id);
  const portfolio = audience && (await store.projects.portfolio(audience.portfolio));
  if (!audience || !portfolio) return undefined;
  const at = instantOf(period, audience.at, portfolio.zone);
  return { audience, portfolio, period, at, issue: await store.digests.issue(id, period) };
}

/** What to read for it: compared with the digest that its readers had last. */
export async function readingOf(store: Store, { audience, portfolio, period, issue }: Issued): Promise<Reading> {
  const { name, programme, department, cadence } = audience;
  const last = await store.digests.lastPosted(audience.id, period);
  const usual = async () => previousOccurrence(cadence, period, await calendarOf(portfolio)) ?? addDays(period, -7);
  const previous = factsOf(last);
  return {
    title: name,
    portfolio,
    ...(programme !== undefined && { programme }),
    ...(department !== undefined && { department }),
    asOf: period,
    since: last?.asOf ?? (await usual()),
    ...(previous && { previous }),
    ...(issue?.note !== undefined && { note: issue.note }),
  };
}

export async function nextAt({ audience, portfolio, period }: Issued): Promise<Date | undefined> {
  const day = nextOccurrence(audience.cadence, period, await calendarOf(portfolio));
  return day === undefined ? undefined : instantOf(day, audience.at, portfolio.zone);
}

/** The digest as drawn last, which is as posted (and corrected since) once it is; undefined for what is kept in an older shape. */
export const factsOf = (issue: DigestIssue | undefined): Digest | undefined => Digest.safeParse(issue?.facts).data;

/** It did not get there and is not tried any more. */
const ended: ReadonlySet<PostingState> = new Set(["dropped", "unreachable", "failed", "expired"]);

/**
 * The posting of a digest: one key per period, so that nothing posts it twice. Only when an attempt has ended without
 * a post is there another key, for whoever presses Post now.
 */
export async function postings(
  store: Store,
  { audience, period }: Pick<Which, "audience" | "period">,
): Promise<{ newest?: Posting; failed: boolean; nextKey: string }> {
  const base = `digest:${audience}:${period}`;
  let newest: Posting | undefined;
  for (let attempt = 1; ; attempt++) {
    const key = attempt === 1 ? base : `${base}:${attempt}`;
    const posting = await store.outbox.byKey(key);
    if (!posting) return { ...(newest && { newest }), failed: newest !== undefined && ended.has(newest.state), nextKey: key };
    newest = posting;
  }
}

/** Posted, or on its way. The record of a sending is deleted some day; that it was posted is kept. */
export async function isTaken(store: Store, { audience, period, issue }: Issued): Promise<boolean> {
  if (issue?.state === "posted") return true;
  const { newest, failed } = await postings(store, { audience: audience.id, period });
  return newest !== undefined && !failed;
}
