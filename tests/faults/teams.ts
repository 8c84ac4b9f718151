import { appId, appPassword, startTeamsServer, tenant } from "../worlds/teams-server.ts";
import { startBadLine } from "./bad-line.ts";
import { type Platform, unpaced } from "./platforms.ts";

const userOf = (n: number): string => `${String(n).padStart(8, "0")}-0000-4000-8000-000000000000`;

/** A tenant in which everybody has the app, behind a line that can break. */
export async function teamsCompany(size: number, now: () => Date): Promise<Platform> {
  const accounts = Array.from({ length: size }, (_, n) => ({
    aad: userOf(n),
    mri: `29:1${n}`,
    name: `Manager ${n}`,
    email: `pm${n}@example.com`,
  }));
  const server = await startTeamsServer(accounts, now);
  const line = await startBadLine(server.url);
  return {
    name: "Teams",
    line,
    accountOf: (n) => ({ platform: "teams", workspace: tenant, user: userOf(n), outside: false }),
    facts: { [`teams:ref:tenant:${tenant}`]: `${line.url}/emea/` },
    env: {
      TEAMS_APP_ID: appId,
      TEAMS_APP_PASSWORD: appPassword,
      TEAMS_TENANT_IDS: tenant,
      TEAMS_OPENID_METADATA_URL: `${server.url}/openid`,
      TEAMS_LOGIN_URL: server.url,
      TEAMS_SENDS_PER_MINUTE: unpaced,
      PUBLIC_URL: "https://drumbeat.example.com",
    },
    isPost: ({ path }) => path.includes("/activities"),
    arrived: () => server.posted.map(({ conversation }) => conversation),
    prompted: () => server.posted.length,
    async stop() {
      await line.stop();
      await server.stop();
    },
  };
}
