import type { Claimed, GoesTo, Settlement } from "../ports/outbox.ts";
import { under } from "../trace.ts";
import { askAbout } from "./channel.ts";
import { settleFailure } from "./failure.ts";
import { identify } from "./identify.ts";
import { send } from "./send.ts";
import type { Works } from "./works.ts";

export interface Worker {
  /** Sends all that is due now. */
  drain(): Promise<void>;
  /** Takes nothing new and waits for what is on its way. */
  stop(): Promise<void>;
}

/** On each platform: one that takes the whole time limit for every call holds up no other. */
const sentAtOnce = 8;
/** Longer than a look-up and a send that both take their whole time limit. */
const leaseMs = 60_000;

/** The one caller of messengers: claims what is due, draws it, sends it, settles it. */
export function createWorker(parts: Omit<Works, "asked">): Worker {
  const works: Works = { ...parts, asked: new Map() };
  const underway = new Map<Promise<void>, GoesTo>();
  let running: Promise<void> | undefined;
  let asked = false;
  let wake = (): void => {};
  let stopped = false;

  async function run(): Promise<void> {
    while (!stopped) {
      const claimed = await works.desk().store.outbox.claim(works.clock.now(), sentAtOnce, leaseMs, [...underway.values()]);
      for (const each of claimed) start(each);
      if (underway.size === 0) return;
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([...underway.keys(), woken]);
    }
  }

  function start(claimed: Claimed): void {
    const done = under({ posting: claimed.id }, () => deliver(works, claimed)).catch((error: unknown) => {
      // The lease runs out and the posting is looked for again.
      works.log.error({ err: error, posting: claimed.id }, "what became of a message could not be written down");
    });
    const tracked: Promise<void> = done.finally(() => underway.delete(tracked));
    underway.set(tracked, claimed.platform);
  }

  return {
    drain() {
      asked = true;
      wake(); // what is new does not wait for what is under way
      running ??= (async () => {
        try {
          for (; asked && !stopped; await run()) asked = false;
        } finally {
          running = undefined;
        }
      })();
      return running;
    },
    async stop() {
      stopped = true;
      wake();
      await Promise.allSettled([running]); // what it was just claiming is under way then
      await Promise.allSettled(underway.keys());
    },
  };
}

/** What sends nothing, but finds out what a platform knows. */
const own: Readonly<Record<string, (works: Works, claimed: Claimed) => Promise<Settlement | undefined>>> = {
  identify,
  channel: askAbout,
};

async function deliver(works: Works, claimed: Claimed): Promise<void> {
  let settlement: Settlement | undefined;
  try {
    settlement = await (own[claimed.job] ?? send)(works, claimed);
  } catch (error) {
    return settleFailure(works, claimed, error);
  }
  // Should writing it down fail, the lease runs out and the message is looked for: it may be out there.
  if (settlement === undefined || (await works.desk().store.outbox.settle(claimed, settlement, works.clock.now()))) return;
  works.log.warn({ posting: claimed.id, key: claimed.key }, "a message took longer than its lease");
}
