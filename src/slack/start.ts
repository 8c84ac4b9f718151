import { App, type Receiver, type types } from "@slack/bolt";
import { say } from "../chat/message.ts";
import { refuse } from "../core/refusal.ts";
import type { Adapter, Answer } from "../ports/adapter.ts";
import type { Log } from "../ports/index.ts";
import { asRequest, numberToTell } from "../trace.ts";
import { checkSlack, slackTime } from "./check.ts";
import { type SlackConfig, sdkLog } from "./client.ts";
import { hearChannel, hearEvent } from "./events.ts";
import { failureOf } from "./failures.ts";
import type { Heard, Self } from "./heard.ts";
import { hearAction, hearCommand, hearLookup, hearShortcut, hearSubmission } from "./inbound.ts";
import { createInstaller } from "./install.ts";
import { inTime } from "./late.ts";
import { createMessenger } from "./messenger.ts";
import { type Admission, createReceiver, placeIn } from "./receiver.ts";
import { type Ack, give } from "./reply.ts";
import { createSocket } from "./socket.ts";
import { teamOf } from "./team.ts";
import { createWorkspaces, type SlackDeps, type Workspace } from "./workspaces.ts";

const retryMs = 10_000;

/** Connects Slack: Socket Mode with an app token, otherwise HTTP on the program's own server. */
export function createSlack(config: SlackConfig, answer: Answer, deps: SlackDeps): Adapter {
  const { log, clock } = deps;
  const workspaces = createWorkspaces(config, deps);
  let state: "starting" | "ready" | "stopped" = "starting";
  const busy = new Set<Promise<unknown>>();
  let again: NodeJS.Timeout | undefined;
  let opening: Promise<void> | undefined;

  const socket = config.appToken === undefined ? undefined : createSocket(config.appToken, config.apiUrl, log);
  const http = createReceiver(config.signingSecret ?? "", clock, (payload) => admits(teamOf(payload)), log);

  /** Only workspaces of the organisation are heard, however their request came; `later`: which one ours is, is not known yet. */
  function admits(team: string | undefined): Admission {
    if (team !== undefined && workspaces.isOurs(team)) return "in";
    if (config.botToken !== undefined && workspaces.ownTeam() === undefined) return "later";
    if (team === undefined) return "in"; // no payload of Slack's: it is refused for what it is
    log.warn({ platform: "slack", workspace: team }, "refused a request of a workspace that is not the organisation's");
    return "foreign";
  }

  async function hear(body: unknown, read: (body: unknown, self: Self) => Heard | undefined, ack: Ack): Promise<void> {
    const team = teamOf(body);
    const at = team !== undefined && admits(team) === "in" ? await workspaces.known(team) : undefined;
    const heard = at && read(body, at.self);
    await asRequest(() => underWay(heard ? answered(at, heard, ack) : ack.nothing()));
  }

  /** A stop waits for it. */
  async function underWay(work: Promise<unknown>): Promise<void> {
    busy.add(work);
    await work.finally(() => busy.delete(work));
  }

  /** What goes wrong on the way to an answer ends here: it is logged, and whoever asked gets its number. */
  async function answered({ client, self, voice }: Workspace, heard: Heard, ack: Ack): Promise<void> {
    try {
      const reply = answer(heard.intent);
      const still = await inTime(heard, ack, reply);
      await give(still.heard, await reply, still.ack, { client, voice, self: () => self, log });
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

  const app = createBolt(socket?.receiver ?? http, log);
  app.command(/.*/, ({ body, ack }) => hear(body, hearCommand, { nothing: () => ack(), message: (message) => ack(message) }));
  app.shortcut(/.*/, ({ body, ack }) => hear(body, hearShortcut, { nothing: () => ack() }));
  app.action(/.*/, ({ body, ack }) => hear(body, hearAction, { nothing: () => ack() }));
  app.options(/.*/, ({ body, ack }) =>
    hear(body, hearLookup, { nothing: () => ack({ options: [] }), options: (options) => ack({ options }) }),
  );
  app.view(/.*/, ({ body, ack }) =>
    hear(body, hearSubmission, {
      nothing: () => ack(),
      errors: (errors) => ack({ response_action: "errors", errors }),
      update: (view: types.ModalView) => ack({ response_action: "update", view }),
    }),
  );
  app.event(/.*/, async ({ body }) => {
    const team = teamOf(body) ?? "";
    if (body.event.type === "app_uninstalled" || body.event.type === "tokens_revoked") await underWay(removedFrom(team));
    const at = await workspaces.known(team);
    const news = at && hearChannel(body, at.self);
    if (news) return underWay(answer(news));
    await hear(body, hearEvent, { nothing: async () => undefined });
  });
  app.error(async (error) => log.error({ platform: "slack", at: placeIn(error.original ?? error) }, "a request could not be read"));

  async function removedFrom(team: string): Promise<void> {
    if (team === workspaces.ownTeam()) {
      state = "starting";
      log.error({ platform: "slack" }, "the app was removed from the workspace: install it again and copy the new SLACK_BOT_TOKEN");
    }
    await workspaces.mayBeRemoved(team);
  }

  /** A token that Slack refuses stops the start; a Slack that cannot be reached does not: it is tried again. */
  async function connect(): Promise<void> {
    if (config.oauth) await connected();
    try {
      await workspaces.own();
    } catch (error) {
      const { message } = failureOf(error);
      if (/\((invalid_auth|not_authed|token_revoked|token_expired|account_inactive)\)$/.test(message)) refuse(`Slack: ${message}`);
      log.warn({ platform: "slack", why: message }, "Slack cannot be reached; trying again in ten seconds");
      again = setTimeout(() => connect().catch((late: unknown) => log.error({ err: late, platform: "slack" }, "Slack refused")), retryMs);
      return;
    }
    await connected();
    if (state === "starting") state = "ready";
  }

  async function connected(): Promise<void> {
    opening ??= socket?.open();
    await opening;
  }

  return {
    messenger: createMessenger(workspaces, log),
    paths: {
      ...(!socket && { "/slack/events": http.handle }),
      ...(config.oauth && createInstaller(config, config.oauth, workspaces, deps)),
    },
    async start() {
      await workspaces.open();
      await connect();
    },
    async stop() {
      state = "stopped";
      clearTimeout(again);
      await Promise.allSettled(busy);
      await workspaces.settled();
      await socket?.close();
    },
    ready: () => state === "ready" && (socket?.isOpen() ?? true),
    time: () => slackTime(config.apiUrl),
    check: (channels) => checkSlack(workspaces, config, deps, channels),
  };
}

/** Bolt brings requests only: whose they are and who answers is found out here. */
function createBolt(receiver: Receiver, log: Log): App {
  return new App({
    receiver,
    authorize: async () => ({}),
    convoStore: false,
    logger: sdkLog(log),
  });
}
