import { bold, type Span, type Text, text } from "../chat/text.ts";
import { refOf, titleOf } from "../core/entry.ts";
import { capital } from "../core/phrases.ts";
import type { Project } from "../core/portfolio.ts";
import type { LinkKind, RecordType } from "../core/record-type.ts";
import type { Call } from "../routes.ts";
import { type Found, foundById, withId } from "./find.ts";
import { may } from "./may.ts";
import type { FormState } from "./state.ts";
import { changeEntry } from "./write.ts";

export interface Origin {
  readonly found: Found;
  readonly kind: LinkKind;
}

/** What a form says it was raised from, checked again: a form that is sent may be forged. */
export async function raisedFrom(call: Call, types: readonly RecordType[], { from, kind }: FormState): Promise<Origin | undefined> {
  if (from === undefined) return undefined;
  const found = await withId(call, types, from, "link");
  const way = found.type.links.find((each) => each.kind === kind);
  return way && { found, kind: way };
}

/** Why what was raised may not go to that project: its form is filled from what only some may read. */
export function staysBehind({ found }: Origin, project: Project): string | undefined {
  if (!found.project.confidential || project.id === found.project.id) return undefined;
  return `${refOf(found.type, found.entry)} is on ${found.project.key}, which is confidential, so what comes of it stays there. For ${project.key}, log one of its own.`;
}

/** Links what was raised to where it came from, and moves that on where the link says so and the person may. */
export async function finishLink(call: Call, { found, kind }: Origin, raised: Found): Promise<void> {
  if (raised.type.key !== kind.to) return;
  await join(call, found, kind, raised);
  const to = kind.raise?.moves;
  if (to === undefined || !found.type.states[found.entry.state]?.next.includes(to)) return;
  if (!may(call, found.type, "move", found.project, found.entry)) return;
  await changeEntry(call, found, { state: to, reason: reasonOf(kind, found, raised) });
}

/**
 * What was moved on by raising this entry, back in the state it was in: called before the entry is taken back. One that
 * has gone on to another state since stays there, and what was written into it since stays in any case.
 */
export async function moveBack(call: Call, types: readonly RecordType[], raised: Found): Promise<readonly Found[]> {
  const back: Found[] = [];
  for (const { from, kind, to } of await call.store.entries.links(raised.entry.id)) {
    const origin = to === raised.entry.id ? await foundById(call, types, from) : undefined;
    const way = origin?.type.links.find((each) => each.kind === kind);
    if (!origin || !way?.raise?.moves || origin.entry.state !== way.raise.moves) continue;
    if (!may(call, origin.type, "move", origin.project, origin.entry)) continue;
    const history = await call.store.entries.history(origin.entry.id);
    const moved = history.findLastIndex(({ state }, i) => state !== history[i - 1]?.state);
    const before = history[moved - 1];
    const { reason, recordedAt } = history[moved] ?? {};
    if (!before || reason !== reasonOf(way, origin, raised) || recordedAt?.getTime() !== raised.entry.createdAt.getTime()) continue;
    back.push(
      await changeEntry(call, origin, {
        state: before.state,
        source: "undo",
        reason: `${asReadOn(origin, raised)} was taken back`,
      }),
    );
  }
  return back;
}

/**
 * By which a move that followed from raising another entry is known again. Whoever reads the one project need not know
 * of what is on the other.
 */
const reasonOf = ({ label }: LinkKind, origin: Found, raised: Found): string => `${label} ${asReadOn(origin, raised)}`;

const asReadOn = (origin: Found, { type, entry, project }: Found): string =>
  project.id === origin.project.id ? refOf(type, entry) : "an entry of another project";

/**
 * The entries linked with this one that the person may see, as lines. In a channel others read along, so that there
 * only those of the channel's own project are named.
 */
export async function linkLines(
  call: Call,
  types: readonly RecordType[],
  { entry, project }: Found,
  read: "me" | "here",
): Promise<readonly (readonly Span[])[]> {
  const lines: (readonly Span[])[] = [];
  for (const { from, kind, to } of await call.store.entries.links(entry.id)) {
    const other = await foundById(call, types, from === entry.id ? to : from);
    const source = from === entry.id ? types.find(({ key }) => key === entry.type) : other?.type;
    const way = source?.links.find((each) => each.kind === kind);
    if (!other || !may(call, other.type, "show", other.project, other.entry)) continue;
    if (read === "here" && other.project.id !== project.id) continue;
    const label = from === entry.id ? (way?.label ?? kind) : (way?.reverse ?? kind);
    lines.push(
      text`${capital(label)} ${bold(refOf(other.type, other.entry))} ${titleOf(other.type, other.entry)} (${other.type.states[other.entry.state]?.label ?? other.entry.state})`,
    );
  }
  return lines;
}

export async function join(call: Call, from: Found, kind: LinkKind, to: Found): Promise<void> {
  await call.store.entries.link({ from: from.entry.id, kind: kind.kind, to: to.entry.id }, call.me.id, call.now);
  const common = { at: call.now, actor: call.me.id, source: call.at.platform };
  await call.store.record({ ...common, subject: `entry:${from.entry.id}`, what: kind.label, to: to.entry.id });
  await call.store.record({ ...common, subject: `entry:${to.entry.id}`, what: kind.reverse, to: from.entry.id });
}

/** Takes back the link that this person made since the entry was last changed, if there is one; says which it was. */
export async function partLast(call: Call, types: readonly RecordType[], found: Found, changed: Date): Promise<Text | undefined> {
  const last = (await call.store.entries.links(found.entry.id)).at(-1);
  if (last?.actor !== call.me.id || last.at <= changed) return undefined;
  const [from, to] = [await foundById(call, types, last.from), await foundById(call, types, last.to)];
  const kind = from?.type.links.find((each) => each.kind === last.kind);
  if (!from || !to || !kind) return undefined;
  await call.store.entries.unlink(last);
  const common = { at: call.now, actor: call.me.id, source: call.at.platform };
  await call.store.record({ ...common, subject: `entry:${last.from}`, what: kind.label, from: last.to });
  await call.store.record({ ...common, subject: `entry:${last.to}`, what: kind.reverse, from: last.from });
  return text`The link is taken back: ${bold(refOf(from.type, from.entry))} ${kind.label} ${bold(refOf(to.type, to.entry))}. Both stay as they are.`;
}
