import { readConfig } from "../../src/config.ts";
import { start } from "../../src/main.ts";
import { watchHeldUp } from "./held-up.ts";
import type { Answer, Figures, Order } from "./orders.ts";

/** The program as it is served, in a process of its own, with a clock that can be wrong. Ends with the harness. */
let offsetMs = Number(process.argv[2] ?? 0);
const answer = (words: Answer) => void process.send?.(words);
process.once("disconnect", () => process.exit(1));

const heldUp = watchHeldUp();

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
      return answer({ is: "figures", ...figures() });
    default:
      return order satisfies never;
  }
}

function figures(): Figures {
  const heldUpMs = heldUp.worstMs();
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  heldUp.forget(); // what collecting took is nobody's fault
  return { heapBytes: heapUsed, residentBytes: rss, heldUpMs };
}
