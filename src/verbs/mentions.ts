import type { Call } from "../routes.ts";

/** What people wrote as it reads: whoever <@U1> mentions by name; the account where nobody knows it. */
export async function withNames(call: Pick<Call, "store" | "user">, words: string): Promise<string> {
  let text = words;
  for (const [all, id = "", label] of words.matchAll(/<@([^<>|\s]+)(?:\|([^<>]*))?>/g)) {
    const [person] = await call.store.people.named(`<@${id}>`, call.user);
    text = text.replace(all, () => `@${person && !person.unknown ? person.name : label || id}`);
  }
  return text;
}
