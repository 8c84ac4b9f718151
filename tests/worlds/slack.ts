import { readConfig } from "../../src/config.ts";
import { type Bot, start } from "../../src/main.ts";
import { openStore } from "../../src/store/index.ts";
import { type CastName, cast } from "./cast.ts";
import { beatUntilSent, type HandClock, handClock, turn, worldBegins } from "./clock.ts";
import { freshDatabase } from "./database.ts";
import { channelNames, seed } from "./seed.ts";
import { readMessage } from "./slack-screens.ts";
import { type SlackServer, startSlackServer } from "./slack-server.ts";
import { type SlackSpeaker, slackSpeaker } from "./slack-speaker.ts";
import { botUser, type SlackState, type StoredMessage, team } from "./slack-state.ts";
import { envelopeOf, httpWire, socketWire } from "./slack-wire.ts";
import type { World, WorldOptions } from "./world.ts";

export interface SlackWorld extends World {
  readonly people: Readonly<Record<string, SlackSpeaker>>;
  readonly server: SlackServer;
  readonly clock: HandClock;
  /** For another instance beside this one. */
  readonly databaseUrl: string;
  /** The program's own address. */
  address(path: string): string;
  bot(): Bot;
  /** Slack tells the bot of something that nobody said to it. */
  tells(event: object): Promise<void>;
}

export interface SlackOptions extends WorldOptions {
  /** Over HTTP with this signing secret instead of Socket Mode. */
  readonly signingSecret?: string;
  readonly commandPrefix?: string;
  /** The accounts are there, but the bot has met nobody yet. */
  readonly strangers?: true;
  /** More settings: another platform beside this one. */
  readonly env?: Readonly<Record<string, string>>;
}

const granted =
  "app_mentions:read,channels:history,channels:read,chat:write,commands,files:write,groups:history,groups:read,im:history,im:write,users:read,users:read.email";
const slackUserOf = (name: string): string => `U0${name.toUpperCase()}`;
const slackChannelOf = (name: string): string => `C0${name.toUpperCase()}`;
const vendorTeam = "T0VENDOR";

/** The world on Slack: the program as it is run, knowing only HTTP and WebSocket, and a Slack that refuses as Slack does. */
export async function slackWorld(options: SlackOptions = {}): Promise<SlackWorld> {
  const clock = handClock(options.at ?? worldBegins);
  const server = await startSlackServer(clock.now);
  settle(server.state);
  const databaseUrl = await freshDatabase("in a file");
  const { state } = server;
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    ADMIN_EMAILS: cast.ada.email,
    ZONE: "Europe/London",
    PORT: "0",
    LOG_LEVEL: "silent",
    SLACK_API_URL: server.apiUrl,
    SLACK_BOT_TOKEN: state.botToken,
    SLACK_SENDS_PER_MINUTE: "600000", // what people take minutes to say falls into one instant here
    ...(options.signingSecret === undefined ? { SLACK_APP_TOKEN: state.appToken } : { SLACK_SIGNING_SECRET: options.signingSecret }),
    ...(options.commandPrefix !== undefined && { COMMAND_PREFIX: options.commandPrefix }),
    ...options.env,
  });
  if (!options.empty) await prepare(databaseUrl, options.strangers !== true);
  const begin = () => start(config, { clock, ...(options.types && { types: options.types }) });
  let bot = await begin();
  const address = (path: string) => `http://127.0.0.1:${bot.port}${path}`;
  const wire =
    options.signingSecret === undefined ? socketWire(server) : httpWire(() => address("/slack/events"), options.signingSecret, clock.now);
  const registers = options.types?.map((type) => type.key) ?? ["risk", "issue", "action", "decision"];
  const prefix = options.commandPrefix ?? "";
  const commands = new Set(["pmo", ...registers].map((name) => prefix + name));
  const around = { server, wire: () => wire, channelId: slackChannelOf, commands, beat: () => bot.beat() };
  const nameOf = (user: string) => state.accounts.get(user)?.name ?? user;
  const read = (message: StoredMessage) => readMessage(message, nameOf);
  const quiet = async () => {
    await beatUntilSent(bot, clock);
    await server.quiet();
  };

  return {
    platform: "slack",
    server,
    clock,
    databaseUrl,
    address,
    bot: () => bot,
    tells: async (event) => void (await wire.event(envelopeOf(state, event))),
    people: Object.fromEntries(
      [...state.accounts.values()].map((account) => [account.id.slice(2).toLowerCase(), slackSpeaker(account, around)]),
    ),
    channel: (name) => ({
      reads() {
        const posts = (state.conversations.get(slackChannelOf(name))?.messages ?? []).filter(
          (each) => each.user === botUser && each.onlyFor === undefined,
        );
        const under = (post: StoredMessage) => posts.filter((each) => each.thread === post.ts);
        return posts.filter((each) => each.thread === undefined).map((post) => [post, ...under(post)].map(read).join("\n    "));
      },
    }),
    now: clock.now,
    async turnTo(instant) {
      await turn(clock, instant, () => bot.beat());
      await server.quiet();
    },
    settle: quiet,
    async loses(person) {
      const account = state.accounts.get(slackUserOf(person));
      if (account) account.deleted = true;
    },
    async restart() {
      await bot.stop();
      bot = await begin();
    },
    async stop() {
      await bot.stop();
      await server.stop();
    },
  };
}

/** The workspace: everybody's account, the channels, the bot invited to each; hugo is of another organisation. */
function settle(state: SlackState): void {
  state.scopes.push(...granted.split(","));
  for (const [name, { name: full, email, zone }] of Object.entries(cast)) {
    const id = slackUserOf(name);
    state.accounts.set(id, { id, name: full, email, zone, ...(name === "hugo" && { stranger: true, team: vendorTeam }) });
  }
  for (const name of channelNames) {
    const here = Object.keys(cast).filter((who) => name === "vendor" || who !== "hugo");
    const id = slackChannelOf(name);
    const members = new Set([botUser, ...here.map(slackUserOf)]);
    state.conversations.set(id, { id, name, members, shared: name === "vendor", messages: [] });
  }
}

/** The portfolio; `met`: with everybody's account linked, as after their first word to the bot. */
async function prepare(databaseUrl: string, met: boolean): Promise<void> {
  const store = await openStore({ url: databaseUrl });
  await seed(store, (name) => ({ platform: "slack", workspace: team, channel: slackChannelOf(name), shared: name === "vendor" }));
  await store.people.add({ name: cast.hugo.name, email: cast.hugo.email, zone: cast.hugo.zone });
  for (const name of met ? (Object.keys(cast) as CastName[]) : []) {
    const person = await store.people.byEmail(cast[name].email);
    const workspace = name === "hugo" ? vendorTeam : team;
    if (person) await store.people.identify(person.id, { platform: "slack", workspace, user: slackUserOf(name), outside: name === "hugo" });
  }
  await store.close();
}
