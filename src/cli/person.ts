import { refuse } from "../core/refusal.ts";
import { atDesk, print } from "./offline.ts";

/** `drumbeat person EMAIL`: all that is held on somebody, to give to them when they ask. */
export async function person([email = ""]: readonly string[]): Promise<number> {
  return atDesk(async ({ store }) => {
    const known = await store.people.byEmail(email);
    if (!known) refuse(`Nobody with the address ${email} is known.`);
    print(JSON.stringify(await store.people.heldOn(known.id), undefined, 2));
    return 0;
  });
}
