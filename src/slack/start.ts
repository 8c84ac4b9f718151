import { App, type Receiver, type types } from "@slack/bolt";
import { say } from "../chat/message.ts";
import { refuse } from "../core/refusal.ts";
import type { Adapter, Answer } from "../ports/adapter.ts";
import type { Clock, Log } from "../ports/index.ts";
import { asRequest, numberToTell } from "../trace.ts";
import { checkSlack, slackTime } from "./check.ts";
import { createClient, type SlackConfig, sdkLog } from "./client.ts";
import { hearChannel, hearEvent } from "./events.ts";
import { failureOf } from "./failures.ts";
import type { Heard, Self } from "./heard.ts";
import { hearAction, hearCommand, hearLookup, hearShortcut, hearSubmission } from "./inbound.ts";
import { inTime } from "./late.ts";
import { createMessenger } from "./messenger.ts";
import { createReceiver, placeIn } from "./receiver.ts";
import { type Ack, give } from "./reply.ts";
import { responder } from "./respond.ts";
import { createSocket } from "./socket.ts";
import { createVoice } from "./voice.ts";

const retryMs = 10_000;

/** Connects Slack: Socket Mode with an app token, otherwise HTTP on the program's own server. */
export function createSlack(config: SlackConfig, answer: Answer, { log, clock }: { readonly log: Log; readonly clock: Clock }): Adapter {
  const client = createClient(config, log);
  let self: Self = { team: "", prefix: config.commandPrefix };
  let state: "starting" | "ready" | "stopped" = "starting";
  const busy = new Set<Promise<unknown>>();
  let again: NodeJS.Timeout | undefined;

  const voice = createVoice(client, () => self, log, responder(config.apiUrl));
  const tools = { client, self: () => self, log, voice };
  const socket = config.appToken === undefined ? undefined : createSocket(config.appToken, config.apiUrl, log);
  const http = createReceiver(config.signingSecret ?? "", clock, log);

  async function hear(heard: Heard | undefined, ack: Ack): Promise<void> {
    await asRequest(() => underWay(heard ? answered(heard, ack) : ack.nothing()));
  }

  /** A stop waits for it. */
  async function underWay(work: Promise<unknown>): Promise<void> {
    busy.add(work);
    await work.finally(() => busy.delete(work));
  }

  /** What goes wrong on the way to an answer ends here: it is logged, and whoever asked gets its number. */
  async function answered(heard: Heard, ack: Ack): Promise<void> {
    try {
      const reply = answer(heard.intent);
      const still = await inTime(heard, ack, reply);
      await give(still.heard, await reply, still.ack, tools);
    } catch (error) {
      const id = numberToTell();
      log.error({ err: error, id, platform: "slack" }, "a request could not be answered");
      await ack.nothing();
      await voice.toMe(
        heard,
        say(`The answer could not be shown, but what you asked may be done: look before you ask again. The number for your PMO is ${id}.`),
      );
    }
  }

  const app = createBolt(socket?.receiver ?? http, config.botToken, () => self, log);
  app.command(/.*/, ({ body, ack }) => hear(hearCommand(body, self), { nothing: () => ack(), message: (message) => ack(message) }));
  app.shortcut(/.*/, ({ body, ack }) => hear(hearShortcut(body, self), { nothing: () => ack() }));
  app.action(/.*/, ({ body, ack }) => hear(hearAction(body, self), { nothing: () => ack() }));
  app.options(/.*/, ({ body, ack }) =>
    hear(hearLookup(body, self), { nothing: () => ack({ options: [] }), options: (options) => ack({ options }) }),
  );
  app.view(/.*/, ({ body, ack }) =>
    hear(hearSubmission(body, self), {
      nothing: () => ack(),
      errors: (errors) => ack({ response_action: "errors", errors }),
      update: (view: types.ModalView) => ack({ response_action: "update", view }),
    }),
  );
  app.event(/.*/, async ({ body }) => {
    if (body.event.type === "app_uninstalled" || body.event.type === "tokens_revoked") lost();
    const news = hearChannel(body, self);
    if (news) return underWay(answer(news));
    await hear(hearEvent(body, self), { nothing: async () => undefined });
  });
  app.error(async (error) => log.error({ platform: "slack", at: placeIn(error.original ?? error) }, "a request could not be read"));

  function lost(): void {
    state = "starting";
    log.error({ platform: "slack" }, "the app was removed from the workspace: install it again and copy the new SLACK_BOT_TOKEN");
  }

  /** A token that Slack refuses stops the start; a Slack that cannot be reached does not: it is tried again. */
  async function connect(): Promise<void> {
    try {
      const { team_id, user_id } = await client.auth.test();
      self = { ...self, team: team_id ?? "", ...(user_id !== undefined && { botUser: user_id }) };
    } catch (error) {
      const { message } = failureOf(error);
      if (/\((invalid_auth|not_authed|token_revoked|token_expired|account_inactive)\)$/.test(message)) refuse(`Slack: ${message}`);
      log.warn({ platform: "slack", why: message }, "Slack cannot be reached; trying again in ten seconds");
      again = setTimeout(() => connect().catch((late: unknown) => log.error({ err: late, platform: "slack" }, "Slack refused")), retryMs);
      return;
    }
    await socket?.open();
    if (state === "starting") state = "ready";
  }

  return {
    messenger: createMessenger(client, () => self, log),
    paths: socket
      ? {}
      : {
          "/slack/events": (request, response) => (self.team === "" ? void response.writeHead(503).end() : http.handle(request, response)),
        },
    start: connect,
    async stop() {
      state = "stopped";
      clearTimeout(again);
      await Promise.allSettled(busy);
      await socket?.close();
    },
    ready: () => state === "ready" && (socket?.isOpen() ?? true),
    time: () => slackTime(config.apiUrl),
    check: (channels) => checkSlack(client, config, log, channels),
  };
}

/** Who the bot is was asked once already, so Bolt need not ask again. */
function createBolt(receiver: Receiver, botToken: string, self: () => Self, log: Log): App {
  return new App({
    receiver,
    authorize: async () => {
      const { botUser } = self();
      return { botToken, ...(botUser !== undefined && { botUserId: botUser }) };
    },
    convoStore: false,
    logger: sdkLog(log),
  });
}
