import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nudges } from "../../src/core/nudges.ts";
import { reach } from "../../src/features/reach/index.ts";
import type { Plan } from "../../src/routes.ts";
import { tick } from "../../src/schedule/ticker.ts";
import { Chat } from "./chat.ts";
import { office } from "./desk.ts";

/** A plan that says over which time it was asked. */
function spans(): { plan: Plan; seen: string[] } {
  const seen: string[] = [];
  return { seen, plan: async (_, from, to) => void seen.push(`${clock(from)}–${clock(to)}`) };
}
const clock = (at: Date): string => at.toISOString().slice(8, 16).replace("T", " ");

test("the first time it starts now; then each beat goes on where the last one ended", async () => {
  const at = await office([]);
  const { plan, seen } = spans();
  await tick(at.desk(), { status: plan });
  expect(seen).toEqual([]);
  at.turn(60);
  await tick(at.desk(), { status: plan });
  await tick(at.desk(), { status: plan });
  at.turn(120);
  await tick(at.desk(), { status: plan });
  expect(seen).toEqual(["23 09:00–23 09:01", "23 09:01–23 09:03"]);
  await at.store.close();
});

test("a long downtime is caught up after a restart", async () => {
  const folder = await mkdtemp(join(tmpdir(), "drumbeat-"));
  const url = `sqlite:${join(folder, "office.db")}`;
  const { plan, seen } = spans();
  const before = await office([], {}, url);
  await tick(before.desk(), { status: plan });
  await before.store.close();
  const after = await office([], {}, url, "2026-11-27T09:00:00Z");
  await tick(after.desk(), { status: plan });
  expect(seen).toEqual(["23 09:00–27 09:00"]);
  await after.store.close();
  await rm(folder, { recursive: true });
});

test("a clock that is set back makes nothing happen twice", async () => {
  const at = await office([]);
  const { plan, seen } = spans();
  await tick(at.desk(), { status: plan });
  at.turn(3600);
  await tick(at.desk(), { status: plan });
  at.turn(-1800);
  await tick(at.desk(), { status: plan });
  at.turn(2400);
  await tick(at.desk(), { status: plan });
  expect(seen).toEqual(["23 09:00–23 10:00", "23 10:00–23 10:10"]);
  await at.store.close();
});

test("a plan that fails leaves nothing behind, is asked again, and holds up no other", async () => {
  const at = await office([new Chat()]);
  const { plan, seen } = spans();
  let broken = true;
  const flaky: Plan = async ({ store, now }, from, to) => {
    const posting = { job: "echo", payload: "", to: { person: "ben" }, class: "prompt" } as const;
    await store.outbox.add({ ...posting, key: `${clock(from)}–${clock(to)}` }, now);
    if (broken) throw new Error("no");
  };
  await tick(at.desk(), { flaky, status: plan });
  at.turn(60);
  await tick(at.desk(), { flaky, status: plan });
  expect(await at.store.outbox.list({ limit: 9 })).toEqual([]);
  broken = false;
  at.turn(60);
  await tick(at.desk(), { flaky, status: plan });
  expect((await at.store.outbox.list({ limit: 9 })).map((each) => each.key)).toEqual(["23 09:00–23 09:02"]);
  expect(seen).toEqual(["23 09:00–23 09:01", "23 09:01–23 09:02"]);
  expect(at.logged).toEqual(["a plan failed; it is tried again with the next beat"]);
  await at.store.close();
});

test("the record of messages goes after the days that the settings say", async () => {
  const chat = new Chat();
  const at = await office([chat]);
  await tick(at.desk(), reach.plans ?? {});
  await at.say("hello");
  await at.worker.drain();
  await at.store.remember("pending:7", "what a newcomer asked");
  await at.store.reports.saveDraft("ada", "apollo", "2026-11-23", { summary: "drafted" }, at.desk().now);
  await at.store.firstTime("U0ADA.1", at.desk().now);
  const change = { at: at.desk().now, actor: "drumbeat", source: "drumbeat", subject: "person:ada" };
  await at.store.record({ ...change, what: nudges.askedFor, to: "APOLLO" });
  await at.store.record({ ...change, what: "zone", to: "Europe/Rome" });
  await at.say("resume:7", { to: { channel: { platform: "slack", workspace: "T1", channel: "C2" } } });
  await at.worker.drain();
  const what = async () => (await at.store.changes("person:ada")).map((each) => each.what);
  at.turn(14 * 86_400);
  await tick(at.desk(), reach.plans ?? {});
  expect(await at.store.firstTime("U0ADA.1", at.desk().now)).toBe(false);
  at.turn(86_400);
  await tick(at.desk(), reach.plans ?? {});
  expect(await at.store.firstTime("U0ADA.1", at.desk().now)).toBe(true);
  at.turn(75 * 86_400);
  await tick(at.desk(), reach.plans ?? {});
  expect(await at.state("hello")).toBe("sent");
  expect(await what()).toEqual([nudges.askedFor, "zone"]);
  expect(await at.store.reports.draft("ada", "apollo", "2026-11-23")).toEqual({ summary: "drafted" });
  at.turn(86_400);
  await tick(at.desk(), reach.plans ?? {});
  expect(await at.state("hello")).toBeUndefined();
  expect(await what()).toEqual(["zone"]);
  expect(await at.store.reports.draft("ada", "apollo", "2026-11-23")).toBeUndefined();
  expect(await at.store.recall("pending:7")).toBe("");
  await at.store.close();
});
