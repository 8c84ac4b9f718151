import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OpenStore } from "../../src/store/index.ts";
import { databases, it, project, withProjects } from "./stores.ts";

describe.each(databases)("projects on $name", ({ open }) => {
  let store: OpenStore;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  test("a portfolio comes back as it was saved, by id and by key", async () => {
    await store.projects.savePortfolio(it);
    expect(await store.projects.portfolio("it")).toEqual(it);
    await store.projects.savePortfolio({ ...it, name: "Information technology" });
    expect((await store.projects.portfolio("IT"))?.name).toBe("Information technology");
  });

  test("a scale holds from its day on", async () => {
    await store.projects.savePortfolio(it);
    await store.projects.setScale("it", "five", "2026-04-01");
    expect(await store.projects.scaleOn("it", "2026-03-31")).toBe("three");
    expect(await store.projects.scaleOn("it", "2026-04-01")).toBe("five");
    expect((await store.projects.portfolio("it"))?.scale).toBe("five");
  });

  test("the line is as assigned on the day, the nearest contact first", async () => {
    await withProjects(store, "APOLLO");
    const [ben, chloe, gita, ada] = await Promise.all(["Ben", "Chloe", "Gita", "Ada"].map((name) => store.people.add({ name })));
    if (!ben || !chloe || !gita || !ada) throw new Error("nobody there");
    const apollo = { kind: "project", id: "apollo" } as const;
    await store.people.assign({ person: ben.id, role: "pm", scope: apollo, from: "2026-01-01" });
    await store.people.assign({ person: ada.id, role: "contact", scope: { kind: "portfolio", id: "it" } });
    await store.people.unassign(ben.id, "pm", apollo, "2026-05-01");
    await store.people.assign({ person: chloe.id, role: "pm", scope: apollo, from: "2026-05-01" });

    expect(await store.projects.get("apollo", "2026-04-30")).toMatchObject({ pm: ben.id, pmSince: "2026-01-01", contact: ada.id });
    expect(await store.projects.byKey("apollo", "2026-05-01")).toMatchObject({ pm: chloe.id, pmSince: "2026-05-01" });
    await store.people.assign({ person: gita.id, role: "contact", scope: apollo });
    expect((await store.projects.all("2026-05-01"))[0]?.contact).toBe(gita.id);
    expect((await store.people.assignments(ben.id, "2026-05-02")).length).toBe(0);
  });

  test("a project that left is no member, and is still found", async () => {
    await withProjects(store, "APOLLO", "VEGA");
    await store.projects.leave("vega", "2026-06-01");
    const keys = async (date: string) => (await store.projects.all(date)).map((each) => each.key);
    expect(await keys("2026-05-31")).toEqual(["APOLLO", "VEGA"]);
    expect(await keys("2026-06-01")).toEqual(["APOLLO"]);
    expect((await store.projects.byKey("VEGA", "2026-07-01"))?.portfolio).toBe("it");
    await store.projects.join("vega", "it", undefined, "2026-08-01");
    expect(await keys("2026-07-31")).toEqual(["APOLLO"]);
    expect(await store.projects.members("it", "2026-08-01")).toEqual(["apollo", "vega"]);
  });

  test("history filled in backwards stays until what is already known", async () => {
    await withProjects(store, "APOLLO");
    await store.projects.savePortfolio({ ...it, id: "hr", key: "HR" });
    await store.projects.join("apollo", "hr", undefined, "2020-01-01");
    expect((await store.projects.get("apollo", "2025-12-31"))?.portfolio).toBe("hr");
    expect((await store.projects.get("apollo", "2026-01-01"))?.portfolio).toBe("it");
  });

  test("the members of two days come as they stood on each, without their line", async () => {
    await withProjects(store, "APOLLO", "VEGA", "ORION", "LYRA");
    await store.projects.savePortfolio({ ...it, id: "hr", key: "HR" });
    await store.projects.saveProgramme({ id: "cloud", portfolio: "it", key: "CLOUD", name: "Cloud" });
    await store.projects.leave("vega", "2026-02-05");
    await store.projects.join("orion", "hr", undefined, "2026-02-05");
    await store.projects.join("lyra", "it", "cloud", "2026-02-05");
    await store.projects.save(project("NOVA"));
    await store.projects.join("nova", "it", undefined, "2026-02-05");
    const { now, before } = await store.projects.membersOn("it", "2026-02-05", "2026-02-04");
    expect(now.map(({ key, programme }) => [key, programme])).toEqual([
      ["APOLLO", undefined],
      ["LYRA", "cloud"],
      ["NOVA", undefined],
    ]);
    expect(before.map(({ key, programme }) => [key, programme])).toEqual([
      ["APOLLO", undefined],
      ["LYRA", undefined],
      ["ORION", undefined],
      ["VEGA", undefined],
    ]);
    expect(now[0]).toEqual(await store.projects.get("apollo", "2026-02-05"));
    await store.projects.remove("apollo");
    expect((await store.projects.membersOn("it", "2026-02-05", "2026-02-04")).before.map(({ key }) => key)).toEqual([
      "LYRA",
      "ORION",
      "VEGA",
    ]);
  });

  test("a removed project is gone, and its key is free", async () => {
    await withProjects(store, "APOLLO");
    await store.projects.remove("apollo");
    expect(await store.projects.get("apollo", "2026-02-01")).toBeUndefined();
    expect(await store.projects.all("2026-02-01")).toEqual([]);
    await store.projects.save(project("APOLLO", { id: "apollo-2", foreignId: "DfT 12 / 2013-Q4" }));
    expect((await store.projects.byForeignId("DfT 12 / 2013-Q4", "2026-02-01"))?.id).toBe("apollo-2");
    expect(await store.projects.keys()).toEqual(["APOLLO"]);
  });

  test("a channel is somebody's home", async () => {
    const channel = { platform: "slack", workspace: "T1", channel: "C1", name: "apollo" } as const;
    await store.projects.link(channel, { project: "apollo" });
    expect(await store.projects.at(channel)).toEqual({ project: "apollo" });
    expect(await store.projects.channels({ project: "apollo" })).toEqual([channel]);
    const named = () => store.projects.channels({ project: "apollo" });
    await store.projects.rename({ ...channel, name: "apollo-team" });
    const { name: _, ...unnamed } = channel; // a request does not always say the name
    await store.projects.link(unnamed, { project: "apollo" });
    expect(await named()).toMatchObject([{ ...channel, name: "apollo-team" }]);
    await store.projects.rename({ ...channel, workspace: "T2", name: "elsewhere" });
    expect(await named()).toMatchObject([{ name: "apollo-team" }]);
    await store.projects.unlink(channel);
    expect(await store.projects.at(channel)).toEqual({});
  });

  test("that another organisation reads a channel stays known, whatever it is the home of", async () => {
    const channel = { platform: "slack", workspace: "T1", channel: "C1" } as const;
    await store.projects.noteShared(channel, true);
    expect(await store.projects.at(channel)).toEqual({ shared: true });
    await store.projects.link(channel, { project: "apollo" });
    expect(await store.projects.channels({ project: "apollo" })).toEqual([{ ...channel, shared: true }]);
    await store.projects.unlink(channel);
    expect(await store.projects.at(channel)).toEqual({ shared: true });
    await store.projects.noteShared(channel, false);
    expect(await store.projects.at(channel)).toEqual({ shared: false });
  });

  test("ten thousand projects come in one go, with their line", async () => {
    await store.transaction(async (tx) => {
      await tx.projects.savePortfolio(it);
      const ben = await tx.people.add({ name: "Ben" });
      for (let n = 0; n < 10_000; n += 1) {
        await tx.projects.save(project(`P${n}`));
        await tx.projects.join(`p${n}`, "it", undefined, "2026-01-01");
        await tx.people.assign({ person: ben.id, role: "pm", scope: { kind: "project", id: `p${n}` } });
      }
    });
    const all = await store.projects.all("2026-02-01");
    expect(all.filter((each) => each.pm !== undefined).length).toBe(10_000);
    const ids = all.map((each) => each.id);
    expect((await store.reports.latestOf(ids)).size).toBe(0);
    expect(await store.entries.find({ projects: ids })).toEqual([]);
    expect((await store.people.many(ids)).size).toBe(0);
  }, 120_000);
});
