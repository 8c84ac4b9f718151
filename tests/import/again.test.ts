import { describe, expect, test } from "vitest";
import { digestOn } from "../../src/features/digest/text.ts";
import type { Desk } from "../../src/routes.ts";
import { emptyDesk, take } from "./desk.ts";

const lines = (problems: readonly { line: number; column?: string; what: string }[]) =>
  problems.map(({ line, column, what }) => `${line} ${column ?? ""}: ${what}`);

describe("names and keys that read alike", () => {
  const names = async (desk: Desk) =>
    (await desk.store.projects.all("2026-11-23")).map(({ key, name, finish }) => `${key} ${name} ${finish}`);

  test("stay several projects, however often the file is imported", async () => {
    const desk = await emptyDesk();
    const file = ["Name,Finish", "Digital Farm Fund,2027-01-01", "Digital Health,2027-02-01", "DFF,2027-03-01"];
    await take(desk, "projects", file);
    const first = await names(desk);
    expect(first).toEqual(["DFF Digital Farm Fund 2027-01-01", "DFF2 DFF 2027-03-01", "DH Digital Health 2027-02-01"]);
    expect((await take(desk, "projects", file)).counts).toEqual({ add: 0, change: 0, same: 3, bad: 0 });
    expect(await names(desk)).toEqual(first);
  });

  test("two of one name without an id or a key are a problem, in the file and with what is there", async () => {
    const desk = await emptyDesk();
    const twice = await take(desk, "projects", ["ID,Name", ",Apollo", "2,APOLLO", "3,Vega", ",Vega"]);
    expect(lines(twice.problems)).toEqual(["3 Name: “APOLLO” stands on line 2 too", "5 Name: “Vega” stands on line 4 too"]);
    await take(desk, "projects", ["ID,Name", "1,Apollo", "2,Apollo"]);
    const vague = await take(desk, "projects", ["Name", "apollo"]);
    expect(lines(vague.problems)).toEqual(["2 Name: “apollo” is what APOLLO and APOLLO2 are called"]);
  });

  test("a project that was renamed in chat is found by the name that the file keeps", async () => {
    const desk = await emptyDesk();
    await take(desk, "projects", ["Name", "Digital Farm Fund"]);
    const [fund] = await desk.store.projects.all("2026-11-23");
    if (!fund) throw new Error("not imported");
    await desk.store.projects.save({ ...fund, name: "Farm Fund" });
    const change = { at: desk.now, actor: "ada", source: "slack", subject: `project:${fund.id}` };
    await desk.store.record({ ...change, what: "name", from: fund.name, to: "Farm Fund" });
    expect((await take(desk, "projects", ["Name", "Digital Farm Fund"])).counts).toMatchObject({ add: 0, same: 1 });
    expect(await names(desk)).toEqual(["DIGITAL Farm Fund undefined"]);
  });

  test("a new id in a file of statuses is no other project's key", async () => {
    const desk = await emptyDesk();
    const map = JSON.stringify({ columns: { project: "ID", date: "Date", overall: "RAG", "project.name": "Name" } });
    const noon = "DFT_002,High Noon,2026-01-31,Red";
    await take(desk, "statuses", ["ID,Name,Date,RAG", noon], { map });
    const [high] = await desk.store.projects.all("2026-11-23");
    const file = ["ID,Name,Date,RAG", `${high?.key},Other project,2026-01-31,Green`, noon];
    expect((await take(desk, "statuses", file, { map })).counts).toEqual({ add: 1, change: 0, same: 1, bad: 0 });
    const { projects } = desk.store;
    expect(await projects.byForeignId("DFT_002", "2026-11-23")).toMatchObject({ key: high?.key, name: "High Noon" });
    expect(await projects.byForeignId(high?.key ?? "", "2026-11-23")).toMatchObject({ name: "Other project" });
    expect((await take(desk, "statuses", file, { map })).counts).toEqual({ add: 0, change: 0, same: 2, bad: 0 });
  });
});

describe("a project that is there already", () => {
  const members = async ({ store }: Desk, date: string) => {
    const { id = "" } = (await store.projects.portfolio("IT")) ?? {};
    return (await store.projects.members(id, date)).length;
  };

  test("is a member from the first status that a file brings, and read in the digest of that day", async () => {
    const desk = await emptyDesk();
    await take(desk, "projects", ["Key,Name", "APOLLO,ERP", "VEGA,Portal"]);
    const file = ["Project,Date,Overall", "APOLLO,2026-11-09,Green", "APOLLO,2026-11-16,Amber", "VEGA,2026-11-16,Red"];
    await take(desk, "statuses", file);
    expect([await members(desk, "2026-11-08"), await members(desk, "2026-11-09"), await members(desk, "2026-11-16")]).toEqual([0, 1, 2]);
    const digest = await digestOn(desk, { portfolio: "IT", asOf: "2026-11-16" });
    expect(digest).toMatchObject({ total: 2, continuing: 1, new: 1, worsened: 1 });
    const again = await take(desk, "statuses", file);
    expect(again.plan.filter(({ outcome }) => outcome !== "same")).toEqual([]);
  });

  test("and left comes back with a file of projects, and with a status", async () => {
    const desk = await emptyDesk();
    const file = ["Foreign ID,Name", "GMPP 1,Apollo", "GMPP 2,Vega"];
    await take(desk, "projects", file);
    for (const { id } of await desk.store.projects.all("2026-11-23")) await desk.store.projects.leave(id, "2026-11-25");
    const later = { ...desk, now: new Date("2026-12-01T09:00:00Z") };
    await take(later, "statuses", ["Project,Date,Overall", "GMPP 1,2026-11-24,Red"]);
    expect(await members(desk, "2026-11-30")).toBe(0);
    await take(later, "statuses", ["Project,Date,Overall", "GMPP 1,2026-11-30,Red"]);
    expect([await members(desk, "2026-11-29"), await members(desk, "2026-12-01")]).toEqual([0, 1]);
    const back = await take(later, "projects", file);
    expect(back.plan.map(({ outcome, words }) => `${outcome} ${words}`)).toEqual(["same APOLLO Apollo: ", "change VEGA Vega: joins IT"]);
    expect(await members(desk, "2026-12-01")).toBe(2);
    expect((await take(later, "projects", file)).counts).toMatchObject({ change: 0, same: 2 });
  });
});

describe("a role that one person holds at a time", () => {
  const today = "2026-11-23";

  test("is handed over by a file of people, on the record, and stays where chat passed it on since", async () => {
    const desk = await emptyDesk();
    const { people, projects } = desk.store;
    await take(desk, "people", ["Name,E-mail", "Ben,ben@example.com"]);
    await take(desk, "projects", ["Name,Key,PM", "Apollo,APOLLO,ben@example.com"]);
    const file = ["Name,E-mail,Roles", "Ines,ines@example.com,pm #APOLLO"];
    await take(desk, "people", file);
    const [ines, ben] = [await people.byEmail("ines@example.com"), await people.byEmail("ben@example.com")];
    const apollo = await projects.byKey("APOLLO", today);
    if (!ines || !ben || !apollo) throw new Error("not imported");
    const scope = { kind: "project", id: apollo.id } as const;
    expect(await people.holders("pm", scope, today)).toEqual([ines.id]);
    const change = { what: "pm", from: "Ben", to: "Ines" };
    expect((await desk.store.changes(`project:${apollo.id}`)).at(-1)).toMatchObject(change);

    await people.unassign(ines.id, "pm", scope, today);
    await people.assign({ person: ben.id, role: "pm", scope, from: today });
    await desk.store.record({
      at: desk.now,
      actor: ben.id,
      source: "slack",
      subject: `project:${apollo.id}`,
      what: "pm",
      from: "Ines",
      to: "Ben",
    });
    expect((await take(desk, "people", file)).counts).toMatchObject({ same: 1 });
    expect(await people.holders("pm", scope, today)).toEqual([ben.id]);
  });

  test("cannot be given to two by one file", async () => {
    const desk = await emptyDesk();
    await take(desk, "projects", ["Name,Key", "Apollo,APOLLO"]);
    const two = await take(desk, "people", [
      "Name,E-mail,Roles",
      "Ben,ben@example.com,team #APOLLO; pm #APOLLO",
      "Ines,ines@example.com,team #APOLLO; pm APOLLO",
    ]);
    expect(lines(two.problems)).toEqual(["3 Roles: pm of APOLLO stands on line 2 too"]);
  });
});

describe("a channel", () => {
  test("becomes the home of one project, and stays what it was besides", async () => {
    const desk = await emptyDesk();
    const { projects } = desk.store;
    const twice = ["Name,Key,Channel", "Apollo,APOLLO,slack/T1/C1", "Hermes,HERMES,slack/T1/C1"];
    expect(lines((await take(desk, "projects", twice)).problems)).toEqual(["3 Channel: “slack/T1/C1” stands on line 2 too"]);

    await take(desk, "projects", twice.slice(0, 2));
    const channel = { platform: "slack", workspace: "T1", channel: "C1" } as const;
    const apollo = (await projects.at(channel))?.project;
    const taken = await take(desk, "projects", ["Name,Key,Channel", "Hermes,HERMES,slack/T1/C1"], { skipBad: true });
    expect(lines(taken.problems)).toEqual(["2 Channel: “slack/T1/C1” is the home of APOLLO"]);
    expect((await projects.at(channel))?.project).toBe(apollo);

    const leaders = { ...channel, channel: "C9" };
    const { id = "" } = (await projects.portfolio("IT")) ?? {};
    await projects.link({ ...leaders, shared: true }, { portfolio: id });
    const orion = ["Name,Key,Channel", "Orion,ORION,slack/T1/C9"];
    await take(desk, "projects", orion);
    expect(await projects.at(leaders)).toMatchObject({ portfolio: id, project: expect.any(String), shared: true });
    expect((await take(desk, "projects", orion)).counts).toMatchObject({ same: 1, bad: 0 });
  });
});
