import { createHmac } from "node:crypto";
import { isBlock } from "./slack-rules.ts";
import type { AckPayload, SlackServer } from "./slack-server.ts";
import { botUser, type SlackState } from "./slack-state.ts";

/** How Slack brings something to the bot; what comes back is the acknowledgement. */
export interface Wire {
  command(payload: Readonly<Record<string, string>>): Promise<AckPayload>;
  interactive(payload: object): Promise<AckPayload>;
  event(payload: object): Promise<AckPayload>;
}

export function socketWire(server: SlackServer): Wire {
  return {
    command: (payload) => server.push("slash_commands", payload),
    interactive: (payload) => server.push("interactive", payload),
    event: (payload) => server.push("events_api", payload),
  };
}

/** Signed requests to the bot's own address, as Slack signs them. */
export function httpWire(address: () => string, secret: string, now: () => Date): Wire {
  const form = "application/x-www-form-urlencoded";
  return {
    command: (payload) => sent(new URLSearchParams(payload).toString(), form),
    interactive: (payload) => sent(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), form),
    event: (payload) => sent(JSON.stringify(payload), "application/json"),
  };

  async function sent(body: string, type: string): Promise<AckPayload> {
    const headers = { "content-type": type, ...signature(secret, body, Math.floor(now().getTime() / 1000)) };
    const response = await fetch(address(), { method: "POST", headers, body, signal: AbortSignal.timeout(3000) });
    if (!response.ok) throw new Error(`The bot answered ${response.status}`);
    const text = await response.text();
    const read: unknown = text === "" ? undefined : text.startsWith("{") ? JSON.parse(text) : { text };
    return isBlock(read) && Object.keys(read).length > 0 ? read : undefined;
  }
}

/** An event as Slack wraps it. */
export function envelopeOf(state: SlackState, event: object, shared = false): object {
  return {
    type: "event_callback",
    event_id: `Ev${state.tick()}`,
    event_time: 1,
    team_id: state.team,
    api_app_id: "A0DRUMBEAT",
    is_ext_shared_channel: shared,
    authorizations: [{ team_id: state.team, user_id: botUser, is_bot: true, is_enterprise_install: false, enterprise_id: null }],
    event,
  };
}

export function signature(secret: string, body: string, seconds: number): Readonly<Record<string, string>> {
  const hash = createHmac("sha256", secret).update(`v0:${seconds}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": String(seconds), "x-slack-signature": `v0=${hash}` };
}
