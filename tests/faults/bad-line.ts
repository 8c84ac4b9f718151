import { Agent, createServer, request as forwardTo, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** What can go wrong on the way. "after": the platform did what it was asked, and the answer is what gets lost. */
export const troubles = ["5xx", "5xx after", "429", "reset", "reset after", "hang", "hang after", "cut JSON"] as const;
export type Trouble = (typeof troubles)[number];

export interface Call {
  readonly path: string;
  readonly body: string;
  /** By `performance.now()`. */
  readonly began: number;
  trouble?: Trouble;
  /** Undefined while it is open. */
  tookMs?: number;
}

/** The way to a platform's stand-in, which can be slow, and can break in all the ways a network does. */
export interface BadLine {
  readonly url: string;
  readonly calls: readonly Call[];
  /** Whether calls are kept when they are over. */
  keeps: boolean;
  trouble: (call: Call) => Trouble | undefined;
  latencyMs: () => number;
  open(): number;
  stop(): Promise<void>;
}

export async function startBadLine(target: string): Promise<BadLine> {
  const agent = new Agent({ keepAlive: true });
  const calls: Call[] = [];
  const open = new Set<Call>();
  const server = createServer((request, response) => {
    carry(request, response).catch(() => response.destroy());
  });

  async function carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = performance.now();
    const body = await bodyOf(request);
    const call: Call = { path: request.url ?? "/", body: body.toString("utf8"), began };
    if (line.keeps) calls.push(call);
    open.add(call);
    response.on("close", () => {
      open.delete(call);
      call.tookMs = performance.now() - began;
    });
    await pause(line.latencyMs());
    const trouble = line.trouble(call);
    if (trouble !== undefined) call.trouble = trouble;
    if (trouble === "5xx") return void response.writeHead(503).end();
    if (trouble === "429") return void response.writeHead(429, { "retry-after": "1" }).end('{"ok":false,"error":"ratelimited"}');
    if (trouble === "reset") return void request.socket.resetAndDestroy();
    if (trouble === "hang") return;
    const answer = await forwarded(request, body);
    if (trouble === "5xx after") return void response.writeHead(500).end();
    if (trouble === "reset after") return void request.socket.resetAndDestroy();
    if (trouble === "hang after") return;
    const whole = trouble === "cut JSON" ? answer.body.subarray(0, answer.body.length / 2) : answer.body;
    response.writeHead(answer.status, { ...answer.headers, "content-length": whole.length }).end(whole);
  }

  function forwarded(request: IncomingMessage, body: Buffer) {
    const to = new URL(request.url ?? "/", target);
    const { method = "GET" } = request;
    return new Promise<{ status: number; headers: IncomingMessage["headers"]; body: Buffer }>((done, fail) => {
      const { host: _, connection: __, ...headers } = request.headers;
      const passed = forwardTo(to, { agent, method, headers }, (answer) => {
        const { connection: ___, "transfer-encoding": ____, ...kept } = answer.headers;
        bodyOf(answer).then((read) => done({ status: answer.statusCode ?? 500, headers: kept, body: read }), fail);
      });
      passed.on("error", fail).end(body);
    });
  }

  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const line: BadLine = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    keeps: true,
    trouble: () => undefined,
    latencyMs: () => 0,
    open: () => open.size,
    async stop() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return line;
}

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) if (Buffer.isBuffer(part)) parts.push(part);
  return Buffer.concat(parts);
}
