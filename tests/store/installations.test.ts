import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Installation, removed } from "../../src/ports/installations.ts";
import type { OpenStore } from "../../src/store/index.ts";
import { at, databases } from "./stores.ts";

const now = at("2026-11-23T09:00:00Z");
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const first = { token: "sealed-1", refresh: "sealed-r1", expiresAt: later(43_200) };
const second = { token: "sealed-2", refresh: "sealed-r2", expiresAt: later(86_400) };
const cast: Installation = { workspace: "T1", name: "Cast", botUser: "UBOT", sealed: first, installedAt: now };

describe.each(databases)("installations on $name", ({ open }) => {
  let store: OpenStore;
  beforeEach(async () => {
    store = await open();
    await store.installations.keep(cast);
  });
  afterEach(() => store.close());

  test("what was kept is there, in the order of installing; installed again it is the new one", async () => {
    await store.installations.keep({ ...cast, workspace: "T0", installedAt: later(60) });
    expect((await store.installations.all()).map(({ workspace }) => workspace)).toEqual(["T1", "T0"]);
    await store.installations.keep({ ...cast, sealed: { token: "sealed-9" } });
    expect(await store.installations.get("T1")).toEqual({ ...cast, sealed: { token: "sealed-9" } });
  });

  test("one at a time may renew, another when the first took too long, and nobody with tokens of yesterday", async () => {
    expect(await store.installations.mayRenew("T1", first, now, later(30))).toBe(true);
    expect(await store.installations.mayRenew("T1", first, later(29), later(60))).toBe(false);
    expect(await store.installations.mayRenew("T1", first, later(30), later(60))).toBe(true);
    expect(await store.installations.replace("T1", first, second)).toBe(true);
    expect(await store.installations.replace("T1", first, { token: "stale" })).toBe(false);
    expect(await store.installations.mayRenew("T1", first, later(90), later(120))).toBe(false);
    expect(await store.installations.mayRenew("T1", second, later(90), later(120))).toBe(true);
    await store.installations.endRenewing("T1");
    expect(await store.installations.mayRenew("T1", second, later(91), later(120))).toBe(true);
  });

  test("forgotten, nobody there can be reached; kept again, all can whom only that kept away", async () => {
    const ben = await store.people.add({ name: "Ben" });
    const account = (workspace: string, user: string, unreachable?: string) =>
      store.people.identify(ben.id, {
        platform: "slack",
        workspace,
        user,
        outside: false,
        ...(unreachable !== undefined && { unreachable }),
      });
    await account("T1", "U1");
    await account("T1", "U2", "the account is gone");
    await account("T2", "U3");
    const why = async () =>
      Object.fromEntries((await store.people.get(ben.id))?.identities.map(({ user, unreachable }) => [user, unreachable]) ?? []);
    expect(await store.installations.forget("T1")).toBe(true);
    expect(await store.installations.forget("T1")).toBe(false);
    expect(await store.installations.get("T1")).toBeUndefined();
    expect(await why()).toEqual({ U1: removed, U2: "the account is gone", U3: undefined });
    await store.installations.keep(cast);
    expect(await why()).toEqual({ U1: undefined, U2: "the account is gone", U3: undefined });
  });
});
