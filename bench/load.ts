import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { z } from "zod";
import { median } from "./figure.ts";

/** Requests over connections that are kept, as a platform keeps them. `%ID%` in the body is another one each time. */
export interface Load {
  readonly do: "load";
  readonly port: number;
  readonly path: string;
  readonly sign: "slack" | "teams";
  readonly secret: string;
  readonly body: string;
  readonly connections: number;
  readonly count: number;
}

export type Asked = Load | { readonly do: "open" } | { readonly do: "sent" } | { readonly do: "end" };

const measured = z.object({ perSecond: z.number(), p50: z.number(), p99: z.number() });
export type Measured = z.infer<typeof measured>;
const sent = z.object({ count: z.number(), refused: z.number(), firstMs: z.number(), lastMs: z.number() });
/** The messages that Slack was sent, and when the first and the last of them came. */
export type Sent = z.infer<typeof sent>;
const opened = z.object({ url: z.string(), serviceUrl: z.string() });

export interface Outside {
  /** Of the platforms' side: Slack's Web API under /api/, Teams' keys and login. */
  readonly url: string;
  readonly serviceUrl: string;
  load(load: Omit<Load, "do">): Promise<Measured>;
  sent(): Promise<Sent>;
  end(): void;
}

/** Starts whoever speaks to the bot beside it, so that their work is no part of what is measured. `perMinute`: Slack refuses more messages than that. */
export async function outside({ perMinute = 0 } = {}): Promise<Outside> {
  const child = fork(join(import.meta.dirname, "outside.js"), [String(perMinute)]);
  const ended = once(child, "exit").then((): unknown[] => [{ error: "it ended" }]);
  const ask = async (asked: Asked): Promise<unknown> => {
    child.send(asked);
    const [answer] = await Promise.race([once(child, "message"), ended]);
    return answer;
  };
  return {
    ...opened.parse(await ask({ do: "open" })),
    load: async (load) => measured.parse(await ask({ ...load, do: "load" })),
    sent: async () => sent.parse(await ask({ do: "sent" })),
    end: () => void child.send({ do: "end" } satisfies Asked),
  };
}

/** Each in turn, several times over, so that a busy moment of the machine meets all of them; the middle of each. */
export async function inTurn<K extends string>(
  rounds: number,
  loads: readonly (readonly [K, () => Promise<Measured>])[],
): Promise<(name: K) => Measured> {
  const found = new Map<K, Measured[]>();
  for (let round = 0; round <= rounds; round++)
    for (const [name, load] of loads) {
      const each = await load();
      if (round > 0) found.set(name, [...(found.get(name) ?? []), each]); // the first is for getting warm
    }
  return (name) => {
    const all = found.get(name) ?? [];
    const middle = (pick: (each: Measured) => number) => median(all.map(pick));
    return { perSecond: middle((m) => m.perSecond), p50: middle((m) => m.p50), p99: middle((m) => m.p99) };
  };
}
