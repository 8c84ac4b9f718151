import { say } from "../../src/chat/message.ts";
import { reach } from "../../src/features/reach/index.ts";
import type { Log } from "../../src/ports/index.ts";
import type { Messenger } from "../../src/ports/messenger.ts";
import type { NewPosting } from "../../src/ports/outbox.ts";
import type { Desk, Job } from "../../src/routes.ts";
import { createWorker, type Worker } from "../../src/schedule/worker.ts";
import { type OpenStore, openStore } from "../../src/store/index.ts";
import { freshDatabase } from "../worlds/database.ts";

/** One program: a store, a worker, chats, and a clock that is turned by hand. */
export interface Office {
  readonly store: OpenStore;
  readonly worker: Worker;
  readonly logged: readonly string[];
  desk(): Desk;
  turn(seconds: number): void;
  /** Turns the clock to whatever is next, until nothing is left to send. */
  untilDone(): Promise<void>;
  say(key: string, more?: Partial<NewPosting>): Promise<boolean>;
  state(key: string): Promise<string | undefined>;
}

export async function office(
  chats: readonly Messenger[],
  jobs: Readonly<Record<string, Job>> = {},
  url: string | undefined = undefined,
  start = "2026-11-23T09:00:00Z",
): Promise<Office> {
  const store = await openStore({ url: url ?? (await freshDatabase()), zone: "Europe/London" });
  let now = new Date(start);
  const logged: string[] = [];
  const log: Log = { info: () => {}, warn: (_, words) => void logged.push(words), error: (_, words) => void logged.push(words) };
  const settings = { commandPrefix: "", zone: "Europe/London", admins: ["ada@example.com"], nudgeLogDays: 90 };
  const desk = (): Desk => ({ store, types: [], settings, now, log });
  const echo: Job = async (_, payload) => say(String(payload));
  const worker = createWorker({ messengers: chats, jobs: { echo, ...reach.jobs, ...jobs }, desk, clock: { now: () => now }, log });
  const turn = (seconds: number): void => {
    now = new Date(now.getTime() + seconds * 1000);
  };
  return {
    store,
    worker,
    logged,
    desk,
    turn,
    async untilDone() {
      await worker.drain();
      for (let next = await store.outbox.nextAt(now); next; next = await store.outbox.nextAt(now)) {
        if (next > now) now = next;
        else turn(1);
        await worker.drain();
      }
    },
    say: (key, more = {}) =>
      store.outbox.add(
        {
          key,
          job: "echo",
          payload: key,
          to: { channel: { platform: "slack", workspace: "T1", channel: "C1" } },
          class: "prompt",
          ...more,
        },
        now,
      ),
    state: async (key) => (await store.outbox.byKey(key))?.state,
  };
}
