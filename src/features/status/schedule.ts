import { addDays } from "../../core/time.ts";
import type { Store } from "../../ports/index.ts";
import type { ToPerson } from "../../ports/outbox.ts";
import type { Feature, LongPlan } from "../../routes.ts";
import { warnedOf } from "./asked.ts";
import { Asking } from "./asking.ts";
import { slotOf } from "./askings.ts";
import { catchUp, type Due, type Heard } from "./catch-up.ts";
import { factsFor, mayBeDue } from "./facts.ts";
import { escalation, pause, resume } from "./pause.ts";
import { type Timeline, timelineInTurns } from "./plan.ts";
import { preview, previewMore } from "./preview.ts";
import { scheduleCommand, stopAsking } from "./schedule-commands.ts";

/** Asks, reminds, warns and tells, as it became due in (from, to]. The ticker keeps all of it, with its mark, or nothing. */
const rhythm: LongPlan = {
  async workOut({ store }, from, to) {
    if (!(await mayBeDue(store, from, to))) return async () => {};
    const planned = await timelineInTurns(await factsFor(store, from, to), from, to);
    const { occurrences, messages } = catchUp(planned, to, await heard(store, planned));
    return async ({ store, now }) => {
      await store.reports.addOccurrences(occurrences);
      await store.outbox.addAll((await untold(store, messages)).map(posting), now);
    };
  },
};

/** Of an escalation, what the recipient was not told yet: it may have been moved to later after it left. */
async function untold({ outbox }: Store, messages: readonly Due[]): Promise<readonly Due[]> {
  const days = messages.filter(({ kind }) => kind === "escalation").map(({ date }) => date);
  if (days.length === 0) return messages;
  const first = days.reduce((a, b) => (b < a ? b : a));
  const since = new Date(`${addDays(first, -1)}T00:00:00Z`);
  const before = await outbox.list({ keyStart: "escalation:", states: ["sent", "sending"], since, limit: 100_000 });
  const told = new Set(
    before.flatMap(({ payload }) => {
      const about = Asking.safeParse(payload).data;
      return about?.projects.map((project) => `${about.person} ${slotOf(project, about.date)}`) ?? [];
    }),
  );
  return messages.flatMap((message) => {
    const isNew = (project: string) => !told.has(`${message.person} ${slotOf(project, message.date)}`);
    const projects = message.kind === "escalation" ? message.projects.filter(isNew) : message.projects;
    return projects.length > 0 ? [{ ...message, projects }] : [];
  });
}

function posting({ kind, key, person, date, projects, notAfter }: Due): ToPerson {
  return { key, job: `status.${kind}`, payload: { person, date, projects }, to: { person }, class: "prompt", notAfter };
}

/** What became of the card of everybody who may be reminded, and of the warning to everybody who may be told on. */
async function heard({ outbox }: Store, { messages }: Timeline): Promise<Heard> {
  const earlier = messages.flatMap(({ kind, person, date, about }) => {
    if (kind === "reminder") return [`prompt:${person}:${date}`];
    return [...(about?.values() ?? [])].map(({ asked }) => `headsUp:${asked}:${date}`);
  });
  const postings = await outbox.byKeys([...new Set(earlier)]);
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
