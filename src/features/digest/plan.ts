import { addMinutes } from "date-fns/addMinutes";
import { occurrenceDates } from "../../core/cadence.ts";
import { calendarOf } from "../../core/holidays.ts";
import type { Portfolio } from "../../core/portfolio.ts";
import { addDays, type LocalDate, localDate } from "../../core/time.ts";
import type { Audience } from "../../ports/digests.ts";
import { laneOf, type Posting } from "../../ports/outbox.ts";
import type { Desk, Plan } from "../../routes.ts";
import { pmoOf } from "../../verbs/office.ts";
import { type Issued, issued, isTaken, postings, Which } from "./issue.ts";
import { addPreviews, announce, redrawTold, toldKey } from "./preview.ts";

const minute = 60_000;
/** A digest held up longer than this by our own downtime would confuse more than it tells. */
const graceMs = 3 * 24 * 60 * minute;
const watchedMs = 7 * 24 * 60 * minute;

/** Previews and posts that became due. Run again over the same time, the keys keep it from changing anything. */
export const issuePlan: Plan = async (desk, from, to) => {
  for (const audience of await desk.store.digests.audiences()) {
    const portfolio = await desk.store.projects.portfolio(audience.portfolio);
    if (!portfolio) continue;
    const planned = await periods(audience, portfolio, from, to);
    const days = [to, addMinutes(to, audience.previewMinutes)].map((at) => localDate(at, portfolio.zone));
    for (const period of new Set([...planned, ...days])) {
      const found = await issued(desk.store, { audience: audience.id, period });
      if (found) await plan(desk, found, { isPlanned: planned.includes(period), due: (at) => from < at && at <= to });
    }
  }
  await watch(desk);
};

async function periods({ cadence, previewMinutes }: Audience, portfolio: Portfolio, from: Date, to: Date): Promise<readonly LocalDate[]> {
  const last = localDate(addMinutes(to, previewMinutes), portfolio.zone);
  return occurrenceDates(cadence, localDate(from, portfolio.zone), last, await calendarOf(portfolio));
}

interface Stretch {
  /** Whether it is one of the days on which the digest is posted. */
  readonly isPlanned: boolean;
  readonly due: (at: Date) => boolean;
}

async function plan(desk: Desk, found: Issued, { isPlanned, due }: Stretch): Promise<void> {
  const { audience, at, issue } = found;
  const announced = issue?.announced;
  if (isPlanned && due(at)) await goOut(desk, found);
  else if (announced && !(isPlanned && announced.getTime() === at.getTime())) await change(desk, found, isPlanned);
  else if (issue && !announced && isPlanned && at > desk.now) await change(desk, found, isPlanned);
  else if (isPlanned && audience.previewMinutes > 0 && due(addMinutes(at, -audience.previewMinutes))) await addPreviews(desk, found);
}

const goOut = (desk: Desk, found: Issued) => (found.issue?.state === "held" ? remind(desk, found) : addPost(desk, found, found.at));

/** Its previews name another moment, or none. If the new one has passed, it goes out now: it was announced, and would be at no other time. */
async function change(desk: Desk, found: Issued, isPlanned: boolean): Promise<void> {
  if (await isTaken(desk.store, found)) return;
  await announce(desk, found, isPlanned ? found.at : undefined);
  if (isPlanned && found.at <= desk.now) await goOut(desk, found);
  await redrawTold(desk, found, `changed:${desk.now.toISOString()}`);
}

/** Nothing when it is on its way or posted already. `from` is when it became due, or when somebody said so. */
export async function addPost({ store, now }: Desk, found: Issued, from: Date): Promise<boolean> {
  if (await isTaken(store, found)) return false;
  const { audience, period } = found;
  const { newest, nextKey } = await postings(store, { audience: audience.id, period });
  const late = new Date(from.getTime() + graceMs);
  const isSameChannel = newest && laneOf(newest.to) === laneOf({ channel: audience.channel });
  if (newest?.unsure && isSameChannel) return store.outbox.reopen(newest.key, late, now); // under another key it would not be looked for
  const payload = { audience: audience.id, period };
  return store.outbox.add(
    { key: nextKey, job: "digest.post", payload, to: { channel: audience.channel }, class: "digest", notAfter: late },
    now,
  );
}

async function remind(desk: Desk, found: Issued): Promise<void> {
  await tell(desk, found, "held", {});
}

/** Whether there was anybody who had not been told. */
async function tell(
  desk: Desk,
  { audience, portfolio, period }: Issued,
  what: string,
  more: { readonly error?: string },
): Promise<boolean> {
  let isNew = false;
  for (const person of await pmoOf(desk, { portfolio: portfolio.id }, localDate(desk.now, portfolio.zone))) {
    const payload = { audience: audience.id, period, ...more };
    const key = `${toldKey(audience.id, period)}${what}:${person}`;
    isNew = (await desk.store.outbox.add({ key, job: "digest.tell", payload, to: { person }, class: "digest" }, desk.now)) || isNew;
  }
  return isNew;
}

/** A digest that its channel did not take is the PMO's to know: leaders cannot miss what they never saw. */
async function watch(desk: Desk): Promise<void> {
  const since = new Date(desk.now.getTime() - watchedMs);
  const unsent = await desk.store.outbox.list({ states: ["failed", "unreachable", "expired"], keyStart: "digest:", since, limit: 100 });
  for (const posting of unsent) {
    const { follows, settledAt, unsure: mayBeTriedAgain } = posting;
    const key = mayBeTriedAgain && settledAt ? `${posting.key}:${settledAt.toISOString()}` : posting.key;
    const which = Which.safeParse(posting.payload).data;
    if (!which || follows || !(await postings(desk.store, which)).failed) continue;
    const found = await issued(desk.store, which);
    if (posting.state === "expired" && (await isPast(desk, which, unsent))) continue;
    if (found && (await tell(desk, found, `unsent:${key}`, { error: posting.error ?? posting.state })))
      await redrawTold(desk, found, `unsent:${key}`);
  }
}

/** Leaders have a newer one (none is posted more than a day ahead), or the PMO is told of a newer one. */
async function isPast({ store, now }: Desk, { audience, period }: Which, unsent: readonly Posting[]): Promise<boolean> {
  const posted = await store.digests.lastPosted(audience, addDays(localDate(now, "UTC"), 3));
  const others = unsent.flatMap(({ payload }) => Which.safeParse(payload).data ?? []);
  return [posted, ...others].some((other) => other?.audience === audience && other.period > period);
}
