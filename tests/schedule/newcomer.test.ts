import { afterEach, beforeEach, expect, test } from "vitest";
import { createApp } from "../../src/app/index.ts";
import type { Intent, User } from "../../src/chat/intent.ts";
import { say } from "../../src/chat/message.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { reach } from "../../src/features/reach/index.ts";
import type { Answer } from "../../src/ports/adapter.ts";
import type { Feature } from "../../src/routes.ts";
import { printMessage } from "../../src/terminal/print.ts";
import { Chat } from "./chat.ts";
import { type Office, office } from "./desk.ts";

const ben: User = { platform: "slack", workspace: "T1", id: "UB", name: "ben" };
const dan: User = { ...ben, id: "UD", name: "dan" };
const at = { platform: "slack", workspace: "T1", channel: "D1", direct: true } as const;
const read = (reply: Reply): string => (reply.kind === "message" ? printMessage(reply.message) : reply.kind);
const asks = (id: string, words: string): Intent => ({ id, from: ben, at, kind: "command", words });
const continues = (id: string, from: User, value: string): Intent => ({ id, from, at, kind: "press", action: "reach.resume", value });

let chat: Chat;
let house: Office;
let answer: Answer;
let noted: string[];

beforeEach(async () => {
  chat = new Chat();
  house = await office([chat]);
  noted = [];
  const note: Feature = {
    commands: {
      note: {
        usage: "note TEXT",
        about: "keeps a note",
        run: async (call, rest) => {
          noted.push(`${call.me.name}: ${rest}`);
          return { kind: "message", to: "me", message: say("kept") };
        },
      },
    },
  };
  const { store, settings, log } = house.desk();
  answer = createApp({ store, types: [], settings, clock: { now: () => house.desk().now }, log, features: [note, reach] });
  const person = await store.people.add({ name: "Ben Okafor", email: "ben@example.com" });
  await store.people.assign({ person: person.id, role: "pmo", scope: { kind: "organisation" } });
  chat.profiles.set("UB", { name: "Ben O.", email: "ben@example.com", outside: false });
  chat.profiles.set("UD", { name: "Dan", email: "dan@example.com", outside: false });
});
afterEach(() => house.store.close());

test("what somebody asked before they were known is done once they say so, once", async () => {
  expect(read(await answer(asks("1", "note buy tea")))).toContain("One moment");
  expect(noted).toEqual([]);
  await house.worker.drain();
  expect(chat.posts.map((post) => post.text)).toEqual([expect.stringContaining("You asked: note buy tea")]);
  expect(read(await answer(continues("2", ben, "1")))).toContain("kept");
  expect(noted).toEqual(["Ben Okafor: buy tea"]);
  expect(read(await answer(continues("3", ben, "1")))).toContain("done already");
  expect(noted.length).toBe(1);
});

test("nobody goes on with what another asked", async () => {
  await answer(asks("1", "note buy tea"));
  await answer({ id: "2", from: dan, at, kind: "command", words: "note hello" });
  await house.worker.drain();
  expect(read(await answer(continues("3", dan, "1")))).not.toContain("kept");
  expect(noted).toEqual([]);
});

test("who could not be reached and speaks up can be reached", async () => {
  await answer(asks("1", "note buy tea"));
  await house.worker.drain();
  await house.store.people.setReach(ben, "the app is not installed");
  await answer(asks("2", "note buy milk"));
  expect((await house.store.people.byIdentity(ben))?.identities[0]?.unreachable).toBeUndefined();
});
