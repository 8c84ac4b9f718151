import { z } from "zod";
import { carried } from "../chat/carried.ts";
import { say } from "../chat/message.ts";
import type { Reply } from "../chat/reply.ts";
import { bold, text } from "../chat/text.ts";
import { refOf, titleOf } from "../core/entry.ts";
import type { RecordType } from "../core/record-type.ts";
import { refuse } from "../core/refusal.ts";
import type { Call } from "../routes.ts";
import { undoMs, writtenCard } from "./card.ts";
import { type Found, named, type Ref, withId } from "./find.ts";
import { redraw } from "./notices.ts";
import { changeEntry, whereToAnswer } from "./write.ts";

/** Takes one's own last change back within a day; of the first, the entry is withdrawn and its number never used again. */
export async function undo(call: Call, ref: Ref): Promise<Reply> {
  const found = await named(call, ref, "undo");
  return undone(call, found, await whereToAnswer(call, found.project));
}

export async function pressUndo(call: Call, types: readonly RecordType[], value: string): Promise<Reply> {
  const { id, version } = carried(z.object({ id: z.string(), version: z.number().int() }), value);
  const found = await withId(call, types, id, "undo");
  if (found.entry.version !== version)
    refuse(`${refOf(found.type, found.entry)} was changed again since, so nothing was undone. Look at its history.`);
  return undone(call, found, "replace");
}

async function undone(call: Call, found: Found, to: "me" | "here" | "replace"): Promise<Reply> {
  const { type, entry } = found;
  const history = await call.store.entries.history(entry.id);
  const [before, last] = [history.at(-2), history.at(-1)];
  if (last?.actor !== call.me.id)
    refuse(`The last change of ${refOf(type, entry)} was not yours, so it is not yours to undo. You can edit it instead.`);
  if (call.now.getTime() - last.recordedAt.getTime() > undoMs)
    refuse(`Your last change of ${refOf(type, entry)} is more than a day old. Edit it instead, so that the history shows why.`);
  if (!before) {
    await call.store.entries.withdraw(entry.id, call.me.id, call.now);
    await redraw(call, found, true);
    return {
      kind: "message",
      message: say(
        text`${bold(refOf(type, entry))} is taken back: ${titleOf(type, entry)}. Nobody sees it any more; its number is not used again.`,
      ),
      to,
    };
  }
  const after = await changeEntry(call, found, { values: before.values, state: before.state, proposed: before.proposed, source: "undo" });
  return { kind: "message", message: await writtenCard(call, after, "is as it was before your change,"), to };
}
