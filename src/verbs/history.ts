import type { Block } from "../chat/message.ts";
import type { Reply } from "../chat/reply.ts";
import { bold, plain, type Span, text } from "../chat/text.ts";
import { refOf, titleOf } from "../core/entry.ts";
import { beginning } from "../core/letters.ts";
import { capital } from "../core/phrases.ts";
import type { EntryVersion, RecordType } from "../core/record-type.ts";
import { localDate, localTime, longDate } from "../core/time.ts";
import type { Change, Names } from "../ports/index.ts";
import type { Call } from "../routes.ts";
import { namesIn, shownValue } from "./card.ts";
import { type Found, foundById, named, type Ref, withId } from "./find.ts";
import { may } from "./may.ts";
import { unnamed } from "./origin.ts";

/** The most recent steps that a message shows; the rest are counted. */
const shownSteps = 20;

export async function history(call: Call, types: readonly RecordType[], ref: Ref): Promise<Reply> {
  return historyOf(call, types, await named(call, ref, "show"));
}

export async function pressHistory(call: Call, types: readonly RecordType[], id: string): Promise<Reply> {
  return historyOf(call, types, await withId(call, types, id, "show"));
}

/** Who changed what, from which value to which, newest last. */
async function historyOf(call: Call, types: readonly RecordType[], found: Found): Promise<Reply> {
  const { type, entry } = found;
  const versions = await call.store.entries.history(entry.id);
  const changes = await call.store.changes(`entry:${entry.id}`);
  const past = versions.map((version) => ({ type, entry: { ...entry, values: version.values } }));
  const names = await namesIn(
    call,
    past,
    [...versions, ...changes].map(({ actor }) => actor),
  );
  const steps = [
    ...versions.map((version, i) => ({ at: version.recordedAt, line: versionLine(call, found, versions[i - 1], version, names) })),
    ...(await Promise.all(changes.map(async (change) => ({ at: change.at, line: await changeLine(call, types, change, names) })))),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  const told = steps.flatMap(({ line }) => (line ? [line] : []));
  const head = text`${bold(refOf(type, entry))} ${titleOf(type, entry)}: ${told.length === 1 ? "1 step" : `${told.length} steps`}`;
  const older = told.length - shownSteps;
  const blocks: Block[] = [
    { kind: "text", text: head },
    ...(older > 0 ? [{ kind: "small", text: `${older} older steps are not shown.` } as const] : []),
    ...told.slice(-shownSteps).map((line) => ({ kind: "text", text: line }) as const),
  ];
  return { kind: "message", message: { summary: beginning(plain(head), 150), blocks }, to: "me" };
}

function versionLine(call: Call, { type }: Found, before: EntryVersion | undefined, after: EntryVersion, names: Names): readonly Span[] {
  const start = stamp(call, { ...after, at: after.recordedAt }, names);
  const reason = after.reason === undefined ? "" : `, because ${after.reason}`;
  const via = after.source === "undo" ? " (undo)" : after.source.startsWith("import") && names.has(after.actor) ? ` (${after.source})` : "";
  if (!before) return text`${start}logged it${after.proposed ? " as proposed" : ""}${via}`;
  const parts: (readonly Span[])[] = [];
  if (before.state !== after.state) parts.push(text`${label(type, before.state)} → ${label(type, after.state)}`);
  if (before.proposed && !after.proposed) parts.push(["accepted it"]);
  if (!before.proposed && after.proposed) parts.push(["made it proposed again"]);
  for (const [name, field] of Object.entries(type.fields)) {
    const [old, now] = [before.values[name], after.values[name]];
    if (old === now) continue;
    const read = (value: unknown) => (value === undefined ? "empty" : shownValue(field, value, names, call.today));
    parts.push(text`${field.label} ${read(old)} → ${read(now)}`);
  }
  const said = parts.length === 0 ? ["saved it unchanged"] : parts.flatMap((part, i) => (i === 0 ? part : ["; ", ...part]));
  return text`${start}${said}${reason}${via}`;
}

/** Links and the owner's word; a link to what this person may not see is not told. */
async function changeLine(call: Call, types: readonly RecordType[], change: Change, names: Names): Promise<readonly Span[] | undefined> {
  const start = stamp(call, change, names);
  const linked = change.to ?? change.from;
  if (linked === undefined) return text`${start}${change.what}`;
  const other = await foundById(call, types, linked);
  if (!other || !may(call, other.type, "show", other.project, other.entry)) return undefined;
  return text`${start}${change.to === undefined ? "took the link back" : "linked it"}: ${change.what} ${refOf(other.type, other.entry)}`;
}

function stamp(call: Call, { at, actor, source }: Pick<Change, "at" | "actor" | "source">, names: Names): string {
  const zone = call.me.zone;
  const who = names.get(actor)?.name ?? capital(unnamed(source));
  return `${longDate(localDate(at, zone), call.today)} ${localTime(at, zone)}, ${who}: `;
}

const label = (type: RecordType, state: string): string => type.states[state]?.label ?? state;
