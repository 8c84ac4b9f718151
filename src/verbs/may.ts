import { chatNames } from "../chat/place.ts";
import { ownerOf } from "../core/entry.ts";
import type { Person } from "../core/people.ts";
import type { Project } from "../core/portfolio.ts";
import { type Actor, type Entry, type RecordType, runs, type Verb } from "../core/record-type.ts";
import { firstAdmins, holds, type Rights, sees } from "../core/rights.ts";
import { localDate } from "../core/time.ts";
import type { Desk } from "../routes.ts";

/** Somebody who wants something, with the roles they hold now. */
export interface Asker {
  readonly me: Person;
  readonly rights: Rights;
}

/** Those on a project, as against those who read about it: what is only proposed is for them. */
const team = [...runs, "contact", "team"] as const;

/**
 * The one answer to "may they?", asked again by every command, press and submit at the moment it acts. Whoever may
 * not see an entry may do nothing to it, whatever else they hold.
 */
export function may(asker: Asker, type: RecordType, verb: Verb, project: Project, entry?: Entry): boolean {
  if (entry === undefined) return sees(asker.rights, project) && holdsOne(asker, type, type.who[verb], project);
  return seesEntry(asker, type, verb, project, entry) && holdsOne(asker, type, type.who[verb], project, entry);
}

/** Whether what this person logs on the project stands at once, rather than being proposed to its PM. */
export function runsProject({ rights }: Pick<Asker, "rights">, project: Project): boolean {
  return sees(rights, project) && holds(rights, runs, project);
}

/** The asker that somebody is when a message to them is drawn. */
export async function askerOf(desk: Pick<Desk, "store" | "settings" | "now">, me: Person): Promise<Asker> {
  const held = await desk.store.people.assignments(me.id, localDate(desk.now, me.zone));
  return { me, rights: { person: me.id, held: [...held, ...firstAdmins(me, desk.settings.admins)] } };
}

/**
 * An owner without a role on the project was named by those who run it, and sees that one entry; whoever logged one in
 * the project's channel reads it elsewhere too, and puts it right until it is accepted. Guests and confidential projects
 * excepted.
 */
function seesEntry({ me, rights }: Asker, type: RecordType, verb: Verb, project: Project, entry: Entry): boolean {
  const owns = ownerOf(type, entry) === me.id;
  const wrote = (verb === "show" || entry.proposed) && entry.author === me.id;
  if (!sees(rights, project)) return ((owns && !entry.proposed) || wrote) && !project.confidential && !isOutside(me);
  if (!holdsOne({ me, rights }, type, type.who.show, project, entry)) return false;
  return !entry.proposed || owns || entry.author === me.id || holds(rights, team, project);
}

function holdsOne({ me, rights }: Asker, type: RecordType, actors: readonly Actor[], project: Project, entry?: Entry): boolean {
  return actors.some((actor) => {
    if (actor === "owner") return entry !== undefined && ownerOf(type, entry) === me.id;
    if (actor === "author") return entry?.author === me.id;
    if (actor === "proposer") return entry?.author === me.id && entry.proposed;
    return holds(rights, [actor], project);
  });
}

/** Guests and people of other organisations; and whoever was only named so far, as their chat may yet say so of them. */
export function isOutside({ unknown, identities }: Person): boolean {
  return unknown === true || (identities.length > 0 && identities.every(({ outside }) => outside));
}

/** What is said to whoever would give rights to somebody of whom it is not known yet whether they are a guest. */
export function notMetYet({ identities }: Person): string {
  const chat = identities.map(({ platform }) => chatNames[platform])[0] ?? "the chat";
  return `I have not met whom you name yet, and am asking ${chat} who they are. Nothing was changed: say it again in a minute.`;
}
