import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { schedule as everySoOften } from "node-cron";
import { createApp } from "./app/index.ts";
import { mergeFeatures } from "./app/table.ts";
import type { Config } from "./config.ts";
import type { RecordType } from "./core/record-type.ts";
import { features } from "./features/index.ts";
import { patience } from "./http/limits.ts";
import { createLog } from "./log.ts";
import { pages } from "./pages.ts";
import type { Adapter, Answer } from "./ports/adapter.ts";
import type { Clock, Log, Settings } from "./ports/index.ts";
import { records } from "./records/index.ts";
import type { Desk } from "./routes.ts";
import { realAlarm } from "./schedule/alarm.ts";
import { within } from "./schedule/limit.ts";
import { tick } from "./schedule/ticker.ts";
import { createWorker } from "./schedule/worker.ts";
import { type OpenStore, openStore } from "./store/index.ts";
import { terminalAdapter } from "./terminal/index.ts";
import type { Terminal } from "./terminal/screens.ts";

/** The running program. */
export interface Bot {
  readonly port: number;
  readonly store: OpenStore;
  readonly desk: () => Desk;
  readonly answer: Answer;
  readonly adapters: readonly Adapter[];
  /** One heartbeat: what became due is written, what is due is sent. node-cron calls it every 30 seconds. */
  beat(): Promise<void>;
  stop(): Promise<void>;
}

export interface Extras {
  readonly clock?: Clock;
  readonly types?: readonly RecordType[];
  /** A terminal to speak through besides the configured chats. */
  readonly terminal?: Terminal;
  readonly log?: Log;
}

/** Whoever stops it kills it after ten seconds (Docker does); a platform that hangs takes longer than that. */
const stopWithinMs = 8_000;

/** Puts the program together: store, inside, chats, server, heartbeat. The one place that knows all of them. */
export async function start(config: Config, extras: Extras = {}): Promise<Bot> {
  const log = extras.log ?? createLog(config.logLevel);
  const types = extras.types ?? records;
  const settings = settingsOf(config);
  const store = await openStore({ url: config.databaseUrl, zone: config.zone, types, ...(extras.clock && { clock: extras.clock }) });
  const clock = extras.clock ?? store.clock;
  const parts = features(types);
  const routes = mergeFeatures(parts);
  const desk = (): Desk => ({ store, types, settings, now: clock.now(), log });

  const inside = createApp({ store, types, settings, clock, log, features: parts });
  const answer: Answer = async (intent) => {
    const reply = await inside(intent);
    setImmediate(() => void drain());
    return reply;
  };

  const adapters = await connect(config, answer, { store, log, clock }, extras.terminal);
  const messengers = adapters.map((adapter) => adapter.messenger);
  const worker = createWorker({ messengers, jobs: routes.jobs, desk, clock, log, alarm: realAlarm });
  const drain = () => worker.drain().catch((error: unknown) => log.error({ err: error }, "sending failed; it is tried again within seconds"));
  const plan = () =>
    tick(desk(), routes.plans).catch((error: unknown) => log.error({ err: error }, "planning failed; the next heartbeat tries again"));
  const beat = async () => {
    await plan();
    await drain();
  };

  const server = await listen(config, adapters);
  // Where the clock is turned by hand, so is everything else.
  const hints = extras.clock ? undefined : await store.hinted(() => void drain());
  const close = async () => {
    await hints?.stop();
    const ended = Promise.all([...adapters.map((adapter) => adapter.stop()), worker.stop()]);
    await within(ended, stopWithinMs).catch((error: unknown) => log.warn({ err: error }, "not everything under way could be finished"));
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await store.close();
  };
  try {
    for (const adapter of adapters) await adapter.start();
  } catch (error) {
    await close(); // a program that listens, yet can say nothing, would look alive
    throw error;
  }
  // A beat that comes late loses nothing: the ticker goes on from its high-water mark.
  // It does not wait for what is sent: a chat that takes ten seconds for every call would keep the others from being planned.
  const heartbeat = everySoOften("*/30 * * * * *", () => plan().then(() => void drain()), { noOverlap: true, suppressMissedWarning: true });
  return {
    port: (server.address() as AddressInfo).port,
    store,
    desk,
    answer,
    adapters,
    beat,
    async stop() {
      await heartbeat.destroy();
      await close();
    },
  };
}

export const settingsOf = ({ commandPrefix, zone, admins, nudgeLogDays }: Config): Settings => ({
  commandPrefix,
  zone,
  admins,
  nudgeLogDays,
});

/** Only what is configured is loaded: each platform's packages take a third of a second and 50 MiB. */
export async function connect(
  config: Config,
  answer: Answer,
  deps: { readonly store: OpenStore; readonly log: Log; readonly clock: Clock },
  terminal: Terminal | undefined,
): Promise<readonly Adapter[]> {
  const { commandPrefix } = config;
  return [
    ...(terminal ? [terminalAdapter(terminal)] : []),
    ...(config.slack ? [(await import("./slack/index.ts")).slack({ ...config.slack, commandPrefix }, answer, deps)] : []),
    ...(config.teams
      ? [(await import("./teams/index.ts")).teams({ ...config.teams, loopback: isLoopback(config.host) }, answer, deps)]
      : []),
  ];
}

const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || host.startsWith("127.");

async function listen(config: Config, adapters: readonly Adapter[]): Promise<Server> {
  const paths = new Map(adapters.flatMap((adapter) => Object.entries(adapter.paths)));
  const fixed = pages(config);
  const server = createServer(patience, (request, response) => {
    // Not by URL: it throws on what anybody may send, such as "//".
    const [path = "/"] = (request.url ?? "/").split("?");
    const handle = paths.get(path);
    if (handle) return handle(request, response);
    if (path === "/healthz") return void response.writeHead(200).end("ok\n");
    if (path === "/readyz") {
      const waiting = adapters.filter((adapter) => !adapter.ready()).map((adapter) => adapter.messenger.platform);
      return void response
        .writeHead(waiting.length === 0 ? 200 : 503)
        .end(waiting.length === 0 ? "ready\n" : `not connected: ${waiting.join(", ")}\n`);
    }
    const page = Object.hasOwn(fixed, path) ? fixed[path] : undefined;
    response.writeHead(page === undefined ? 404 : 200, { "content-type": "text/plain; charset=utf-8" }).end(page);
  });
  await new Promise<void>((done, fail) => server.once("error", fail).listen(config.port, config.host, done));
  return server;
}
