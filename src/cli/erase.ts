import { parseArgs } from "node:util";
import { refuse } from "../core/refusal.ts";
import { localDate } from "../core/time.ts";
import type { Store } from "../ports/index.ts";
import { atDesk, print } from "./offline.ts";

/** `drumbeat erase EMAIL --yes`: whoever may run this may read the database, so it is the administrator's. */
export async function erase(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options: { yes: { type: "boolean" } }, allowPositionals: true });
  const [email = ""] = positionals;
  return atDesk(async ({ store, now }) => {
    const person = await store.people.byEmail(email);
    if (!person) refuse(`Nobody with the address ${email} is known. Nothing was changed.`);
    if (!values.yes) {
      print(`This destroys who ${person.name} is, and cannot be undone. Say so: drumbeat erase ${email} --yes`);
      return 2;
    }
    const today = localDate(now, person.zone);
    const keys = await runs(store, person.id, today);
    await store.transaction(async (tx) => {
      const by = { actor: "drumbeat", source: "command line" };
      await tx.onBehalf(by);
      await tx.people.erase(person.id, today);
      await tx.record({ at: now, ...by, subject: `person:${person.id}`, what: "erased" });
    });
    print(
      `They are erased; their id ${person.id} stays with what they did.${keys.length > 0 ? ` Without a PM now: ${keys.join(", ")}.` : ""}`,
    );
    print("Backups from before, texts that people wrote and messages already posted may still name them.");
    return 0;
  });
}

async function runs(store: Store, id: string, today: string): Promise<readonly string[]> {
  return (await store.projects.all(today)).filter(({ pm, state }) => pm === id && state !== "complete").map(({ key }) => key);
}
