import type { Clock, Log } from "../ports/index.ts";
import type { Messenger } from "../ports/messenger.ts";
import type { Desk, Job } from "../routes.ts";

/** What the worker's steps work with. */
export interface Works {
  readonly messengers: readonly Messenger[];
  readonly jobs: Readonly<Record<string, Job>>;
  readonly desk: () => Desk;
  readonly clock: Clock;
  readonly log: Log;
  /** When the platform was last asked who reads a channel, by lane. */
  readonly asked: Map<string, Date>;
  /** The channels that were refused since anything got through, by budget. */
  readonly refusals: Map<string, Set<string>>;
}
