import { afterEach, beforeEach, expect, test } from "vitest";
import { createApp } from "../src/app/index.ts";
import { say } from "../src/chat/message.ts";
import { refuse } from "../src/core/refusal.ts";
import { createLog } from "../src/log.ts";
import { SendFailure } from "../src/ports/messenger.ts";
import type { Feature } from "../src/routes.ts";
import { createWorker } from "../src/schedule/worker.ts";
import { type OpenStore, openStore } from "../src/store/index.ts";
import { printMessage } from "../src/terminal/print.ts";
import { trace } from "../src/trace.ts";
import { Chat } from "./schedule/chat.ts";

const now = new Date("2026-11-23T09:00:00Z");
const settings = { commandPrefix: "", zone: "Europe/London", admins: [], nudgeLogDays: 90 };
const channel = { platform: "slack", workspace: "T1", channel: "C1" } as const;
const part: Feature = {
  commands: {
    "note break": { usage: "", about: "", run: async () => JSON.parse("not JSON") },
    "note fail": { usage: "", about: "", run: async () => refuse("That cannot be.") },
    "note warn": {
      usage: "",
      about: "",
      run: async ({ log }) => {
        log.warn({}, "a line of its own");
        return { kind: "message", to: "me", message: say("kept") };
      },
    },
  },
};

let store: OpenStore;
let lines: Record<string, unknown>[];
const log = () => createLog("info", { write: (line) => void lines.push(JSON.parse(line)) });
beforeEach(async () => {
  store = await openStore({ url: "sqlite::memory:" });
  lines = [];
  const { id } = await store.people.add({ name: "Ada", email: "ada@example.com" });
  await store.people.identify(id, { platform: "slack", workspace: "T1", user: "U1", outside: false });
  await store.people.assign({ person: id, role: "admin", scope: { kind: "organisation" }, from: "2026-01-01" });
});
afterEach(() => store.close());

async function says(words: string, id: string): Promise<string> {
  const answer = createApp({ store, types: [], settings, clock: { now: () => now }, log: log(), features: [part] });
  const at = { ...channel, direct: false };
  const reply = await answer({ kind: "command", words, id, at, from: { platform: "slack", workspace: "T1", id: "U1" } });
  return reply.kind === "message" ? printMessage(reply.message) : reply.kind;
}

test("every line that a request causes carries the number that people are told", async () => {
  const told = await says("note break", "trigger-1");
  const numbers = new Set(lines.map(({ request }) => request));
  expect(lines.map(({ msg }) => msg)).toEqual(["a request failed", "answered a request"]);
  expect(numbers.size).toBe(1);
  expect(told).toContain(`the number ${[...numbers][0]}`);
});

test("two requests have two numbers, and a line each: what it was, how it ended, how long it took, no words", async () => {
  await Promise.all([says("note warn", "trigger-1"), says("note fail", "trigger-2")]);
  const first = lines.find(({ heard }) => heard === "trigger-1");
  const second = lines.find(({ heard }) => heard === "trigger-2");
  expect(first).toMatchObject({ kind: "command", platform: "slack", outcome: "done", ms: expect.any(Number) });
  expect(second).toMatchObject({ outcome: "refused" });
  expect(second?.["request"]).not.toBe(first?.["request"]);
  expect(lines.find(({ msg }) => msg === "a line of its own")?.["request"]).toBe(first?.["request"]);
  expect(JSON.stringify(lines)).not.toContain("note");
});

test("every line that a posting causes carries its id, and not the number of whoever set it off", async () => {
  const chat = new Chat("slack");
  chat.troubles.push(new SendFailure("later", "503"));
  const seen: object[] = [];
  const job = async () => {
    seen.push(trace());
    return say("hello");
  };
  const desk = () => ({ store, types: [], settings, now, log: log() });
  const worker = createWorker({ messengers: [chat], jobs: { job }, desk, clock: { now: () => now }, log: log() });
  await store.outbox.add({ key: "a", job: "job", payload: 1, to: { channel }, class: "prompt" }, now);
  await worker.drain();
  const posting = (await store.outbox.byKey("a"))?.id;
  expect(seen).toEqual([{ posting }]);
  expect(lines).toMatchObject([{ posting, why: "503" }]);
});
