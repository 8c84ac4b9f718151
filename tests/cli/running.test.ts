import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startSlackServer } from "../worlds/slack-server.ts";
import { begin, drumbeat, root } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "drumbeat-running-"));

test("the built program connects, answers its health checks and people, and ends in good order at SIGTERM", async () => {
  const slack = await startSlackServer(() => new Date());
  const child = begin(["serve"], folder, {
    DATABASE_URL: `sqlite:${join(folder, "running.db")}`,
    PORT: "0",
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.state.botToken,
    SLACK_APP_TOKEN: slack.state.appToken,
  });
  const lines: string[] = [];
  for await (const data of child.stdout) {
    lines.push(...String(data).split("\n"));
    if (lines.some((line) => line.includes("Drumbeat is running"))) break;
  }
  const running = JSON.parse(lines.find((line) => line.includes("Drumbeat is running")) ?? "{}") as { port: number; chats: string[] };
  expect(running.chats).toEqual(["slack"]);
  expect((await fetch(`http://127.0.0.1:${running.port}/healthz`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${running.port}/readyz`)).status).toBe(200);
  const asked = {
    command: "/pmo",
    text: "help",
    team_id: slack.state.team,
    channel_id: "D1",
    channel_name: "directmessage",
    user_id: "U1",
  };
  const told = await slack.push("slash_commands", { ...asked, trigger_id: "1.1", response_url: slack.responseUrl("D1", "U1") });
  expect(JSON.stringify(told)).toContain("we have not met, so I am looking up who you are");

  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
  await slack.stop();
});

test("a digest is printed in every format, of any day, from an imported history", async () => {
  const env = { DATABASE_URL: `sqlite:${join(folder, "digest.db")}`, ADMIN_EMAILS: "ada@example.com" };
  const file = (path: string) => join(root, path);
  const imported = ["import", "statuses", file("data/gmpp-sample.csv"), "--portfolio", "GMPP", "--map", file("maps/gmpp-2013-2022.json")];
  expect(await drumbeat(imported, folder, env)).toMatchObject({ code: 0, err: "" });
  const asked = ["digest", "--portfolio", "GMPP", "--as-of", "2022-03-31", "--since", "2021-03-31", "--format"];
  const { out } = await drumbeat([...asked, "json"], folder, env);
  expect(JSON.parse(out)).toMatchObject({ asOf: "2022-03-31", since: "2021-03-31", scaleChanged: true, total: 33 });
  const slack = JSON.parse((await drumbeat([...asked, "slack"], folder, env)).out) as { blocks: unknown[] }[];
  expect(slack[0]?.blocks.length).toBeGreaterThan(3);
  const teams = JSON.parse((await drumbeat([...asked, "teams"], folder, env)).out) as { attachments: { contentType: string }[] }[];
  expect(teams[0]?.attachments[0]?.contentType).toBe("application/vnd.microsoft.card.adaptive");
  expect((await drumbeat([...asked, "text"], folder, env)).out).toContain("EXCEPTIONS");
  expect(await drumbeat([...asked, "pdf"], folder, env)).toMatchObject({ code: 2, err: expect.stringContaining("There is no format pdf") });
});
