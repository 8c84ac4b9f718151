import type { ServerOptions } from "node:http";

/** More than any request of a chat holds. */
export const mostBytes = 256 * 1024;

/**
 * A connection says what it wants within eight seconds, all of it, or is dropped: looked at every second, as Node's own
 * half minute would let a slow one stay four times as long.
 */
export const patience = {
  headersTimeout: 8_000,
  requestTimeout: 8_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
} as const satisfies ServerOptions;
