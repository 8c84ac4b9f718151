import type { Selectable } from "kysely";
import { type GoesTo, laneOf, type NewPosting, type Posting } from "../../ports/outbox.ts";
import { iso } from "../rows.ts";
import type { Tables } from "../tables.ts";

/** Interactive before prompt before digest. */
export const ranks = ["interactive", "prompt", "digest"] as const;

export function rowOf(posting: NewPosting, platform: GoesTo, now: Date) {
  const { key, job, payload, to, follows, class: urgency, notBefore, notAfter } = posting;
  return {
    key,
    job,
    payload: JSON.stringify(payload ?? null),
    lane: laneOf(to),
    platform,
    destination: JSON.stringify(to),
    follows: follows?.key ?? null,
    how: follows?.how ?? null,
    rank: ranks.indexOf(urgency),
    not_before: notBefore ? iso(notBefore) : null,
    not_after: notAfter ? iso(notAfter) : null,
    state: "waiting" as const,
    attempts: 0,
    next_at: iso(notBefore ?? now),
    unsure: 0,
    created_at: iso(now),
  };
}

export function postingOf(row: Selectable<Tables["outbox"]>): Posting {
  const to: NewPosting["to"] = JSON.parse(row.destination);
  return {
    id: row.id,
    key: row.key,
    job: row.job,
    payload: JSON.parse(row.payload),
    to,
    ...(row.follows !== null && row.how !== null && { follows: { key: row.follows, how: row.how } }),
    class: ranks[row.rank] ?? "digest",
    ...(row.not_before !== null && { notBefore: new Date(row.not_before) }),
    ...(row.not_after !== null && { notAfter: new Date(row.not_after) }),
    state: row.state,
    attempts: row.attempts,
    nextAt: new Date(row.next_at),
    createdAt: new Date(row.created_at),
    ...(row.settled_at !== null && { settledAt: new Date(row.settled_at) }),
    ...(row.ref !== null && { ref: JSON.parse(row.ref) }),
    ...(row.error !== null && { error: row.error }),
    ...(row.unsure === 1 && { unsure: true }),
  };
}
