import type { Adapter } from "../ports/adapter.ts";
import type { Pulse } from "../ports/health.ts";
import type { Clock, Log, Store } from "../ports/index.ts";
import type { Messenger } from "../ports/messenger.ts";
import type { Meter } from "../ports/meter.ts";
import { type WatchedChat, watchChat } from "./chat.ts";

interface Watched extends Pick<Pulse, "instance" | "version" | "database"> {
  readonly adapters: readonly Adapter[];
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
}

/** What this instance notices of itself, and says where all of them can read it. */
export interface Watch {
  readonly messengers: readonly Messenger[];
  /** With every heartbeat: whether the database takes anything. Never throws. */
  pulse(): Promise<boolean>;
  goodbye(): Promise<void>;
}

const askTimeEveryMs = 10 * 60_000;
const outageToldForMs = 24 * 3_600_000;

export function createWatch({ adapters, store, clock, log, meter, instance, version, database }: Watched): Watch {
  const chats: readonly (readonly [Adapter, WatchedChat])[] = adapters.map((each) => [each, watchChat(each.messenger, clock, meter)]);
  const startedAt = clock.now();
  let ahead: Pulse["clock"];
  let askedAt: Date | undefined;
  let failingSince: Date | undefined;
  let outage: Pulse["outage"];

  /** How far apart our clock and a platform's are, from the first that says. Nobody waits for it. */
  async function compareClocks(): Promise<void> {
    for (const { time, messenger } of adapters) {
      const theirs = await time?.();
      if (!theirs) continue;
      ahead = { platform: messenger.platform, aheadMs: clock.now().getTime() - theirs.getTime() };
      return;
    }
  }

  return {
    messengers: chats.map(([, { messenger }]) => messenger),

    async pulse() {
      const now = clock.now();
      if (!askedAt || now.getTime() - askedAt.getTime() >= askTimeEveryMs) {
        askedAt = now;
        compareClocks().catch((error: unknown) => log.warn({ err: error }, "no chat could be asked what time it is"));
      }
      const over = failingSince && { from: failingSince, until: now };
      const told = over ?? (outage && now.getTime() - outage.until.getTime() < outageToldForMs ? outage : undefined);
      try {
        await store.health.beat({
          ...{ instance, startedAt, at: now, version, database },
          chats: chats.map(([adapter, chat]) => chat.pulse(adapter.ready())),
          ...(ahead && { clock: ahead }),
          ...(told && { outage: told }),
        });
        outage = told;
        failingSince = undefined;
        return true;
      } catch (error) {
        failingSince ??= now;
        log.error({ err: error, since: failingSince }, "the database takes nothing; it is tried again within seconds");
        return false;
      }
    },

    async goodbye() {
      await store.health.goodbye(instance).catch((error: unknown) => log.warn({ err: error }, "the database could not be told goodbye"));
    },
  };
}
