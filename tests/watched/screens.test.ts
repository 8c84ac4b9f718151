import { addHours, addMinutes } from "date-fns";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createApp } from "../../src/app/index.ts";
import type { Message } from "../../src/chat/message.ts";
import { alert } from "../../src/features/health/alert.ts";
import { health } from "../../src/features/health/index.ts";
import type { Pulse } from "../../src/ports/health.ts";
import type { NewPosting } from "../../src/ports/outbox.ts";
import { tick } from "../../src/schedule/ticker.ts";
import { drawMessage } from "../../src/slack/message.ts";
import { type OpenStore, openStore } from "../../src/store/index.ts";
import { activityOf } from "../../src/teams/message.ts";
import { printMessage } from "../../src/terminal/print.ts";

const began = new Date("2026-11-23T07:00:00Z");
const now = new Date("2026-11-23T09:12:00Z");
const log = { info() {}, warn() {}, error() {} };
const settings = { commandPrefix: "", zone: "Europe/London", admins: ["ada@example.com"], nudgeLogDays: 90 };
const part = health([{ plans: { "status.rhythm": async () => {} } }]);

let store: OpenStore;
beforeEach(async () => {
  store = await openStore({ url: "sqlite::memory:" });
  for (const [name, id] of [
    ["ada", "U0ADA"],
    ["ben", "U0BEN"],
  ] as const) {
    const person = await store.people.add({ name, email: `${name}@example.com`, zone: "Europe/London" });
    await store.people.identify(person.id, { platform: "slack", workspace: "T1", user: id, outside: false });
    if (name === "ben") await store.people.assign({ person: person.id, role: "pmo", scope: { kind: "organisation" }, from: "2026-01-01" });
  }
});
afterEach(() => store.close());

const pulse = (more: Partial<Pulse> = {}): Pulse => ({
  ...{ instance: "a", startedAt: began, at: addMinutes(now, -0.2), version: "0.1.0", database: "Postgres" },
  chats: [
    { platform: "slack", connected: true, since: began, attempts: 40, unanswered: 0, pauses: 3 },
    { platform: "teams", connected: true, since: began, attempts: 12, unanswered: 0, pauses: 0 },
  ],
  clock: { platform: "slack", aheadMs: 400 },
  ...more,
});

async function post(key: string, more: Partial<NewPosting> = {}): Promise<void> {
  const to = { channel: { platform: "slack", workspace: "T1", channel: key } } as const;
  await store.outbox.add({ key, job: "echo", payload: key, to, class: "prompt", ...more }, began);
}

async function ask(user: string): Promise<Message> {
  const answer = createApp({ store, types: [], settings, clock: { now: () => now }, log, features: [part] });
  const at = { platform: "slack", workspace: "T1", channel: "D1", direct: true } as const;
  const from = { platform: "slack", workspace: "T1", id: user } as const;
  const reply = await answer({ kind: "command", words: "pmo health", id: `ask-${user}`, at, from });
  return reply.kind === "message" ? reply.message : expect.fail(reply.kind);
}

const beat = (at: Date) => tick({ store, types: [], settings, now: at, log }, part.plans ?? {});

async function drawn(name: string, message: Message): Promise<void> {
  const golden = (platform: string) => `../golden/health/${name}.${platform}.json`;
  const json = (value: unknown) => `${JSON.stringify(value, null, 2).replace(/@[0-9a-f]{10}"/g, '@drawn"')}\n`;
  await expect(json(drawMessage(message, "T1"))).toMatchFileSnapshot(golden("slack"));
  await expect(json(activityOf(message, "T1").attachments[0]?.content)).toMatchFileSnapshot(golden("teams"));
  await expect(`${printMessage(message)}\n`).toMatchFileSnapshot(`../golden/health/${name}.txt`);
}

test("all is well", async () => {
  await store.health.beat(pulse());
  await store.health.beat(pulse({ instance: "b" }));
  await post("sent");
  for (const claimed of await store.outbox.claim(began, 10, 60_000))
    await store.outbox.settle(
      claimed,
      { state: "sent", ref: { platform: "slack", workspace: "T1", channel: "C1", id: "1" } },
      addHours(began, 1),
    );
  await drawn("well", await ask("U0ADA"));
});

test("a bad morning: the token is gone, messages were given up, prompts expired", async () => {
  await beat(began);
  await store.health.beat(
    pulse({
      chats: [
        {
          ...{ platform: "slack", connected: true, since: began, attempts: 40, unanswered: 0, pauses: 0 },
          refused: "Slack does not accept SLACK_BOT_TOKEN: install the app again and copy the new token (invalid_auth)",
        },
        { platform: "teams", connected: false, since: addMinutes(began, 10), attempts: 0, unanswered: 0, pauses: 0 },
      ],
      clock: { platform: "slack", aheadMs: -340_000 },
    }),
  );
  for (const key of ["one", "two", "three"]) await post(key);
  for (const claimed of await store.outbox.claim(began, 10, 60_000))
    await store.outbox.settle(claimed, { state: "failed", error: `Slack does not take it (msg_too_long) (0123abc${claimed.id})` }, began);
  await post("late");
  for (const claimed of await store.outbox.claim(began, 10, 60_000))
    await store.outbox.settle(claimed, { state: "expired", error: "it was of use until then only" }, began);
  await post("waits");
  await beat(addMinutes(now, -1));
  await beat(addMinutes(now, -0.5));
  await drawn("ill", await ask("U0ADA"));
  const causes = (await store.health.alerts()).map(({ cause }) => cause);
  expect(causes).toEqual(["chat:teams", "expired:prompt", "givenUp:slack:Slack does not take it (msg_too_long)", "token:slack"]);
  const desk = { store, types: [], settings, now, log };
  const message = await alert(desk, { cause: causes[2] }, { platform: "slack", workspace: "T1", channel: "C1" });
  if ("dropped" in message) return expect.fail(message.dropped);
  await drawn("alert", message);
});

test("nobody beats: that is said, as nothing else would", async () => {
  await store.health.beat(pulse({ at: addMinutes(now, -30) }));
  expect(printMessage(await ask("U0ADA"))).toContain("No instance has beaten since Mon 08:42.");
});

test("whoever is no administrator is told who is", async () => {
  await store.health.beat(pulse());
  expect(printMessage(await ask("U0BEN"))).toBe(
    "Only administrators see how the program does. If something you expect does not come, tell your PMO.",
  );
});

test("a plan that fails twice is told, and that it works again; one that failed once is not", async () => {
  let broken = true;
  const rhythm = async () => {
    if (broken) throw new Error("a mistake of ours");
  };
  const beatAt = (minutes: number) =>
    tick({ store, types: [], settings, now: addMinutes(began, minutes), log }, { "status.rhythm": rhythm, ...part.plans });
  const causes = async () => (await store.health.alerts()).map(({ cause }) => cause);
  broken = false;
  await beatAt(0);
  broken = true;
  await beatAt(0.5);
  expect(await causes()).toEqual([]);
  await beatAt(1);
  expect(await causes()).toEqual(["plan:status.rhythm"]);
  const [posting, ...more] = await store.outbox.list({ keyStart: "alert:", limit: 10 });
  expect(more).toEqual([]);
  const message = await alert({ store, types: [], settings, now, log }, posting?.payload, {
    platform: "slack",
    workspace: "T1",
    channel: "C1",
  });
  expect("dropped" in message ? message.dropped : printMessage(message)).toContain(
    "What is due is not worked out (status.rhythm) since Mon 07:00.",
  );
  broken = false;
  await beatAt(1.5);
  expect(await causes()).toEqual([]);
  expect(
    await alert({ store, types: [], settings, now, log }, posting?.payload, { platform: "slack", workspace: "T1", channel: "C1" }),
  ).toEqual({
    dropped: "it was over before anybody could be told",
  });
});

test("a chat that is away for minutes is told, one that reconnects at once is not", async () => {
  const away = (minutes: number) =>
    pulse({
      at: addMinutes(now, minutes),
      chats: [{ platform: "slack", connected: false, since: now, attempts: 0, unanswered: 0, pauses: 0 }],
    });
  const told: string[][] = [];
  for (const minute of [0, 1, 4, 5, 6, 7]) {
    await store.health.beat(away(minute));
    await beat(addMinutes(now, minute));
    told.push((await store.health.alerts()).map(({ cause }) => cause));
  }
  expect(told).toEqual([[], [], [], [], ["chat:slack"], ["chat:slack"]]);
  expect(await store.outbox.list({ keyStart: "alert:", limit: 10 })).toHaveLength(1);
});
