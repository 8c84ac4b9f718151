import { Client } from "pg";
import { keepAlive } from "./postgres.ts";

const firstPauseMs = 250;
const longestPauseMs = 2_000;

/**
 * Tells when any program on this Postgres has written something to be sent, and when the database is back after it was gone.
 * A hint and no more: what it misses is found by the next heartbeat.
 */
export function listenFor(url: string, told: () => void): { stop(): Promise<void> } {
  let client: Client | undefined;
  let pause = firstPauseMs;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const connect = async () => {
    const mine = new Client({ connectionString: url, ...keepAlive });
    client = mine;
    mine.on("notification", told);
    mine.on("error", () => {}); // "end" follows
    mine.once("end", later);
    try {
      await mine.connect();
      await mine.query("listen drumbeat_outbox");
      pause = firstPauseMs;
      told(); // whatever was written while nobody listened
    } catch {
      mine.removeListener("end", later);
      await mine.end().catch(() => {});
      later();
    }
  };
  const later = () => {
    if (stopped) return;
    timer = setTimeout(() => void connect(), pause);
    timer.unref();
    pause = Math.min(longestPauseMs, pause * 2);
  };
  const first = connect();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await first;
      await client?.end().catch(() => {});
    },
  };
}
