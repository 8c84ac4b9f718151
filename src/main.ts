import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { schedule as everySoOften } from "node-cron";
import { createApp } from "./app/index.ts";
import { mergeFeatures } from "./app/table.ts";
import type { Config } from "./config.ts";
import type { RecordType } from "./core/record-type.ts";
import { features } from "./features/index.ts";
import { createLog } from "./log.ts";
import type { Known, Sources } from "./metrics/facts.ts";
import type { Metrics } from "./metrics/index.ts";
import { ownVersion } from "./package.ts";
import { pages } from "./pages.ts";
import type { Adapter, Answer } from "./ports/adapter.ts";
import type { Clock, Log, Settings } from "./ports/index.ts";
import type { Meter } from "./ports/meter.ts";
import { records } from "./records/index.ts";
import type { Desk } from "./routes.ts";
import { realAlarm } from "./schedule/alarm.ts";
import { within } from "./schedule/limit.ts";
import { withRests } from "./schedule/rests.ts";
import { tick } from "./schedule/ticker.ts";
import { createWorker } from "./schedule/worker.ts";
import { closeServer, portOf, serve, serveMetrics } from "./server.ts";
import { type OpenStore, openStore } from "./store/index.ts";
import { terminalAdapter } from "./terminal/index.ts";
import type { Terminal } from "./terminal/screens.ts";
import { under } from "./trace.ts";
import { createWatch } from "./watch/index.ts";

/** The running program. */
export interface Bot {
  readonly port: number;
  /** Where Prometheus asks; absent unless it is set. */
  readonly metricsPort?: number;
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
/** Where a thousand commands a second each bring something, looking after every single one would be all that the sending does. */
const sendingRestMs = 25;
/** Of a database that takes nothing: what became due meanwhile is planned as soon as it is back. */
const lookAgainMs = 4_000;
/** A load balancer and Prometheus want an answer within a second, whatever the database does. */
const databaseWithinMs = 900;

/** Puts the program together: store, inside, chats, server, heartbeat. The one place that knows all of them. */
export async function start(config: Config, extras: Extras = {}): Promise<Bot> {
  const version = ownVersion();
  const metrics = await metricsOf(config, {
    version,
    chats: () => adapters.map((adapter) => ({ platform: adapter.messenger.platform, connected: adapter.ready() })),
    known: () => within(knownNow(store, clock.now()), databaseWithinMs),
  });
  const meter = metrics?.meter ?? unread;
  const log = counted(extras.log ?? createLog(config.logLevel), meter);
  const types = extras.types ?? records;
  const settings = settingsOf(config);
  const store = await openStore({ url: config.databaseUrl, zone: config.zone, types, ...(extras.clock && { clock: extras.clock }) });
  const clock = extras.clock ?? store.clock;
  const parts = features(types);
  const routes = mergeFeatures(parts);
  const desk = (): Desk => ({ store, types, settings, now: clock.now(), log });

  const inside = createApp({ store, types, settings, clock, log, features: parts, meter });
  const answer: Answer = async (intent) => {
    const reply = await inside(intent);
    setImmediate(() => under({}, extras.clock ? drain : sending.ask)); // what is sent now is not all of this request's
    return reply;
  };

  const adapters = await connect(config, answer, { store, log, clock }, extras.terminal);
  const instance = `${hostname()}-${randomBytes(3).toString("hex")}`;
  const database = config.databaseUrl.startsWith("postgres") ? "Postgres" : "SQLite";
  const watch = createWatch({ adapters, store, clock, log, meter, instance, version, database });
  const worker = createWorker({ messengers: watch.messengers, jobs: routes.jobs, desk, clock, log, alarm: realAlarm });
  const drain = () =>
    worker.drain().catch((error: unknown) => log.error({ err: error }, "sending failed; it is tried again within seconds"));
  const sending = withRests(sendingRestMs, () => void drain());
  let closing = false;
  let again: NodeJS.Timeout | undefined;
  const plan = async () => {
    const isThere = await watch.pulse();
    await tick(desk(), routes.plans).catch((error: unknown) =>
      log.error({ err: error }, "planning failed; the next heartbeat tries again"),
    );
    if (!isThere) lookAgain();
  };
  const lookAgain = () => {
    clearTimeout(again);
    if (!closing) again = setTimeout(async () => ((await watch.pulse()) ? beat() : lookAgain()), lookAgainMs);
  };
  const beat = async () => {
    await plan();
    await drain();
  };

  const chats = new Map(adapters.flatMap((adapter) => Object.entries(adapter.paths)));
  const missing = async () => {
    const answers = await within(store.answers(), databaseWithinMs).catch(() => false);
    const waiting = adapters.filter((adapter) => !adapter.ready()).map((adapter) => adapter.messenger.platform);
    return [...waiting, ...(answers ? [] : ["database"])];
  };
  const server = await serve(config.port, config.host, { chats, pages: pages(config), missing });
  const scraped =
    metrics && config.metricsPort !== undefined
      ? await serveMetrics(config.metricsPort, config.host, metrics.contentType, metrics.scrape)
      : undefined;
  // Where the clock is turned by hand, so is everything else.
  const hints = extras.clock ? undefined : await store.hinted(sending.ask);
  const close = async () => {
    closing = true;
    clearTimeout(again);
    sending.stop();
    await hints?.stop();
    const ended = Promise.all([...adapters.map((adapter) => adapter.stop()), worker.stop()]);
    await within(ended, stopWithinMs).catch((error: unknown) => log.warn({ err: error }, "not everything under way could be finished"));
    await Promise.all([server, ...(scraped ? [scraped] : [])].map(closeServer));
    const left = (async () => {
      await watch.goodbye();
      await store.close();
    })();
    await within(left, databaseWithinMs).catch((error: unknown) => log.warn({ err: error }, "the database did not let go in time"));
  };
  try {
    for (const adapter of adapters) await adapter.start();
    await watch.pulse(); // so that whoever looks in the first half minute finds it running
  } catch (error) {
    await close(); // a program that listens, yet can say nothing, would look alive
    throw error;
  }
  // A beat that comes late loses nothing: the ticker goes on from its high-water mark.
  // It does not wait for what is sent: a chat that takes ten seconds for every call would keep the others from being planned.
  const heartbeat = everySoOften("*/30 * * * * *", () => plan().then(() => void drain()), { noOverlap: true, suppressMissedWarning: true });
  return {
    port: portOf(server),
    ...(scraped && { metricsPort: portOf(scraped) }),
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

/** Prometheus' package is loaded for whoever reads it. */
async function metricsOf({ metricsPort }: Config, sources: Sources): Promise<Metrics | undefined> {
  return metricsPort === undefined ? undefined : (await import("./metrics/index.ts")).createMetrics(sources);
}

async function knownNow({ health }: OpenStore, now: Date): Promise<Known> {
  return { now, depth: await health.depth(now), prompts: await health.prompts(now), givenUp: await health.givenUp() };
}

const unread: Meter = { request() {}, send() {}, pause() {}, error() {} };

function counted(log: Log, meter: Meter): Log {
  return {
    ...log,
    error(facts, words) {
      meter.error();
      log.error(facts, words);
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
