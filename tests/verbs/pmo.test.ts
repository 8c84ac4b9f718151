import { afterEach, beforeEach, expect, test } from "vitest";
import type { Role, Scope } from "../../src/core/people.ts";
import { records } from "../../src/records/index.ts";
import { type OpenStore, openStore } from "../../src/store/index.ts";
import { pmoOf } from "../../src/verbs/office.ts";
import { cast } from "../worlds/cast.ts";
import { freshDatabase } from "../worlds/database.ts";

let store: OpenStore;
beforeEach(async () => {
  store = await openStore({ url: await freshDatabase(), zone: "Europe/London", types: records });
});
afterEach(() => store.close());

const today = "2026-11-23";
const everywhere = { kind: "organisation" } as const;
const settings = { commandPrefix: "", zone: "Europe/London", admins: [cast.ada.email, cast.ines.email], nudgeLogDays: 90 };
const add = async (name: keyof typeof cast) => (await store.people.add({ name: cast[name].name, email: cast[name].email })).id;
const give = (person: string, role: Role, scope: Scope) => store.people.assign({ person, role, scope, from: "2026-01-01" });

test("the PMO is the nearest there is: contact, portfolio, organisation, administrators", async () => {
  const of = (contact?: string) => pmoOf({ store, settings }, { portfolio: "it", ...(contact !== undefined && { contact }) }, today);
  expect(await of()).toEqual([]);
  const ada = await add("ada");
  expect(await of()).toEqual([ada]);
  const finn = await add("finn");
  await give(finn, "admin", everywhere);
  expect(new Set(await of())).toEqual(new Set([ada, finn]));
  const erin = await add("erin");
  await give(erin, "pmo", everywhere);
  expect(await of()).toEqual([erin]);
  const gita = await add("gita");
  await give(gita, "pmo", { kind: "portfolio", id: "it" });
  await give(await add("dev"), "pmo", { kind: "portfolio", id: "finance" });
  expect(await of()).toEqual([gita]);
  const chloe = await add("chloe");
  expect(await of(chloe)).toEqual([chloe]);
});

test("who left, or may not know, is passed over for the next", async () => {
  const [gita, ada] = [await add("gita"), await add("ada")];
  await give(gita, "pmo", { kind: "portfolio", id: "it" });
  const seen = (who: string) => pmoOf({ store, settings }, { portfolio: "it" }, today, async ({ id }) => id === who);
  expect(await seen(ada)).toEqual([ada]);
  await store.people.change(gita, { left: "2026-11-20" });
  expect(await pmoOf({ store, settings }, { portfolio: "it" }, today)).toEqual([ada]);
});
