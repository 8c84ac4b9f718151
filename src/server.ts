import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { patience } from "./http/limits.ts";

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** What the program itself answers, besides its chats. */
export interface Paths {
  /** Chats' own, by path. */
  readonly chats: ReadonlyMap<string, Handle>;
  /** Words for whoever opens them. */
  readonly pages: Readonly<Record<string, string>>;
  /** What is missing before it can do its work; empty: nothing. */
  missing(): Promise<readonly string[]>;
}

/** The one public server: the chats, the pages, and what a load balancer asks. */
export function serve(port: number, host: string, { chats, pages, missing }: Paths): Promise<Server> {
  return listen(port, host, (path, request, response) => {
    const handle = chats.get(path);
    if (handle) return handle(request, response);
    if (path === "/healthz") return void response.writeHead(200).end("ok\n");
    if (path === "/readyz") return void ready(response, missing());
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
    response.writeHead(page === undefined ? 404 : 200, { "content-type": "text/plain; charset=utf-8" }).end(page);
  });
}

async function ready(response: ServerResponse, asked: Promise<readonly string[]>): Promise<void> {
  const missing = await asked;
  response.writeHead(missing.length === 0 ? 200 : 503).end(missing.length === 0 ? "ready\n" : `not connected: ${missing.join(", ")}\n`);
}

/** For Prometheus, on a port of its own: a proxy that publishes everything of the other one must not publish this. */
export function serveMetrics(port: number, host: string, contentType: string, scrape: () => Promise<string>): Promise<Server> {
  return listen(port, host, (path, _request, response) => {
    if (path !== "/metrics") return void response.writeHead(404).end();
    scrape().then(
      (text) => response.writeHead(200, { "content-type": contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
}

async function listen(
  port: number,
  host: string,
  answer: (path: string, request: IncomingMessage, response: ServerResponse) => void,
): Promise<Server> {
  const server = createServer(patience, (request, response) => {
    // Not by URL: it throws on what anybody may send, such as "//".
    const [path = "/"] = (request.url ?? "/").split("?");
    answer(path, request, response);
  });
  await new Promise<void>((done, fail) => server.once("error", fail).listen(port, host, done));
  return server;
}

export function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

export async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}
