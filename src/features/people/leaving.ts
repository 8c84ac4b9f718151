import { z } from "zod";
import { carried } from "../../chat/carried.ts";
import { say } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import { bold, type Text, text } from "../../chat/text.ts";
import { openStates, refOf, titleOf } from "../../core/entry.ts";
import type { Person } from "../../core/people.ts";
import { refuse } from "../../core/refusal.ts";
import type { Call } from "../../routes.ts";
import { notMetYet } from "../../verbs/may.ts";
import { oversees } from "../../verbs/oversight.ts";
import { personMeant } from "../../verbs/owners.ts";
import { reachable } from "../../verbs/reach.ts";

/** `/pmo left @x`: they can do and see nothing any more; what is still theirs is listed for the PMO to hand over. */
export async function left(call: Call, words: string): Promise<Reply> {
  if (words.trim() === "") refuse("Say who left: pmo left @PERSON.");
  const person = await personMeant(call, words.trim());
  if (person.unknown) refuse(notMetYet(person));
  await mayTell(call, person);
  if (person.id === call.me.id) refuse("You are still here. Somebody else of the PMO does this when you are not.");
  await call.store.people.change(person.id, { left: call.today });
  await record(call, person, "left", call.today);
  const theirs = await whatIsTheirs(call, person);
  return {
    kind: "message",
    to: "me",
    message: {
      summary: `${person.name} has left`,
      blocks: [
        {
          kind: "text",
          text: text`${bold(person.name)} has left: they are asked nothing and see nothing from now on. Their record stays. ${theirs.length > 0 ? "Still theirs, for you to hand over:" : "Nothing was theirs alone."}`,
        },
        ...(theirs.length > 0 ? [{ kind: "facts" as const, facts: theirs }] : []),
        { kind: "small", text: "Projects: pmo pm #KEY @PERSON. Entries: edit each and name another owner." },
        { kind: "buttons", buttons: [{ label: "Take back", action: "people.return", value: JSON.stringify({ person: person.id }) }] },
      ],
    },
  };
}

/** `/pmo returned @x`: for later, when the button is out of sight. Looked up here, because nobody else may name who left. */
export async function cameBack(call: Call, words: string): Promise<Reply> {
  const [person, another] = (await call.store.people.named(words.trim(), call.user)).filter((each) => each.left !== undefined);
  if (!person || another)
    refuse("Say who came back, by @ or e-mail address: pmo returned ben@example.com. Only somebody who had left can.");
  return { ...(await returned(call, JSON.stringify({ person: person.id }))), to: "me" };
}

const Returning = z.object({ person: z.string() });

export async function returned(call: Call, value: string): Promise<Extract<Reply, { kind: "message" }>> {
  const person = await call.store.people.get(carried(Returning, value).person);
  if (!person || person.erased) refuse("That person is not known any more. Nothing was changed.");
  await mayTell(call, person);
  await call.store.people.change(person.id, { left: undefined });
  await record(call, person, undefined, undefined);
  return { kind: "message", to: "replace", message: say(text`${bold(person.name)} is here again, with the roles they had.`) };
}

async function mayTell(call: Call, person: Person): Promise<void> {
  if (await oversees(call, person.id)) return;
  refuse("Only the organisation's PMO says that somebody left, and of an administrator only another one. Ask them; nothing was changed.");
}

/** The projects they run or stand behind, and the open entries they own, as far as the asker sees them. */
export async function whatIsTheirs(call: Call, person: Person): Promise<readonly (readonly [label: string, value: Text])[]> {
  const projects = await reachable(call);
  const line = (["pm", "sponsor", "contact"] as const).flatMap((role): (readonly [string, string])[] => {
    const keys = projects.filter((project) => project[role] === person.id && project.state !== "complete").map(({ key }) => key);
    return keys.length > 0 ? [[role === "pm" ? "PM of" : role === "sponsor" ? "Sponsor of" : "PMO contact of", keys.join(", ")]] : [];
  });
  const entries: (readonly [string, string])[] = [];
  for (const type of call.types) {
    const owned = await call.store.entries.find({
      type: type.key,
      owner: person.id,
      states: openStates(type),
      projects: projects.map(({ id }) => id),
    });
    const shown = owned.slice(0, 8).map((entry) => `${refOf(type, entry)} ${titleOf(type, entry).slice(0, 60)}`);
    const more = owned.length > shown.length ? [`and ${owned.length - shown.length} more`] : [];
    if (owned.length > 0)
      entries.push([`Owner of ${owned.length === 1 ? type.names.one : type.names.many}`, [...shown, ...more].join("; ")]);
  }
  return [...line, ...entries];
}

function record(call: Call, person: Person, what: "left" | undefined, to: string | undefined): Promise<void> {
  const change = { at: call.now, actor: call.me.id, source: call.user.platform, subject: `person:${person.id}` };
  return call.store.record({ ...change, what: what ?? "returned", ...(to !== undefined && { to }) });
}
