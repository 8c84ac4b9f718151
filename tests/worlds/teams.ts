import { readConfig } from "../../src/config.ts";
import { type Bot, start } from "../../src/main.ts";
import { openStore } from "../../src/store/index.ts";
import { type CastName, cast } from "./cast.ts";
import { beatUntilSent, handClock, turn, worldBegins } from "./clock.ts";
import { freshDatabase } from "./database.ts";
import { channelNames, seed } from "./seed.ts";
import { accountOf, accounts, channelId } from "./teams-accounts.ts";
import { createHand, read } from "./teams-hand.ts";
import { appId, appPassword, startTeamsServer, tenant } from "./teams-server.ts";
import type { Speaker, World, WorldOptions } from "./world.ts";

export interface TeamsWorld extends World {
  /** Somebody takes the app, or is given it. */
  installs(name: string): Promise<void>;
  /** From now on their computer is in that time zone. */
  travels(name: string, zone: string): void;
}

export interface TeamsOptions extends WorldOptions {
  /** People are known by e-mail address alone, as after an import, and nobody has the app yet. */
  readonly imported?: true;
}

/** The world on Teams: the program as it is started for real, spoken to over HTTP with signed requests, never imported. */
export async function teamsWorld(options: TeamsOptions = {}): Promise<TeamsWorld> {
  const clock = handClock(options.at ?? worldBegins);
  const server = await startTeamsServer(accounts, clock.now);
  for (const name of channelNames) server.channels.add(channelId(name));
  const databaseUrl = await freshDatabase("in a file");
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    ADMIN_EMAILS: cast.ada.email,
    ZONE: "Europe/London",
    PORT: "0",
    LOG_LEVEL: "silent",
    ...teamsSettings(server.url),
  });
  if (!options.empty) await prepare(databaseUrl, options.imported !== true);
  let bot: Bot = await start(config, { clock, ...(options.types && { types: options.types }) });
  const begin = () => start(config, { clock, ...(options.types && { types: options.types }) });

  const zones = new Map<string, string>();
  const hands = new Map<string, ReturnType<typeof createHand>>();
  const speaker = (name: string): Speaker => {
    const { zone } = cast[name as CastName];
    const hand = createHand({
      server,
      account: accountOf(name),
      zone: () => zones.get(name) ?? zone,
      channelId,
      send: (activity) => server.send(bot.port, activity),
      settled: () => bot.beat(),
    });
    hands.set(name, hand);
    return hand;
  };
  const people = Object.fromEntries(Object.keys(cast).map((name) => [name, speaker(name)]));
  // The organisation installed the app for everybody: Teams says so once for each.
  if (options.imported) server.installed.clear();
  else for (const hand of hands.values()) await hand.installs();

  return {
    platform: "teams",
    people,
    channel: (name) => ({
      reads: () => {
        const posts = server.posted.filter((post) => post.conversation === channelId(name) && post.to === undefined);
        return posts
          .filter((post) => post.thread === undefined || !posts.some(({ id }) => id === post.thread))
          .map((post) => [post, ...posts.filter(({ thread }) => thread === post.id)].map(read).join("\n    "));
      },
    }),
    now: () => clock.now(),
    turnTo: (instant) => turn(clock, instant, () => bot.beat()),
    settle: () => beatUntilSent(bot, clock),
    loses: async (name) => hands.get(name)?.uninstalls(),
    installs: async (name) => hands.get(name)?.installs(),
    travels: (name, zone) => void zones.set(name, zone),
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

/** The settings that point the program at the stand-in. */
export const teamsSettings = (url: string): Readonly<Record<string, string>> => ({
  TEAMS_APP_ID: appId,
  TEAMS_APP_PASSWORD: appPassword,
  TEAMS_TENANT_IDS: tenant,
  TEAMS_OPENID_METADATA_URL: `${url}/openid`,
  TEAMS_LOGIN_URL: url,
  TEAMS_SENDS_PER_MINUTE: "600000", // what people take minutes to say falls into one instant here
  PUBLIC_URL: "https://drumbeat.example.com",
});

/** The portfolio. `met`: Ada, who runs it, and everybody else are known by their account; hugo is a stranger. */
async function prepare(databaseUrl: string, met: boolean): Promise<void> {
  const store = await openStore({ url: databaseUrl });
  await seed(store, (name) => ({ platform: "teams", workspace: tenant, channel: channelId(name), shared: name === "vendor" }));
  await store.people.add({ name: cast.hugo.name, email: cast.hugo.email, zone: cast.hugo.zone });
  for (const name of met ? Object.keys(cast) : []) {
    const { aad, email, guest } = accountOf(name);
    const person = await store.people.byEmail(email);
    if (person) await store.people.identify(person.id, { platform: "teams", workspace: tenant, user: aad, outside: guest !== undefined });
  }
  await store.close();
}
