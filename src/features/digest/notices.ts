import { shortDate } from "../../core/time.ts";
import type { Audience } from "../../ports/digests.ts";
import type { Posting } from "../../ports/outbox.ts";
import type { Facts } from "./facts.ts";
import type { Issued } from "./issue.ts";
import type { Correction, Digest } from "./schema.ts";
import { short } from "./short.ts";
import { list, moment, name, several } from "./words.ts";

/** What is said around a digest: who sees it, until when it can be changed, what happens next. */
export const channelName = ({ channel }: Pick<Audience, "channel">): string =>
  channel.name === undefined ? "its channel" : `#${channel.name.replace(/^#/, "")}`;

export function posted({ zone }: Digest, next: Date | undefined): string {
  const then = next === undefined ? "" : ` Next: ${moment(next, zone)}.`;
  return `Every project, by colour: in the thread. Everybody in this channel sees it. Corrections are made in this post and marked.${then}`;
}

export const preview = (audience: Audience, at: Date, zone: string): string =>
  `PREVIEW, seen by the PMO only. It goes to ${channelName(audience)} on ${moment(at, zone)} unless one of you holds it; the figures are read again then.`;

export const unplanned = (audience: Audience): string =>
  `PREVIEW, seen by the PMO only. It does not go to ${channelName(audience)} by itself any more, because its days were changed. Post now posts it, with the figures of then.`;

export const held = (audience: Audience): string =>
  `HELD, seen by the PMO only. It does not go to ${channelName(audience)} until one of you presses Post now.`;

export const goesNow = (audience: Audience): string => `It goes to ${channelName(audience)} now.`;
export const wentOut = (audience: Audience): string =>
  `Posted to ${channelName(audience)}. A correction to a report is made in the post and marked.`;
export const heldStill = (audience: Audience, at: Date, zone: string): string =>
  `The digest for ${channelName(audience)} was due ${moment(at, zone)} and is held, so nothing was posted. Only the PMO sees this.`;
export function unsent({ audience, at, portfolio }: Issued, { state, error, unsure }: Posting): string {
  const [why, then] =
    state === "expired"
      ? ["it was more than three days late", "You can still post it from here."]
      : [error ?? state, "Once that is put right, post it from here."];
  const who = unsure ? "It may be there all the same: look there first." : "Nobody has it.";
  return `The digest for ${channelName(audience)}, due ${moment(at, portfolio.zone)}, could not be posted: ${why}. ${who} ${then}`;
}
export const onlyYou = "Only you see this; nothing was posted. Every project: say pmo projects.";
export const noteSaved =
  "Kept. The note stands at the top of the digest; the preview shows it. Until it is posted you can change it there.";
export const noteHint = "Leaders see it under the headline, marked as the PMO's.";

/** Who has not answered or could not be reached. For the PMO: leadership reads about projects. */
export function persons({ now }: Facts): string | undefined {
  const told = (["not reported", "not reached"] as const).flatMap((turn) => {
    const keys = new Map<string, readonly string[]>();
    for (const { asked, project } of now.projects.filter((seen) => seen.turn === turn))
      if (asked !== undefined) keys.set(asked, [...(keys.get(asked) ?? []), project.key]);
    const each = [...keys].map(([person, theirs]) => `${person} (${theirs.join(", ")})`);
    const rest = each.length > mostPersons ? ` and ${each.length - mostPersons} more` : "";
    return each.length === 0 ? [] : [`${name(turn)}: ${each.slice(0, mostPersons).join("; ")}${rest}.`];
  });
  const pauses = now.projects.flatMap(({ project, paused }) => {
    if (!paused) return [];
    const because = paused.reason === undefined ? "" : ` because ${short(paused.reason, 120)}`;
    return [`${project.key} until ${shortDate(paused.until, now.date)}${because}`];
  });
  const rest = pauses.length > mostPersons ? ` and ${pauses.length - mostPersons} more` : "";
  if (pauses.length > 0) told.push(`Paused: ${pauses.slice(0, mostPersons).join("; ")}${rest}.`);
  return told.length === 0 ? undefined : `For the PMO only. ${told.join(" ")}`;
}

const mostPersons = 15;

export const printed = "Printed, not posted. All projects follow.";

function correction({ at, project, was, is, what }: Correction, zone: string): string {
  const when = moment(new Date(at), zone);
  if (was === is) return `Corrected ${when}: ${project}, ${list(what)}.`;
  if (was === "unknown") return `Added ${when}: ${project} has reported since, ${is}.`;
  return `Corrected ${when}: ${project} was shown ${was}, is ${is}.`;
}

const mostCorrections = 4;

/** What was corrected since posting, the newest last. */
export function corrections({ corrections: all, zone }: Digest): readonly string[] {
  const older = all.length - mostCorrections;
  const rest = older > 0 ? [`${several(older, "earlier correction")}.`] : [];
  return [...rest, ...all.slice(-mostCorrections).map((each) => correction(each, zone))];
}
