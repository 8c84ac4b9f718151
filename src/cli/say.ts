import { parseArgs } from "node:util";
import { createApp } from "../app.ts";
import type { Reply } from "../chat/reply.ts";
import { refuse } from "../core/refusal.ts";
import { features } from "../features/index.ts";
import type { Desk } from "../routes.ts";
import { speakAs } from "../terminal/index.ts";
import { printForm, printMessage } from "../terminal/print.ts";
import { createTerminal, terminalWorkspace } from "../terminal/screens.ts";
import { atDesk, print } from "./offline.ts";

/** `drumbeat say "/risk …" --as ben@example.com`: the same routes as in chat; what is to be sent waits for the server. */
export async function sayOnce(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options: { as: { type: "string" } }, allowPositionals: true });
  const reply = await speak(values.as, positionals.join(" "));
  if (reply.kind === "form") print(printForm(reply.form));
  else if (reply.kind === "message") print(printMessage(reply.message));
  else if (reply.kind === "file") print(reply.content);
  return 0;
}

/** `drumbeat export risks --as EMAIL`: what that person may see, as CSV on standard output. */
export async function exportCsv(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options: { as: { type: "string" } }, allowPositionals: true });
  const [kind = "", ...filters] = positionals;
  const reply = await speak(values.as, `${kind.replace(/s$/, "")} export ${filters.join(" ")}`.trim());
  if (reply.kind === "file") process.stdout.write(reply.content);
  else if (reply.kind === "message") process.stderr.write(`${printMessage(reply.message)}\n`);
  return reply.kind === "file" ? 0 : 2;
}

async function speak(email: string | undefined, words: string): Promise<Reply> {
  return atDesk(async (desk) => {
    const user = await terminalUser(desk, email);
    const clock = { now: () => desk.now };
    const answer = createApp({ ...desk, clock, features: features(desk.types) });
    return speakAs(createTerminal(), answer, user).says(words);
  });
}

/** Whoever may run this command may read the database file, so a name is enough. */
async function terminalUser(desk: Desk, email: string | undefined): Promise<string> {
  if (email === undefined) refuse("Say who is speaking: --as ada@example.com");
  const known = await desk.store.people.byEmail(email);
  const person =
    known ?? (desk.settings.admins.includes(email.toLowerCase()) ? await desk.store.people.add({ name: email, email }) : undefined);
  if (!person) refuse(`Nobody with the address ${email} is known. Import people first: drumbeat import people FILE.csv`);
  await desk.store.people.identify(person.id, { platform: "terminal", workspace: terminalWorkspace, user: person.id, outside: false });
  return person.id;
}
