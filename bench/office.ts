import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../src/config.ts";
import type { Platform } from "../src/core/people.ts";
import { start } from "../src/main.ts";
import { openStore } from "../src/store/index.ts";
import { seed } from "../tests/worlds/seed.ts";
import { appId, appPassword, tenant } from "../tests/worlds/teams-server.ts";
import type { Outside } from "./load.ts";

export interface Running {
  readonly port: number;
  /** Ends it, and makes sure that what was acknowledged is there: so many entries. */
  stop(entries: number): Promise<void>;
}

/** The whole program, as it is started for real, with the IT portfolio of the tests and Ben's account known. */
export async function startBot(
  platform: Platform,
  workspace: string,
  user: string,
  settings: Readonly<Record<string, string>>,
): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "drumbeat-bench-"));
  const url = `sqlite:${join(folder, "bench.db")}`;
  const store = await openStore({ url });
  await seed(store, (channel) => ({ platform, workspace, channel }));
  const ben = await store.people.byEmail("ben@example.com");
  if (ben) await store.people.identify(ben.id, { platform, workspace, user, outside: false });
  await store.close();
  const bot = await start(readConfig({ DATABASE_URL: url, PORT: "0", LOG_LEVEL: "silent", ...settings }));
  return {
    port: bot.port,
    async stop(entries) {
      await bot.stop();
      const after = await openStore({ url });
      const found = await after.entries.count({});
      await after.close();
      if (found !== entries) throw new Error(`${entries} entries were acknowledged, and ${found} are there.`);
      rmSync(folder, { recursive: true });
    },
  };
}

/** With which the program takes the platforms' side for Microsoft's. */
export const teamsSettings = ({ url }: Outside): Readonly<Record<string, string>> => ({
  TEAMS_APP_ID: appId,
  TEAMS_APP_PASSWORD: appPassword,
  TEAMS_TENANT_IDS: tenant,
  TEAMS_OPENID_METADATA_URL: `${url}/openid`,
  TEAMS_LOGIN_URL: url,
  PUBLIC_URL: "https://drumbeat.example.com",
});
