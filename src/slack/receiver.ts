import type { IncomingMessage, ServerResponse } from "node:http";
import { type App, type Receiver, type ReceiverEvent, verifySlackRequest } from "@slack/bolt";
import { bodyOf } from "../http/body.ts";
import type { Clock, Log } from "../ports/index.ts";

const toleranceSeconds = 300;

/** Whether a request that Slack sent is let in. */
export type Admission = "in" | "foreign" | "later";

/** Slack over HTTP, as a handler for the program's one server. */
export interface HttpReceiver extends Receiver {
  handle(request: IncomingMessage, response: ServerResponse): void;
}

/**
 * Bolt's own receiver takes timestamps from the future and dies of a signed `null` (5.1), so requests are read and
 * checked here, and only well-formed ones reach Bolt.
 */
export function createReceiver(signingSecret: string, clock: Clock, admits: (payload: object) => Admission, log: Log): HttpReceiver {
  let app: App | undefined;

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== "POST") return end(response, 405);
    const body = await bodyOf(request, response);
    if (body === undefined) return;
    const form = (request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
    const why = whyNotFromSlack(request, body, signingSecret, clock.now());
    if (why !== undefined) {
      log.warn({ platform: "slack", why }, "refused a request that does not come from Slack");
      return end(response, 401);
    }
    const payload = parse(body, form);
    if (payload === undefined) return end(response, 400);
    if (payload["ssl_check"] === "1") return end(response, 200);
    if (payload["type"] === "url_verification") return end(response, 200, { challenge: payload["challenge"] });
    const admission = admits(payload);
    if (admission === "foreign") return end(response, 403);
    if (!app || admission === "later") return end(response, 503);
    // Listeners answer for themselves: what is thrown here is Bolt at a loss with the payload, whose words its error may quote.
    await app
      .processEvent(eventOf(payload, request, response))
      .catch((error: unknown) => log.warn({ platform: "slack", at: placeIn(error) }, "a payload could not be read"));
    if (!response.headersSent) end(response, 400);
  }

  return {
    init: (given) => {
      app = given;
    },
    start: async () => undefined,
    stop: async () => undefined,
    handle(request, response) {
      take(request, response).catch((error: unknown) => {
        log.error({ err: error, platform: "slack" }, "a request from Slack failed");
        if (!response.headersSent) end(response, 500);
      });
    },
  };
}

function eventOf(body: Record<string, unknown>, request: IncomingMessage, response: ServerResponse): ReceiverEvent {
  const retry = Number(request.headers["x-slack-retry-num"]);
  const ack: ReceiverEvent["ack"] = async (answer?: unknown) => {
    if (!response.headersSent) end(response, 200, answer);
  };
  return { body, ack, ...(Number.isInteger(retry) && { retryNum: retry }) };
}

/** Where in the code it was thrown, without what it says. */
export function placeIn(error: unknown): string | undefined {
  return error instanceof Error ? /^ +at (.*)$/m.exec(error.stack ?? "")?.[1] : undefined;
}

/** Undefined when it is signed with our secret and no more than five minutes old, or ahead. */
function whyNotFromSlack(request: IncomingMessage, body: string, signingSecret: string, now: Date): string | undefined {
  const signature = request.headers["x-slack-signature"];
  const timestamp = request.headers["x-slack-request-timestamp"];
  if (typeof signature !== "string" || typeof timestamp !== "string") return "not signed";
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  if (!(Math.abs(now.getTime() / 1000 - seconds) <= toleranceSeconds)) return "the timestamp is more than five minutes off";
  try {
    const headers = { "x-slack-signature": signature, "x-slack-request-timestamp": seconds };
    verifySlackRequest({ signingSecret, body, headers, nowMilliseconds: now.getTime() });
    return undefined;
  } catch {
    return "the signature is wrong";
  }
}

/** Only objects are payloads: undefined for `null`, numbers, lists and what is no JSON. */
function parse(body: string, form: boolean): Record<string, unknown> | undefined {
  try {
    const fields = form ? new URLSearchParams(body) : undefined;
    const payload = fields?.get("payload") ?? undefined;
    const read: unknown = fields && payload === undefined ? Object.fromEntries(fields) : JSON.parse(payload ?? body);
    return isPayload(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

const isPayload = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function end(response: ServerResponse, status: number, answer?: unknown): void {
  if (answer === undefined || answer === "") return void response.writeHead(status).end();
  if (typeof answer === "string") return void response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(answer);
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(answer));
}
