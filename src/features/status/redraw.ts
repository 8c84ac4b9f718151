import { z } from "zod";
import type { Person } from "../../core/people.ts";
import { addDays, type LocalDate } from "../../core/time.ts";
import type { Posting } from "../../ports/outbox.ts";
import type { Call, Desk } from "../../routes.ts";

/** What every message about a period carries, whatever else it does. */
const About = z.looseObject({ date: z.string(), projects: z.array(z.string()) });

/** Postings and edits about one person and day: far more than anybody presses in a week. */
const mostEdits = 1000;

/**
 * Draws again every message that asked for, or told of the silence on, a project's report of a period: cards,
 * reminders and heads-ups of those who were asked, and escalations. Messages not sent yet are drawn when they are sent.
 */
export async function redrawAbout(
  call: Call,
  project: string,
  period: LocalDate,
  people: readonly string[],
  pressed?: string,
): Promise<void> {
  const starts = people.flatMap((person) => ["prompt", "reminder", "headsUp"].map((kind) => `${kind}:${person}:${period}`));
  const found = (await Promise.all(starts.map((keyStart) => call.store.outbox.list({ keyStart, limit: mostEdits })))).flat();
  for (const { posting, about } of [...isAbout(found, project, period), ...(await escalationsOf(call, project, period))])
    if (posting.key !== pressed) await redraw(call, posting, { ...about, again: true });
}

/** Those who were told of the silence on a project. */
export async function toldAbout(desk: Desk, project: string, period: LocalDate): Promise<readonly Person[]> {
  const told = (await escalationsOf(desk, project, period)).flatMap(({ posting: { to } }) => ("person" in to ? [to.person] : []));
  return [...(await desk.store.people.many(told)).values()];
}

async function escalationsOf({ store }: Desk, project: string, period: LocalDate) {
  const since = new Date(`${addDays(period, -1)}T00:00:00Z`);
  return isAbout(await store.outbox.list({ keyStart: "escalation:", states: ["sent", "sending"], since, limit: 5000 }), project, period);
}

function isAbout(postings: readonly Posting[], project: string, period: LocalDate) {
  return postings.flatMap((posting) => {
    const about = posting.follows ? undefined : About.safeParse(posting.payload).data;
    return about?.date === period && about.projects.includes(project) ? [{ posting, about }] : [];
  });
}

/** Replaces what was posted by what is so now. Nothing, where it is still to be sent or never was. */
export async function redraw(call: Call, posting: Posting, payload: object): Promise<void> {
  if (posting.state !== "sent" && posting.state !== "sending") return;
  const { key, job, to } = posting;
  await call.store.outbox.add(
    { key: `${key}:again:${call.id}`, job, payload, to, follows: { key, how: "edit" }, class: "interactive" },
    call.now,
  );
}
