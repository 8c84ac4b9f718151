import { occurrenceDates } from "../../core/cadence.ts";
import { calendarOf } from "../../core/holidays.ts";
import type { Project } from "../../core/portfolio.ts";
import { addDays, instantOf, localDate } from "../../core/time.ts";
import type { Channel } from "../../ports/projects.ts";
import type { Desk } from "../../routes.ts";
import type { Owed } from "./owed.ts";
import { near } from "./wording.ts";

/** Who sees an answer, and until when it can be edited: the last line of a card. */
export async function destination(desk: Desk, shown: readonly Owed[], state: "open" | "done"): Promise<string> {
  const first = shown[0];
  if (!first) return "";
  const channels = (await Promise.all(shown.map(({ project }) => postedIn(desk, project)))).flat();
  const where = [channelsInWords(shown, channels), await digestInWords(desk, first)].filter((words) => words !== undefined);
  const seen =
    where.length === 0
      ? "Seen by the project team, its sponsor and the PMO."
      : `${state === "open" ? "Goes" : "Went"} ${where.join(" and ")}.`;
  return `${seen} ${editable(desk, first)}`;
}

/** Where reports on a project are posted. Never where another organisation reads along. */
export async function postedIn({ store }: Desk, project: Project): Promise<readonly Channel[]> {
  return (await store.projects.channels({ project: project.id })).filter(({ shared }) => !shared);
}

/** The first digest of the project's portfolio after its cut-off: its name and moment. */
export async function digestAfter(
  { store }: Desk,
  { portfolio, project, moments }: Owed,
): Promise<{ readonly name: string; readonly at: Date } | undefined> {
  const dayOff = await calendarOf(portfolio);
  const cutOffDay = localDate(moments.cutOff, portfolio.zone);
  const coming = (await store.digests.audiences(portfolio.id))
    .filter(({ programme }) => programme === undefined || programme === project.programme)
    .flatMap(({ name, cadence, at }) => {
      const days = occurrenceDates(cadence, cutOffDay, addDays(cutOffDay, 60), dayOff).slice(0, 2);
      return days.map((day) => ({ name, at: instantOf(day, at, portfolio.zone) }));
    })
    .filter(({ at }) => at > moments.cutOff);
  return coming.toSorted((a, b) => a.at.getTime() - b.at.getTime())[0];
}

function editable({ now }: Desk, { moments, portfolio }: Owed): string {
  const until = near(moments.cutOff, now, portfolio.zone);
  return moments.cutOff > now ? `You can edit until ${until}.` : `The cut-off was ${until}: an edit is marked as a correction.`;
}

function channelsInWords(shown: readonly Owed[], channels: readonly Channel[]): string | undefined {
  if (channels.length === 0) return undefined;
  if (channels.length > 1) return shown.length > 1 ? "to the project channels now" : "to the project's channels now";
  return `to ${channels[0]?.name === undefined ? "the project channel" : `#${channels[0].name.replace(/^#/, "")}`} now`;
}

async function digestInWords(desk: Desk, owed: Owed): Promise<string | undefined> {
  const digest = await digestAfter(desk, owed);
  return digest && `into the ${shortName(digest.name)} on ${near(digest.at, desk.now, owed.portfolio.zone)}`;
}

/** "IT portfolio" is what the digest is of; people call it the IT digest. */
const shortName = (name: string): string => `${name.replace(/\s+(portfolio|programme|digest)$/i, "")} digest`;
