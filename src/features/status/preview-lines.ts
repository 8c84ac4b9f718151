import { type LocalDate, localDate, localTime } from "../../core/time.ts";
import type { Names } from "../../ports/index.ts";
import type { PlannedMessage, Timeline } from "./plan.ts";
import { count, list } from "./wording.ts";

/** One line of the preview, under its day. */
export interface PreviewLine {
  readonly day: LocalDate;
  readonly at: Date;
  readonly words: string;
}

/** Something planned by another part of the product, such as a digest. */
export type ExtraLine = Pick<PreviewLine, "at" | "words">;

interface Shown {
  readonly names: Names;
  readonly keys: ReadonlyMap<string, string>; // project id → key
  readonly zone: string; // of the reader
}

const sent = { prompt: "asks", reminder: "if silent, reminds", headsUp: "if silent, warns", escalation: "if silent, tells" } as const;

/** A line for each message; for each moment and kind, where there would be more than a phone can show. */
export function previewLines(planned: Timeline, extra: readonly ExtraLine[], shown: Shown, detailed: boolean): readonly PreviewLine[] {
  const groups = new Map<string, PlannedMessage[]>();
  for (const message of planned.messages) {
    const slot = `${message.at.toISOString()} ${message.kind} ${detailed ? message.key : ""}`;
    groups.set(slot, [...(groups.get(slot) ?? []), message]);
  }
  const messages = [...groups.values()].flatMap((all) => (all[0] ? { at: all[0].at, words: messageWords(all, all[0], shown) } : []));
  return [...messages, ...skipLines(planned, shown, detailed), ...extra]
    .map(({ at, words }) => ({ at, day: localDate(at, shown.zone), words: `${localTime(at, shown.zone)} ${words}` }))
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.words.localeCompare(b.words));
}

function messageWords(all: readonly PlannedMessage[], first: PlannedMessage, shown: Shown): string {
  const projects = [...new Set(all.flatMap((message) => message.projects))];
  const people = [...new Set(all.map(({ person }) => person))];
  const reached = people.length === 1 ? unreachable(people[0] ?? "", shown) : "";
  const whom = people.length <= 2 ? list(people.map((id) => name(id, shown))) : count(people.length, "person", "people");
  const about = projects.length <= 8 ? list(projects.map((id) => key(id, shown))) : count(projects.length, "project");
  return `${sent[first.kind]} ${whom}${role(first, all, shown)} about ${about}${reached}`;
}

/** "(PMO contact; first miss by Ben Okafor)". */
function role({ about }: PlannedMessage, all: readonly PlannedMessage[], shown: Shown): string {
  const one = about && all.length === 1 ? [...about.values()] : [];
  const [first] = one;
  if (!first) return "";
  const alike = one.every(({ as, why, asked }) => as === first.as && why === first.why && asked === first.asked);
  return alike ? ` (${first.as}; ${first.why} by ${name(first.asked, shown)})` : ` (${first.as})`;
}

function unreachable(person: string, { names }: Shown): string {
  const { identities = [], email } = names.get(person) ?? {};
  if (identities.length === 0) return email === undefined ? ", but cannot: no chat account is known" : "";
  if (identities.some(({ unreachable }) => unreachable === undefined)) return "";
  return `, but cannot: ${identities[0]?.unreachable}`;
}

/** Who is not asked, and why: by reason, each project by name where that can be read. */
function skipLines({ occurrences }: Timeline, shown: Shown, detailed: boolean): readonly ExtraLine[] {
  const reasons = new Map<string, { at: Date; why: string; keys: string[] }>();
  for (const { project, at, state, why = "" } of occurrences.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    if (state !== "skipped") continue;
    const slot = `${localDate(at, shown.zone)} ${why}`;
    const known = reasons.get(slot) ?? { at, why, keys: [] };
    reasons.set(slot, { ...known, keys: [...known.keys, key(project, shown)] });
  }
  return [...reasons.values()].map(({ at, why, keys }) => ({
    at,
    words: `does not ask about ${keys.length <= (detailed ? 30 : 8) ? list(keys) : count(keys.length, "project")}: ${why}`,
  }));
}

const key = (id: string, { keys }: Shown): string => keys.get(id) ?? "a project you cannot see";
const name = (id: string, { names }: Shown): string => names.get(id)?.name ?? "somebody who left";
