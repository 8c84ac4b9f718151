import { monitorEventLoopDelay } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import { readConfig } from "../../src/config.ts";
import { start } from "../../src/main.ts";
import type { Answer, Figures, Order } from "./orders.ts";

/** The program as it is served, in a process of its own, with a clock that can be wrong. Ends with the harness. */
let offsetMs = Number(process.argv[2] ?? 0);
const answer = (words: Answer) => void process.send?.(words);
process.once("disconnect", () => process.exit(1));

const loop = monitorEventLoopDelay({ resolution: 5 });
loop.enable();
const idle = new Worker(new URL("./idle.js", import.meta.url));

const bot = await start(readConfig(process.env), { clock: { now: () => new Date(Date.now() + offsetMs) } });
process.on("message", (order: Order) => void obey(order));
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void bot.stop().then(() => process.exit(0)));
answer({ is: "ready", port: bot.port });

async function obey(order: Order): Promise<void> {
  switch (order.do) {
    case "beat":
      await bot.beat();
      return answer({ is: "beaten" });
    case "clock":
      offsetMs = order.offsetMs;
      return;
    case "stall":
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, order.ms);
      return;
    case "figures":
      return answer({ is: "figures", ...(await figures()) });
    default:
      return order satisfies never;
  }
}

async function figures(): Promise<Figures> {
  const heldUpMs = loop.max / 1e6;
  const idleHeldUpMs = await new Promise<number>((told) => {
    idle.once("message", told);
    idle.postMessage("tell");
  });
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  loop.reset();
  return { heapBytes: heapUsed, residentBytes: rss, heldUpMs, idleHeldUpMs };
}
