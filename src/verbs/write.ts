import { ownerOf } from "../core/entry.ts";
import type { Values } from "../core/fields.ts";
import type { Project } from "../core/portfolio.ts";
import type { Entry, RecordType } from "../core/record-type.ts";
import { refuse } from "../core/refusal.ts";
import type { EntryChange } from "../ports/entries.ts";
import type { Call } from "../routes.ts";
import type { Found } from "./find.ts";
import { askerOf, may, runsProject } from "./may.ts";
import { askOwner, askToAccept, redraw, tellChannels } from "./notices.ts";

export interface LogOptions {
  /** Absent: proposed when the one who logs does not run the project. */
  readonly proposed?: boolean;
  /** Where it came from, for the history. Absent: the chat. */
  readonly source?: string;
  /** What causes it says it in the project's channels itself. */
  readonly unsaid?: true;
}

/**
 * Writes a new entry of checked values on a project as `reach` gave it for this request, with all that follows: whoever must
 * accept it is asked, the project's channels told.
 */
export async function logEntry(call: Call, type: RecordType, project: Project, values: Values, options: LogOptions = {}): Promise<Found> {
  if (!may(call, type, "log", project))
    refuse(`You can read ${project.key} but not log ${type.names.many} on it. Ask its project manager to.`);
  const proposed = options.proposed ?? !runsProject(call, project);
  const change = changeOf(call, { values, state: type.initial, proposed }, options.source);
  const entry = await call.store.entries.add(type, project.id, change);
  const found = { type, entry, project };
  await askOwner(call, found);
  if (proposed) await askToAccept(call, found);
  if (!options.unsaid) await tellChannels(call, found, "logged");
  return found;
}

export interface Step {
  readonly values?: Values;
  readonly state?: string;
  readonly proposed?: boolean;
  readonly reason?: string;
  readonly source?: string;
}

/** The next version of an entry, unless somebody was quicker. */
export async function changeEntry(call: Call, { type, entry, project }: Found, step: Step): Promise<Found> {
  const { values, state, proposed } = { ...entry, ...step };
  const change = changeOf(call, { values, state, proposed }, step.source, step.reason);
  const changed = await call.store.entries.change(entry, type, entry.version, change);
  if (!changed) refuse("Somebody else changed it a moment ago, so nothing was saved. Look at it again.");
  const found = { type, entry: changed, project };
  if (ownerOf(type, changed) !== ownerOf(type, entry) || (await isOpenedToOwner(call, { type, entry, project }, changed)))
    await askOwner(call, found);
  if (state !== entry.state) await tellChannels(call, found, "moved");
  if (entry.proposed && !proposed) await tellChannels(call, found, "accepted");
  await redraw(call, found);
  return found;
}

/** Whether its owner could not see it for as long as it was proposed, and so was never asked; for who is not met yet, that still waits. */
async function isOpenedToOwner(call: Call, { type, entry, project }: Found, changed: Entry): Promise<boolean> {
  if (!entry.proposed || changed.proposed) return false;
  const owner = await call.store.people.get(ownerOf(type, entry) ?? "");
  return owner !== undefined && !owner.unknown && !may(await askerOf(call, owner), type, "show", project, entry);
}

function changeOf(call: Call, to: Pick<EntryChange, "values" | "state" | "proposed">, source?: string, reason?: string): EntryChange {
  const { me, now: at, today: effectiveOn } = call;
  return { ...to, actor: me.id, source: source ?? call.at.platform, effectiveOn, at, ...(reason !== undefined && { reason }) };
}

/** Where the answer about an entry may be read: in the project's own channel by all in it, unless outsiders may be among them. */
export function whereToAnswer({ at, here }: Call, project: Project): "me" | "here" {
  return !at.direct && at.shared === false && here.project === project.id ? "here" : "me";
}
