import { SendFailure } from "../ports/messenger.ts";
import type { GoesTo } from "../ports/outbox.ts";
import { budgetOf } from "../ports/paces.ts";
import { longestPauseMs, within } from "./limit.ts";
import { paceOf } from "./pauses.ts";
import type { Works } from "./works.ts";

/** A question is put again when its budget allows it: nothing was sent meanwhile, so it is no attempt to send. */
export class AskedTooOften extends SendFailure {}

/**
 * A question to a platform posts nothing: where it got no answer, nothing is left open, and it is asked again later. It has a
 * budget of its own, so that a platform which answers one look-up a minute holds up what is sent for the first time not at all.
 */
export async function asking<T>(works: Works, goesTo: GoesTo, kind: "find" | "ask", question: () => Promise<T>): Promise<T> {
  const { paces } = works.desk().store;
  const [rate, budget] = [paceOf(works, goesTo)?.workspace, budgetOf(goesTo, kind)];
  const free = rate && (await paces.take(budget, rate, works.clock.now()));
  if (free) throw tooOften("as many questions are put to the platform as it answers", free.getTime() - works.clock.now().getTime());
  try {
    return await within(question());
  } catch (error) {
    if (!(error instanceof SendFailure)) throw error;
    const { kind: failed, message } = error;
    if (failed === "later" && error.retryAfterMs !== undefined) {
      const retryAfterMs = Math.min(longestPauseMs, error.retryAfterMs);
      const now = works.clock.now();
      if (rate) await paces.slow(budget, rate, new Date(now.getTime() + retryAfterMs), now);
      throw tooOften(message, retryAfterMs, error);
    }
    throw failed === "unsure" ? new SendFailure("later", message, { cause: error }) : error;
  }
}

const tooOften = (words: string, retryAfterMs: number, cause?: unknown) => new AskedTooOften("later", words, { retryAfterMs, cause });
