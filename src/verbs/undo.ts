import { z } from "zod";
import { carried } from "../chat/carried.ts";
import { say } from "../chat/message.ts";
import type { Reply } from "../chat/reply.ts";
import { bold, text } from "../chat/text.ts";
import { read, refOf, titleOf } from "../core/entry.ts";
import type { RecordType } from "../core/record-type.ts";
import { refuse } from "../core/refusal.ts";
import { shortMoment } from "../core/time.ts";
import type { Call } from "../routes.ts";
import { aboutLine, undoMs, writtenCard } from "./card.ts";
import { type Found, named, type Ref, withId } from "./find.ts";
import { moveBack, partLast } from "./links.ts";
import { may } from "./may.ts";
import { redraw, tellPerson } from "./notices.ts";
import { changeEntry, whereToAnswer } from "./write.ts";

const shownChanges = 5;

/** Takes one's own last change back within a day; of the first, the entry is withdrawn and its number never used again. */
export async function undo(call: Call, types: readonly RecordType[], ref: Ref): Promise<Reply> {
  const found = await named(call, ref, "undo");
  return undone(call, types, found, whereToAnswer(call, found.project));
}

export async function pressUndo(call: Call, types: readonly RecordType[], value: string): Promise<Reply> {
  const { id, version } = carried(z.object({ id: z.string(), version: z.number().int() }), value);
  const found = await withId(call, types, id, "undo");
  if (found.entry.version !== version)
    refuse(`${refOf(found.type, found.entry)} was changed again since, so nothing was undone. Look at its history.`);
  return undone(call, types, found, "replace");
}

/** `undo` alone: the only change that can be meant is taken back; of several, each is named with its button. */
export async function undoLast(call: Call, types: readonly RecordType[], type: RecordType): Promise<Reply> {
  const mine = await changedByMe(call, type);
  const [only, another] = mine;
  const { one } = type.names;
  if (!only)
    refuse(`There is no ${one} whose last change is yours and less than a day old, so nothing was undone. Edit what is wrong instead.`);
  if (!another) return undone(call, types, only, whereToAnswer(call, only.project));
  const shown = mine.slice(0, shownChanges);
  const lines = shown.map((found) => {
    const deed = found.entry.version === 1 ? "logged" : "changed";
    return text`${aboutLine(found)}, ${deed} ${shortMoment(found.entry.changedAt, call.me.zone)}`;
  });
  const buttons = shown.map(({ entry }) => ({
    label: `Undo ${refOf(type, entry)}`,
    action: "entry.undo",
    value: JSON.stringify({ id: entry.id, version: entry.version }),
  }));
  const head = `You changed ${mine.length} ${type.names.many} in the last day. Nothing was undone yet: which one?`;
  const told = say(head, ...lines);
  return { kind: "message", message: { ...told, blocks: [...told.blocks, { kind: "buttons", buttons }] }, to: "me" };
}

/** Newest first; in as many queries for a long register as for a short one. */
async function changedByMe(call: Call, type: RecordType): Promise<readonly Found[]> {
  const changedSince = new Date(call.now.getTime() - undoMs);
  const entries = await call.store.entries.find({ type: type.key, changedSince, changedBy: call.me.id });
  if (entries.length === 0) return [];
  const projects = new Map((await call.store.projects.all(call.today)).map((project) => [project.id, project]));
  const mine = entries.flatMap((entry): Found[] => {
    const project = projects.get(entry.project);
    return project && may(call, type, "undo", project, entry) ? [{ type, entry: read(type, entry), project }] : [];
  });
  return mine.sort((a, b) => b.entry.changedAt.getTime() - a.entry.changedAt.getTime());
}

async function undone(call: Call, types: readonly RecordType[], found: Found, to: "me" | "here" | "replace"): Promise<Reply> {
  const { type, entry } = found;
  const history = await call.store.entries.history(entry.id);
  const [before, last] = [history.at(-2), history.at(-1)];
  const parted = last && (await partLast(call, types, found, last.recordedAt));
  if (parted) return { kind: "message", message: say(parted), to };
  if (last?.actor !== call.me.id)
    refuse(`The last change of ${refOf(type, entry)} was not yours, so it is not yours to undo. You can edit it instead.`);
  if (call.now.getTime() - last.recordedAt.getTime() > undoMs)
    refuse(`Your last change of ${refOf(type, entry)} is more than a day old. Edit it instead, so that the history shows why.`);
  if (!before) {
    const origins = await moveBack(call, types, found);
    await call.store.entries.withdraw(entry.id, call.me.id, call.now);
    await redraw(call, found, true);
    const gone = text`${bold(refOf(type, entry))} is taken back: ${titleOf(type, entry)}. Nobody sees it any more; its number is not used again.`;
    const back = origins.map((origin) => text`${bold(refOf(origin.type, origin.entry))} is ${stateLabel(origin)} again.`);
    return { kind: "message", message: say(gone, ...back), to };
  }
  const after = await changeEntry(call, found, { values: before.values, state: before.state, proposed: before.proposed, source: "undo" });
  if (before.proposed && !entry.proposed) await tellPerson(call, after, entry.author, "took back the acceptance of");
  return {
    kind: "message",
    message: await writtenCard(call, after, "is as it was before your change,", "Undo brings your change back"),
    to,
  };
}

const stateLabel = ({ type, entry }: Found): string => `“${type.states[entry.state]?.label ?? entry.state}”`;
