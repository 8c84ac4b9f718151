import { expect, test } from "vitest";
import { exportOwn } from "../../src/features/people/held.ts";
import { office } from "../portfolio/office.ts";
import { cast } from "../worlds/cast.ts";

test("an admin erases somebody, after being told what goes and what stays, and hands over what was theirs", async () => {
  const { says, presses, store, id } = await office();
  const ben = await id("ben");
  const asked = await says("ada", "pmo erase @ben");
  expect(asked).toContain("Erase who Ben Okafor is? This cannot be undone.");
  expect(asked).toContain("PM of: APOLLO");
  const told = await presses("ada", "Erase");
  expect(told).toContain("They are erased. Still theirs, for you to hand over:");
  expect(told).toContain("PM of: APOLLO");
  expect(await says("ada", "pmo project APOLLO")).not.toContain("Ben");
  expect(await says("ada", "pmo people")).not.toMatch(/Ben Okafor|Someone erased/);
  expect(await says("ada", `pmo erase ${cast.ben.email}`)).toContain("Nobody");
  expect((await store.changes(`person:${ben}`)).at(-1)).toMatchObject({ what: "erased", actor: await id("ada") });
  expect((await store.verify()).broken).toEqual([]);
});

test("whoever was erased and speaks again is somebody new", async () => {
  const { says, presses, store, id } = await office();
  const ben = await id("ben");
  await says("ada", "pmo erase @ben");
  await presses("ada", "Erase");
  await says("ben", "pmo projects");
  const now = await store.people.byIdentity({ platform: "slack", workspace: "T1", id: "ben" });
  expect(now?.id).not.toBe(ben);
});

test("only admins erase, each somebody else, and a press is checked like the words", async () => {
  const { says, presses, store, id } = await office();
  expect(await says("ben", "pmo erase @finn")).toContain("Only an admin erases somebody");
  expect(await says("ada", "pmo erase @ada")).toContain("You cannot erase yourself");
  await store.people.assign({ person: await id("gita"), role: "admin", scope: { kind: "organisation" } });
  await says("gita", "pmo erase @finn");
  await store.people.unassign(await id("gita"), "admin", { kind: "organisation" }, "2026-11-23");
  expect(await presses("gita", "Erase")).toContain("Only an admin erases somebody");
  await says("ada", "pmo erase @finn");
  await store.people.erase(await id("finn"), "2026-11-23");
  expect(await presses("ada", "Erase")).toContain("They are erased already");
});

test("everybody gets all that is kept about themselves, without the texts of what they may no longer see", async () => {
  const { store, desk, id, says } = await office();
  await store.reports.saveDraft(await id("ben"), "apollo", "2026-11-23", { reason: "The data centre closes early" }, desk.now);
  expect(await says("ben", "pmo person export")).toBe("file");
  expect(await says("ben", "pmo person export @finn")).toContain("This gives you what is kept about yourself");
  const me = (await store.people.get(await id("ben"))) ?? expect.fail();
  const user = { platform: "slack", workspace: "T1", id: "ben" } as const;
  const at = { platform: "slack", workspace: "T1", channel: "D-ben", direct: true } as const;
  const fileFor = async (held: readonly { person: string; role: "pm"; scope: { kind: "project"; id: string } }[]) => {
    const call = { ...desk, me, rights: { person: me.id, held }, user, at, today: "2026-11-23", here: {}, id: "x", newcomers: [] };
    const reply = await exportOwn(call, "");
    return reply.kind === "file" ? reply.content : "";
  };
  expect(await fileFor([{ person: me.id, role: "pm", scope: { kind: "project", id: "apollo" } }])).toContain(
    "The data centre closes early",
  );
  const without = await fileFor([]);
  expect(without).toContain(cast.ben.email);
  expect(without).not.toContain("The data centre closes early");
});
