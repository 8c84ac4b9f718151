import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { factsFor, mayBeDue } from "../../src/features/status/facts.ts";
import { timeline } from "../../src/features/status/plan.ts";
import { schedule } from "../../src/features/status/schedule.ts";
import { tick } from "../../src/schedule/ticker.ts";
import type { OpenStore } from "../../src/store/index.ts";
import { deskAt, idOf, office, says } from "./asked-office.ts";

let store: OpenStore;
beforeEach(async () => {
  store = await office();
});
afterEach(() => store.close());

/** As the ticker does it, but over any stretch of time. */
async function plan(from: string, to: string): Promise<void> {
  const rhythm = schedule.plans?.["status.rhythm"];
  if (!rhythm || !("workOut" in rhythm)) throw new Error("nothing plans the prompts");
  const write = await rhythm.workOut(deskAt(store, to), new Date(from), new Date(to));
  await write(deskAt(store, to));
}

/** "status.prompt Ben Okafor: apollo hermes orion", in the order they were written. */
async function written(): Promise<readonly string[]> {
  const postings = await store.outbox.list({ limit: 1000 });
  const lines = postings
    .toSorted((a, b) => a.id - b.id)
    .map(async ({ job, to, payload }) => {
      const person = "person" in to ? await store.people.get(to.person) : undefined;
      return `${job} ${person?.name}: ${(payload as { projects: string[] }).projects.join(" ")}`;
    });
  return Promise.all(lines);
}

describe("what is written", () => {
  test("askings and their messages, once, however often and in whatever pieces the time is planned", async () => {
    await plan("2026-11-22T12:00Z", "2026-11-23T09:00Z");
    await plan("2026-11-22T12:00Z", "2026-11-23T12:00Z");
    await plan("2026-11-23T08:59Z", "2026-11-23T14:30Z");
    expect(await written()).toEqual(["status.prompt Ben Okafor: apollo hermes orion", "status.prompt Chloe Marsh: luna vega"]);
    expect((await store.reports.occurrences("2026-11-23", "2026-11-23")).map(({ project, state }) => `${project} ${state}`)).toEqual([
      "apollo queued",
      "hermes queued",
      "luna queued",
      "orion queued",
      "vega queued",
    ]);
  });

  test("the whole week of the silent, and who is told only after a warning", async () => {
    for (const [from, to] of [
      ["2026-11-22T12:00Z", "2026-11-23T20:00Z"],
      ["2026-11-23T20:00Z", "2026-11-24T20:00Z"],
      ["2026-11-24T20:00Z", "2026-11-25T20:00Z"],
      ["2026-11-25T20:00Z", "2026-11-26T12:00Z"],
    ] as const)
      await plan(from, to);
    expect((await written()).slice(2).toSorted()).toEqual([
      "status.escalation Ada Lindqvist: luna", // confidential: the PMO contact of the portfolio may not see it
      "status.escalation Gita Rao: apollo hermes orion vega",
      "status.headsUp Ben Okafor: apollo hermes orion",
      "status.headsUp Chloe Marsh: luna vega",
      "status.reminder Ben Okafor: apollo hermes orion",
      "status.reminder Chloe Marsh: luna vega",
    ]);
    const escalation = (await store.outbox.list({ limit: 1, keyStart: "escalation:" }))[0];
    expect(escalation?.notAfter?.toISOString()).toBe("2026-11-26T16:00:00.000Z");
  });

  test("the day's changes count from the day's first hour, east of Greenwich too", async () => {
    const it = await store.projects.portfolio("it");
    if (!it) throw new Error("no portfolio");
    await store.projects.savePortfolio({ ...it, zone: "Pacific/Auckland", country: "NZ" });
    const [ada, ben, ines] = [await idOf(store, "ada"), await idOf(store, "ben"), await idOf(store, "ines")];
    for (const id of [ada, ben, ines]) await store.people.change(id, { ownZone: "Pacific/Auckland" });
    const [orion, nova] = [{ kind: "project", id: "orion" } as const, { kind: "project", id: "nova" } as const];
    await store.people.unassign(ben, "pm", orion, "2026-11-23");
    await store.people.assign({ person: ines, role: "pm", scope: orion, from: "2026-11-23" });
    await store.projects.save({ id: "nova", key: "NOVA", name: "New", portfolio: "it", state: "active", confidential: false });
    await store.projects.join("nova", "it", undefined, "2026-11-23");
    await store.people.assign({ person: ines, role: "pm", scope: nova, from: "2026-11-23" });
    expect(await says(store, "ada", "pmo schedule preview #NOVA", "2026-11-22T19:10Z")).toContain("Mon 23 Nov\n09:00 asks Ines Duarte");
    await plan("2026-11-22T19:10Z", "2026-11-22T20:00Z"); // 09:00 on Monday in Auckland
    expect((await written()).toSorted()).toEqual(["status.prompt Ben Okafor: apollo hermes", "status.prompt Ines Duarte: nova orion"]);
  });

  test("a second miss in a row goes to the sponsor, found in what was asked weeks ago", async () => {
    const chloe = await idOf(store, "chloe");
    await says(store, "ada", "pmo schedule #VEGA monthly first mon", "2026-10-01T10:00Z");
    for (const id of ["apollo", "hermes", "orion", "luna"])
      await says(store, "ada", `pmo schedule #${id.toUpperCase()} never`, "2026-10-01T10:00Z");
    await store.reports.addOccurrences([{ project: "vega", date: "2026-11-02", state: "queued", asked: chloe }]);
    const gita = await idOf(store, "gita");
    const payload = { person: gita, date: "2026-11-02", projects: ["vega"] };
    const told = {
      key: `escalation:${gita}:2026-11-02:x`,
      job: "status.escalation",
      payload,
      to: { person: gita },
      class: "prompt",
    } as const;
    await store.outbox.add(told, new Date("2026-11-05T10:00Z"));
    await plan("2026-12-06T12:00Z", "2026-12-07T20:00Z");
    await plan("2026-12-07T20:00Z", "2026-12-09T20:00Z");
    await plan("2026-12-09T20:00Z", "2026-12-10T12:00Z");
    expect((await written()).slice(1)).toEqual([
      "status.prompt Chloe Marsh: vega",
      "status.headsUp Chloe Marsh: vega",
      "status.escalation Erin Walsh: vega",
    ]);
  });

  test("whoever was not reached is not told on", async () => {
    await plan("2026-11-22T12:00Z", "2026-11-23T20:00Z");
    await plan("2026-11-23T20:00Z", "2026-11-25T20:00Z");
    const now = new Date("2026-11-25T20:00Z");
    const chloe = await idOf(store, "chloe");
    for (let some = await store.outbox.claim(now, 9, 60_000); some.length > 0; some = await store.outbox.claim(now, 9, 60_000))
      for (const claimed of some) {
        const ref = { platform: "terminal", workspace: "here", channel: "x", id: claimed.key } as const;
        const lost = { state: "unreachable", error: "the app is not installed" } as const;
        await store.outbox.settle(claimed, claimed.key.includes(chloe) ? lost : { state: "sent", ref }, now);
      }
    await plan("2026-11-25T20:00Z", "2026-11-26T12:00Z");
    expect((await written()).slice(-3).toSorted()).toEqual([
      "status.escalation Gita Rao: apollo hermes orion",
      "status.notReached Ada Lindqvist: luna",
      "status.notReached Gita Rao: vega",
    ]);
  });

  test("skipped and expired stay visible with their reason", async () => {
    await says(store, "ben", "pmo pause #ORION until 1 Dec because the supplier is insolvent", "2026-11-20T10:00Z");
    await plan("2026-11-01T12:00Z", "2026-11-24T08:00Z");
    const found = await store.reports.occurrences("2026-11-01", "2026-11-30", ["orion", "vega"]);
    expect(found.map(({ project, date, state, why }) => `${project} ${date} ${state} ${why}`)).toEqual([
      "orion 2026-11-02 skipped paused until 1 Dec",
      "vega 2026-11-02 expired the bot was not running",
      "orion 2026-11-09 skipped paused until 1 Dec",
      "vega 2026-11-09 expired the bot was not running",
      "orion 2026-11-16 skipped paused until 1 Dec",
      "vega 2026-11-16 expired the bot was not running",
      "orion 2026-11-23 skipped paused until 1 Dec",
      "vega 2026-11-23 queued undefined",
    ]);
  });
});

test("the ticker runs it from its own mark", async () => {
  for (const now of ["2026-11-23T08:59:30Z", "2026-11-23T09:00:00Z", "2026-11-23T09:00:30Z"])
    await tick(deskAt(store, now), schedule.plans ?? {});
  expect(await written()).toEqual(["status.prompt Ben Okafor: apollo hermes orion"]);
});

test("a beat reads on exactly when something can be due", async () => {
  const [from, to] = [new Date("2026-03-22T12:00Z"), new Date("2026-04-05T12:00Z")]; // London's clocks change in between
  const { messages } = timeline(await factsFor(store, from, to), from, to);
  expect(messages.length).toBeGreaterThan(15);
  for (const { at } of messages) {
    const [before, after] = [-30_000, 30_000].map((ms) => new Date(at.getTime() + ms));
    expect(await mayBeDue(store, before ?? at, at)).toBe(true);
    expect(await mayBeDue(store, at, after ?? at)).toBe(false);
  }
  expect(await mayBeDue(store, new Date("2026-03-24T05:00Z"), new Date("2026-03-24T05:10Z"))).toBe(false);
  expect(await mayBeDue(store, new Date("2026-03-24T05:00Z"), new Date("2026-03-24T05:20Z"))).toBe(true); // late beats just read
});
