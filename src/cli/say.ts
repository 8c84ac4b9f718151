import { parseArgs } from "node:util";
import { createApp } from "../app/index.ts";
import type { Reply } from "../chat/reply.ts";
import type { Identity } from "../core/people.ts";
import { refuse } from "../core/refusal.ts";
import { features } from "../features/index.ts";
import type { Store } from "../ports/index.ts";
import type { People } from "../ports/people.ts";
import { records } from "../records/index.ts";
import type { Desk } from "../routes.ts";
import { speakAs } from "../terminal/index.ts";
import { printForm, printMessage } from "../terminal/print.ts";
import { createTerminal, terminalWorkspace } from "../terminal/screens.ts";
import { isOutside } from "../verbs/may.ts";
import { atDesk, print } from "./offline.ts";

/** `drumbeat say "/risk …" --as ben@example.com`: the same routes as in chat; what is to be sent waits for the server. */
export async function sayOnce(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options: { as: { type: "string" } }, allowPositionals: true });
  const reply = await speak(values.as, positionals.join(" "));
  if (reply.kind === "form")
    print(`${printForm(reply.form)}\n\nForms are filled in a chat. Here, say all of it in one line, or import a file.`);
  else if (reply.kind === "message") print(printMessage(reply.message));
  else if (reply.kind === "file") print(reply.content);
  return 0;
}

/** `drumbeat export risks --as EMAIL`: what that person may see, as CSV on standard output. */
export async function exportCsv(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options: { as: { type: "string" } }, allowPositionals: true });
  const [kind = "", ...filters] = positionals;
  const type = records.find(({ names }) => names.many.toLowerCase() === kind);
  const reply = await speak(values.as, `${type?.key ?? kind} export ${filters.join(" ")}`.trim());
  if (reply.kind === "file") process.stdout.write(reply.content);
  else if (reply.kind === "message") process.stderr.write(`${printMessage(reply.message)}\n`);
  return reply.kind === "file" ? 0 : 2;
}

async function speak(email: string | undefined, words: string): Promise<Reply> {
  return atDesk(async (desk) => {
    const me = await speakerOf(desk, email);
    const clock = { now: () => desk.now };
    const answer = createApp({ ...desk, store: asHeardBy(desk.store, me), clock, features: features(desk.types) });
    return speakAs(createTerminal(), answer, me).says(words);
  });
}

/** Whoever may run this command may read the database file, so a name is enough. */
async function speakerOf({ store, settings }: Desk, email: string | undefined): Promise<string> {
  if (email === undefined) refuse("Say who is speaking: --as ada@example.com");
  const known = await store.people.byEmail(email);
  if (known) return known.id;
  if (!settings.admins.includes(email.toLowerCase()))
    refuse(`Nobody with the address ${email} is known. Import people first: drumbeat import people FILE.csv`);
  return (await store.people.add({ name: nameIn(email), email })).id;
}

/** "ada.lindqvist@example.com" is Ada Lindqvist, until somebody corrects it. */
function nameIn(email: string): string {
  const words = (email.split("@")[0] ?? email).split(/[._-]+/).filter((word) => word !== "");
  return words.map((word) => `${word[0]?.toUpperCase() ?? ""}${word.slice(1)}`).join(" ") || email;
}

/**
 * The store, to which whoever speaks has an account on the command line for as long as the call takes. Were it kept,
 * they would count as somebody who can be written to, though nothing runs that could.
 */
function asHeardBy(store: Store, me: string): Store {
  const byIdentity: People["byIdentity"] = async (user) => {
    const person = user.platform === "terminal" && user.id === me ? await store.people.get(me) : undefined;
    if (!person) return store.people.byIdentity(user);
    const identity: Identity = { platform: "terminal", workspace: terminalWorkspace, user: me, outside: isOutside(person) };
    return { ...person, identities: [...person.identities, identity] };
  };
  return {
    ...store,
    people: { ...store.people, byIdentity },
    transaction: (work) => store.transaction((inside) => work(asHeardBy(inside, me))),
    together: (work) => store.together((inside) => work(asHeardBy(inside, me))),
  };
}
