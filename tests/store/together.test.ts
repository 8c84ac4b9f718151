import { describe, expect, test } from "vitest";
import { asRequest, numberToTell } from "../../src/trace.ts";
import { at, databases, project, withProjects } from "./stores.ts";

const now = at("2026-11-23T09:00:00Z");

describe.each(databases)("what comes at the same moment, on $name", ({ open }) => {
  test("is kept in one commit, and what throws takes back its own alone", async () => {
    const store = await open();
    await withProjects(store, "APOLLO");
    const told: string[] = [];
    const one = (name: string, change: { readonly wrong?: true } = {}) =>
      store
        .together(async (tx) => {
          await tx.onBehalf({ actor: name, source: "slack" });
          await tx.remember(name, told.join());
          await tx.projects.save(project("APOLLO", { name }));
          if (change.wrong) throw new Error(`${name} changed their mind`);
          return name;
        })
        .finally(() => told.push(name));
    const all = await Promise.allSettled([one("ada"), one("ben", { wrong: true }), one("chloe")]);
    expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect([await store.recall("ada"), await store.recall("ben")]).toEqual(["", undefined]);
    expect(await store.recall("chloe")).toBe("ben"); // Ada is not told yet: hers is not kept before the commit
    expect((await store.projects.get("apollo", "2026-11-23"))?.name).toBe("chloe");
    expect((await store.verify()).broken).toEqual([]);
    await store.close();
  });

  test("reads what the one before it wrote, and waits its turn", async () => {
    const store = await open();
    await store.remember("n", "0");
    const count = () => store.together(async (tx) => tx.remember("n", String(Number(await tx.recall("n")) + 1)));
    await Promise.all([...Array.from({ length: 100 }, count), store.transaction((tx) => tx.remember("other", "1"))]);
    expect([await store.recall("n"), await store.recall("other")]).toEqual(["100", "1"]);
    expect(await store.transaction((tx) => tx.together((inner) => inner.recall("n")))).toBe("100");
    await store.close();
  });

  test("is told of a failure of them all, each of it, and the next is kept", async () => {
    const store = await open();
    const lost = await open();
    await lost.close();
    const work = [1, 2, 3].map((n) => lost.together((tx) => tx.remember(`n${n}`, "1")));
    expect((await Promise.allSettled(work)).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    await expect(store.together(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await store.together((tx) => tx.firstTime("ev1", now))).toBe(true);
    await store.close();
  });

  test("is logged under its own request", async () => {
    const store = await open();
    const request = () => asRequest(async () => [numberToTell(), await store.together(async () => numberToTell())]);
    for (const [own, within] of await Promise.all([request(), request(), request()])) expect(within).toBe(own);
    await store.close();
  });
});
