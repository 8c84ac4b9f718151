import { afterEach, expect, test } from "vitest";
import { say } from "../../src/chat/message.ts";
import type { Job } from "../../src/routes.ts";
import { freshDatabase } from "../worlds/database.ts";
import { Chat } from "./chat.ts";
import { type Office, office } from "./desk.ts";

const offices: Office[] = [];
async function two(chat: Chat, jobs: (stalls: () => Promise<void>) => Readonly<Record<string, Job>>): Promise<readonly [Office, Office]> {
  const url = await freshDatabase("in a file");
  let stall = async (): Promise<void> => {};
  const first = await office(
    [chat],
    jobs(() => stall()),
    url,
  );
  const second = await office([chat], {}, url);
  offices.push(first, second);
  stall = async () => {
    for (const each of [first, second]) each.turn(90);
    await second.worker.drain();
  };
  return [first, second];
}
afterEach(async () => {
  for (const each of offices.splice(0)) await each.store.close();
});

test("a program that stood still for longer than its lease does not send what another has sent meanwhile", async () => {
  const chat = new Chat();
  const [first, second] = await two(chat, (stalls) => ({
    async echo() {
      await stalls();
      return say("drawn before it stood still");
    },
  }));
  await first.say("one");
  await first.worker.drain();
  expect(chat.posts.map(({ text }) => text)).toEqual(["one"]);
  expect(await second.store.outbox.byKey("one")).toMatchObject({ state: "sent", attempts: 2, ref: { id: "1" } });
});

test("nor does one that does not know how long it stood still, as its whole machine did", async () => {
  const chat = new Chat();
  const [first, second] = await two(chat, () => ({
    async echo() {
      second.turn(90);
      await second.worker.drain();
      return say("drawn before it stood still");
    },
  }));
  await first.say("one");
  await first.worker.drain();
  expect(chat.posts.map(({ text }) => text)).toEqual(["one"]);
});

test("what took so long that its lease is nearly over is begun anew, with a lease of its own", async () => {
  const chat = new Chat();
  let slow = true;
  const [first] = await two(chat, () => ({
    async echo() {
      if (slow) first.turn(55);
      slow = false;
      return say("here");
    },
  }));
  await first.say("one");
  await first.worker.drain();
  expect(chat.posts).toEqual([]);
  expect(await first.store.outbox.byKey("one")).toMatchObject({
    state: "waiting",
    attempts: 1,
    error: "it took too long until it could be sent",
  });
  await first.untilDone();
  expect(chat.posts.length).toBe(1);
});
