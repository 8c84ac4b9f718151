import { addDays, localDate } from "../../core/time.ts";
import type { DigestIssue } from "../../ports/digests.ts";
import type { Desk, Plan } from "../../routes.ts";
import { compose } from "./compose.ts";
import { corrected } from "./corrected.ts";
import { gather } from "./gather.ts";
import { factsOf, type Issued, issued, postings, readingOf } from "./issue.ts";
import { membersIn, reportsFor } from "./kept.ts";
import { addDetails, detailKey } from "./post.ts";
import type { Digest, Line } from "./schema.ts";

/** A post is corrected for this long, or until the next one. */
const correctedForDays = 14;
/** As early as Post now can post it: its preview comes up to 1440 minutes before. */
const postedAheadDays = 1;

/** A report that was corrected (or came late) after posting is corrected in the post, and marked. */
export const correctPlan: Plan = async (desk, from, to) => {
  if (!crossed(from, to, minuteMs)) return;
  for (const audience of await desk.store.digests.audiences()) {
    const portfolio = await desk.store.projects.portfolio(audience.portfolio);
    if (!portfolio) continue;
    const today = localDate(desk.now, portfolio.zone);
    const last = await desk.store.digests.lastPosted(audience.id, addDays(today, postedAheadDays + 1));
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

/** What is kept is what readers have: it changes together with the post, or not at all. */
async function correct(desk: Desk, found: Issued, issue: DigestIssue): Promise<void> {
  const posted = factsOf(issue);
  const { newest } = await postings(desk.store, { audience: found.audience.id, period: found.period });
  if (!posted || !newest) return;
  const hidden = await hiddenIn(desk, posted);
  const projects = await outdated(desk, { ...posted, projects: posted.projects.filter(({ project }) => !hidden.has(project)) });
  if (projects.length === 0 && hidden.size === 0) return;
  const now = compose(await gather(desk, { ...(await readingOf(desk.store, found)), posted: { ...posted, projects } }));
  const facts = corrected(posted, { now, hidden, at: desk.now });
  const isMarked = facts.corrections.at(-1)?.at === desk.now.toISOString();
  await desk.store.digests.saveIssue({ ...issue, facts, ...(isMarked && { corrected: desk.now }) });
  if (isMarked || hidden.size > 0) await redraw(desk, found, facts, newest.key);
}

/** Keys of what became confidential or was deleted since. */
async function hiddenIn(desk: Desk, posted: Digest): Promise<ReadonlySet<string>> {
  const shown = new Set((await membersIn(desk, posted)).map(({ id }) => id));
  const then = posted.gone.length === 0 ? [] : await desk.store.projects.all(posted.since);
  const gone = then.filter(({ confidential, key }) => confidential && posted.gone.some(({ project }) => project === key));
  return new Set([...posted.projects.filter(({ id }) => !shown.has(id)).map(({ project }) => project), ...gone.map(({ key }) => key)]);
}

/** Cheap, because it is asked every minute: of which projects does the report differ from the one shown? */
async function outdated(desk: Desk, posted: Digest): Promise<Line[]> {
  const ids = posted.projects.map(({ id }) => id);
  const reports = await reportsFor(desk, posted, await desk.store.reports.latestOf(ids, posted.asOf));
  return posted.projects.filter((line) => {
    const report = reports.get(line.id);
    return report && (report.period !== line.period || report.revision !== line.revision);
  });
}

/** Every page that was posted, also one that nothing is left on: it still shows what was taken away. */
async function redraw(desk: Desk, found: Issued, facts: Digest, post: string): Promise<void> {
  const { store, now } = desk;
  const { audience, period } = found;
  const payload = { audience: audience.id, period };
  const edit = { to: { channel: audience.channel }, class: "digest" } as const;
  const cause = `corrected:${now.toISOString()}`;
  await store.outbox.add({ ...edit, key: `${post}:${cause}`, job: "digest.post", payload, follows: { key: post, how: "edit" } }, now);
  await addDetails(desk, found, facts);
  for (let page = 0; await store.outbox.byKey(detailKey(post, page)); page++) {
    const key = detailKey(post, page);
    const follows = { key, how: "edit" } as const;
    await store.outbox.add({ ...edit, key: `${key}:${cause}`, job: "digest.detail", payload: { ...payload, page }, follows }, now);
  }
}
