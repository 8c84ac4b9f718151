import type { KyselyPlugin } from "kysely";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/store/database/database.ts";
import { openStore } from "../../src/store/index.ts";
import { waitingIn } from "../../src/store/outbox/due.ts";
import { databaseKind, freshDatabase } from "../worlds/database.ts";
import { at } from "./stores.ts";

const now = at("2026-11-23T09:00:00Z");

test(`the few of one class are found without a walk over the chats of another, on ${databaseKind()}`, async () => {
  const url = await freshDatabase("in a file");
  const [store, db] = [await openStore({ url }), await openDatabase(url, () => now)];
  const add = (channel: string, urgency: "interactive" | "prompt") =>
    store.outbox.add(
      { key: channel, job: "say", payload: null, to: { channel: { platform: "slack", workspace: "T1", channel } }, class: urgency },
      now,
    );
  for (let n = 0; n < 20; n += 1) await add(`asked ${n}`, "prompt");
  await add("pressed", "interactive");

  let walks = 0;
  const watched: KyselyPlugin = {
    transformQuery({ node }) {
      if (JSON.stringify(node).includes("with recursive")) walks += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const found = async (rank: number) => {
    const keys: string[] = [];
    for await (const { key } of waitingIn(db.withPlugin(watched), "slack:T1", rank, now, ["post", "edit"], 8)) keys.push(key);
    return keys;
  };
  expect(await found(0)).toEqual(["pressed"]);
  expect(walks).toBe(0);
  expect(new Set(await found(1)).size).toBeGreaterThanOrEqual(8);
  expect(walks).toBe(1);
  await db.destroy();
  await store.close();
});
