import { setTimeout as pause } from "node:timers/promises";
import type { Intent } from "../chat/intent.ts";
import type { Reply } from "../chat/reply.ts";
import { refuse } from "../core/refusal.ts";
import type { Adapter, Answer } from "../ports/adapter.ts";
import type { Log, Store } from "../ports/index.ts";
import { asRequest } from "../trace.ts";
import { type Heard, hear, type TeamsActivity } from "./activity.ts";
import { checks, connection, teamsTime } from "./check.ts";
import { cloudOf, type TeamsConfig } from "./cloud.ts";
import { createConnector } from "./connector.ts";
import { deliver, deliverFile, type Line, note, notShown } from "./deliver.ts";
import { type Read, read } from "./inbound.ts";
import { createLogin } from "./login.ts";
import { messengerOf } from "./messenger.ts";
import { paceOf } from "./pace.ts";
import { createReferences } from "./references.ts";
import { answerToRepeat, type Outcome, outcomeOf } from "./reply.ts";
import { type Answered, createEndpoint } from "./start.ts";

interface Deps {
  readonly store: Pick<Store, "recall" | "remember">;
  readonly log: Log;
}

const patienceMs = 3000;
const retryMs = 10_000;

/** Microsoft Teams, over one HTTP path. */
export function teams(config: TeamsConfig, answer: Answer, deps: Deps): Adapter {
  if (config.appId === "" && !config.loopback)
    refuse("Without TEAMS_APP_ID anybody could post to the bot. Set it, or listen on this machine alone (HOST=127.0.0.1).");
  const cloud = cloudOf(config);
  // Tokens run out in real time, whatever clock the program is shown.
  const login = createLogin(config, cloud, () => new Date());
  const connector = createConnector(cloud, login, config.appId);
  const references = createReferences(deps.store, cloud);
  const stopping = new AbortController();
  const line: Line = { connector, references, cloud, log: deps.log, stopping: stopping.signal };
  const underway = new Set<Promise<void>>();
  let connected = config.appId === "";
  let again: NodeJS.Timeout | undefined;

  /** Nothing that is wrong here stops the start: a secret that ran out must not take the other chat along. */
  async function connect(): Promise<void> {
    const wrong = connected ? [] : (await connection({ login, cloud })).filter(({ ok }) => !ok);
    connected = wrong.length === 0;
    if (connected || stopping.signal.aborted) return;
    deps.log.warn({ platform: "teams", why: wrong.map(({ found }) => found) }, "Teams is not connected; trying again in ten seconds");
    again = setTimeout(connect, retryMs);
  }

  return {
    messenger: { ...messengerOf(connector, references, config.tenantIds), pace: paceOf(config.sendsPerMinute) },
    paths: { "/teams/messages": createEndpoint(config, cloud, deps.log, (activity) => asRequest(() => handle(activity))) },
    start: connect,
    async stop() {
      stopping.abort();
      clearTimeout(again);
      await Promise.allSettled(underway);
    },
    ready: () => connected,
    time: () => teamsTime(cloud),
    check: (channels) => checks(config, { login, cloud, connector, references }, channels),
  };

  async function handle(activity: TeamsActivity): Promise<Answered> {
    const heard = hear(activity);
    await references.refresh(heard);
    const what = await read(activity, (teamsId) => named(heard.tenant, teamsId, heard.activity.conversation.id, heard.serviceUrl));
    if (!what) return { status: activity.type === "invoke" ? 501 : 200 };
    if (what.on === "file") {
      await shown(deliverFile(line, what, heard, answer));
      return { status: 200 };
    }
    const reply = await answer(await placed(what.intent));
    if (what.intent.kind === "submit" && reply.kind === "done" && reply.repeated) return answered(answerToRepeat(what));
    const outcome = drawn(reply, what, heard);
    await shown(deliver(line, outcome.sends, heard));
    return answered(outcome.answer);
  }

  function drawn(reply: Reply, what: Exclude<Read, { on: "file" }>, heard: Heard): Outcome {
    try {
      return outcomeOf(reply, what, heard);
    } catch (error) {
      return outcomeOf({ kind: "message", to: "me", message: notShown(note(deps.log, error, heard)) }, what, heard);
    }
  }

  /** With what the channel is called, whichever activity said so. */
  async function placed(intent: Intent): Promise<Intent> {
    const { at } = intent;
    const name = at.direct ? undefined : await references.channelName(at.workspace, at.channel);
    return name === undefined ? intent : { ...intent, at: { ...at, name } };
  }

  /** A mention carries Teams' own id; the directory's is asked for once and kept. */
  async function named(tenant: string, teamsId: string, conversation: string, serviceUrl: string): Promise<string> {
    const known = await references.user(tenant, teamsId);
    if (known !== undefined) return known;
    const member = await connector
      .member({ conversation: conversation.split(";")[0] ?? conversation, serviceUrl }, teamsId)
      .catch(() => undefined);
    const user = member?.aadObjectId ?? member?.objectId ?? teamsId;
    if (member) await references.keepUser(tenant, teamsId, user);
    return user;
  }

  /** Waits until it is on the screen, so that "the form is below" is true; but a slow Teams must not make the press itself fail. */
  async function shown(work: Promise<void>): Promise<void> {
    const done = work
      .catch((error: unknown) => deps.log.error({ err: error }, "sending an answer to Teams failed"))
      .finally(() => underway.delete(done));
    underway.add(done);
    const waited = new AbortController();
    await Promise.race([done, pause(patienceMs, undefined, { signal: waited.signal }).catch(() => undefined)]);
    waited.abort();
  }
}

const answered = (body: object | undefined): Answered => ({ status: 200, ...(body && { body }) });
