import { z } from "zod";
import type { User } from "../chat/intent.ts";
import { areaOf, type Claimed } from "../ports/outbox.ts";
import { asking } from "./asking.ts";
import { messengerOf } from "./destination.ts";
import type { Works } from "./works.ts";

const asked = z.object({
  user: z.object({ platform: z.enum(["slack", "teams", "terminal"]), workspace: z.string(), id: z.string(), name: z.string().optional() }),
  intent: z.looseObject({ id: z.string() }).optional(),
});

/**
 * Finds out who somebody is, away from any answer, and offers to go on with what they asked, if it was they who spoke:
 * the offer is a posting of its own, so that it is sent in the chat they spoke in and as surely as anything else.
 */
export async function identify(works: Works, claimed: Claimed): Promise<undefined> {
  const { user, intent } = asked.parse(claimed.payload);
  const { name, ...account } = user;
  const who: User = { ...account, ...(name !== undefined && { name }) };
  const profile = await asking(works, areaOf(who), "ask", () => messengerOf(works, user.platform).profile(who));
  const now = works.clock.now();
  await works.desk().store.transaction(async (store) => {
    const person = await store.people.learn(who, profile);
    const settled = await store.outbox.settle(claimed, { state: "dropped", error: `nothing to send: this is ${person.name}` }, now);
    await store.outbox.resend(person.id, now);
    if (!settled || !intent) return;
    await store.remember(`pending:${intent.id}`, JSON.stringify(intent));
    const to = { person: person.id, via: user.platform, workspace: profile.workspace ?? user.workspace };
    await store.outbox.add({ key: `resume:${intent.id}`, job: "resume", payload: { intent }, to, class: "interactive" }, now);
  });
}
