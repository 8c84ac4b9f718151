import type { Project } from "../../core/portfolio.ts";
import { type LocalDate, localDate } from "../../core/time.ts";
import type { Occurrence } from "../../ports/reports.ts";
import { type Asking, answered, askings, type Facts, type Stored, slotOf, withOneCardADay } from "./askings.ts";
import { announced, type Chase, chase, headsUp, type Piece, type Silence } from "./chase.ts";

export interface PlannedOccurrence extends Occurrence {
  readonly at: Date; // when people are asked, or would be
  readonly cutOff: Date;
}

/** One message to one person at one moment, about all their projects of one day. */
export interface PlannedMessage {
  readonly kind: "prompt" | Chase;
  readonly key: string;
  readonly at: Date;
  readonly person: string;
  readonly date: LocalDate;
  readonly projects: readonly string[];
  readonly notAfter: Date;
  /** When its projects were to be asked. */
  readonly asked: Date;
  /** Of an escalation, by project. */
  readonly about?: ReadonlyMap<string, Silence>;
}

export interface Timeline {
  readonly occurrences: readonly PlannedOccurrence[];
  readonly messages: readonly PlannedMessage[];
}

/**
 * Everything that happens in (from, to] when nobody answers anything more: whom the rhythm asks, skips, reminds,
 * warns and tells. It knows no "now", so any split of the stretch gives the same; `catchUp` judges what came too late.
 */
export function timeline(facts: Facts, from: Date, to: Date): Timeline {
  const steps = inSteps(facts, from, to);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same, letting others have their turn: of 10,000 projects it takes a good part of a second. */
export async function timelineInTurns(facts: Facts, from: Date, to: Date): Promise<Timeline> {
  const steps = inSteps(facts, from, to);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await new Promise((resolve) => void setImmediate(resolve));
  }
}

function* inSteps(facts: Facts, from: Date, to: Date): Generator<void, Timeline> {
  const stored = gather(facts.occurrences, ({ project }) => project);
  const ofProject = (id: string): Stored => new Map(stored.get(id)?.map((each) => [each.date, each]));
  const [first, last] = [localDate(from, "UTC"), localDate(to, "UTC")];
  const asked = withOneCardADay(yield* each(facts.projects, (project) => askings(facts, project, ofProject(project.id), first, last)));
  const within = ({ at }: { readonly at: Date }) => at > from && at <= to;
  const fresh = asked.filter((each) => !each.there && within(each));
  const real = asked.filter((each) => (each.there ? each.there.state === "queued" : each.at > from) && each.why === undefined);
  const open = untilAskedAnew(real).filter((each) => each.there || within(each));
  const missed = yield* misses(facts, asked, open, from);
  const messages = [
    ...grouped(
      "prompt",
      fresh
        .filter((each) => each.why === undefined)
        .map((each) => ({ ...each, asked: each.at, key: `prompt:${each.person}:${each.date}` })),
    ),
    ...grouped("reminder", yield* each(open, (asking) => chase(facts, asking, "reminder"))),
    ...grouped("headsUp", yield* each(open, (asking) => headsUp(facts, asking))),
    ...grouped("escalation", yield* each(open, (asking) => announced(facts, asking, missed))),
  ];
  return {
    occurrences: fresh.map(({ project, date, person, why, at, cutOff }) => {
      const base = { project: project.id, date, at, cutOff };
      return why === undefined ? { ...base, state: "queued", asked: person } : { ...base, state: "skipped", why };
    }),
    messages: messages.filter(within).sort((a, b) => a.at.getTime() - b.at.getTime() || (a.key < b.key ? -1 : 1)),
  };
}

/** Projects or askings that are gone through without a pause. */
const inOneStep = 200;

function* each<T, R>(items: readonly T[], make: (item: T) => readonly R[]): Generator<void, readonly R[]> {
  const made: R[] = [];
  for (let at = 0; at < items.length; at += inOneStep) {
    made.push(...items.slice(at, at + inOneStep).flatMap(make));
    yield;
  }
  return made;
}

/** Known before it comes, or a warning would announce what is never sent. */
function untilAskedAnew(open: readonly Asking[]): readonly Asking[] {
  const byProject = gather(open, ({ project }) => project.id);
  return open.map((each) => {
    const later = byProject.get(each.project.id)?.filter(({ date }) => date > each.date) ?? [];
    return later.length === 0 ? each : { ...each, until: new Date(Math.min(...later.map(({ at }) => at.getTime()))) };
  });
}

/**
 * Askings whose predecessor was missed: not answered, and somebody was told of it, or will be after `from`. Whoever was
 * away, not reached or never warned missed nothing, and one that was skipped in between starts the count again.
 */
function* misses(facts: Facts, asked: readonly Asking[], open: readonly Asking[], from: Date): Generator<void, ReadonlySet<string>> {
  const chased = new Map(open.map((each) => [slotOf(each.project.id, each.date), each]));
  const missed = yield* each([...gather(asked, ({ project }) => project.id).values()], (all) => {
    const missed: string[] = [];
    const known = all
      .filter((each) => each.there || chased.has(slotOf(each.project.id, each.date)))
      .sort((a, b) => (a.date < b.date ? -1 : 1));
    for (const [i, each] of known.entries()) {
      const before = known[i - 1];
      const still = before && chased.get(slotOf(before.project.id, before.date));
      if (!still || answered(facts, before.project, before.home, before.date)) continue;
      const coming = announced(facts, still, new Set()).some(({ at }) => at > from);
      if (coming || facts.told?.has(slotOf(before.project.id, before.date))) missed.push(slotOf(each.project.id, each.date));
    }
    return missed;
  });
  return new Set(missed);
}

/** One message per recipient, day and kind: what comes at several moments arrives with the first. */
function grouped(kind: PlannedMessage["kind"], pieces: readonly Piece[]): readonly PlannedMessage[] {
  return [...gather(pieces, ({ key }) => key)].flatMap(([key, all]) => {
    const first = all[0];
    if (!first) return [];
    const about = new Map(all.flatMap(({ project, silence }) => (silence ? [[project.id, silence] as const] : [])));
    return {
      ...{ kind, key, person: first.person, date: first.date, projects: byKey(all.map(({ project }) => project)) },
      at: new Date(Math.min(...all.map(({ at }) => at.getTime()))),
      asked: new Date(Math.min(...all.map(({ asked }) => asked.getTime()))),
      notAfter: new Date(Math.max(...all.map(({ cutOff }) => cutOff.getTime()))),
      ...(about.size > 0 && { about }),
    };
  });
}

const byKey = (projects: readonly Project[]): readonly string[] =>
  projects.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ id }) => id);

function gather<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const list = found.get(name);
    if (list) list.push(item);
    else found.set(name, [item]);
  }
  return found;
}
