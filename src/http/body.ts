import type { IncomingMessage, ServerResponse } from "node:http";
import { mostBytes } from "./limits.ts";

/** How long the answer "too large" has to reach whoever is still sending, before the connection goes. */
const lingerMs = 1_000;

/**
 * The whole body of a request. Undefined: it was answered already (413, and the rest of it is never read), or whoever
 * sent it is gone.
 */
export async function bodyOf(request: IncomingMessage, response: ServerResponse): Promise<string | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > mostBytes) return tooLarge(response);
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of request.iterator({ destroyOnReturn: false })) {
      const read = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
      bytes += read.length;
      if (bytes > mostBytes) return tooLarge(response);
      parts.push(read);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(parts).toString("utf8");
}

/** Ended at once, the connection would be reset under the answer. */
function tooLarge(response: ServerResponse): undefined {
  response.writeHead(413, { connection: "close", "content-length": 0 }).flushHeaders();
  setTimeout(() => response.destroy(), lingerMs).unref();
}
