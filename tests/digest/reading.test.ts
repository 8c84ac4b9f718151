import { expect, test } from "vitest";
import { compose } from "../../src/features/digest/compose.ts";
import { gather } from "../../src/features/digest/gather.ts";
import { digestOn } from "../../src/features/digest/text.ts";
import type { Store } from "../../src/ports/index.ts";
import { leaders } from "./leaders.ts";
import { fiveProjects, friday, lastFriday, manyProjects, type Office, office } from "./office.ts";

const asked = { portfolio: "IT", asOf: friday, since: lastFriday };

test("a red project that goes silent stays among the exceptions, with the age of what is known", async () => {
  const at = await office();
  await fiveProjects(at);
  const digest = await digestOn(at.desk, asked);
  expect(digest.exceptions.find(({ project }) => project === "ORION")).toMatchObject({
    rating: "unknown",
    was: "Red",
    kinds: ["silent since red"],
    last: { rating: "Red", on: "2026-11-16", days: 11 },
  });
  expect(digest).toMatchObject({ late: 1, coverage: { due: 5, reported: 4, notReached: 0, notAsked: 0 } });
  expect(digest.ratings).toEqual({ Red: 1, Amber: 2, Green: 1, unknown: 1, withheld: 0 });
});

test("a confidential project leaves no trace: the digest is the one of a portfolio without it", async () => {
  const [with_, without] = [await office(), await office()];
  await fiveProjects(with_);
  await fiveProjects(without);
  await without.store.projects.remove("secret");
  const [one, other] = [await digestOn(with_.desk, asked), await digestOn(without.desk, asked)];
  const bare = (digest: typeof one) => ({ ...digest, decisions: digest.decisions.map(({ id: _, ...decision }) => decision) });
  expect(bare(one)).toEqual(bare(other));
  expect(JSON.stringify(one)).not.toMatch(/secret|merger|leak|nobody may know|tell the board/i);
});

test("what is only proposed is not told to leaders; what was critical before is not new", async () => {
  const at = await office();
  await fiveProjects(at);
  const digest = await digestOn(at.desk, asked);
  expect(digest.exceptions.flatMap(({ critical }) => critical.map(({ ref }) => ref))).toEqual(["R-1"]);
  expect(digest.decisions.map(({ ref, from, by }) => [ref, from, by])).toEqual([
    ["D-1", "Erin Walsh", friday],
    ["D-2", undefined, "2026-12-04"],
  ]);
});

test("somebody who could not be reached is not late", async () => {
  const at = await office();
  await fiveProjects(at);
  await at.store.people.setReach({ platform: "terminal", workspace: "terminal", id: "Ben Okafor" }, "the app is not installed");
  const digest = await digestOn(at.desk, asked);
  expect(digest).toMatchObject({ late: 0, coverage: { due: 4, reported: 4, notReached: 1 } });
  expect(digest.silent).toMatchObject([{ project: "ORION", why: "not reached" }]);
});

test("before the cut-off a report is not missing yet", async () => {
  const at = await office("2026-11-26T15:59:00Z");
  await fiveProjects(at);
  const before = await digestOn(at.desk, { ...asked, asOf: "2026-11-26" });
  expect(before.projects.find(({ project }) => project === "ORION")).toMatchObject({ rating: "Red" });
  const after = await digestOn({ ...at.desk, now: new Date("2026-11-26T16:00:00Z") }, { ...asked, asOf: "2026-11-26" });
  expect(after.projects.find(({ project }) => project === "ORION")).toMatchObject({ rating: "unknown" });
});

test("a budget that changed later is not held against an older forecast", async () => {
  const at = await office("2026-12-05T08:00:00Z");
  await fiveProjects(at);
  expect((await digestOn(at.desk, asked)).money).toMatchObject({ percent: 15 });
  await at.report("vega", "2026-11-30", { overall: "amber", cost: "900000" });
  const vega = (await at.store.projects.get("vega", friday)) ?? expect.fail();
  await at.store.projects.save({ ...vega, budget: "100" });
  expect((await digestOn(at.desk, asked)).money).toBeUndefined();
});

test("projects come and go with their membership", async () => {
  const at = await office();
  await fiveProjects(at);
  await at.project("NEW", "Just begun", [undefined, { rating: "red", summary: "begun late" }]);
  await at.store.projects.leave("new", "2026-01-01");
  await at.store.projects.join("new", "it", undefined, "2026-11-23");
  await at.store.projects.leave("luna", "2026-11-25");
  const digest = await digestOn(at.desk, asked);
  expect(digest).toMatchObject({ total: 5, continuing: 4, new: 1, left: 1 });
  expect(digest.gone).toEqual([{ project: "LUNA", name: "Intranet", was: "Amber" }]);
  expect(digest.exceptions.find(({ project }) => project === "NEW")).toMatchObject({ kinds: ["new and red"] });
});

test("pmo digest shows it to one reader: a viewer all that is open, a team member their project, a stranger nothing", async () => {
  const world = await leaders(`${friday}T12:00:00Z`);
  await fiveProjects(world);
  const seen = await world.finn.says("pmo digest");
  expect(seen).toContain("VEGA is now Red");
  expect(seen).toContain("Only you see this; nothing was posted.");
  expect(seen).not.toMatch(/SECRET|Merger/);
  expect(await world.ada.says("pmo digest it")).not.toMatch(/SECRET|Merger/);

  const dev = await world.person("dev");
  await world.store.people.assign({ person: dev, role: "team", scope: { kind: "project", id: "luna" }, from: "2026-01-01" });
  const theirs = await world.as("dev").says("pmo digest IT");
  expect(theirs).toContain("LUNA improved to Green.");
  expect(theirs).toContain("Only the 1 project that you can see.");
  expect(theirs).not.toMatch(/VEGA|HERMES|ORION|APOLLO|D-1|SECRET/);

  expect(await world.hugo.says("pmo digest")).toContain("You have no role here yet");
  expect(await world.finn.says("pmo digest HR")).toContain("There is no digest HR that you can see.");
  expect(world.channel()).toEqual([]);
});

test("the number of queries does not grow with the portfolio", async () => {
  const counts: number[] = [];
  for (const size of [10, 200]) {
    const at = await office();
    await fiveProjects(at);
    await manyProjects(at, size);
    counts.push(await queries(at));
  }
  expect(counts[0]).toBe(counts[1]);
});

async function queries(at: Office): Promise<number> {
  let count = 0;
  const counted = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, name, self) {
        const value: unknown = Reflect.get(target, name, self);
        if (typeof value === "object" && value !== null) return counted(value);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          count += 1;
          return Reflect.apply(value, target, args);
        };
      },
    });
  const store: Store = counted(at.store);
  const portfolio = (await at.store.projects.portfolio("it")) ?? expect.fail();
  const digest = compose(await gather({ ...at.desk, store }, { title: "IT", portfolio, asOf: friday, since: lastFriday }));
  expect(digest.total).toBeGreaterThan(10);
  return count;
}

test("an audience can read a programme or a department alone", async () => {
  const world = await leaders(`${friday}T12:00:00Z`);
  await fiveProjects(world);
  await world.store.projects.saveProgramme({ id: "core", portfolio: "it", name: "Core systems", key: "CORE" });
  await world.store.projects.join("vega", "it", "core", "2026-01-01");
  await world.store.projects.join("hermes", "it", "core", "2026-11-24");
  const luna = (await world.store.projects.get("luna", friday)) ?? expect.fail();
  await world.store.projects.save({ ...luna, department: "Finance" });
  const audience = (await world.store.digests.audience("leaders")) ?? expect.fail();
  await world.store.digests.saveAudience({ ...audience, id: "core", name: "Core systems", programme: "core" });
  await world.store.digests.saveAudience({ ...audience, id: "money", name: "Finance", department: "Finance" });

  const core = await world.finn.says("pmo digest core systems");
  expect(core).toContain("VEGA is now Red. 1 new.");
  expect(core).not.toMatch(/LUNA|ORION|APOLLO/);
  expect(await world.finn.says("pmo digest Finance")).toContain("LUNA improved to Green.");
  expect(await world.finn.says("pmo digest")).toContain("ORION");
});

test("without a day it is of today where the portfolio is, not where the server is", async () => {
  const at = await office(`${friday}T20:00:00Z`);
  const it = (await at.store.projects.portfolio("IT")) ?? expect.fail();
  await at.store.projects.savePortfolio({ ...it, zone: "Pacific/Auckland" });
  expect(await digestOn(at.desk, { portfolio: "IT" })).toMatchObject({ asOf: "2026-11-28" });
});
