import type { Intent, User } from "../chat/intent.ts";
import { type Message, say } from "../chat/message.ts";
import { type Reply, toMe } from "../chat/reply.ts";
import type { Person } from "../core/people.ts";
import type { Call, Desk } from "../routes.ts";
import { lookUp } from "../verbs/look-up.ts";
import { notMetYet } from "../verbs/may.ts";
import { withNames } from "../verbs/mentions.ts";
import { keptCurrent } from "./caller.ts";

/** Who somebody is, is looked up by the worker; what they asked waits until then. */
export async function askWhoTheyAre(desk: Desk, intent: Exclude<Intent, { kind: "reach" }>): Promise<Reply> {
  if (intent.kind === "lookup") return { kind: "options", options: [] };
  await lookUp(desk, intent.id, intent.from, intent);
  return toMe(say("One moment: we have not met, so I am looking up who you are. I will answer in our direct chat."));
}

/**
 * A refusal takes back all that its request did. Whom it named and nobody has met is looked up all the same, and the answer
 * may be another one then; words for that, where there is anybody.
 */
export async function askWhomTheyName({ store, now }: Desk, request: string, newcomers: readonly User[]): Promise<string | undefined> {
  const people = await store.transaction(async (tx) => {
    const met: Person[] = [];
    for (const user of newcomers) met.push(await lookUp({ store: tx, now }, `${request}:${user.id}`, user));
    return met;
  });
  const unknown = people.find((person) => person.unknown);
  return unknown && notMetYet(unknown);
}

/** Whoever installs the bot is looked up at once, so that they can be written to before they ever speak. */
export async function noteReach(desk: Desk, intent: Extract<Intent, { kind: "reach" }>): Promise<Reply> {
  const { store, now } = desk;
  if (!(await store.firstTime(intent.id, now))) return { kind: "done" };
  const person = await store.people.byIdentity(intent.from);
  if (intent.installed) await lookUp(desk, intent.id, intent.from, intent);
  if (person && !person.unknown) await keptCurrent(desk, person, intent);
  await store.people.setReach(intent.from, intent.reachable ? undefined : (intent.why ?? "the app is not installed"));
  return { kind: "done" };
}

/** What somebody reads who is known and may see nothing. */
export async function stranger(call: Call, intent: Intent): Promise<Message> {
  const pmo = await call.store.people.holders("pmo", { kind: "organisation" }, call.today);
  const admins = await call.store.people.holders("admin", { kind: "organisation" }, call.today);
  const known = await call.store.people.many([...pmo, ...admins].slice(0, 3));
  const names = [...known.values()].map((person) => person.name).join(" or ");
  const told = say(
    `You have no role here yet, so there is nothing that I can show you, and nothing was stored. ${names || "Your PMO"} can give you one.`,
  );
  if (intent.kind !== "command" || intent.words.trim() === "") return told;
  const quote = { kind: "quote", text: await withNames(call, intent.words) } as const;
  return { ...told, blocks: [...told.blocks, { kind: "small", text: "What you wrote:" }, quote] };
}
