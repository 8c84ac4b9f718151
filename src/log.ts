import { type DestinationStream, pino } from "pino";
import type { Log } from "./ports/index.ts";
import { trace } from "./trace.ts";

/**
 * One JSON object a line on standard output, with the number of the request or posting that caused it. What people wrote,
 * tokens and secrets are never handed to it.
 */
export function createLog(level: string, to: DestinationStream = pino.destination(1)): Log {
  const options = {
    level,
    mixin: () => ({ ...trace() }),
    redact: ["*.token", "*.password", "*.authorization", "err.config", "err.request", "err.response", "err.original"],
  };
  const log = pino(options, to);
  return {
    info: (facts, words) => log.info(facts, words),
    warn: (facts, words) => log.warn(facts, words),
    error: (facts, words) => log.error(facts, words),
  };
}
