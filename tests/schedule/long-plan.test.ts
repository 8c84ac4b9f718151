import { afterEach, beforeEach, expect, test } from "vitest";
import { factsFor } from "../../src/features/status/facts.ts";
import { timeline, timelineInTurns } from "../../src/features/status/plan.ts";
import { schedule } from "../../src/features/status/schedule.ts";
import type { LongPlan } from "../../src/routes.ts";
import { tick } from "../../src/schedule/ticker.ts";
import type { OpenStore } from "../../src/store/index.ts";
import { deskAt, office } from "./asked-office.ts";

const mark = "planned:long";
const [morning, later] = ["2026-11-23T08:00:00.000Z", "2026-11-23T09:00:00.000Z"];

let store: OpenStore;
beforeEach(async () => {
  store = await office();
  await store.remember(mark, morning);
});
afterEach(() => store.close());

const keep = (name: string, value: string) => store.transaction((tx) => tx.remember(name, value));

test("others write while a long plan is worked out", async () => {
  const long: LongPlan = {
    async workOut() {
      for (const n of [1, 2, 3]) await keep("said", `${n}`);
      return ({ store }) => store.remember("planned", "yes");
    },
  };
  await tick(deskAt(store, later), { long });
  expect([await store.recall("said"), await store.recall("planned"), await store.recall(mark)]).toEqual(["3", "yes", later]);
});

test("of two programs that work out the same time, one writes", async () => {
  const wrote: string[] = [];
  const plan = (who: string, meanwhile = async () => {}): LongPlan => ({
    async workOut() {
      await meanwhile();
      return async () => void wrote.push(who);
    },
  });
  const other = () => tick(deskAt(store, "2026-11-23T08:59:00.000Z"), { long: plan("the other") });
  await tick(deskAt(store, later), { long: plan("the one", other) });
  expect(wrote).toEqual(["the other"]);
  await tick(deskAt(store, later), { long: plan("the one") });
  expect(wrote).toEqual(["the other", "the one"]);
  expect(await store.recall(mark)).toBe(later);
});

test("what a long plan writes goes with its mark, or not at all", async () => {
  const long: LongPlan = {
    async workOut() {
      return async ({ store }) => {
        await store.remember("half", "done");
        throw new Error("no");
      };
    },
  };
  await tick(deskAt(store, later), { long });
  expect([await store.recall("half"), await store.recall(mark)]).toEqual([undefined, morning]);
});

test("the rhythm is worked out without a transaction, and written in one", async () => {
  let transactions = 0;
  const counting: OpenStore = {
    ...store,
    transaction(work) {
      transactions += 1;
      return store.transaction(work);
    },
  };
  const rhythm = schedule.plans?.["status.rhythm"];
  if (!rhythm || !("workOut" in rhythm)) throw new Error("nothing plans the prompts");
  const seen: number[] = [];
  const watched: LongPlan = {
    async workOut(...given) {
      const write = await rhythm.workOut(...given);
      seen.push(transactions);
      return write;
    },
  };
  await tick({ ...deskAt(store, later), store: counting }, { long: watched });
  expect([...seen, transactions]).toEqual([0, 1]);
  expect((await store.outbox.list({ limit: 9, keyStart: "prompt:" })).length).toBe(1);
});

test("a timeline of many projects lets others have their turn, and is the same", async () => {
  const [from, to] = [new Date(morning), new Date(later)];
  const facts = await factsFor(store, from, to);
  const projects = Array.from({ length: 2000 }, (_, n) => facts.projects.map((each) => ({ ...each, id: `${each.id}${n}` }))).flat();
  const many = { ...facts, projects: projects.slice(0, 2000) };
  let turns = 0;
  let over = false;
  const turn = (): void => {
    turns += 1;
    if (!over) setImmediate(turn);
  };
  setImmediate(turn);
  const planned = await timelineInTurns(many, from, to);
  over = true;
  expect(turns).toBeGreaterThanOrEqual(10);
  expect(planned.occurrences.length).toBe(2000);
  expect(planned).toEqual(timeline(many, from, to));
});
