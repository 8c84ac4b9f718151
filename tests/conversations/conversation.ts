import type { Speaker, World } from "../worlds/world.ts";

/** What people say and do, and what they then read: held on every platform alike. */
export type Conversations = Readonly<Record<string, (world: World) => Promise<void>>>;

export function person({ people }: World, name: string): Speaker {
  const found = people[name];
  if (!found) throw new Error(`Nobody is called ${name}`);
  return found;
}
