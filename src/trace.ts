import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";

/** What every line of the log carries that one request, or one posting, causes. */
export type Trace = Readonly<Record<string, string | number>>;

const running = new AsyncLocalStorage<Trace>();

/** Runs what somebody's request causes under a number of its own; one that is under way keeps its number. */
export function asRequest<T>(work: () => T): T {
  return "request" in trace() ? work() : running.run({ request: newNumber() }, work);
}

/** Runs something under a name of its own, whatever it was that set it off. */
export const under = <T>(name: Trace, work: () => T): T => running.run(name, work);

export const trace = (): Trace => running.getStore() ?? {};

/** The number that people are told and the log has: of the request that is under way, or a new one. */
export const numberToTell = (): string => String(trace()["request"] ?? newNumber());

const newNumber = (): string => randomUUID().slice(0, 8);
