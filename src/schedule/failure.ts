import { randomBytes } from "node:crypto";
import { SendFailure } from "../ports/messenger.ts";
import type { Claimed, Settlement } from "../ports/outbox.ts";
import { AskedTooOften } from "./asking.ts";
import { longestPauseMs } from "./limit.ts";
import { settleNotReached } from "./not-reached.ts";
import { pause } from "./pauses.ts";
import type { Works } from "./works.ts";

/** With the pauses below, some nine and a half hours of a platform that is down: longer than a working day. */
const mostAttempts = 16;
const firstPauseMs = 5_000;

/** Writes down what went wrong, by what can be done about it. */
export async function settleFailure(works: Works, claimed: Claimed, error: unknown): Promise<void> {
  const now = works.clock.now();
  const { store } = works.desk();
  const failure = error instanceof SendFailure ? error : new SendFailure("later", "it could not be drawn", { cause: error });
  const settle = (settlement: Settlement) => store.outbox.settle(claimed, settlement, now);
  switch (failure.kind) {
    case "later":
    case "unsure": {
      // What an earlier attempt left open stays open until a look-up has answered it.
      const unsure = (failure.kind === "unsure" || claimed.ambiguous) && { unsure: true as const };
      const waiting = (nextAt: Date) => ({ state: "waiting", error: failure.message, nextAt, ...unsure }) as const;
      const nextAt = new Date(now.getTime() + Math.min(longestPauseMs, failure.retryAfterMs ?? pauseMs(claimed.attempts)));
      if (failure instanceof AskedTooOften) return void (await settle({ ...waiting(nextAt), untried: true }));
      if (claimed.attempts >= mostAttempts) return fail(unsure);
      if (failure.retryAfterMs !== undefined) await pause(works, claimed, nextAt);
      await settle(waiting(nextAt));
      const facts = { posting: claimed.id, key: claimed.key, attempts: claimed.attempts, nextAt };
      if (!(error instanceof SendFailure)) works.log.error({ ...facts, err: error }, "a message could not be drawn");
      else works.log.warn({ ...facts, why: failure.message }, "a message is tried again later");
      return;
    }
    case "unreachable":
      if (claimed.follows?.how === "edit") return gone();
      return settleNotReached(works, claimed, failure.message);
    case "refused":
      return fail();
    default:
      return failure.kind satisfies never;
  }

  /** What it was to change was posted, and somebody deleted it since: nobody was missed by it. */
  async function gone(): Promise<void> {
    await settle({ state: "dropped", error: `its post cannot be changed any more: ${failure.message}` });
    works.log.info({ posting: claimed.id, key: claimed.key, why: failure.message }, "a post could not be changed any more");
  }

  async function fail(unsure: false | { unsure: true } = false): Promise<void> {
    const id = randomBytes(4).toString("hex");
    await settle({ state: "failed", error: `${failure.message} (${id})`, ...unsure });
    works.log.error({ err: error, id, posting: claimed.id, key: claimed.key, attempts: claimed.attempts }, "a message was given up");
  }
}

/** 5 s, 15 s, 45 s … up to an hour, a little off, so that what failed together does not come back together. */
function pauseMs(attempts: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 3 ** (attempts - 1)) * (0.8 + 0.4 * Math.random());
}
