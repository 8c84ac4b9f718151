import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { createClient, type OAuth, type SlackConfig } from "./client.ts";
import { failureOf } from "./failures.ts";
import { type Granted, grantedIn } from "./granted.ts";
import { scopes } from "./manifest.ts";
import { createStates, stateLastsMs } from "./state.ts";
import { revoke, type SlackDeps, type Workspaces } from "./workspaces.ts";

const cookie = "drumbeat-install";
const organisationWide = z.object({ is_enterprise_install: z.literal(true) });

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
/** What a browser is shown, in plain words. */
interface Page {
  readonly status: number;
  readonly words: string;
}

/**
 * The way of a workspace to the app: /slack/install sends the browser to Slack, which sends it back with a code. Only
 * the browser that set out may come back, once and within ten minutes, and only for a workspace of the organisation: of
 * any other nothing is kept, and what Slack gave is given back.
 */
export function createInstaller(config: SlackConfig, oauth: OAuth, workspaces: Workspaces, { store, log, clock }: SlackDeps) {
  const states = createStates(oauth.clientSecret, store, clock);
  const again = `Start again at ${oauth.publicUrl}/slack/install.`;
  const redirect_uri = `${oauth.publicUrl}/slack/oauth_redirect`;

  function install(_: IncomingMessage, response: ServerResponse): void {
    const state = states.make();
    const at = new URL("/oauth/v2/authorize", config.apiUrl ?? "https://slack.com");
    at.search = new URLSearchParams({ client_id: oauth.clientId, scope: Object.keys(scopes).join(","), redirect_uri, state }).toString();
    response.writeHead(302, { location: at.href, "set-cookie": cookieOf(state, stateLastsMs / 1000), "cache-control": "no-store" }).end();
  }

  async function comeBack(request: IncomingMessage): Promise<Page> {
    const asked = new URLSearchParams((request.url ?? "").split("?")[1] ?? "");
    const state = asked.get("state") ?? "";
    if (!isSame(state, cookieIn(request)) || !(await states.use(state)))
      return {
        status: 400,
        words: `This way back from Slack was used already, is older than ten minutes, or began in another browser. ${again}`,
      };
    const code = asked.get("code");
    if (code === null) return { status: 400, words: `Nothing was installed: Slack says ${asked.get("error") ?? "nothing"}. ${again}` };
    return exchange(code);
  }

  async function exchange(code: string): Promise<Page> {
    const { clientId: client_id, clientSecret: client_secret } = oauth;
    const answer = await createClient(config, undefined, log)
      .oauth.v2.access({ client_id, client_secret, code, redirect_uri })
      .catch((error: unknown) => failureOf(error));
    if (answer instanceof Error) {
      log.warn({ platform: "slack", why: answer.message }, "Slack did not accept an installation");
      return { status: 502, words: `Nothing was installed: ${answer.message}. ${again}` };
    }
    const whole = organisationWide.safeParse(answer).success;
    if (whole)
      return refused(answer.access_token, "Drumbeat is installed in one workspace at a time, not in a whole Enterprise organisation");
    const granted = grantedIn(answer, clock.now());
    if (!workspaces.isOurs(granted.workspace))
      return refused(
        granted.tokens.token,
        `${granted.name} (${granted.workspace}) is none of this organisation's workspaces: its id is not in SLACK_WORKSPACES`,
      );
    return keep(granted);
  }

  async function refused(token: string | undefined, why: string): Promise<Page> {
    log.warn({ platform: "slack", why }, "refused an installation");
    const back = await revoke(config, token ?? "", log).then(
      () => "What Slack gave was given back.",
      (error: unknown) => {
        log.error({ err: error, platform: "slack" }, "what Slack gave for a refused installation could not be given back");
        return "What Slack gave could not be given back: remove the app in that workspace's settings.";
      },
    );
    return { status: 403, words: `Nothing was installed, and nothing kept. ${why}. ${back}` };
  }

  async function keep(granted: Granted): Promise<Page> {
    await workspaces.install(granted);
    log.info({ platform: "slack", workspace: granted.workspace }, "the app was installed in a workspace");
    return {
      status: 200,
      words: `Drumbeat is in ${granted.name}. Next, in Slack: /invite @Drumbeat in a channel, and there say /pmo setup.`,
    };
  }

  const paths: Readonly<Record<string, Handler>> = {
    "/slack/install": onlyGet(install),
    "/slack/oauth_redirect": onlyGet((request, response) => {
      const failed = (error: unknown): Page => {
        log.error({ err: error, platform: "slack" }, "an installation failed");
        return { status: 500, words: `Something went wrong on our side; whether it is installed, drumbeat workspaces says. ${again}` };
      };
      void comeBack(request)
        .catch(failed)
        .then((page) => show(response, page));
    }),
  };
  return paths;
}

const onlyGet =
  (handle: Handler): Handler =>
  (request, response) =>
    request.method === "GET" ? handle(request, response) : void response.writeHead(405).end();

function show(response: ServerResponse, { status, words }: Page): void {
  const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", "set-cookie": cookieOf("", 0) };
  response.writeHead(status, headers).end(`${words}\n`);
}

/** Lax: it has to come along when Slack sends the browser back. */
const cookieOf = (value: string, seconds: number): string =>
  `${cookie}=${value}; Path=/slack/oauth_redirect; Max-Age=${seconds}; Secure; HttpOnly; SameSite=Lax`;

function cookieIn({ headers }: IncomingMessage): string {
  const found = (headers.cookie ?? "").split(/; */).find((each) => each.startsWith(`${cookie}=`));
  return found?.slice(cookie.length + 1) ?? "";
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length > 0 && a.length === b.length && timingSafeEqual(a, b);
}
