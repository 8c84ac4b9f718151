import { Agent, request } from "node:http";
import { team } from "../worlds/slack-state.ts";
import { signature } from "../worlds/slack-wire.ts";
import { signingSecret, userOf } from "./slack.ts";

/** What came back on a slash command: the words of the acknowledgement, or nothing where none came. */
export interface Acknowledged {
  readonly status: number;
  readonly words: string;
  readonly tookMs: number;
}

export interface Commands {
  /** `/risk …` from the manager with that number, signed as Slack signs it. Status 0: no answer. */
  say(port: number, from: number, words: string): Promise<Acknowledged>;
  close(): void;
}

/** Slash commands as Slack brings them over HTTP. `responseUrl` is where a late answer goes. */
export function slashCommands(now: () => Date, responseUrl: string): Commands {
  const agent = new Agent({ keepAlive: true });
  let triggers = 0;
  return {
    say(port, from, words) {
      const body = new URLSearchParams({
        command: "/risk",
        text: words,
        user_id: userOf(from),
        team_id: team,
        channel_id: `D${userOf(from).slice(1)}`,
        channel_name: "directmessage",
        trigger_id: `${now().getTime()}.${++triggers}.${process.pid}`,
        api_app_id: "A0DRUMBEAT",
        response_url: responseUrl,
      }).toString();
      const headers = {
        "content-type": "application/x-www-form-urlencoded",
        ...signature(signingSecret, body, Math.floor(now().getTime() / 1000)),
      };
      const began = performance.now();
      return new Promise((done) => {
        const end = (status: number, said: string) => done({ status, words: said, tookMs: performance.now() - began });
        const call = request({ agent, port, host: "127.0.0.1", path: "/slack/events", method: "POST", headers }, (response) => {
          let said = "";
          response
            .setEncoding("utf8")
            .on("data", (part: string) => {
              said += part;
            })
            .on("end", () => end(response.statusCode ?? 0, said))
            .on("error", () => end(0, ""));
        });
        call.on("error", () => end(0, "")).end(body);
      });
    },
    close: () => agent.destroy(),
  };
}
