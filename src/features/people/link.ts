import { z } from "zod";
import { carried } from "../../chat/carried.ts";
import { say } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import { bold, text } from "../../chat/text.ts";
import type { Person } from "../../core/people.ts";
import { refuse } from "../../core/refusal.ts";
import type { Call } from "../../routes.ts";
import { notMetYet } from "../../verbs/may.ts";
import { personMeant } from "../../verbs/owners.ts";
import { isAdmin } from "./scope.ts";

const Pair = z.object({ from: z.string(), into: z.string() });

/** `/pmo link @x and y@example.com`: two accounts, one person. Asked once more, because it cannot be undone. */
export async function link(call: Call, words: string): Promise<Reply> {
  mayLink(call);
  const [first, second, more] = twoNamed(words);
  if (first === undefined || second === undefined || more !== undefined)
    refuse("Name both: pmo link @PERSON and ben@example.com. Whoever is on the other chat goes by e-mail address or full name.");
  const [into, from] = [await personMeant(call, first), await personMeant(call, second)];
  if (into.unknown && from.unknown) refuse(notMetYet(into));
  if (into.id === from.id) refuse(`${into.name} is one person already. Nothing was changed.`);
  const both = into.identities.find(({ platform }) => from.identities.some((each) => each.platform === platform));
  const doubt = both ? ` Both have an account on ${both.platform}: make sure they are one person.` : "";
  const value = JSON.stringify({ from: from.id, into: into.id });
  return {
    kind: "message",
    to: "me",
    message: {
      summary: `Make ${into.name} and ${from.name} one person?`,
      blocks: [
        {
          kind: "text",
          text: text`Make these two one person? Roles, entries, reports and both chats lead to ${bold(into.name)} from then on. It cannot be undone.${doubt}`,
        },
        {
          kind: "facts",
          facts: [
            ["Stays", described(into)],
            ["Joins them", described(from)],
          ],
        },
        {
          kind: "buttons",
          buttons: [
            {
              label: "Make them one",
              action: "people.merge",
              value,
              style: "danger",
              confirm: `${from.name} becomes ${into.name}. This cannot be undone.`,
            },
          ],
        },
      ],
    },
  };
}

export async function merge(call: Call, value: string): Promise<Reply> {
  mayLink(call);
  const pair = carried(Pair, value);
  const [from, into] = [await call.store.people.get(pair.from), await call.store.people.get(pair.into)];
  if (!from || !into || from.id === into.id) refuse("They are one person already, or gone. Nothing was changed.");
  await call.store.record({
    at: call.now,
    actor: call.me.id,
    source: call.user.platform,
    subject: `person:${into.id}`,
    what: "linked",
    from: described(from),
    to: described(into),
  });
  await call.store.people.merge(from.id, into.id);
  return {
    kind: "message",
    to: "replace",
    message: say(
      text`${bold(from.name)} and ${bold(into.name)} are one person now, under the name ${into.name}. They choose their chat with pmo prefer.`,
    ),
  };
}

function mayLink(call: Call): void {
  if (!isAdmin(call)) refuse("Only an admin links accounts, because that joins what both may see. Nothing was changed.");
}

/** "@x and Ben Okafor", "<@U1> <@U2>", "@x ben@example.com". */
function twoNamed(words: string): readonly (string | undefined)[] {
  const parted = words.trim().split(/\s+(?:and|with|to|=)\s+|\s*,\s*/i);
  if (parted.length > 1) return parted;
  return (
    words
      .match(/<@[^>]+>|\S+@\S+|[^<@]+/g)
      ?.map((each) => each.trim())
      .filter((each) => each !== "") ?? []
  );
}

function described({ name, email, identities }: Person): string {
  const chats = [...new Set(identities.map(({ platform }) => platform))].join(" and ");
  return `${name}, ${email ?? "no e-mail address"}, ${chats === "" ? "no chat yet" : `on ${chats}`}`;
}
