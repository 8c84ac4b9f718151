import { setTimeout as pause } from "node:timers/promises";
import { readConfig } from "../src/config.ts";
import { start } from "../src/main.ts";

/** The program in a process of its own: tells when it is up, and what it takes once it has been idle for so many milliseconds. */
const bot = await start(readConfig(process.env));
process.send?.({ port: bot.port });
const idleMs = Number(process.argv[2]);
await pause(idleMs);
globalThis.gc?.();
await pause(idleMs / 10);
process.send?.({ mebibytes: process.memoryUsage.rss() / 2 ** 20 });
await bot.stop();
process.disconnect();
