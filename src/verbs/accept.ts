import type { Reply } from "../chat/reply.ts";
import { ownerOf, refOf } from "../core/entry.ts";
import type { RecordType } from "../core/record-type.ts";
import { refuse } from "../core/refusal.ts";
import type { Call } from "../routes.ts";
import { ownerAccepted, writtenCard } from "./card.ts";
import { type Found, named, type Ref, withId } from "./find.ts";
import { tellPerson } from "./notices.ts";
import { thoseWhoAccept } from "./owners.ts";
import { changeEntry, whereToAnswer } from "./write.ts";

/** What was proposed counts from now on, and leadership may read it; of what counts already, its owner takes it on. */
export async function accept(call: Call, ref: Ref): Promise<Reply> {
  const shown = await named(call, ref, "show");
  const isTaken = !shown.entry.proposed && ownerOf(shown.type, shown.entry) === call.me.id;
  const found = isTaken ? await taken(call, shown) : await accepted(call, await named(call, ref, "accept"));
  const message = await writtenCard(call, found, isTaken ? "is yours" : "accepted");
  return { kind: "message", message, to: whereToAnswer(call, found.project) };
}

export async function pressAccept(call: Call, types: readonly RecordType[], id: string): Promise<Reply> {
  const found = await accepted(call, await withId(call, types, id, "accept"));
  return { kind: "message", message: await writtenCard(call, found, "accepted"), to: "replace" };
}

/** The owner takes it on: kept on its record. */
export async function pressTake(call: Call, types: readonly RecordType[], id: string): Promise<Reply> {
  const found = await taken(call, await owned(call, await withId(call, types, id, "show")));
  return { kind: "message", message: await writtenCard(call, found, "is yours"), to: "replace" };
}

/** The owner gives it back: nobody owns it until whoever runs the project names somebody else. */
export async function pressBack(call: Call, types: readonly RecordType[], id: string): Promise<Reply> {
  const found = await owned(call, await withId(call, types, id, "show"));
  const { type, entry, project } = found;
  const { [type.owner ?? ""]: _, ...values } = entry.values;
  const after = await changeEntry(call, found, { values, reason: "handed back" });
  for (const person of await thoseWhoAccept(call, project)) await tellPerson(call, after, person, "handed back");
  const words = `You handed ${refOf(type, entry)} back. Whoever runs ${project.key} was told, and names somebody else.`;
  return { kind: "message", message: { summary: words, blocks: [{ kind: "text", text: words }] }, to: "replace" };
}

async function accepted(call: Call, found: Found): Promise<Found> {
  const { type, entry } = found;
  if (!entry.proposed) refuse(`${refOf(type, entry)} was accepted already. Nothing was changed.`);
  const after = await changeEntry(call, found, { proposed: false });
  await tellPerson(call, after, entry.author, "accepted");
  return after;
}

async function taken(call: Call, found: Found): Promise<Found> {
  await record(call, found, ownerAccepted);
  await tellPerson(call, found, found.entry.author, "took on");
  return found;
}

async function owned(call: Call, found: Found): Promise<Found> {
  if (ownerOf(found.type, found.entry) !== call.me.id)
    refuse(`${refOf(found.type, found.entry)} is with somebody else now. Nothing was changed.`);
  return found;
}

async function record(call: Call, { entry }: Found, what: string): Promise<void> {
  await call.store.record({ at: call.now, actor: call.me.id, source: call.at.platform, subject: `entry:${entry.id}`, what });
}
