import type { Mention } from "../chat/text.ts";

/** The person's id in this tenant, where they have one: Teams cannot mention anybody else. */
export function userOn(person: Mention, workspace: string): string | undefined {
  return person.identities.find((each) => each.platform === "teams" && each.workspace === workspace)?.user;
}
