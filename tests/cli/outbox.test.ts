import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { openStore } from "../../src/store/index.ts";
import { drumbeat } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "drumbeat-outbox-"));
const url = `sqlite:${join(folder, "outbox.db")}`;
const run = (...args: readonly string[]) => drumbeat(["outbox", ...args], folder, { DATABASE_URL: url, ADMIN_EMAILS: "ada@example.com" });
const states = async () => {
  const store = await openStore({ url });
  const found = await store.outbox.list({ limit: 10 });
  await store.close();
  return Object.fromEntries(found.map(({ key, state }) => [key, state]));
};

beforeAll(async () => {
  const store = await openStore({ url });
  const now = new Date();
  const { id } = await store.people.add({ name: "Ben Okafor" });
  for (const [key, channel] of [
    ["digest:one", "C1"],
    ["digest:two", "C2"],
    ["digest:three", "C3"],
  ] as const) {
    const to = { channel: { platform: "slack", workspace: "T1", channel } } as const;
    await store.outbox.add({ key, job: "digest", payload: { secret: "Only for leaders" }, to, class: "digest" }, now);
  }
  await store.outbox.add({ key: "prompt", job: "prompt", payload: {}, to: { person: id, via: "slack" }, class: "prompt" }, now);
  for (const claimed of await store.outbox.claim(now, 8, 60_000))
    await store.outbox.settle(claimed, { state: "failed", error: "Slack does not take it (invalid_blocks)" }, now);
  await store.close();
});

test("what was given up is listed without what it says, sent again by number or all at once, or dropped", async () => {
  const listed = await run();
  expect(listed).toMatchObject({ code: 1, err: "" });
  expect(listed.out).toContain("4 messages given up, 0 messages late");
  expect(listed.out).toMatch(/\d+ {2}.* to Ben Okafor, given up .*: Slack does not take it \(invalid_blocks\)/);
  expect(listed.out).not.toContain("leaders");
  const [first = "", second = ""] = [...listed.out.matchAll(/^ *(\d+) {2}/gm)]
    .map(([, id = ""]) => id)
    .sort((a, b) => Number(a) - Number(b));

  expect(await run("resend", first)).toMatchObject({ code: 0, out: "1 message will be sent again, by the server.\n" });
  expect(await run("drop", second)).toMatchObject({ code: 0, out: "Dropped.\n" });
  expect(await run("drop", second)).toMatchObject({ code: 1, out: "No such message was given up.\n" });
  expect(await states()).toEqual({ "digest:one": "waiting", "digest:two": "dropped", "digest:three": "failed", prompt: "failed" });

  expect(await run("resend", "all")).toMatchObject({ code: 0, out: "2 messages will be sent again, by the server.\n" });
  expect(await run()).toMatchObject({ code: 0, out: "0 messages given up, 0 messages late\n" });
});

test.each([
  [["resend"], "Which message?"],
  [["resend", "one"], "Which message?"],
  [["mend"], "“mend” is not understood here."],
  [["drop", "1", "2"], "“2” is not understood here."],
])("drumbeat outbox %j says what it takes", async (args, words) => {
  expect(await run(...args)).toMatchObject({ code: 2, err: expect.stringContaining(words) });
});
