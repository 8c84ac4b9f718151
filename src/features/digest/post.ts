import type { Message } from "../../chat/message.ts";
import { say } from "../../chat/message.ts";
import type { Desk, Job } from "../../routes.ts";
import { compose } from "./compose.ts";
import { details } from "./detail.ts";
import { gather } from "./gather.ts";
import { factsOf, type Issued, issued, nextAt, postings, readingOf, Which } from "./issue.ts";
import { message } from "./message.ts";
import * as notices from "./notices.ts";
import { redrawTold } from "./preview.ts";
import type { Digest } from "./schema.ts";

/** Draws the post. Until leaders have it, each attempt reads the figures anew and keeps them; afterwards it is drawn from what was kept. */
export const postJob: Job = async (desk, payload) => {
  const found = await issued(desk.store, Which.parse(payload));
  if (!found) return { dropped: "the digest was removed" };
  const isPosted = found.issue?.state === "posted";
  const digest = isPosted ? factsOf(found.issue) : await desk.store.transaction((store) => settle({ ...desk, store }, found));
  if (!digest) return { dropped: "it was kept by an older version, and is left as it was posted" };
  return message(digest, { rest: "in the thread", footer: [notices.posted(digest, await nextAt(found))] });
};

async function settle(desk: Desk, found: Issued): Promise<Digest> {
  const { audience, period, issue } = found;
  const digest = compose(await gather(desk, await readingOf(desk.store, found)));
  const { asOf, since } = digest;
  const begun = issue ?? { audience: audience.id, period, state: "previewed" };
  await desk.store.digests.saveIssue({ ...begun, asOf, since, facts: digest });
  const { newest } = await postings(desk.store, { audience: audience.id, period });
  if (newest) {
    const follows = { key: newest.key, how: "under" } as const;
    const payload = { audience: audience.id, period };
    const key = newest.key.replace("digest:", "digest-arrived:");
    await desk.store.outbox.add(
      { key, job: "digest.arrived", payload, to: { channel: audience.channel }, follows, class: "digest" },
      desk.now,
    );
  }
  await addDetails(desk, found, digest);
  return digest;
}

/** Stands behind the post in the outbox, so its turn comes once leaders have that: only then is the digest posted, and the PMO told so. */
export const arrivedJob: Job = async (desk, payload) => {
  await desk.store.transaction(async (store) => {
    const found = await issued(store, Which.parse(payload));
    if (!found?.issue || found.issue.state === "posted") return;
    await store.digests.saveIssue({ ...found.issue, state: "posted" });
    await redrawTold({ ...desk, store }, found, "posted");
  });
  return { dropped: "nothing to send: the post is out, and that is noted" };
};

/** The thread: one reply a page, each drawn from the kept figures. */
export async function addDetails({ store, now }: Desk, { audience, period }: Issued, digest: Digest): Promise<void> {
  const { newest } = await postings(store, { audience: audience.id, period });
  if (!newest) return;
  for (const page of details(digest).keys()) {
    await store.outbox.add(
      {
        key: detailKey(newest.key, page),
        job: "digest.detail",
        payload: { audience: audience.id, period, page },
        to: { channel: audience.channel },
        follows: { key: newest.key, how: "under" },
        class: "digest",
      },
      now,
    );
  }
}

export const detailKey = (post: string, page: number): string => `${post.replace("digest:", "digest-detail:")}:page${page + 1}`;

/** One page of the thread. There may be fewer pages now than were posted: those are emptied, and none is posted empty. */
export const detailJob: Job = async ({ store }, payload) => {
  const { page = 0, ...which } = Which.parse(payload);
  const digest = factsOf((await issued(store, which))?.issue);
  const drawn = digest && details(digest)[page];
  if (drawn) return drawn;
  const { newest } = await postings(store, which);
  const posted = newest && (await store.outbox.byKey(detailKey(newest.key, page)));
  if (digest && posted?.state === "sent") return say("Nothing is left on this page.");
  return { dropped: "nothing is left to show on this page" };
};

/** Tells the PMO that a digest is held, or could not be posted; once it is, that. */
export const tellJob: Job = async ({ store }, payload): Promise<Message | { readonly dropped: string }> => {
  const which = Which.parse(payload);
  const found = await issued(store, which);
  if (!found) return { dropped: "the digest was removed" };
  const { audience, at, portfolio, issue } = found;
  if (issue?.state === "posted") return say(notices.wentOut(audience));
  const { newest, failed } = await postings(store, which);
  const isHeld = which.error === undefined && issue?.state === "held";
  const unsent = newest && failed ? notices.unsent(found, newest) : undefined;
  const words = isHeld ? notices.heldStill(audience, at, portfolio.zone) : unsent;
  if (words === undefined) return say(notices.goesNow(audience));
  const told = say(words);
  const value = JSON.stringify({ audience: audience.id, period: found.period });
  return {
    ...told,
    blocks: [...told.blocks, { kind: "buttons", buttons: [{ label: "Post now", action: "digest.now", value, style: "primary" }] }],
  };
};
