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
    redact: ["*.token", "*.password", "*.authorization"],
    serializers: { err: failure },
  };
  const log = pino(options, to);
  return {
    info: (facts, words) => log.info(facts, words),
    warn: (facts, words) => log.warn(facts, words),
    error: (facts, words) => log.error(facts, words),
  };
}

interface Failure {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack: string;
  readonly causes: readonly Failure[];
}

const mostCauses = 4;

/**
 * What kind of error, where, and what it says outside of quotes: databases, platforms and parsers quote in their errors what
 * somebody wrote, and hang requests with their tokens onto them.
 */
function failure(error: unknown, depth = 0): Failure {
  if (!(error instanceof Error)) return { type: typeof error, message: "", stack: "", causes: [] };
  const { message, stack = "", cause } = error;
  const code = "code" in error && (typeof error.code === "string" || typeof error.code === "number") ? error.code : undefined;
  const within = [...(error instanceof AggregateError ? error.errors : []), ...(cause === undefined ? [] : [cause])];
  return {
    type: error.constructor.name,
    message: issuesIn(error) ?? unquoted(message),
    ...(code !== undefined && { code }),
    stack: stack
      .slice(stack.indexOf(message) + message.length)
      .split("\n")
      .flatMap((line) => /^\s+at (.+)$/.exec(line)?.[1] ?? [])
      .join("\n"),
    causes: depth < mostCauses ? within.slice(0, mostCauses).map((each) => failure(each, depth + 1)) : [],
  };
}

const unquoted = (message: string): string => message.replace(/"[^"]*"?|“[^”]*”?|`[^`]*`?|'[^']*'|\([^()]*\)=\(.*\)/gs, "…").slice(0, 500);

/** Where something that was read is not as expected. */
function issuesIn(error: Error): string | undefined {
  if (!("issues" in error) || !Array.isArray(error.issues)) return undefined;
  return error.issues.map(({ path, code }) => `${String(code)} at ${Array.isArray(path) ? path.join(".") : ""}`).join("; ");
}
