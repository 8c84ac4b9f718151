import { SocketModeReceiver } from "@slack/bolt";
import { refuse } from "../core/refusal.ts";
import type { Log } from "../ports/index.ts";
import { sdkLog } from "./client.ts";
import { failureOf, refusalCode } from "./failures.ts";

const helloMs = 15_000;
const longestPauseMs = 30_000;

export interface Socket {
  readonly receiver: SocketModeReceiver;
  /** Settles once connected; throws when Slack refuses the token; after ten seconds goes on trying behind the scenes. */
  open(): Promise<void>;
  close(): Promise<void>;
  isOpen(): boolean;
}

/**
 * Keeps Socket Mode connected. The SDK's own reconnection waits five seconds each time, and one that Slack refuses is
 * an unhandled rejection that takes the process down, the other chat with it; so it is off.
 */
export function createSocket(appToken: string, apiUrl: string | undefined, log: Log): Socket {
  const clientOptions = {
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    logger: sdkLog(log),
  };
  const receiver = new SocketModeReceiver({
    appToken,
    logger: sdkLog(log),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions },
  });
  const { client } = receiver;
  // The package leaves what it throws over a frame to nobody, which ends the process: `null`, or an event without a payload.
  for (const read of client.listeners("ws_message")) {
    client.off("ws_message", read);
    client.on("ws_message", async (...frame) => {
      try {
        await read(...frame);
      } catch (error) {
        log.warn({ err: error, platform: "slack" }, "a frame of Slack could not be read");
      }
    });
  }
  let stopped = false;
  let open = false;
  let wake = (): void => undefined;
  let lost = (): void => undefined;
  client.on("disconnected", () => lost());

  async function keepOpen(tell: (error?: unknown) => void): Promise<void> {
    for (let failures = 0; !stopped; failures++) {
      try {
        const closed = new Promise<void>((done) => {
          lost = done;
        });
        await within(helloMs, receiver.start());
        open = true;
        failures = 0;
        tell();
        await closed;
      } catch (error) {
        if (refusalCode(error) !== undefined) tell(error);
        if (!stopped) log.warn({ platform: "slack", why: failureOf(error).message }, "Socket Mode is not connected; trying again");
      }
      open = false;
      if (!stopped) await new Promise<void>((done) => pause(done, failures === 0 ? 100 : Math.min(longestPauseMs, 1000 * 2 ** failures)));
    }
  }

  function pause(done: () => void, ms: number): void {
    const timer = setTimeout(done, ms);
    wake = () => {
      clearTimeout(timer);
      done();
    };
  }

  return {
    receiver,
    isOpen: () => open,
    async open() {
      const first = new Promise<void>((done, fail) => {
        void keepOpen((error) => (error === undefined ? done() : fail(error)));
      });
      await within(10_000, first).catch((error: unknown) => {
        if (refusalCode(error) === undefined) return;
        stopped = true;
        refuse(`Slack: it does not accept SLACK_APP_TOKEN (${refusalCode(error)}): make an app-level token with connections:write`);
      });
    },
    async close() {
      stopped = true;
      wake();
      if (open)
        await within(3000, client.disconnect()).catch(() => log.warn({ platform: "slack" }, "Slack did not close the connection in time"));
    },
  };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`no answer within ${ms / 1000} seconds`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
