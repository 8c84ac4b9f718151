import { z } from "zod";
import { carried } from "../../chat/carried.ts";
import { say } from "../../chat/message.ts";
import { type Reply, toMe } from "../../chat/reply.ts";
import { bold, text } from "../../chat/text.ts";
import type { Person } from "../../core/people.ts";
import { refuse } from "../../core/refusal.ts";
import type { Call } from "../../routes.ts";
import { notMetYet } from "../../verbs/may.ts";
import { personKnown } from "../../verbs/owners.ts";
import { whatIsTheirs } from "./leaving.ts";
import { isAdmin } from "./scope.ts";

const Erasing = z.object({ person: z.string() });

/** `/pmo erase @x`: asked once more, with what goes, what stays and what is left to hand over. */
export async function askToErase(call: Call, words: string): Promise<Reply> {
  if (words.trim() === "") refuse("Say who: pmo erase @PERSON, or their e-mail address.");
  const known = await personKnown(call, words.trim());
  if ("mentioned" in known) refuse("Nothing is kept about them yet. Nothing was changed.");
  if (known.unknown) refuse(notMetYet(known));
  mayErase(call, known);
  const theirs = await whatIsTheirs(call, known);
  return toMe({
    summary: `Erase ${known.name}?`,
    blocks: [
      { kind: "text", text: text`Erase who ${bold(known.name)} is? This cannot be undone.` },
      {
        kind: "facts",
        facts: [
          ["Goes", "name, address, time zone, accounts, absences, drafts, and the record of messages to them; their roles end"],
          ["Stays", "entries and reports, as the project's record, by “Someone erased”"],
          ["Not searched", "what people wrote themselves, and messages that are posted already: put those right by hand"],
          ...theirs,
        ],
      },
      {
        kind: "buttons",
        buttons: [
          {
            label: "Erase",
            action: "people.erase",
            value: JSON.stringify({ person: known.id }),
            style: "danger",
            confirm: `Who ${known.name} is cannot be brought back.`,
          },
        ],
      },
    ],
  });
}

export async function eraseNow(call: Call, value: string): Promise<Reply> {
  const person = await call.store.people.get(carried(Erasing, value).person);
  if (!person) refuse("That person is not known any more. Nothing was changed.");
  mayErase(call, person);
  const theirs = await whatIsTheirs(call, person);
  await call.store.people.erase(person.id, call.today);
  await call.store.record({
    at: call.now,
    actor: call.me.id,
    source: call.user.platform,
    subject: `person:${person.id}`,
    what: "erased",
  });
  const told = say(text`They are erased. ${theirs.length > 0 ? "Still theirs, for you to hand over:" : "Nothing was theirs alone."}`);
  return {
    kind: "message",
    to: "replace",
    message: {
      ...told,
      blocks: [
        ...told.blocks,
        ...(theirs.length > 0 ? [{ kind: "facts" as const, facts: theirs }] : []),
        { kind: "small", text: "Backups from before still hold who they were, until those are deleted." },
      ],
    },
  };
}

function mayErase(call: Call, person: Person): void {
  if (!isAdmin(call)) refuse("Only an admin erases somebody. Ask them; nothing was changed.");
  if (person.erased) refuse("They are erased already. Nothing was changed.");
  if (person.id === call.me.id) refuse("You cannot erase yourself: another admin does that. Nothing was changed.");
}
