import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { Client } from "pg";

/** From one call to the next that follows from it there is nothing to wait for, however slow the machine: one turn of the event loop, seen so far. */
const turns = 10;

/** The questions of this process to a Postgres that are open. pg tells nobody of them, so they are counted where they are asked. */
const asked = new Set<Promise<unknown>>();
const ask = Client.prototype.query;
Object.assign(Client.prototype, {
  query(this: Client, ...given: readonly unknown[]): unknown {
    const answer: unknown = Reflect.apply(ask, this, given);
    if (answer instanceof Promise) {
      const done: Promise<unknown> = answer.catch(() => {}).finally(() => asked.delete(done));
      asked.add(done);
    }
    return answer;
  },
});

export interface UnderWay {
  /** Once none of the calls is open, and none follows from them. */
  over(): Promise<void>;
  stop(): void;
}

/** The calls of this process to a server: Node tells of each when it begins, before the server hears of it, and when it is answered or fails. */
export function callsUnderWay(isOne: (call: { readonly origin: string; readonly path: string }) => boolean): UnderWay {
  const open = new Set<object>();
  let ended = (): void => undefined;
  const begins = (message: unknown) => {
    const request = requestOf(message);
    if (request && isOne({ origin: String(request.origin), path: String(request.path) })) open.add(request);
  };
  const ends = (message: unknown) => {
    const request = requestOf(message);
    if (request && open.delete(request)) ended();
  };
  subscribe("undici:request:create", begins);
  subscribe("undici:request:trailers", ends);
  subscribe("undici:request:error", ends);

  async function nextEnd(): Promise<void> {
    await new Promise<void>((done) => {
      ended = done;
    });
  }

  return {
    async over() {
      for (let still = 0; still < turns; still++) {
        await new Promise((done) => setImmediate(done));
        while (open.size > 0 || asked.size > 0) {
          await (open.size > 0 ? nextEnd() : Promise.race(asked));
          still = 0;
        }
      }
    },
    stop() {
      unsubscribe("undici:request:create", begins);
      unsubscribe("undici:request:trailers", ends);
      unsubscribe("undici:request:error", ends);
    },
  };
}

function requestOf(message: unknown): { readonly origin: unknown; readonly path: unknown } | undefined {
  if (typeof message !== "object" || message === null || !("request" in message)) return undefined;
  const { request } = message;
  return typeof request === "object" && request !== null && "origin" in request && "path" in request ? request : undefined;
}
