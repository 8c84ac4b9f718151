import type { NewPosting } from "../../ports/outbox.ts";
import type { Desk, Feature, Plan } from "../../routes.ts";
import { type CaughtUp, catchUp, type Warned } from "./catch-up.ts";
import { canBeDue, factsFor } from "./facts.ts";
import { notReached } from "./not-reached.ts";
import { escalation, pause, resume } from "./pause.ts";
import { type Timeline, timeline } from "./plan.ts";
import { preview, previewMore } from "./preview.ts";
import { scheduleCommand } from "./schedule-commands.ts";

/** Small enough that an acknowledgement never waits behind a Monday morning of 10,000 projects. */
const perTransaction = 100;

/** Asks, reminds, warns and tells, as it became due in (from, to]. */
const rhythm: Plan = async (desk, from, to) => {
  if (!canBeDue(await desk.store.projects.portfolios(), from, to)) return;
  const planned = timeline(await factsFor(desk.store, from, to), from, to);
  const due = catchUp(planned, to, await warnings(desk, planned));
  await write(desk, due);
};

/** An occurrence and the message that it causes are kept together or not at all; what is there already stays as it is. */
async function write(desk: Desk, { occurrences, messages }: CaughtUp): Promise<void> {
  const asked = new Map(occurrences.map((each) => [`${each.project} ${each.date}`, each]));
  const steps = messages.map((message) => {
    const own = message.kind === "prompt" ? message.projects.map((project) => `${project} ${message.date}`) : [];
    const caused = own.flatMap((slot) => asked.get(slot) ?? []);
    for (const slot of own) asked.delete(slot);
    return { caused, posting: posting(message) };
  });
  const all = [...steps, ...[...asked.values()].map((each) => ({ caused: [each], posting: undefined }))];
  for (let i = 0; i < all.length; i += perTransaction) {
    await desk.store.transaction(async (tx) => {
      for (const { caused, posting } of all.slice(i, i + perTransaction)) {
        for (const { at: _at, cutOff: _cutOff, ...occurrence } of caused) await tx.reports.addOccurrence(occurrence);
        if (posting) await tx.outbox.add(posting, desk.now);
      }
    });
    await new Promise(setImmediate);
  }
}

function posting({ kind, key, person, date, projects, notAfter }: CaughtUp["messages"][number]): NewPosting {
  return { key, job: `status.${kind}`, payload: { person, date, projects }, to: { person }, class: "prompt", notAfter };
}

/** What became of the heads-up to everybody whose silence would be told now. */
async function warnings({ store }: Desk, { messages }: Timeline): Promise<Warned> {
  const known = new Map<string, "yes" | "no" | "unreachable">();
  for (const { about, date } of messages)
    for (const { asked } of about?.values() ?? []) {
      const key = `headsUp:${asked}:${date}`;
      if (!known.has(key)) known.set(key, heard((await store.outbox.byKey(key))?.state));
    }
  return (person, date) => known.get(`headsUp:${person}:${date}`) ?? "no";
}

function heard(state: string | undefined): "yes" | "no" | "unreachable" {
  if (state === "unreachable" || state === "failed") return "unreachable";
  return state === undefined || state === "expired" || state === "dropped" ? "no" : "yes";
}

/** The rhythm of asking, and the commands that set it and show it ahead. */
export const schedule: Feature = {
  plans: { "status.rhythm": rhythm },
  jobs: { "status.notReached": notReached },
  commands: {
    "pmo schedule": scheduleCommand,
    "pmo schedule preview": preview,
    "pmo escalation": escalation,
    "pmo pause": pause,
    "pmo resume": resume,
  },
  presses: { "status.previewMore": previewMore },
};
