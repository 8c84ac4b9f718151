import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readConfig } from "../src/config.ts";
import { type Bot, start } from "../src/main.ts";
import { createTerminal, privateRoom, terminalWorkspace } from "../src/terminal/screens.ts";
import { startSlackServer } from "./worlds/slack-server.ts";

let bot: Bot;
beforeAll(async () => {
  bot = await start(readConfig({ DATABASE_URL: "sqlite::memory:", PORT: "0", LOG_LEVEL: "silent", NUDGE_LOG_DAYS: "30" }));
});
afterAll(() => bot.stop());

const get = (path: string) => fetch(`http://127.0.0.1:${bot.port}${path}`);

test.each(["/healthz", "/readyz"])("%s answers a load balancer", async (path) => {
  expect((await get(path)).status).toBe(200);
});

test("whoever asks how it does in the first half minute is told that it runs", async () => {
  expect(await bot.store.health.pulses(new Date(0))).toHaveLength(1);
});

test("the pages that the Teams manifest points at are there", async () => {
  expect(await (await get("/privacy")).text()).toContain("deleted after 30 days");
  expect((await get("/terms")).status).toBe(200);
});

test.each(["//", "///", "http://[", "/%", "*"])("a request for %s is answered, and the program lives", async (target) => {
  const socket = connect(bot.port, "127.0.0.1");
  socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  const [first] = await once(socket, "data");
  expect(String(first)).toMatch(/^HTTP\/1\.1 4/);
  expect((await get("/healthz")).status).toBe(200);
});

test("nothing else is, by whatever name it is asked for", async () => {
  for (const path of ["/", "/slack/events", "/teams/messages", "/../etc/passwd", "/__proto__", "/constructor"])
    expect((await get(path)).status).toBe(404);
});

test("it waits eight seconds for a Slack that hangs, and stops before whoever stops it loses patience", async () => {
  const slack = await startSlackServer(() => new Date());
  const { botToken, appToken } = slack.state;
  const tokens = { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken };
  const hanging = await start(readConfig({ ...tokens, DATABASE_URL: "sqlite::memory:", PORT: "0", LOG_LEVEL: "silent" }));
  slack.failNext("chat.postMessage", "hang");
  slack.failNext("users.info", "hang");
  const event = { type: "message", channel_type: "im", user: "U0BEN", team: "T0CAST", text: "help", ts: "1.2", channel: "D0BEN" };
  await slack.push("events_api", { type: "event_callback", team_id: "T0CAST", event_id: "Ev1", event });
  await expect.poll(() => slack.calls.map(({ method }) => method)).toEqual(expect.arrayContaining(["chat.postMessage", "users.info"]));
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    let ended = false;
    const stop = hanging.stop().then(() => {
      ended = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(7_999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toBe(false);
    vi.advanceTimersByTime(1);
    await stop;
  } finally {
    vi.useRealTimers();
    await slack.stop();
  }
});

test("its own heartbeat sends what became due, twice a minute", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  const terminal = createTerminal();
  const alone = await start(readConfig({ DATABASE_URL: "sqlite::memory:", PORT: "0", LOG_LEVEL: "silent" }), { terminal });
  try {
    const { id } = await alone.store.people.add({ name: "Ada Lindqvist", email: "ada@example.com", zone: "Europe/London" });
    await alone.store.people.identify(id, { platform: "terminal", workspace: terminalWorkspace, user: "ada", outside: false });
    const payload = { channel: { platform: "terminal", workspace: terminalWorkspace, channel: "apollo" }, why: "it is gone" };
    await alone.store.outbox.add({ key: "one", job: "notReached", payload, to: { person: id }, class: "prompt" }, new Date());
    expect(terminal.shown).toEqual([]);
    await vi.advanceTimersByTimeAsync(30_000);
    await expect.poll(() => terminal.shown.map(({ room }) => room)).toEqual([privateRoom("ada")]);
  } finally {
    vi.useRealTimers();
    await alone.stop();
  }
});

test("/readyz names the chat that is not connected", async () => {
  const slack = await startSlackServer(() => new Date());
  const { botToken, appToken } = slack.state;
  slack.failNext("auth.test", { status: 503 });
  const tokens = { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken };
  const waiting = await start(readConfig({ ...tokens, DATABASE_URL: "sqlite::memory:", PORT: "0", LOG_LEVEL: "silent" }));
  try {
    const answered = await fetch(`http://127.0.0.1:${waiting.port}/readyz`);
    expect([answered.status, await answered.text()]).toEqual([503, "not connected: slack\n"]);
  } finally {
    await waiting.stop();
    await slack.stop();
  }
});

test("a chat that hangs keeps nothing from being planned", async () => {
  const slack = await startSlackServer(() => new Date());
  const { botToken, appToken } = slack.state;
  const tokens = { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken };
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  const hung = await start(readConfig({ ...tokens, DATABASE_URL: "sqlite::memory:", PORT: "0", LOG_LEVEL: "silent" }));
  try {
    const payload = { channel: { platform: "slack", workspace: "T0CAST", channel: "C0APOLLO" }, why: "it is gone" };
    for (let i = 0; i < 40; i++) {
      const { id } = await hung.store.people.add({ name: `Person ${i}`, zone: "Europe/London" });
      await hung.store.people.identify(id, { platform: "slack", workspace: "T0CAST", user: `U${i}`, outside: false });
      await hung.store.outbox.add({ key: `${i}`, job: "notReached", payload, to: { person: id }, class: "prompt" }, new Date());
      slack.failNext("chat.postMessage", "hang");
    }
    const planned: (string | undefined)[] = [];
    for (let beat = 0; beat < 2; beat++) {
      for (let second = 0; second < 30; second++) {
        await vi.advanceTimersByTimeAsync(1_000);
        await new Promise((resolve) => setImmediate(resolve));
      }
      planned.push(await hung.store.recall("planned:nudgeLog"));
    }
    expect(planned[0]).toBeDefined();
    expect(planned[1]).not.toBe(planned[0]);
  } finally {
    vi.useRealTimers();
    await hung.stop();
    await slack.stop();
  }
});
