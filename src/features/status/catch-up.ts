import type { LocalDate } from "../../core/time.ts";
import { slotOf } from "./askings.ts";
import type { PlannedMessage, PlannedOccurrence, Timeline } from "./plan.ts";

/** What became of the messages before. */
export interface Heard {
  /** Of the warning to somebody about a day: only who could read the project in it is told on. */
  warned(person: string, date: LocalDate, project: string): "yes" | "no" | "unreachable";
  /** When the card of that day was written, where it was. */
  askedAt(person: string, date: LocalDate): Date | undefined;
}

/** A card that came late is given this long before a reminder. */
const graceMs = 4 * 3_600_000;
const onTimeMs = 15 * 60_000;

/** `notReached` goes to the PMO contact in place of an escalation: whoever could not be reached is never late. */
export type Due = Omit<PlannedMessage, "kind" | "about"> & { readonly kind: PlannedMessage["kind"] | "notReached" };

/**
 * The timeline of a stretch that ends now, without what came too late. After a pause of the program, several missed
 * weeks become one prompt, and what is past its cut-off is not asked any more; both stay visible as expired. Nobody
 * is reminded as soon as they are asked, nor told on in the breath that warns them, nor without a warning.
 */
export function catchUp(
  { occurrences, messages }: Timeline,
  now: Date,
  before: Heard,
): { readonly occurrences: readonly PlannedOccurrence[]; readonly messages: readonly Due[] } {
  const settled = expireMissed(occurrences, now);
  const asked = new Set(settled.map(({ project, date, state }) => `${project} ${date} ${state}`));
  const fresh = new Set(occurrences.map(({ project, date }) => slotOf(project, date)));
  const warnedNow = new Set(
    messages.filter(({ kind }) => kind === "headsUp").flatMap(({ projects, date }) => projects.map((id) => slotOf(id, date))),
  );
  return {
    occurrences: settled,
    messages: messages
      .filter(({ notAfter }) => notAfter > now)
      .flatMap((message): readonly Due[] => {
        const keep = (wanted: (slot: string, project: string) => boolean) =>
          only(message, (project) => wanted(slotOf(project, message.date), project));
        switch (message.kind) {
          case "prompt":
            return keep((slot) => asked.has(`${slot} queued`));
          case "reminder":
            return justAsked(message, now, before) ? [] : keep((slot) => !fresh.has(slot) && !warnedNow.has(slot));
          case "headsUp":
            return keep((slot) => !fresh.has(slot));
          case "escalation": {
            const heard = (project: string) => before.warned(message.about?.get(project)?.asked ?? "", message.date, project);
            const lost = keep((slot, project) => !fresh.has(slot) && heard(project) === "unreachable");
            return [...keep((slot, project) => !fresh.has(slot) && heard(project) === "yes"), ...lost.flatMap(notReached)];
          }
          default:
            return message.kind satisfies never;
        }
      }),
  };
}

function justAsked({ person, date, asked }: PlannedMessage, now: Date, before: Heard): boolean {
  const written = before.askedAt(person, date)?.getTime();
  return written !== undefined && written - asked.getTime() > onTimeMs && now.getTime() - written < graceMs;
}

function expireMissed(occurrences: readonly PlannedOccurrence[], now: Date): readonly PlannedOccurrence[] {
  const newest = new Map<string, LocalDate>();
  for (const { project, date, state } of occurrences)
    if (state === "queued" && date > (newest.get(project) ?? "")) newest.set(project, date);
  return occurrences.map((each) => {
    if (each.state !== "queued") return each;
    if (each.cutOff > now && newest.get(each.project) === each.date) return each;
    const { asked: _, ...rest } = each;
    return { ...rest, state: "expired", why: "the bot was not running" };
  });
}

function notReached(lost: PlannedMessage): readonly Due[] {
  const contacts = [...new Set(lost.projects.flatMap((project) => lost.about?.get(project)?.contact ?? []))];
  return contacts.map((person) => ({
    ...{ kind: "notReached", person, at: lost.at, date: lost.date, asked: lost.asked, notAfter: lost.notAfter },
    key: `notReached:${person}:${lost.date}:${lost.at.toISOString()}:${lost.person}`,
    projects: lost.projects.filter((project) => lost.about?.get(project)?.contact === person),
  }));
}

function only(message: PlannedMessage, wanted: (project: string) => boolean): readonly PlannedMessage[] {
  const projects = message.projects.filter(wanted);
  return projects.length === 0 ? [] : [{ ...message, projects }];
}
