import { read, refOf } from "../core/entry.ts";
import type { Project } from "../core/portfolio.ts";
import type { Entry, RecordType, Verb } from "../core/record-type.ts";
import { refuse } from "../core/refusal.ts";
import type { Store } from "../ports/index.ts";
import type { Call } from "../routes.ts";
import { may } from "./may.ts";
import { seenByKey } from "./reach.ts";

/** An entry with what it belongs to. */
export interface Found {
  readonly type: RecordType;
  readonly entry: Entry;
  readonly project: Project;
}

export interface Ref {
  readonly type: RecordType;
  readonly number: number;
}

/** Keys of projects that would read as numbers of entries: A303. */
export type LikeRefs = Pick<ReadonlySet<string>, "has">;

/** "R-42", "r42": whichever register it is of; a bare number is of `fallback`. What is a project's key is that, and so is all with a #. */
export function refIn(types: readonly RecordType[], typed: string, keys: LikeRefs, fallback?: RecordType): Ref | undefined {
  const [, letters = "", dash = "", digits = ""] = /^([a-z]{0,4})(-?)(\d{1,9})[,;.:]?$/i.exec(typed.trim()) ?? [];
  const type = letters === "" ? fallback : types.find(({ prefix }) => prefix.toLowerCase() === letters.toLowerCase());
  if (digits === "" || !type || (dash === "" && keys.has(`${letters}${digits}`.toUpperCase()))) return undefined;
  return { type, number: Number(digits) };
}

/** What `read` makes of words, where it may come upon keys of projects that this person may see: no others are asked for. */
export async function withLikeRefs<T>(call: Call, read: (keys: LikeRefs) => T): Promise<T> {
  const known = new Map<string, boolean>();
  for (;;) {
    const met = new Set<string>();
    const has = (key: string): boolean => {
      if (!known.has(key)) met.add(key);
      return known.get(key) ?? false;
    };
    const result = read({ has });
    if (met.size === 0) return result;
    for (const key of met) known.set(key, (await seenByKey(call, key)) !== undefined);
  }
}

/** The entry behind a number as typed, for somebody who may do `verb` to it. */
export async function named(call: Call, ref: Ref, verb: Verb): Promise<Found> {
  const entry = await call.store.entries.byNumber(ref.type.key, ref.number);
  return permitted(call, await placed(call, ref.type, entry), verb, `${ref.type.prefix}-${ref.number}`);
}

/** The same by id, as buttons and forms carry it: forged, foreign and withdrawn ids all read alike. */
export async function withId(call: Call, types: readonly RecordType[], id: string, verb: Verb): Promise<Found> {
  return permitted(call, await foundById(call, types, id), verb, "entry");
}

export async function foundById(desk: Desk, types: readonly RecordType[], id: string): Promise<Found | undefined> {
  const entry = await desk.store.entries.get(id);
  const type = entry && types.find(({ key }) => key === entry.type);
  return type && placed(desk, type, entry);
}

type Desk = { readonly store: Store; readonly today: string };

async function placed({ store, today }: Desk, type: RecordType, entry: Entry | undefined): Promise<Found | undefined> {
  const project = entry && (await store.projects.get(entry.project, today));
  return entry && project ? { type, entry: read(type, entry), project } : undefined;
}

/** The one gate of every verb, with words for whoever may read the entry and not do that to it. */
export async function permitted(call: Call, found: Found | undefined, verb: Verb, said: string): Promise<Found> {
  if (!found || !may(call, found.type, "show", found.project, found.entry)) {
    refuse(`There is no ${said} that you can see. Nothing was changed.`);
  }
  if (!may(call, found.type, verb, found.project, found.entry)) {
    const pm = found.project.pm && (await call.store.people.get(found.project.pm));
    const who = pm ? `${pm.name}, who runs ${found.project.key},` : `Those who run ${found.project.key}`;
    refuse(`You can read ${refOf(found.type, found.entry)} but not ${deeds[verb]} it. ${who} can.`);
  }
  return found;
}

const deeds: Readonly<Record<Verb, string>> = {
  log: "log",
  show: "read",
  edit: "edit",
  move: "move",
  accept: "accept",
  assign: "reassign",
  link: "link",
  undo: "change",
  export: "export",
};
