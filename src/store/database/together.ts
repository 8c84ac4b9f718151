import { AsyncLocalStorage } from "node:async_hooks";
import type { Store } from "../../ports/index.ts";
import { apart } from "../chain/chained.ts";
import type { Db } from "../tables.ts";
import { serially } from "./dialect.ts";

interface Waiting {
  /** Gives what tells whoever waits for it, once it is kept. */
  readonly run: (store: Store) => Promise<() => void>;
  readonly fail: (error: unknown) => void;
}

/** Those who are done wait for the rest of their group. */
const mostAtOnce = 32;

/**
 * One commit for all that came in the same moment: what makes a write durable takes longer than all else about it. Nobody
 * is told that theirs is kept before it is; what one of them throws takes back theirs alone.
 */
export function together(db: Db, storeOn: (tx: Db) => Store): Store["transaction"] {
  const waiting: Waiting[] = [];
  let running = false;

  async function run(): Promise<void> {
    while (waiting.length > 0) await commit(waiting.splice(0, mostAtOnce));
    running = false;
  }

  async function commit(group: readonly Waiting[]): Promise<void> {
    const told: (() => void)[] = [];
    try {
      await serially(db, async (tx) => {
        const store = storeOn(tx);
        for (const each of group) await one(tx, store, each, told);
      });
    } catch (error) {
      for (const { fail } of group) fail(error);
      return;
    }
    for (const tell of told) tell();
  }

  return (work) =>
    new Promise((done, fail) => {
      const inContext = AsyncLocalStorage.bind(work); // what is logged of it stays under its own request
      waiting.push({
        run: async (store) => {
          const result = await inContext(store);
          return () => done(result);
        },
        fail,
      });
      if (running) return;
      running = true;
      setImmediate(run); // after all that has come in is read
    });
}

/** What it throws is told at once: nothing of it is there, whatever becomes of the others. */
async function one(tx: Db, store: Store, { run, fail }: Waiting, told: (() => void)[]): Promise<void> {
  const outcome = await apart(tx, () => run(store));
  if (outcome.kept) told.push(outcome.result);
  else fail(outcome.why);
}
