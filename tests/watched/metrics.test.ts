import { addDays, addMinutes } from "date-fns";
import { afterEach, beforeEach, expect, test } from "vitest";
import { person } from "../conversations/conversation.ts";
import { type SlackWorld, slackWorld } from "../worlds/slack.ts";
import { scraped } from "./series.ts";

let world: SlackWorld;
beforeEach(async () => {
  world = await slackWorld({ env: { METRICS_PORT: "0" }, at: "2026-11-23T07:50:00Z" });
});
afterEach(() => world.stop());

const read = () => scraped(world.bot().metricsPort);
const channel = (id: string) => ({ platform: "slack", workspace: "T0CAST", channel: id, shared: false }) as const;

test("every series that is promised is there from the first scrape, with the process' own", async () => {
  const series = await read();
  for (const name of [
    "drumbeat_prompts_due",
    "drumbeat_prompts_sent",
    "drumbeat_prompts_late",
    "drumbeat_prompts_expired",
    "drumbeat_prompts_not_reached",
    "drumbeat_prompts_given_up",
    "drumbeat_outbox_given_up",
    "drumbeat_errors_total",
  ])
    expect([name, series.get(name)]).toEqual([name, 0]);
  expect(series.get("drumbeat_database_up")).toBe(1);
  expect(series.get('drumbeat_chat_connected{platform="slack"}')).toBe(1);
  expect(series.get('drumbeat_info{version="0.1.0"}')).toBe(1);
  expect(series.get("nodejs_eventloop_lag_p99_seconds")).toBeDefined();
  expect(series.get("process_resident_memory_bytes")).toBeGreaterThan(0);
});

test("a morning of asking can be read from it: who was asked, what failed on the way, what people said", async () => {
  await world.loses("chloe");
  world.server.failNext("chat.postMessage", { retryAfter: 30 });
  world.server.failNext("chat.postMessage", { status: 503 });
  await world.turnTo("2026-11-23T14:30:00Z");
  await person(world, "ada").says("/pmo projects");
  await person(world, "ada").says("/pmo role nobody at all");
  const series = await read();
  expect(series.get("drumbeat_prompts_due")).toBeGreaterThanOrEqual(3);
  expect(series.get("drumbeat_prompts_not_reached")).toBe(1);
  expect(series.get("drumbeat_prompts_late")).toBeGreaterThanOrEqual(1); // the clock went on by half an hour before they were tried again
  expect(series.get('drumbeat_sends_total{platform="slack",outcome="sent"}')).toBeGreaterThanOrEqual(2);
  expect(series.get('drumbeat_sends_total{platform="slack",outcome="later"}')).toBe(1);
  expect(series.get('drumbeat_sends_total{platform="slack",outcome="unsure"}')).toBe(1);
  expect(series.get('drumbeat_sends_total{platform="slack",outcome="unreachable"}')).toBe(1);
  expect(series.get('drumbeat_rate_limited_total{platform="slack"}')).toBe(1);
  expect(series.get('drumbeat_requests_total{kind="command",outcome="done"}')).toBe(1);
  expect(series.get('drumbeat_requests_total{kind="command",outcome="refused"}')).toBe(1);
  expect(series.get('drumbeat_request_duration_seconds_count{kind="command"}')).toBe(2);
  expect(series.get('drumbeat_request_duration_seconds_bucket{le="10",kind="command"}')).toBe(2);
});

test("what waits is told with its age, what is lost with its number", async () => {
  const { outbox } = world.bot().store;
  const now = world.now();
  const posting = { job: "shared", payload: { channel: channel("C0GONE") }, class: "prompt" } as const;
  await outbox.add({ ...posting, key: "old", to: { channel: channel("C0APOLLO") } }, addMinutes(now, -40));
  await outbox.add({ ...posting, key: "new", to: { channel: channel("C0GENERAL") } }, now);
  await outbox.add({ ...posting, key: "far", to: { channel: channel("C0GENERAL") }, notBefore: addDays(now, 1) }, now);
  await outbox.add({ ...posting, key: "lost", job: "nobody draws this", to: { channel: channel("C0LEADERSHIP") } }, addMinutes(now, -60));
  await outbox.add({ ...posting, key: "late", to: { channel: channel("C0VENDOR") }, notAfter: addMinutes(now, -1) }, addMinutes(now, -60));
  const before = await read();
  expect(before.get('drumbeat_outbox_depth{platform="slack",class="prompt",state="waiting"}')).toBe(5);
  expect(before.get('drumbeat_outbox_oldest_seconds{platform="slack",class="prompt"}')).toBe(3600);
  await world.settle();
  const after = await read();
  expect(after.get('drumbeat_outbox_depth{platform="slack",class="prompt",state="waiting"}')).toBe(1);
  expect(after.has('drumbeat_outbox_oldest_seconds{platform="slack",class="prompt"}')).toBe(false);
  expect(after.get("drumbeat_outbox_given_up")).toBe(1);
  expect(after.get("drumbeat_prompts_given_up")).toBe(1);
  expect(after.get("drumbeat_prompts_expired")).toBe(1);
  expect(after.get("drumbeat_errors_total")).toBe(1);
});

test("it is not on the public port, and nothing else is on its own", async () => {
  expect((await fetch(world.address("/metrics"))).status).toBe(404);
  const own = (path: string) => fetch(`http://127.0.0.1:${world.bot().metricsPort}${path}`);
  expect((await own("/slack/events")).status).toBe(404);
  expect((await own("//")).status).toBe(404);
  expect((await own("/metrics")).headers.get("content-type")).toContain("text/plain; version=0.0.4");
});
