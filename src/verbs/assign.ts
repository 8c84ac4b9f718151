import type { Reply } from "../chat/reply.ts";
import { ownerOf, refOf } from "../core/entry.ts";
import { refuse } from "../core/refusal.ts";
import type { Call } from "../routes.ts";
import { writtenCard } from "./card.ts";
import { named, type Ref } from "./find.ts";
import { mayBeNamed, personMeant } from "./owners.ts";
import { changeEntry, whereToAnswer } from "./write.ts";

/** `assign R-42 @erin`: exactly one owner, who is asked in their own chat. */
export async function assign(call: Call, ref: Ref, words: string): Promise<Reply> {
  const found = await named(call, ref, "assign");
  const { type, entry, project } = found;
  if (type.owner === undefined) refuse(`A ${type.names.one} has no owner.`);
  const typed = words
    .trim()
    .replace(/^to\s+/i, "")
    .replace(/^owner:\s*/i, "")
    .replace(/^["“”]|["“”]$/g, "");
  if (typed === "") refuse(`Say to whom: assign ${refOf(type, entry)} @somebody.`);
  const person = await personMeant(call, typed);
  await mayBeNamed(call, person, project);
  if (ownerOf(type, entry) === person.id) refuse(`${person.name} owns ${refOf(type, entry)} already.`);
  const after = await changeEntry(call, found, { values: { ...entry.values, [type.owner]: person.id } });
  return { kind: "message", message: await writtenCard(call, after, `assigned to ${person.name}`), to: whereToAnswer(call, project) };
}
