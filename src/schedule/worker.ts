import { setTimeout as pauseFor } from "node:timers/promises";
import type { Claimed, GoesTo, Settlement } from "../ports/outbox.ts";
import { under } from "../trace.ts";
import type { Alarm } from "./alarm.ts";
import { askAbout } from "./channel.ts";
import { settleFailure } from "./failure.ts";
import { identify } from "./identify.ts";
import { gotThrough, paceOf } from "./pauses.ts";
import { send } from "./send.ts";
import type { Works } from "./works.ts";

export interface Worker {
  /** Sends all that is due now. */
  drain(): Promise<void>;
  /** Takes nothing new and waits for what is on its way. */
  stop(): Promise<void>;
}

interface Parts extends Omit<Works, "asked" | "refusals"> {
  /** By which it wakes for what becomes due. Absent: whoever turns the clock drains. */
  readonly alarm?: Alarm;
}

/** One posting on its way. Aside: it takes up none of the places. */
interface Sending {
  readonly goesTo: GoesTo;
  aside: boolean;
}

/** In each workspace: one that takes the whole time limit for every call holds up no other. */
const sentAtOnce = 8;
/** A call that takes longer makes way for the next, which holds up nobody: how fast may be sent is for the budgets to say. */
const makesWayAfterMs = 1_000;
/** So many may have made way in one workspace; more would only wait in the same silence. */
const mostAside = 56;
/** Longer than a look-up and a send that both take their whole time limit. */
const leaseMs = 60_000;
/** What was due when nothing could be claimed: it is looked at again, without wearing anybody out. */
const anotherWasFasterMs = 50;
/** A heartbeat comes by then anyway. */
const longestSleepMs = 30_000;
/** Of a database that does not answer. It is back within five seconds of being there again. */
const retryMs = [1_000, 2_000, 4_000, 5_000] as const;
/** For as long as the lease may last, and no longer: then the posting is looked for. */
const mostWrites = 12;

/** The one caller of messengers: claims what is due, draws it, sends it, settles it. */
export function createWorker({ alarm, ...parts }: Parts): Worker {
  const works: Works = { ...parts, asked: new Map(), refusals: new Map() };
  const underway = new Map<Promise<void>, Sending>();
  const claimedBefore = new Map<GoesTo, number>();
  let running: Promise<void> | undefined;
  let asked = false;
  let wake = (): void => {};
  let stopped = false;
  let failed = 0;
  let ended = 0; // how many sendings are over
  let silence = (): void => {};

  async function run(): Promise<void> {
    while (!stopped) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve; // what comes while it claims is not slept over
      });
      const [now, before] = [works.clock.now(), ended];
      for (const each of await claim(now)) start(each);
      if (alarm) await sleepUntilDue(now);
      if (ended > before) continue; // what follows on it came too late for this claim
      if (underway.size === 0) return;
      await Promise.race([...underway.keys(), woken]);
    }
  }

  async function claim(now: Date): Promise<readonly Claimed[]> {
    return works.desk().store.outbox.claim(now, sentAtOnce, leaseMs, {
      underway: placesTaken(),
      paceOf: (goesTo) => paceOf(works, goesTo),
      turn: (goesTo) => claimedBefore.get(goesTo) ?? 0,
    });
  }

  const placesTaken = (): readonly GoesTo[] => [...underway.values()].flatMap(({ goesTo, aside }) => (aside ? [] : [goesTo]));

  /** A place that is full wakes by itself, when one of its sendings ends or makes way. */
  async function sleepUntilDue(claimedAt: Date): Promise<void> {
    const places = placesTaken();
    const full = places.filter((place) => places.filter((each) => each === place).length >= sentAtOnce);
    const next = await works.desk().store.outbox.nextAt(claimedAt, full);
    if (next === undefined) return silence();
    const afterMs = next > claimedAt ? Math.max(1, next.getTime() - works.clock.now().getTime()) : anotherWasFasterMs;
    ringAfter(Math.min(longestSleepMs, afterMs));
  }

  function ringAfter(ms: number): void {
    silence();
    if (!stopped) silence = alarm?.(ms, () => void drain().catch(tellFailure)) ?? silence;
  }

  const tellFailure = (error: unknown) => works.log.error({ err: error }, "sending failed; it is tried again within seconds");

  function start(claimed: Claimed): void {
    const { goesTo } = claimed;
    claimedBefore.set(goesTo, (claimedBefore.get(goesTo) ?? 0) + 1);
    const done = under({ posting: claimed.id }, () => deliver(works, claimed, () => stopped)).catch((error: unknown) => {
      // The lease runs out and the posting is looked for again.
      works.log.error({ err: error, posting: claimed.id }, "what became of a message could not be written down");
    });
    const sending: Sending = { goesTo, aside: false };
    const isOver = alarm?.(makesWayAfterMs, () => makeWay(sending));
    const tracked: Promise<void> = done.finally(() => {
      isOver?.();
      ended += 1;
      underway.delete(tracked);
    });
    underway.set(tracked, sending);
  }

  function makeWay(sending: Sending): void {
    const aside = [...underway.values()].filter((each) => each.aside && each.goesTo === sending.goesTo);
    if (aside.length >= mostAside) return;
    sending.aside = true;
    wake();
  }

  async function drain(): Promise<void> {
    asked = true;
    wake(); // what is new does not wait for what is under way
    running ??= (async () => {
      try {
        for (; asked && !stopped; await run()) asked = false;
        failed = 0;
      } catch (error) {
        ringAfter(pauseAfter(failed++));
        throw error;
      } finally {
        running = undefined;
      }
    })();
    return running;
  }

  return {
    drain,
    async stop() {
      stopped = true;
      silence();
      wake();
      await Promise.allSettled([running]); // what it was just claiming is under way then
      await Promise.allSettled(underway.keys());
    },
  };
}

const pauseAfter = (failures: number): number => retryMs[failures] ?? retryMs[retryMs.length - 1] ?? 0;

/** What sends nothing, but finds out what a platform knows. */
const own: Readonly<Record<string, (works: Works, claimed: Claimed) => Promise<Settlement | undefined>>> = {
  identify,
  channel: askAbout,
};

/** One attempt, and what became of it. */
async function deliver(works: Works, claimed: Claimed, isStopped: () => boolean): Promise<void> {
  let outcome: () => Promise<void>;
  try {
    const settlement = await (own[claimed.job] ?? send)(works, claimed);
    if (settlement?.state === "sent") gotThrough(works, claimed);
    outcome = () => settle(works, claimed, settlement);
  } catch (error) {
    outcome = () => settleFailure(works, claimed, error);
  }
  for (let failures = 0; ; failures++) {
    try {
      return await outcome();
    } catch (error) {
      if (failures === mostWrites || isStopped()) throw error;
    }
    await pauseFor(pauseAfter(failures), undefined, { ref: false });
  }
}

async function settle(works: Works, claimed: Claimed, settlement: Settlement | undefined): Promise<void> {
  if (settlement === undefined || (await works.desk().store.outbox.settle(claimed, settlement, works.clock.now()))) return;
  works.log.warn({ posting: claimed.id, key: claimed.key }, "a message took longer than its lease");
}
