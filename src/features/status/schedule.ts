import type { ToPerson } from "../../ports/outbox.ts";
import type { Desk, Feature, Plan } from "../../routes.ts";
import { warnedOf } from "./asked.ts";
import { Asking } from "./asking.ts";
import { catchUp, type Due, type Heard } from "./catch-up.ts";
import { factsFor, mayBeDue } from "./facts.ts";
import { escalation, pause, resume } from "./pause.ts";
import { type Timeline, timeline } from "./plan.ts";
import { preview, previewMore } from "./preview.ts";
import { scheduleCommand, stopAsking } from "./schedule-commands.ts";

/** Asks, reminds, warns and tells, as it became due in (from, to]. The ticker keeps all of it, with its mark, or nothing. */
const rhythm: Plan = async (desk, from, to) => {
  if (!(await mayBeDue(desk.store, from, to))) return;
  const planned = timeline(await factsFor(desk.store, from, to), from, to);
  const { occurrences, messages } = catchUp(planned, to, await heard(desk, planned));
  await desk.store.reports.addOccurrences(occurrences);
  await desk.store.outbox.addAll((await untold(desk, messages)).map(posting), desk.now);
};

/** Of an escalation, what the recipient was not told yet: it may have been moved to later after it left. */
async function untold({ store }: Desk, messages: readonly Due[]): Promise<readonly Due[]> {
  const fresh: Due[] = [];
  for (const message of messages) {
    const keyStart = `escalation:${message.person}:${message.date}:`;
    const before = message.kind === "escalation" ? await store.outbox.list({ keyStart, states: ["sent", "sending"], limit: 1000 }) : [];
    const told = new Set(before.flatMap(({ payload }) => Asking.safeParse(payload).data?.projects ?? []));
    const projects = message.projects.filter((project) => !told.has(project));
    if (projects.length > 0) fresh.push({ ...message, projects });
  }
  return fresh;
}

function posting({ kind, key, person, date, projects, notAfter }: Due): ToPerson {
  return { key, job: `status.${kind}`, payload: { person, date, projects }, to: { person }, class: "prompt", notAfter };
}

/** What became of the card of everybody who may be reminded, and of the warning to everybody who may be told on. */
async function heard({ store }: Desk, { messages }: Timeline): Promise<Heard> {
  const earlier = messages.flatMap(({ kind, person, date, about }) => {
    if (kind === "reminder") return [`prompt:${person}:${date}`];
    return [...(about?.values() ?? [])].map(({ asked }) => `headsUp:${asked}:${date}`);
  });
  const postings = await store.outbox.byKeys([...new Set(earlier)]);
  return {
    askedAt: (person, date) => postings.get(`prompt:${person}:${date}`)?.createdAt,
    warned: (person, date, project) => warnedOf(postings.get(`headsUp:${person}:${date}`), project),
  };
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
  presses: { "status.previewMore": previewMore, "status.stopAsking": stopAsking },
};
