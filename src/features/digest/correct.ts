import type { Report } from "../../core/report.ts";
import { addDays, localDate } from "../../core/time.ts";
import type { DigestIssue } from "../../ports/digests.ts";
import type { Desk, Plan } from "../../routes.ts";
import { compose } from "./compose.ts";
import { details } from "./detail.ts";
import { gather } from "./gather.ts";
import { factsOf, type Issued, issued, postings, readingOf } from "./issue.ts";
import { concerns } from "./kept.ts";
import { addDetails, detailKey } from "./post.ts";
import type { Digest, Line } from "./schema.ts";

/** A post is corrected for this long, or until the next one. */
const correctedForDays = 14;

/** A report that was corrected (or came late) after posting is corrected in the post, and marked. */
export const correctPlan: Plan = async (desk, from, to) => {
  if (!crossed(from, to, minuteMs)) return;
  for (const audience of await desk.store.digests.audiences()) {
    const portfolio = await desk.store.projects.portfolio(audience.portfolio);
    if (!portfolio) continue;
    const today = localDate(desk.now, portfolio.zone);
    const last = await desk.store.digests.lastPosted(audience.id, addDays(today, 1));
    if (!last || last.period < addDays(today, -correctedForDays)) continue;
    if (last.period < addDays(today, -1) && !crossed(from, to, hourMs)) continue;
    const found = await issued(desk.store, { audience: audience.id, period: last.period });
    if (found) await correct(desk, found, last);
  }
};

/** Looking at every report costs whoever waits for an answer: each minute on the day of the post and the next, then each hour. */
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const crossed = (from: Date, to: Date, ms: number): boolean => Math.floor(from.getTime() / ms) !== Math.floor(to.getTime() / ms);

async function correct(desk: Desk, found: Issued, issue: DigestIssue): Promise<void> {
  const posted = factsOf(issue);
  const { newest } = await postings(desk.store, { audience: found.audience.id, period: found.period });
  if (!posted || newest?.state !== "sent" || !(await isOutdated(desk, posted))) return;
  const now = compose(await gather(desk, { ...(await readingOf(desk.store, found)), posted }));
  const changed = now.projects.flatMap((line) => correctionOf(desk, line, posted));
  const hidden = posted.projects.length !== now.projects.length;
  const corrections = [...posted.corrections, ...changed];
  // What was asked of leaders then stays as it was asked: only reports are corrected here.
  const decisions = posted.decisions.filter(({ project }) => now.projects.some((line) => line.project === project));
  const facts: Digest = { ...now, decisions, corrections };
  await desk.store.digests.saveIssue({ ...issue, facts, ...(changed.length > 0 && { corrected: desk.now }) });
  if (changed.length > 0 || hidden) await redraw(desk, found, facts, newest.key);
}

/** Cheap, because it is asked every minute: does any report differ from the one shown? A project that must not show any more counts too. */
async function isOutdated({ store }: Desk, posted: Digest): Promise<boolean> {
  const shown = (await store.projects.all(posted.asOf)).filter(({ confidential }) => !confidential);
  const visible = new Set(shown.map(({ id }) => id));
  if (posted.projects.some(({ id }) => !visible.has(id))) return true;
  const reports = await store.reports.latestOf([...visible], posted.asOf);
  return posted.projects.some((line) => isNews(reports.get(line.id), line, posted));
}

function isNews(report: Report | undefined, line: Line, { asOf }: Digest): boolean {
  if (!report || !concerns(report, line, asOf)) return false;
  return report.period !== line.period || report.revision !== line.revision;
}

function correctionOf({ now }: Desk, line: Line, posted: Digest): Digest["corrections"] {
  const was = posted.projects.find(({ id }) => id === line.id);
  if (!was || (was.rating === line.rating && was.finish === line.finish && was.cost === line.cost)) return [];
  return [{ at: now.toISOString(), project: line.project, was: was.rating, is: line.rating }];
}

async function redraw(desk: Desk, found: Issued, facts: Digest, post: string): Promise<void> {
  const { store, now } = desk;
  const { audience, period } = found;
  const payload = { audience: audience.id, period };
  const edit = { to: { channel: audience.channel }, class: "digest" } as const;
  const cause = `corrected:${now.toISOString()}`;
  await store.outbox.add({ ...edit, key: `${post}:${cause}`, job: "digest.post", payload, follows: { key: post, how: "edit" } }, now);
  await addDetails(desk, found, facts);
  for (const page of details(facts).keys()) {
    const key = detailKey(post, page);
    const follows = { key, how: "edit" } as const;
    await store.outbox.add({ ...edit, key: `${key}:${cause}`, job: "digest.detail", payload: { ...payload, page }, follows }, now);
  }
}
