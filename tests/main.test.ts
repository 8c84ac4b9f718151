import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../src/config.ts";
import { type Bot, start } from "../src/main.ts";

let bot: Bot;
beforeAll(async () => {
  bot = await start(readConfig({ DATABASE_URL: "sqlite::memory:", PORT: "0", LOG_LEVEL: "silent", NUDGE_LOG_DAYS: "30" }));
});
afterAll(() => bot.stop());

const get = (path: string) => fetch(`http://127.0.0.1:${bot.port}${path}`);

test.each(["/healthz", "/readyz"])("%s answers a load balancer", async (path) => {
  expect((await get(path)).status).toBe(200);
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
