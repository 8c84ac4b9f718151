import type { NewPosting, PostingState } from "../../ports/outbox.ts";
import type { Desk, Feature, Plan } from "../../routes.ts";
import { catchUp, type Due, type Warned } from "./catch-up.ts";
import { canBeDue, factsFor } from "./facts.ts";
import { escalation, pause, resume } from "./pause.ts";
import { type Timeline, timeline } from "./plan.ts";
import { preview, previewMore } from "./preview.ts";
import { scheduleCommand } from "./schedule-commands.ts";

/** Asks, reminds, warns and tells, as it became due in (from, to]. The ticker keeps all of it, with its mark, or nothing. */
const rhythm: Plan = async (desk, from, to) => {
  if (!canBeDue(await desk.store.projects.portfolios(), from, to)) return;
  const planned = timeline(await factsFor(desk.store, from, to), from, to);
  const { occurrences, messages } = catchUp(planned, to, await warnings(desk, planned));
  for (const { at: _at, cutOff: _cutOff, ...occurrence } of occurrences) await desk.store.reports.addOccurrence(occurrence);
  for (const message of messages) await desk.store.outbox.add(posting(message), desk.now);
};

function posting({ kind, key, person, date, projects, notAfter }: Due): NewPosting {
  return { key, job: `status.${kind}`, payload: { person, date, projects }, to: { person }, class: "prompt", notAfter };
}

/** What became of the heads-up to everybody whose silence may be told now. */
async function warnings({ store }: Desk, { messages }: Timeline): Promise<Warned> {
  const known = new Map<string, ReturnType<Warned>>();
  for (const { about, date } of messages)
    for (const asked of new Set([...(about?.values() ?? [])].map((each) => each.asked)))
      known.set(`${asked} ${date}`, heard((await store.outbox.byKey(`headsUp:${asked}:${date}`))?.state));
  return (person, date) => known.get(`${person} ${date}`) ?? "no";
}

function heard(state: PostingState | undefined): ReturnType<Warned> {
  if (state === "unreachable" || state === "failed") return "unreachable";
  return state === "sent" || state === "sending" || state === "waiting" ? "yes" : "no";
}

/** The rhythm of asking, and the commands that set it and show it ahead. */
export const schedule: Feature = {
  plans: { "status.rhythm": rhythm },
  commands: {
    "pmo schedule": scheduleCommand,
    "pmo schedule preview": preview,
    "pmo escalation": escalation,
    "pmo pause": pause,
    "pmo resume": resume,
  },
  presses: { "status.previewMore": previewMore },
};
