import { readConfig, readEnvironment } from "../config.ts";
import { start } from "../main.ts";
import { print } from "./offline.ts";

/** Runs until it is told to stop (SIGTERM, SIGINT); then finishes what is under way. */
export async function serve(_args: readonly string[]): Promise<number> {
  const config = readConfig(readEnvironment());
  if (!config.slack && !config.teams) {
    print(nothingConfigured);
    return 2;
  }
  const bot = await start(config);
  bot
    .desk()
    .log.info({ port: bot.port, host: config.host, chats: bot.adapters.map((each) => each.messenger.platform) }, "Drumbeat is running");
  await new Promise<void>((done) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => done());
  });
  await bot.stop();
  return process.exit(0); // calls that hang would keep it alive
}

const nothingConfigured = `Drumbeat has no chat to speak in yet. Copy .env.example to .env and set

  for Slack   SLACK_BOT_TOKEN and SLACK_APP_TOKEN (Socket Mode, no public address needed)
  for Teams   TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_TENANT_IDS and PUBLIC_URL
  for both    ADMIN_EMAILS, so that somebody may set it up

README.md shows where each comes from, ten lines a platform. To see it work first, with no account:

  npm run demo
`;
