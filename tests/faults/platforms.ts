import type { Identity } from "../../src/core/people.ts";
import type { BadLine, Call } from "./bad-line.ts";
import type { Environment } from "./instances.ts";

/** A chat platform as the faults see it: everybody's account, the way there, and what arrived. */
export interface Platform {
  readonly name: "Slack" | "Teams";
  readonly line: BadLine;
  accountOf(n: number): Identity;
  /** What the store must have learnt of the platform. */
  readonly facts: Readonly<Record<string, string>>;
  /** The settings that point the program at it. */
  readonly env: Environment;
  isPost(call: Call): boolean;
  /** What each prompt that arrived is known by, one for each: the same word twice is the same prompt twice. */
  arrived(): readonly string[];
  prompted(): number;
  stop(): Promise<void>;
}

/** What a platform allows in a minute would make every fault take as long; keeping to it is tested elsewhere. */
export const unpaced = "1000000";

export type MakePlatform = (size: number, now: () => Date) => Promise<Platform>;

/** How often something arrived more than once, and how many of `asked` never did. */
export function counted({ arrived }: Platform, asked: number): { readonly lost: number; readonly twice: number } {
  const all = arrived();
  const different = new Set(all).size;
  return { lost: asked - different, twice: all.length - different };
}
