import { pino } from "pino";
import type { Log } from "./ports/index.ts";

/** One JSON object a line on standard output. What people wrote, tokens and secrets are never handed to it. */
export function createLog(level: string): Log {
  const log = pino({
    level,
    redact: ["*.token", "*.password", "*.authorization", "err.config", "err.request", "err.response", "err.original"],
  });
  return {
    info: (facts, words) => log.info(facts, words),
    warn: (facts, words) => log.warn(facts, words),
    error: (facts, words) => log.error(facts, words),
  };
}
