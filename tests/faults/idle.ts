import { monitorEventLoopDelay } from "node:perf_hooks";
import { parentPort } from "node:worker_threads";

/**
 * A thread that does nothing: whatever holds it up is the machine, not the program. What the program is blamed for is
 * measured beside it.
 */
const loop = monitorEventLoopDelay({ resolution: 5 });
loop.enable();
parentPort?.on("message", () => {
  parentPort?.postMessage(loop.max / 1e6);
  loop.reset();
});
