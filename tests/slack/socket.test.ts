import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createSocket, type Socket } from "../../src/slack/socket.ts";
import { type SlackServer, startSlackServer } from "../worlds/slack-server.ts";

let server: SlackServer;
let socket: Socket;
const warned: string[] = [];
beforeEach(async () => {
  server = await startSlackServer(() => new Date("2026-11-23T09:00:00Z"));
  const log = { info() {}, warn: (_: object, words: string) => void warned.push(words), error() {} };
  socket = createSocket(server.state.appToken, server.apiUrl, log);
  await socket.open();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(async () => {
  vi.useRealTimers();
  await socket.close();
  await server.stop();
});

test("reconnecting goes on while Slack refuses or cannot be reached, and leaves nothing behind", async () => {
  const failures = ["drop", "invalid_auth", "drop", "internal_error"];
  for (const failure of failures) server.failNext("apps.connections.open", failure);
  const listening = socket.receiver.client.listenerCount("disconnected");
  server.disconnectAll();
  await expect.poll(() => socket.isOpen()).toBe(false);
  vi.advanceTimersByTime(100);
  for (const [i] of failures.entries()) {
    await expect.poll(() => warned.filter((words) => words.includes("not connected; trying again")).length).toBe(i + 1);
    expect(socket.isOpen()).toBe(false);
    vi.advanceTimersByTime(30_000);
  }
  await expect.poll(() => socket.isOpen()).toBe(true);
  expect(server.connections()).toBe(1);
  expect(socket.receiver.client.listenerCount("disconnected")).toBe(listening);
});
