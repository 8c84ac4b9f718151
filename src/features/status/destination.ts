import { occurrenceDates } from "../../core/cadence.ts";
import { calendarOf } from "../../core/holidays.ts";
import type { Person } from "../../core/people.ts";
import type { Project } from "../../core/portfolio.ts";
import { addDays, instantOf, type LocalDate, localDate, longDate } from "../../core/time.ts";
import type { Channel } from "../../ports/projects.ts";
import type { Desk } from "../../routes.ts";
import type { Owed } from "./owed.ts";
import { list, nearOf } from "./wording.ts";

/** Who sees an answer, and until when it can be edited: the last line of a card. */
export async function destination(desk: Desk, shown: readonly Owed[], state: "open" | "done", reader: Person): Promise<string> {
  const first = shown[0];
  if (!first) return "";
  const channel = channelsInWords(
    await Promise.all(shown.map(async ({ project }) => [project.key, await postedIn(desk, project)] as const)),
  );
  const digests = await digestsOf(desk, shown);
  const [only, ...others] = digests.map((each) => digestInWords(desk, each, reader));
  const common = others.length === 0 && digests[0]?.posted === false ? only : undefined;
  const where = state === "open" ? goes(channel, common) : went(channel, common);
  const each = common === undefined ? digests.map((digest) => sentenceOn(desk, digest, shown.length > 1, reader)) : [];
  const hidden = digests.length === 0 ? [] : shown.filter(({ project }) => project.confidential).map(({ project }) => project.key);
  const except = hidden.length === 0 ? [] : [`${list(hidden)} ${hidden.length === 1 ? "is" : "are"} confidential and not in it.`];
  const told = where === nobodyElse && digests.length > 0 && common === undefined ? each : [where, ...each];
  return [...told, ...except, editable(desk, first, reader)].join(" ");
}

const nobodyElse = "Seen by the project team, its sponsor and the PMO.";

function goes(channel: Channels | undefined, digest: string | undefined): string {
  if (!channel) return digest === undefined ? nobodyElse : `Goes into ${digest}.`;
  const to =
    channel.of === undefined ? `Goes to ${channel.name} now` : `${channel.of} ${channel.many ? "go" : "goes"} to ${channel.name} now`;
  return digest === undefined ? `${to}.` : `${to}${channel.of === undefined ? " and into" : "; all go into"} ${digest}.`;
}

function went(channel: Channels | undefined, digest: string | undefined): string {
  if (!channel) return digest === undefined ? nobodyElse : `Goes into ${digest}.`;
  const posted = channel.of === undefined ? `Posted in ${channel.name}` : `${channel.of} posted in ${channel.name}`;
  if (digest === undefined) return `${posted}.`;
  return `${posted}; ${channel.of === undefined ? "goes" : "all go"} into ${digest}.`;
}

/** Where reports on a project are posted. Never where another organisation reads along. */
export async function postedIn({ store }: Desk, project: Project): Promise<readonly Channel[]> {
  return (await store.projects.channels({ project: project.id })).filter(({ shared }) => !shared);
}

interface Digest {
  readonly name: string;
  readonly audience: string;
  readonly day: LocalDate;
  readonly at: Date;
}

/**
 * The first digest after a moment that the project is in: its name and when it is posted. What is answered shows from
 * then on; what is not, shows once the cut-off has passed. No digest shows what is confidential.
 */
export async function digestAfter(desk: Desk, owed: Pick<Owed, "portfolio" | "project">, moment: Date): Promise<Digest | undefined> {
  const coming = await digestsFrom(desk, owed, localDate(moment, owed.portfolio.zone));
  return coming.find(({ at }) => at > moment);
}

/**
 * The first that was posted with what is answered: it speaks of the day, and not of a later period. What is not answered
 * by the cut-off stands in it as Unknown, and an answer of the same day is added there.
 */
async function digestWith(desk: Desk, { report, period, ...owed }: Owed): Promise<Digest | undefined> {
  const spokenOf = report?.effectiveOn ?? localDate(desk.now, owed.portfolio.zone);
  for (const digest of await digestsFrom(desk, owed, spokenOf > period ? spokenOf : period)) {
    if (digest.at > desk.now || (!report && digest.at < owed.moments.cutOff)) return undefined;
    if ((await desk.store.digests.issue(digest.audience, digest.day))?.state === "posted") return digest;
  }
  return undefined;
}

/** The next ones from a day on that show the project, the earliest first. */
async function digestsFrom({ store }: Desk, { portfolio, project }: Pick<Owed, "portfolio" | "project">, from: LocalDate) {
  if (project.confidential) return [];
  const dayOff = await calendarOf(portfolio);
  return (await store.digests.audiences(portfolio.id))
    .filter(({ programme, department }) => (programme ?? project.programme) === project.programme && isOf(department, project))
    .flatMap(({ id, name, cadence, at }): Digest[] => {
      const days = occurrenceDates(cadence, from, addDays(from, 60), dayOff).slice(0, 2);
      return days.map((day) => ({ name, audience: id, day, at: instantOf(day, at, portfolio.zone) }));
    })
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

const isOf = (department: string | undefined, project: Project): boolean => department === undefined || department === project.department;

function editable({ now }: Desk, { moments, portfolio }: Owed, reader: Person): string {
  const until = nearOf(portfolio, moments.cutOff, now, reader.zone);
  return moments.cutOff > now ? `You can edit until ${until}.` : `The cut-off was ${until}: an edit is marked as a correction.`;
}

interface Channels {
  readonly name: string;
  /** Which projects, where others of the card have no channel. */
  readonly of?: string;
  readonly many: boolean;
}

function channelsInWords(all: readonly (readonly [key: string, channels: readonly Channel[]])[]): Channels | undefined {
  const having = all.filter(([, channels]) => channels.length > 0);
  const [only, ...others] = having.flatMap(([, channels]) => channels);
  if (!only) return undefined;
  const named = only.name === undefined ? "the project channel" : `#${only.name.replace(/^#/, "")}`;
  const name = others.length === 0 ? named : all.length > 1 ? "the project channels" : "the project's channels";
  const keys = having.map(([key]) => key);
  return { name, many: keys.length > 1, ...(keys.length < all.length && { of: list(keys) }) };
}

/** Projects of a card that one digest shows. */
interface Shown {
  readonly digest: Digest;
  readonly posted: boolean;
  /** They are not in it yet, and will be added to the post. */
  readonly added: boolean;
  readonly owed: readonly Owed[];
}

async function digestsOf(desk: Desk, shown: readonly Owed[]): Promise<readonly Shown[]> {
  const all = new Map<string, Shown>();
  for (const owed of shown) {
    const posted = await digestWith(desk, owed);
    const digest = posted ?? (await digestAfter(desk, owed, desk.now));
    if (!digest) continue;
    const added = posted !== undefined && !owed.report;
    const key = `${digest.audience} ${digest.day} ${added}`;
    all.set(key, { digest, posted: posted !== undefined, added, owed: [...(all.get(key)?.owed ?? []), owed] });
  }
  return [...all.values()];
}

function digestInWords(desk: Desk, { digest, posted, owed }: Shown, reader: Person): string {
  const [first] = owed;
  if (posted || !first) return `the ${shortName(digest.name)} of ${longDate(digest.day)}`;
  const atOnce = owed.some(({ report, moments }) => !report && digest.at < moments.cutOff) ? ", shown there as soon as you answer" : "";
  return `the ${shortName(digest.name)} on ${nearOf(first.portfolio, digest.at, desk.now, reader.zone)}${atOnce}`;
}

/** "APOLLO and HERMES are in the IT digest of Fri 27 Nov." */
function sentenceOn(desk: Desk, shown: Shown, named: boolean, reader: Person): string {
  const { digest, posted, added, owed } = shown;
  const many = named && owed.length > 1;
  const subject = named ? list(owed.map(({ project }) => project.key)) : "It";
  const words = digestInWords(desk, shown, reader);
  if (added) return `${named ? `${subject} ${many ? "are added" : "is added"}` : "Added"} to ${words}, which has been posted.`;
  if (!posted) return `${subject} ${many ? "go" : "goes"} into ${words}.`;
  const since = owed.some(({ report }) => report && report.recordedAt > digest.at) ? ", which is put right where it differs" : "";
  return `${subject} ${many ? "are" : "is"} in ${words}${since}.`;
}

/** "IT portfolio" is what the digest is of; people call it the IT digest. */
const shortName = (name: string): string => `${name.replace(/\s+(portfolio|programme|digest)$/i, "")} digest`;
