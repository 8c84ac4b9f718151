import { isBlock } from "../worlds/slack-rules.ts";
import { startSlackServer } from "../worlds/slack-server.ts";
import { team } from "../worlds/slack-state.ts";
import { startBadLine } from "./bad-line.ts";
import { type Platform, unpaced } from "./platforms.ts";

export const signingSecret = "faults-signing-secret";
export const userOf = (n: number): string => `U${String(n).padStart(6, "0")}`;
const scopes = "chat:write,channels:history,channels:read,im:history,im:write,users:read,users:read.email,commands";

/** A workspace with everybody in it, behind a line that can break. */
export async function slackCompany(size: number, now: () => Date): Promise<Platform> {
  const server = await startSlackServer(now);
  const { state } = server;
  state.scopes.push(...scopes.split(","));
  for (let n = 0; n < size; n++)
    state.accounts.set(userOf(n), { id: userOf(n), name: `Manager ${n}`, email: `pm${n}@example.com`, zone: "Etc/UTC" });
  const line = await startBadLine(server.apiUrl);
  const messages = () => [...state.conversations.values()].flatMap((each) => each.messages);
  return {
    name: "Slack",
    line,
    accountOf: (n) => ({ platform: "slack", workspace: team, user: userOf(n), outside: false }),
    facts: {},
    env: {
      SLACK_API_URL: `${line.url}/api/`,
      SLACK_BOT_TOKEN: state.botToken,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_SENDS_PER_MINUTE: unpaced,
    },
    isPost: ({ path }) => path === "/api/chat.postMessage",
    arrived: () =>
      messages()
        .map(({ metadata }) => keyIn(metadata))
        .filter((key) => key.startsWith("prompt:")),
    prompted: () => messages().length,
    async stop() {
      await line.stop();
      await server.stop();
    },
  };
}

function keyIn(metadata: unknown): string {
  const payload = isBlock(metadata) ? metadata["event_payload"] : undefined;
  return isBlock(payload) ? String(payload["key"]) : "";
}
