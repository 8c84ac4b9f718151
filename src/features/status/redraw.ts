import { z } from "zod";
import type { LocalDate } from "../../core/time.ts";
import type { Posting } from "../../ports/outbox.ts";
import type { Call } from "../../routes.ts";

/** What every message about a period carries, whatever else it does. */
const About = z.looseObject({ date: z.string(), projects: z.array(z.string()) });

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
  const since = new Date(call.now.getTime() - 60 * 24 * 3_600_000);
  const found = [
    ...(await Promise.all(starts.map((keyStart) => call.store.outbox.list({ keyStart, limit: 50 })))),
    await call.store.outbox.list({ keyStart: "escalation:", states: ["sent", "sending"], since, limit: 1000 }),
  ].flat();
  for (const posting of found) {
    if (posting.follows || posting.key === pressed) continue;
    const about = About.safeParse(posting.payload).data;
    if (about?.date === period && about.projects.includes(project)) await redraw(call, posting, { ...about, again: true });
  }
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
