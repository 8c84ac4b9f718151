import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { User } from "../../src/chat/intent.ts";
import type { NewPosting } from "../../src/ports/outbox.ts";
import type { OpenStore } from "../../src/store/index.ts";
import { at, databases, wish, withProjects } from "./stores.ts";

const onSlack: User = { platform: "slack", workspace: "T1", id: "U1", name: "ben" };
const onTeams: User = { platform: "teams", workspace: "tenant", id: "29:1" };
const apollo = { kind: "project", id: "apollo" } as const;

describe.each(databases)("people on $name", ({ open }) => {
  let store: OpenStore;
  beforeEach(async () => {
    store = await open([wish]);
  });
  afterEach(() => store.close());

  test("somebody met becomes the person with that e-mail address, once it is known", async () => {
    const imported = await store.people.add({ name: "Ben Okafor", email: "Ben@Example.com" });
    const met = await store.people.meet(onSlack);
    expect(met).toMatchObject({ name: "ben", zone: "Europe/London", unknown: true });
    const known = await store.people.learn(onSlack, { name: "Ben O.", email: "ben@example.com", zone: "Europe/Paris", outside: false });
    expect(known).toMatchObject({ id: imported.id, name: "Ben Okafor", zone: "Europe/Paris", preferred: "slack" });
    expect(known.unknown).toBeUndefined();
    expect((await store.people.get(met.id))?.id).toBe(imported.id);
    expect((await store.people.all()).length).toBe(1);
  });

  test("one person in two chats, with two addresses, once an admin says so", async () => {
    const slack = await store.people.learn(onSlack, { name: "Ben", email: "ben@example.com", outside: false });
    const teams = await store.people.learn(onTeams, { name: "Okafor, Ben", email: "b.okafor@example.org", outside: false });
    expect(teams.id).not.toBe(slack.id);
    await withProjects(store, "APOLLO");
    await store.people.assign({ person: teams.id, role: "pm", scope: apollo });
    const change = {
      state: "open",
      proposed: false,
      actor: teams.id,
      source: "teams",
      effectiveOn: "2026-02-01",
      at: at("2026-02-01T10:00:00Z"),
    };
    const entry = await store.entries.add(wish, "apollo", { ...change, values: { title: `"${teams.id}"`, owner: teams.id } });

    await store.people.merge(teams.id, slack.id);
    expect((await store.people.byIdentity(onTeams))?.id).toBe(slack.id);
    expect((await store.projects.get("apollo", "2026-02-01"))?.pm).toBe(slack.id);
    const mine = await store.entries.find({ owner: slack.id });
    expect(mine[0]).toMatchObject({ id: entry.id, author: slack.id, values: { owner: slack.id, title: `"${teams.id}"` } });
    expect((await store.people.many([teams.id, slack.id])).get(teams.id)?.name).toBe("Ben");

    await store.people.merge(slack.id, teams.id); // they are one already
    const third = await store.people.add({ name: "Benjamin" });
    await store.people.merge(teams.id, third.id);
    expect((await store.people.get(slack.id))?.id).toBe(third.id);
    expect((await store.people.get(teams.id))?.identities.length).toBe(2);
  });

  test("what was sent to somebody is found under the person that they turned out to be", async () => {
    const slack = await store.people.learn(onSlack, { name: "Ben", email: "ben@example.com", outside: false });
    const teams = await store.people.learn(onTeams, { name: "Okafor, Ben", email: "b.okafor@example.org", outside: false });
    const now = at("2026-11-25T17:00:00Z");
    const send = (key: string, person: string, more: Partial<NewPosting> = {}) =>
      store.outbox.add({ key, job: "echo", payload: { person, words: `"${person}"` }, to: { person }, class: "prompt", ...more }, now);
    await send(`headsUp:${teams.id}:2026-11-23`, teams.id);
    await send(`headsUp:${teams.id}:2026-11-23:again`, teams.id, { follows: { key: `headsUp:${teams.id}:2026-11-23`, how: "edit" } });
    await send(`prompt:${teams.id}:2026-11-23`, teams.id);
    await send(`prompt:${slack.id}:2026-11-23`, slack.id);

    await store.people.merge(teams.id, slack.id);
    expect(await store.outbox.byKey(`headsUp:${slack.id}:2026-11-23`)).toMatchObject({
      payload: { person: slack.id, words: `"${teams.id}"` },
      to: { person: slack.id },
    });
    expect((await store.outbox.byKey(`headsUp:${slack.id}:2026-11-23:again`))?.follows?.key).toBe(`headsUp:${slack.id}:2026-11-23`);
    const prompts = await store.outbox.list({ keyStart: "prompt:", limit: 10 });
    expect(prompts.map(({ key, to }) => ({ key, to }))).toEqual([
      { key: `prompt:${slack.id}:2026-11-23`, to: { person: slack.id } },
      { key: `prompt:${teams.id}:2026-11-23`, to: { person: slack.id } },
    ]);
  });

  test("what a chat says differently than before is kept; what a file or they themselves said stands until then", async () => {
    const { id } = await store.people.add({ name: "Ben Okafor", email: "ben@example.com" });
    await store.people.learn(onSlack, { name: "ben", email: "ben@example.com", zone: "Europe/Paris", outside: false });
    const now = () => store.people.get(id);
    expect(await store.people.refresh(onSlack, { name: "ben", email: "ben@example.com", zone: "Europe/Paris", outside: false })).toEqual(
      [],
    );
    expect(await now()).toMatchObject({ name: "Ben Okafor", zone: "Europe/Paris" });

    expect(await store.people.refresh(onSlack, { zone: "Asia/Kolkata" })).toEqual([
      { what: "zone", from: "Europe/Paris", to: "Asia/Kolkata" },
    ]);
    await store.people.change(id, { ownZone: "Europe/Berlin" });
    expect(await store.people.refresh(onSlack, { zone: "America/New_York" })).toEqual([]);
    expect((await now())?.zone).toBe("Europe/Berlin");
    await store.people.change(id, { ownZone: undefined });
    expect((await now())?.zone).toBe("America/New_York");

    await store.people.refresh(onSlack, { name: "Ben Walsh", email: "Ben.Walsh@example.com", outside: true });
    expect(await now()).toMatchObject({ name: "Ben Walsh", email: "ben@example.com", identities: [{ outside: true }] });
    await store.people.refresh(onSlack, { email: "b.walsh@example.com", outside: false });
    expect(await now()).toMatchObject({ email: "b.walsh@example.com", identities: [{ outside: false }] });
  });

  test("two chats that disagree about a zone do not take turns: whichever is news counts", async () => {
    const { id } = await store.people.learn(onSlack, { name: "Ben", email: "ben@example.com", zone: "Europe/Paris", outside: false });
    await store.people.identify(id, { platform: "teams", workspace: "tenant", user: "29:1", outside: false });
    await store.people.refresh(onTeams, { zone: "Europe/London" });
    await store.people.refresh(onSlack, { zone: "Europe/Paris" });
    expect((await store.people.get(id))?.zone).toBe("Europe/London");
  });

  test("nobody gets the address of another by naming it in a chat", async () => {
    await store.people.add({ name: "Ada", email: "ada@example.com" });
    const ben = await store.people.learn(onSlack, { name: "Ben", email: "ben@example.com", outside: false });
    await store.people.refresh(onSlack, { email: "ada@example.com", outside: false });
    expect((await store.people.get(ben.id))?.email).toBe("ben@example.com");
  });

  test("an outsider who says to have somebody's address is somebody else", async () => {
    const ada = await store.people.add({ name: "Ada", email: "ada@example.com" });
    const hugo = await store.people.learn(onSlack, { name: "Hugo", email: "ada@example.com", outside: true });
    expect(hugo.id).not.toBe(ada.id);
    expect(hugo.email).toBeUndefined();
    expect(hugo.identities[0]?.outside).toBe(true);
  });

  test("an account that was named in our workspace is kept under its own, with whoever has it there", async () => {
    const hugo = { platform: "slack", workspace: "T9", id: "U7" } as const;
    const profile = { name: "Hugo", outside: true, workspace: "T9" };
    const first = await store.people.meet({ ...hugo, workspace: "T1" });
    expect((await store.people.learn({ ...hugo, workspace: "T1" }, profile)).identities).toMatchObject([
      { workspace: "T9", outside: true },
    ]);
    expect((await store.people.byIdentity(hugo))?.id).toBe(first.id);
    expect((await store.people.named("<@U7>", onSlack)).map(({ id }) => id)).toEqual([first.id]);

    const again = await store.people.meet({ ...hugo, workspace: "T1" });
    await withProjects(store, "APOLLO");
    await store.people.assign({ person: again.id, role: "viewer", scope: apollo });
    const known = await store.people.learn({ ...hugo, workspace: "T1" }, profile);
    expect([known.id, known.identities.length]).toEqual([first.id, 1]);
    expect(await store.people.assignments(first.id, "2026-02-01")).toMatchObject([{ role: "viewer" }]);
  });

  test.each([
    ["<@U1>", ["Ben Okafor"]],
    ["ben@example.com", ["Ben Okafor"]],
    ["@ben okafor", ["Ben Okafor"]],
    ["ben", ["Ben Okafor", "Ben Ode"]],
    ["oka", ["Ben Okafor"]],
    ["en", []],
    ["<@U9>", []],
    ["", []],
  ])("%s means %j", async (typed, meant) => {
    await store.people.learn(onSlack, { name: "Ben Okafor", email: "ben@example.com", outside: false });
    await store.people.add({ name: "Ben Ode" });
    const found = await store.people.named(typed, onSlack);
    expect(found.map((person) => person.name).sort()).toEqual([...meant].sort((a, b) => a.localeCompare(b)).sort());
  });

  test("a deputy acts on the projects of those who are away, that day only", async () => {
    const [ben, ines] = [await store.people.add({ name: "Ben" }), await store.people.add({ name: "Ines" })];
    await store.people.assign({ person: ben.id, role: "pm", scope: apollo });
    const away = await store.people.addAbsence({ person: ben.id, from: "2026-03-02", to: "2026-03-06", deputy: ines.id });
    expect(await store.people.assignments(ines.id, "2026-03-06")).toEqual([{ person: ines.id, role: "deputy", scope: apollo }]);
    expect(await store.people.assignments(ines.id, "2026-03-07")).toEqual([]);
    expect(await store.people.assignmentsOf([ben.id, ines.id, "nobody"], "2026-03-06")).toEqual(
      new Map([
        [ben.id, [{ person: ben.id, role: "pm", scope: apollo }]],
        [ines.id, [{ person: ines.id, role: "deputy", scope: apollo }]],
      ]),
    );
    expect(await store.people.absences("2026-03-06", "2026-03-20")).toEqual([away]);
    expect(await store.people.absences("2026-03-06", "2026-03-20", ines.id)).toEqual([]);
    await store.people.removeAbsence(away.id);
    expect(await store.people.assignments(ines.id, "2026-03-06")).toEqual([]);
  });

  test("a deputy who is away passes it on, and two who stand in for each other gain nothing of their own", async () => {
    const [ben, dev, ines] = [
      await store.people.add({ name: "Ben" }),
      await store.people.add({ name: "Dev" }),
      await store.people.add({ name: "Ines" }),
    ];
    await store.people.assign({ person: ben.id, role: "pm", scope: apollo });
    await store.people.addAbsence({ person: ben.id, from: "2026-03-02", to: "2026-03-06", deputy: dev.id });
    await store.people.addAbsence({ person: dev.id, from: "2026-03-04", to: "2026-03-20", deputy: ines.id });
    const deputies = async (on: string) => (await store.people.assignments(ines.id, on)).map(({ role, scope }) => ({ role, scope }));
    expect(await deputies("2026-03-03")).toEqual([]);
    expect(await deputies("2026-03-05")).toEqual([{ role: "deputy", scope: apollo }]);
    expect(await deputies("2026-03-07")).toEqual([]);
    await store.people.addAbsence({ person: ines.id, from: "2026-03-05", to: "2026-03-05", deputy: ben.id });
    expect((await store.people.assignments(ben.id, "2026-03-05")).map(({ role }) => role)).toEqual(["pm"]);
  });

  test("a role held twice in a row is one time of holding it", async () => {
    const ben = await store.people.add({ name: "Ben" });
    const pm = { person: ben.id, role: "pm", scope: apollo } as const;
    await store.people.assign({ ...pm, from: "2026-01-01", to: "2026-03-31" });
    await store.people.assign({ ...pm, from: "2026-04-01" });
    await store.people.assign({ ...pm, from: "2026-05-01", to: "2026-05-02" });
    expect(await store.people.assignments(ben.id, "2026-05-05")).toEqual([{ ...pm, from: "2026-01-01" }]);
    await store.people.unassign(ben.id, "pm", apollo, "2026-05-10");
    expect(await store.people.holders("pm", apollo, "2026-05-09")).toEqual([ben.id]);
    expect(await store.people.holders("pm", apollo, "2026-05-10")).toEqual([]);
  });

  test("what can be changed is changed, and emptied", async () => {
    const ben = await store.people.add({ name: "Ben", email: "ben@example.com", zone: "Asia/Kolkata" });
    await store.people.identify(ben.id, { platform: "slack", workspace: "T1", user: "U1", outside: false });
    await store.people.change(ben.id, { left: "2026-07-01", preferred: "slack" });
    await store.people.setReach(onSlack, "the account is gone");
    expect(await store.people.byEmail("BEN@example.com")).toMatchObject({
      left: "2026-07-01",
      zone: "Asia/Kolkata",
      identities: [{ unreachable: "the account is gone" }],
    });
    await store.people.setReach(onSlack, undefined);
    expect((await store.people.get(ben.id))?.identities[0]).toEqual({ platform: "slack", workspace: "T1", user: "U1", outside: false });
  });
});
