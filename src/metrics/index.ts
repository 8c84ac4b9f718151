import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { Meter } from "../ports/meter.ts";
import { type Sources, showFacts } from "./facts.ts";

export interface Metrics {
  readonly meter: Meter;
  /** All series as Prometheus reads them; what the store knows is asked of it now. */
  scrape(): Promise<string>;
  readonly contentType: string;
}

/** Milliseconds matter: a chat waits three seconds for an answer. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10];

export function createMetrics(sources: Sources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: "drumbeat_requests_total",
    help: "What people said, pressed and handed in, and how it ended: done, refused in words, or failed by a mistake of ours.",
    labelNames: ["kind", "outcome"],
    registers,
  });
  const seconds = new Histogram({
    name: "drumbeat_request_duration_seconds",
    help: "From a request that was checked to its answer.",
    labelNames: ["kind"],
    buckets,
    registers,
  });
  const sends = new Counter({
    name: "drumbeat_sends_total",
    help: "Attempts to write to a chat: sent, later (tried again), unsure (looked up first), unreachable, refused.",
    labelNames: ["platform", "outcome"],
    registers,
  });
  const pauses = new Counter({
    name: "drumbeat_rate_limited_total",
    help: "Times that a chat asked for a pause (429).",
    labelNames: ["platform"],
    registers,
  });
  const errors = new Counter({ name: "drumbeat_errors_total", help: "Lines of the log at error.", registers });
  const readFacts = showFacts(registry, sources);
  return {
    meter: {
      request(kind, outcome, took) {
        requests.inc({ kind, outcome });
        seconds.observe({ kind }, took);
      },
      send: (platform, outcome) => sends.inc({ platform, outcome }),
      pause: (platform) => pauses.inc({ platform }),
      error: () => errors.inc(),
    },
    async scrape() {
      await readFacts();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
