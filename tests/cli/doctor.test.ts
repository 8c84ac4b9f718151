import { afterEach, beforeEach, expect, test } from "vitest";
import { examine } from "../../src/cli/doctor.ts";
import type { Adapter } from "../../src/ports/adapter.ts";
import { records } from "../../src/records/index.ts";
import { type OpenStore, openStore } from "../../src/store/index.ts";
import { terminalAdapter } from "../../src/terminal/index.ts";
import { createTerminal, terminalWorkspace } from "../../src/terminal/screens.ts";
import { type CastName, cast } from "../worlds/cast.ts";
import { seed } from "../worlds/seed.ts";

const now = new Date("2026-11-23T09:00:00Z");
const settings = { commandPrefix: "", zone: "Europe/London", admins: [cast.ada.email], nudgeLogDays: 90 };
const log = { info() {}, warn() {}, error() {} };
const chat = terminalAdapter(createTerminal());
const everywhere = { kind: "organisation" } as const;

let store: OpenStore;
beforeEach(async () => {
  store = await openStore({ url: "sqlite::memory:", zone: "Europe/London", types: records });
  await seed(store, (channel) => ({ platform: "terminal", workspace: terminalWorkspace, channel }));
  for (const name of Object.keys(cast) as CastName[]) if (name !== "hugo") await account(name);
});
afterEach(() => store.close());

const id = async (name: CastName) => (await store.people.byEmail(cast[name].email))?.id ?? "";
async function account(user: CastName, more: { unreachable?: string } = {}) {
  await store.people.identify(await id(user), { platform: "terminal", workspace: terminalWorkspace, user, outside: false, ...more });
}

async function found(what: string, adapters: readonly Adapter[] = [chat]) {
  const desk = { store, types: records, settings, now, log };
  return (await examine(desk, adapters, { now: () => now })).find((check) => check.what === what);
}

test("an office where all is well has nothing to mend", async () => {
  const desk = { store, types: records, settings, now, log };
  expect((await examine(desk, [chat], { now: () => now })).filter(({ ok }) => !ok)).toEqual([]);
});

test("a clock is compared with the chat's; without one, that is said", async () => {
  const says = (time: string) => [{ ...chat, time: async () => new Date(time) }];
  expect(await found("clock", says("2026-11-23T09:00:40Z"))).toMatchObject({
    ok: true,
    found: expect.stringMatching(/^Mon 23 Nov \d\d:\d\d UTC, as the terminal says$/),
  });
  expect(await found("clock", says("2026-11-23T09:07:00Z"))).toMatchObject({
    ok: false,
    found: "420 seconds behind the terminal",
    fix: expect.stringContaining("NTP"),
  });
  expect(await found("clock", [])).toMatchObject({ ok: true, found: expect.stringContaining("not compared with another: no chat") });
});

test("a zone that nobody told is a guess, of those who are asked", async () => {
  const guessed = await store.people.add({ name: "Nina Novak", email: "nina@example.com" });
  expect(await found("time zones")).toMatchObject({ ok: true });
  await store.people.unassign(await id("chloe"), "pm", { kind: "project", id: "vega" }, "2026-11-20");
  await store.people.assign({ person: guessed.id, role: "pm", scope: { kind: "project", id: "vega" }, from: "2026-11-20" });
  expect(await found("time zones")).toMatchObject({
    ok: false,
    found: expect.stringContaining("Nina Novak: they are asked in Europe/London"),
  });
});

test("whoever of the line or the PMO cannot be written to is named, with why", async () => {
  await account("erin", { unreachable: "the account is gone" });
  await account("ada", { unreachable: "the app is not installed" });
  await account("dev", { unreachable: "the app is not installed" }); // on a team: nothing is sent to him
  const cut = await found("people who cannot be reached");
  expect(cut).toMatchObject({ ok: false, fix: expect.stringContaining("/pmo left") });
  expect(cut?.found.split(", ").sort()).toEqual(["Ada Lindqvist (the app is not installed)", "Erin Walsh (the account is gone)"]);
});

test("whoever has no account is looked for by e-mail, as their first message will be", async () => {
  const nina = await store.people.add({ name: "Nina Novak", email: "nina@example.com", zone: "Europe/London" });
  await store.people.assign({ person: nina.id, role: "sponsor", scope: { kind: "project", id: "hermes" }, from: "2026-01-01" });
  expect(await found("people without a chat account")).toMatchObject({ ok: false, found: "Nina Novak (nina@example.com)" });
  const profile = { name: "Nina Novak", outside: false };
  const user = { platform: "terminal", workspace: terminalWorkspace, id: "nina" } as const;
  const byEmail = async (email: string) => (email === "nina@example.com" ? { user, profile } : undefined);
  const knows = [{ ...chat, messenger: { ...chat.messenger, byEmail } }];
  expect(await found("people without a chat account", knows)).toMatchObject({ ok: true });
});

test("a portfolio without a PMO is told, and who stands in", async () => {
  expect(await found("PMO of IT")).toMatchObject({ ok: true, found: "Ada Lindqvist" });
  await store.people.unassign(await id("ada"), "pmo", everywhere, "2026-11-20");
  expect(await found("PMO of IT")).toMatchObject({
    ok: false,
    found: "nobody is PMO of IT; in their place: Ada Lindqvist",
    fix: expect.stringContaining("/pmo role @PERSON pmo IT"),
  });
});
