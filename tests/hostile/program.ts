import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../../src/store/index.ts";
import { begin } from "../cli/run.ts";
import { cast } from "../worlds/cast.ts";
import { channelNames, seed } from "../worlds/seed.ts";
import { type SlackServer, startSlackServer } from "../worlds/slack-server.ts";
import { botUser, team } from "../worlds/slack-state.ts";
import { teamsSettings } from "../worlds/teams.ts";
import { accountOf, accounts, channelId } from "../worlds/teams-accounts.ts";
import { startTeamsServer, type TeamsServer, tenant } from "../worlds/teams-server.ts";

const secret = "8f742231b10e8888abcd99yyyzzz85a5";

/** The built program in a process of its own, on SQLite, with both chats; everybody of the cast is known on both. */
export interface Program {
  readonly port: number;
  readonly slack: SlackServer;
  readonly teams: TeamsServer;
  /** What it logged, a JSON object each. */
  readonly logged: { readonly level: number; readonly msg: string; readonly err?: { readonly message: string; readonly stack: string } }[];
  /** What it said outside its log: warnings of Node, stacks. */
  readonly noise: () => string;
  /** Still the process that was started. */
  readonly alive: () => boolean;
  sign(body: Uint8Array): Readonly<Record<string, string>>;
  readonly databaseUrl: string;
  /** Ends it in good order. */
  end(): Promise<void>;
}

export async function startProgram(more: Readonly<Record<string, string>> = {}): Promise<Program> {
  // So that neither chat asks for a pause: its time flies.
  let now = Date.now();
  const fleeting = () => {
    now += 5_000;
    return new Date(now);
  };
  const [slack, teams] = await Promise.all([startSlackServer(fleeting), startTeamsServer(accounts, fleeting)]);
  slack.state.scopes.push("chat:write", "users:read", "users:read.email", "channels:history", "im:history", "im:write", "files:write");
  slack.state.scopes.push("channels:read", "groups:read", "groups:history");
  const folder = mkdtempSync(join(tmpdir(), "drumbeat-hostile-"));
  const databaseUrl = `sqlite:${join(folder, "hostile.db")}`;
  const store = await openStore({ url: databaseUrl });
  await seed(store, (name) => ({ platform: "slack", workspace: team, channel: `C0${name.toUpperCase()}`, shared: name === "vendor" }));
  for (const [name, { email, zone, name: full }] of Object.entries(cast).filter(([name]) => name !== "hugo")) {
    const id = `U0${name.toUpperCase()}`;
    slack.state.accounts.set(id, { id, name: full, email, zone });
    const person = await store.people.byEmail(email);
    if (!person) throw new Error(`nobody is called ${name}`);
    await store.people.identify(person.id, { platform: "slack", workspace: team, user: id, outside: false });
    await store.people.identify(person.id, { platform: "teams", workspace: tenant, user: accountOf(name).aad, outside: false });
  }
  for (const name of channelNames) {
    const id = `C0${name.toUpperCase()}`;
    slack.state.conversations.set(id, { id, name, members: new Set([botUser, ...slack.state.accounts.keys()]), messages: [] });
    teams.channels.add(channelId(name));
  }
  await store.close();

  const child = begin(["serve"], folder, {
    DATABASE_URL: databaseUrl,
    PORT: "0",
    ADMIN_EMAILS: cast.ada.email,
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.state.botToken,
    SLACK_SIGNING_SECRET: secret,
    ...teamsSettings(teams.url),
    ...more,
  });
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  const logged: Program["logged"] = [];
  let [rest, noise] = ["", ""];
  child.stderr.on("data", (data) => {
    noise += data;
  });
  const running = new Promise<number>((done, fail) => {
    child.once("exit", (code) => fail(new Error(`The program ended with ${code}: ${noise}`)));
    child.stdout.on("data", (data) => {
      const lines = `${rest}${data}`.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const said = JSON.parse(line);
        logged.push(said);
        if (said.msg === "Drumbeat is running") done(said.port);
      }
    });
  });
  return {
    port: await running,
    slack,
    teams,
    logged,
    noise: () => noise,
    alive: isAlive,
    sign(body) {
      const seconds = String(Math.floor(Date.now() / 1000));
      const hash = createHmac("sha256", secret).update(`v0:${seconds}:`).update(body).digest("hex");
      return { "x-slack-request-timestamp": seconds, "x-slack-signature": `v0=${hash}` };
    },
    databaseUrl,
    async end() {
      if (!isAlive()) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      await Promise.all([slack.stop(), teams.stop()]);
    },
  };
}
