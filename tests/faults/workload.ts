import { setTimeout as pause } from "node:timers/promises";
import { type Acknowledged, slashCommands } from "./commands.ts";
import type { Platform } from "./platforms.ts";

const lanes = 4;

/** Risks that managers log one after the other, and what each was told. */
export interface Workload {
  readonly told: ReadonlyMap<string, Acknowledged>;
  /** Those that were told that theirs is logged, at once or afterwards. */
  logged(): ReadonlySet<string>;
  stop(): Promise<void>;
}

/** Four managers who log risks for as long as it lasts. */
export function logRisks(port: number, now: () => Date, { line }: Platform, people: number): Workload {
  const commands = slashCommands(now, `${line.url}/response/late`);
  const told = new Map<string, Acknowledged>();
  let going = true;
  let next = 0;
  async function lane(): Promise<void> {
    while (going) {
      const n = ++next;
      const answer = await commands.say(port, n % people, `Fault ${n}. #P${n % people} p4 i5`);
      told.set(`Fault ${n}.`, answer);
      if (answer.status === 0) await pause(100); // nobody is there
    }
  }
  const ended = Promise.all(Array.from({ length: lanes }, lane));
  return {
    told,
    logged: () =>
      new Set(
        [...told.values()]
          .map(({ words }) => words)
          .concat(line.calls.map(({ body }) => body))
          .flatMap(loggedIn),
      ),
    async stop() {
      going = false;
      await ended;
      commands.close();
    },
  };
}

const loggedIn = (words: string): readonly string[] => {
  const plain = words.includes("%20") || words.includes("+logged+") ? decodeURIComponent(words.replaceAll("+", " ")) : words;
  return [...plain.matchAll(/logged on P\d+: (Fault \d+\.)/g)].map(([, title = ""]) => title);
};
