import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../src/config.ts";
import { type Bot, start } from "../../src/main.ts";
import type { Log } from "../../src/ports/index.ts";
import { newKey } from "../../src/slack/seal.ts";
import { openStore } from "../../src/store/index.ts";
import { cast } from "../worlds/cast.ts";
import { beatUntilSent, type HandClock, handClock, turn } from "../worlds/clock.ts";
import { seed } from "../worlds/seed.ts";
import { type AckPayload, type SlackServer, startSlackServer } from "../worlds/slack-server.ts";
import { botUser, type SlackState } from "../worlds/slack-state.ts";
import { signature } from "../worlds/slack-wire.ts";

const secret = "8f742231b10e8888abcd99yyyzzz85a5";
const scopes = "chat:write,users:read,users:read.email,channels:history,im:history,im:write,files:write,channels:read";
export const publicUrl = "https://drumbeat.example.com";

/** A browser that keeps its cookie, between the program and Slack. */
interface Browser {
  /** Opens /slack/install: where it is sent, with what state. */
  setsOut(): Promise<URL>;
  comesBack(query: Readonly<Record<string, string>>): Promise<{ readonly status: number; readonly words: string }>;
}

/** The program with workspaces that install it by themselves: T0CAST with Ben and the channels, T0WEST with Chloe, and Ben once more. */
export interface Several {
  readonly server: SlackServer;
  readonly clock: HandClock;
  readonly logged: string[];
  readonly databaseUrl: string;
  readonly settings: Readonly<Record<string, string>>;
  bot(): Bot;
  browser(): Browser;
  install(team: string): Promise<string>;
  /** Another program on the same database. */
  another(env?: Readonly<Record<string, string>>): Promise<Bot>;
  restart(env?: Readonly<Record<string, string>>): Promise<void>;
  /** A signed request; `to` another program than the first. */
  post(body: string, type: "json" | "form", to?: Bot): Promise<Response>;
  command(team: string, user: string, text: string, channel?: string): Promise<AckPayload>;
  event(team: string, event: object): Promise<Response>;
  settle(): Promise<void>;
  turnTo(instant: string): Promise<void>;
  reads(state: SlackState, conversation: string): string;
  stop(): Promise<void>;
}

export async function several(env: Readonly<Record<string, string>> = {}): Promise<Several> {
  const clock = handClock("2026-11-22T12:00:00Z");
  const server = await startSlackServer(clock.now);
  people(server.state, ["ada", "ben", "dev", "erin", "finn", "gita", "ines"], "C0APOLLO");
  people(server.west, ["chloe", "ben"], "C0WEST");
  const databaseUrl = `sqlite:${join(mkdtempSync(join(tmpdir(), "drumbeat-")), "several.db")}`;
  const store = await openStore({ url: databaseUrl });
  await seed(store, (name) => ({ platform: "slack", workspace: "T0CAST", channel: `C0${name.toUpperCase()}` }));
  await store.close();
  const settings = {
    DATABASE_URL: databaseUrl,
    ADMIN_EMAILS: cast.ada.email,
    ZONE: "Europe/London",
    PORT: "0",
    SLACK_API_URL: server.apiUrl,
    SLACK_CLIENT_ID: server.apps.clientId,
    SLACK_CLIENT_SECRET: server.apps.clientSecret,
    SLACK_SIGNING_SECRET: secret,
    SLACK_WORKSPACES: "T0CAST, T0WEST",
    PUBLIC_URL: publicUrl,
    TOKEN_KEY: newKey(),
    ...env,
  };
  const logged: string[] = [];
  const note = (facts: object, words: string) => void logged.push(`${words} ${JSON.stringify(facts)}`);
  const log: Log = { info: note, warn: note, error: note };
  const begin = (more: Readonly<Record<string, string>> = {}) => start(readConfig({ ...settings, ...more }), { clock, log });
  let bot = await begin();
  const others: Bot[] = [];
  let requests = 0;

  function browser(): Browser {
    let cookie = "";
    const get = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${bot.port}${path}`, { redirect: "manual", headers: { cookie } });
      cookie = (response.headers.get("set-cookie") ?? cookie).split(";")[0] ?? "";
      return response;
    };
    return {
      setsOut: async () => new URL((await get("/slack/install")).headers.get("location") ?? ""),
      async comesBack(query) {
        const response = await get(`/slack/oauth_redirect?${new URLSearchParams(query)}`);
        return { status: response.status, words: await response.text() };
      },
    };
  }

  const several: Several = {
    server,
    clock,
    logged,
    databaseUrl,
    settings,
    bot: () => bot,
    browser,
    async install(team) {
      const there = browser();
      const state = (await there.setsOut()).searchParams.get("state") ?? "";
      return (await there.comesBack({ state, code: server.apps.allow(team) })).words;
    },
    async another(more) {
      const other = await begin(more);
      others.push(other);
      return other;
    },
    async restart(more) {
      await bot.stop();
      bot = await begin(more);
    },
    post: (body, type, to = bot) =>
      fetch(`http://127.0.0.1:${to.port}/slack/events`, {
        method: "POST",
        body,
        headers: {
          "content-type": type === "json" ? "application/json" : "application/x-www-form-urlencoded",
          ...signature(secret, body, Math.floor(clock.now().getTime() / 1000)),
        },
      }),
    async command(team, user, text, channel = `D${user.slice(1)}`) {
      requests += 1;
      const [command = "", ...words] = text.split(" ");
      const state = team === server.west.team ? server.west : server.state;
      state.direct(user);
      const body = new URLSearchParams({
        command: `/${command}`,
        text: words.join(" "),
        user_id: user,
        team_id: team,
        channel_id: channel,
        trigger_id: `${requests}.trigger`,
        response_url: server.responseUrl(channel, user),
      });
      const response = await several.post(body.toString(), "form");
      const answer = await response.text();
      return response.ok && answer !== "" ? JSON.parse(answer) : { status: response.status };
    },
    event(team, event) {
      requests += 1;
      const about = {
        type: "event_callback",
        event_id: `Ev${requests}`,
        team_id: team,
        authorizations: [{ team_id: team, user_id: botUser }],
      };
      return several.post(JSON.stringify({ ...about, event }), "json");
    },
    async settle() {
      await beatUntilSent(bot, clock);
      await server.quiet();
    },
    async turnTo(instant) {
      await turn(clock, instant, () => bot.beat());
      await server.quiet();
    },
    reads: (state, conversation) =>
      JSON.stringify(state.conversations.get(conversation)?.messages.map(({ text, blocks }) => [text, blocks]) ?? []),
    async stop() {
      for (const each of [bot, ...others]) await each.stop();
      await server.stop();
    },
  };
  return several;
}

function people(state: SlackState, names: readonly (keyof typeof cast)[], channel: string): void {
  state.scopes.push(...scopes.split(","));
  const letter = state.team === "T0CAST" ? "0" : "W";
  for (const who of names) {
    const id = `U${letter}${who.toUpperCase()}`;
    const { name, email, zone } = cast[who];
    state.accounts.set(id, { id, name, email, zone, team: state.team });
  }
  const members = new Set([botUser, ...state.accounts.keys()]);
  state.conversations.set(channel, { id: channel, name: channel.slice(2).toLowerCase(), members, messages: [] });
}
