import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Messenger } from "../../src/ports/messenger.ts";
import { Chat } from "./chat.ts";
import { office } from "./desk.ts";

/** A program's way to the chat, until the program is killed: every other time what it last sent still arrives. */
function mortal(chat: Chat, sends: number, lastArrives: boolean): { messenger: Messenger; died: Promise<void> } {
  let left = sends;
  let die = (): void => {};
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  const never = new Promise<never>(() => {});
  const post: Messenger["post"] = async (to, message, options) => {
    left -= 1;
    if (left < 0) return never;
    if (left > 0 || lastArrives) {
      const ref = await chat.post(to, message, options);
      if (left > 0) return ref;
    }
    die();
    return never;
  };
  const messenger: Messenger = {
    platform: chat.platform,
    post,
    edit: (ref, message) => (left > 0 ? chat.edit(ref, message) : never),
    find: (to, key) => (left > 0 ? chat.find(to, key) : never),
    profile: (user) => chat.profile(user),
  };
  return { messenger, died };
}

test("of 600 prompts over 40 kills none is lost and none is sent twice", async () => {
  const folder = await mkdtemp(join(tmpdir(), "drumbeat-"));
  const url = `sqlite:${join(folder, "kills.db")}`;
  const chat = new Chat();
  const start = Date.parse("2026-11-23T09:00:00Z");
  const first = await office([chat], {}, url);
  await first.store.transaction(async ({ outbox }) => {
    for (let n = 0; n < 600; n += 1) {
      const to = { channel: { platform: "slack", workspace: "T1", channel: `C${n % 25}` } } as const;
      await outbox.add({ key: `prompt:${n}`, job: "echo", payload: n, to, class: "prompt" }, first.desk().now);
    }
  });
  await first.store.close();

  for (let life = 0; life < 40; life += 1) {
    const { messenger, died } = mortal(chat, 3 + ((life * 7) % 19), life % 2 === 0);
    const alive = await office([messenger], {}, url, new Date(start + life * 61_000).toISOString());
    void alive.worker.drain().catch(() => {}); // whoever is killed says nothing more
    await died;
    await alive.store.close();
    await new Promise((resolve) => setImmediate(resolve)); // what was on the wire arrives
  }

  const last = await office([chat], {}, url, new Date(start + 41 * 61_000).toISOString());
  await last.untilDone();
  const keys = chat.posts.map((post) => post.key);
  expect(new Set(keys).size).toBe(600);
  expect(keys.length).toBe(600);
  expect((await last.store.outbox.list({ states: ["sent"], limit: 1000 })).length).toBe(600);
  await last.store.close();
  await rm(folder, { recursive: true });
});
