import { occurrenceDates } from "../../core/cadence.ts";
import { calendarOf } from "../../core/holidays.ts";
import type { Person } from "../../core/people.ts";
import type { Project } from "../../core/portfolio.ts";
import { addDays, instantOf, localDate } from "../../core/time.ts";
import type { Channel } from "../../ports/projects.ts";
import type { Desk } from "../../routes.ts";
import type { Owed } from "./owed.ts";
import { list, nearOf } from "./wording.ts";

/** Who sees an answer, and until when it can be edited: the last line of a card. */
export async function destination(desk: Desk, shown: readonly Owed[], state: "open" | "done", reader: Person): Promise<string> {
  const first = shown[0];
  if (!first) return "";
  const listed = shown.find(({ project }) => !project.confidential);
  const channel = channelsInWords(
    await Promise.all(shown.map(async ({ project }) => [project.key, await postedIn(desk, project)] as const)),
  );
  const digest = listed && (await digestInWords(desk, listed, state, reader));
  const hidden = digest === undefined ? [] : shown.filter(({ project }) => project.confidential).map(({ project }) => project.key);
  const except = hidden.length === 0 ? "" : ` ${list(hidden)} ${hidden.length === 1 ? "is" : "are"} confidential and not in it.`;
  return `${state === "open" ? goes(channel, digest) : went(channel, digest)}${except} ${editable(desk, first, reader)}`;
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

/**
 * The first digest after a moment that the project is in: its name and when it is posted. What is answered shows from
 * then on; what is not, shows once the cut-off has passed. No digest shows what is confidential.
 */
export async function digestAfter(
  { store }: Desk,
  { portfolio, project }: Pick<Owed, "portfolio" | "project">,
  moment: Date,
): Promise<{ readonly name: string; readonly at: Date } | undefined> {
  if (project.confidential) return undefined;
  const dayOff = await calendarOf(portfolio);
  const from = localDate(moment, portfolio.zone);
  const coming = (await store.digests.audiences(portfolio.id))
    .filter(({ programme, department }) => (programme ?? project.programme) === project.programme && isOf(department, project))
    .flatMap(({ name, cadence, at }) => {
      const days = occurrenceDates(cadence, from, addDays(from, 60), dayOff).slice(0, 2);
      return days.map((day) => ({ name, at: instantOf(day, at, portfolio.zone) }));
    })
    .filter(({ at }) => at > moment);
  return coming.toSorted((a, b) => a.at.getTime() - b.at.getTime())[0];
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

async function digestInWords(desk: Desk, owed: Owed, state: "open" | "done", reader: Person): Promise<string | undefined> {
  const digest = await digestAfter(desk, owed, state === "open" ? desk.now : (owed.report?.recordedAt ?? desk.now));
  if (!digest) return undefined;
  const atOnce = state === "open" && digest.at < owed.moments.cutOff ? ", shown there as soon as you answer" : "";
  return `the ${shortName(digest.name)} on ${nearOf(owed.portfolio, digest.at, desk.now, reader.zone)}${atOnce}`;
}

/** "IT portfolio" is what the digest is of; people call it the IT digest. */
const shortName = (name: string): string => `${name.replace(/\s+(portfolio|programme|digest)$/i, "")} digest`;
