import { describe, expect, test } from "vitest";
import { office } from "./office.ts";

describe("a project in chat", () => {
  test("is shown with its people, its dates and the age of its last status", async () => {
    const { says, store, id } = await office();
    await store.reports.add({
      project: "apollo",
      period: "2026-11-16",
      overall: "amber",
      dimensions: {},
      summary: "Vendor UAT late",
      nextSteps: [],
      promised: [],
      unchanged: 0,
      late: false,
      author: await id("ben"),
      source: "test",
      effectiveOn: "2026-11-16",
      recordedAt: new Date("2026-11-16T10:00:00Z"),
    });
    const card = await says("ben", "pmo project apollo");
    expect(card).toContain("AMBER on 16 Nov (7 days ago): Vendor UAT late");
    expect(card).toContain("PM: Ben Okafor");
    expect(card).toContain("Sponsor: Erin Walsh");
    expect(card).toContain("[Edit]");
    expect(await says("ben", "pmo project", "apollo")).toContain("APOLLO ERP replacement");
    expect(await says("finn", "pmo project apollo")).not.toContain("[Edit]");
  });

  test("names the years of its dates where they differ", async () => {
    const { says, store } = await office();
    const apollo = await store.projects.byKey("APOLLO", "2026-11-23");
    const dated = async (start: string, finish: string) => {
      if (apollo) await store.projects.save({ ...apollo, start, finish });
      return says("ben", "pmo project apollo");
    };
    expect(await dated("2026-01-05", "2027-03-31")).toContain("5 Jan 2026 to 31 Mar 2027");
    expect(await dated("2026-01-05", "2026-12-04")).toContain("5 Jan to 4 Dec");
    expect(await dated("2027-01-05", "2027-12-04")).toContain("5 Jan 2027 to 4 Dec 2027");
  });

  test("that is not there and one that may not be seen read alike", async () => {
    const { says, store } = await office();
    const secret = await store.projects.byKey("VEGA", "2026-11-23");
    if (secret) await store.projects.save({ ...secret, confidential: true });
    const strange = (words: string) => words.replace(/[A-Z]{4,}/g, "KEY");
    expect(strange(await says("finn", "pmo project VEGA"))).toBe(strange(await says("finn", "pmo project NEVER")));
    expect(await says("finn", "pmo projects")).not.toContain("VEGA");
    expect(await says("chloe", "pmo project VEGA")).toContain("confidential");
    expect(await says("ada", "pmo projects")).toContain("VEGA");
  });

  test("is listed by mine, red, portfolio and part of a name, a page at a time", async () => {
    const { says, presses, store, id } = await office();
    for (let n = 10; n < 32; n++) {
      await store.projects.save({
        id: `x${n}`,
        key: `EXTRA${n}`,
        name: `Extra ${n}`,
        portfolio: "it",
        state: "active",
        confidential: false,
      });
      await store.projects.join(`x${n}`, "it", undefined, "2026-01-01");
    }
    expect(await says("ada", "pmo projects extra")).toContain("22 projects: extra, 1 to 10");
    expect(await presses("ada", "More")).toContain("11 to 20");
    expect(await presses("ada", "More")).toContain("21 to 22");
    expect(await presses("ada", "Back")).toContain("11 to 20");
    expect(await says("ada", "pmo projects centre exit")).toContain("1 project: centre exit");
    await store.projects.save({ id: "uc", key: "UC", name: "Credit", portfolio: "it", state: "active", confidential: false });
    await store.projects.join("uc", "it", undefined, "2026-01-01");
    await store.projects.save({ id: "core", key: "PROD", name: "Production", portfolio: "it", state: "active", confidential: false });
    await store.projects.join("core", "it", undefined, "2026-01-01");
    expect(await says("ada", "pmo projects uc")).toMatch(/^1 project: uc\n[^\n]*\nUC /);
    expect(await says("ada", "pmo projects ction")).toContain("Production");
    expect(await says("ben", "pmo projects mine")).toContain("HERMES");
    expect(await says("ben", "pmo projects mine")).not.toContain("VEGA");
    expect(await says("ada", "pmo projects red")).toContain("None of the");
    expect(await id("ada")).not.toBe("");
  });

  test("is added by the PMO, whose PM is told; nobody else adds one", async () => {
    const { says, submits, post, store } = await office();
    expect(await says("ben", "pmo add project MARS Rover")).toContain("Only the PMO adds projects");
    expect(await says("ada", "pmo add project MARS Rover")).toContain("Add a project");
    const again = await submits("ada", { Start: "2026-12-01", "Approved finish": "2026-11-01", Asked: "now and then", Budget: "a lot" });
    expect(again).toContain("The finish is before the start.");
    expect(again).toContain("Say how often");
    expect(again).toContain("amount");
    const card = await submits("ada", {
      "Approved finish": "2027-11-01",
      Asked: "monthly first mon",
      Budget: "£1,200,000",
      "Project manager": "chloe@example.com",
    });
    expect(card).toContain("MARS Rover");
    expect(card).toContain("Budget: £1,200,000");
    expect(card).toContain("Asked: monthly first Mon");
    expect((await post("chloe")).join()).toContain("You are now project manager of MARS Rover");
    expect((await store.projects.byKey("MARS", "2026-11-23"))?.pmSince).toBe("2026-11-23");
    await says("ada", "pmo add project MARS Second");
    expect(await submits("ada", {})).toContain("MARS is taken");
  });

  test("edited by two at once keeps what each changed, and asks about what both did", async () => {
    const { says, submits, store } = await office();
    await says("ada", "pmo edit #APOLLO");
    await says("gita", "pmo edit #APOLLO");
    await store.people.assign({
      person: (await store.people.byEmail("gita@example.com"))?.id ?? "",
      role: "pmo",
      scope: { kind: "portfolio", id: "it" },
    });
    await says("gita", "pmo edit #APOLLO");
    await submits("gita", { Name: "ERP for all", Category: "ICT" });
    const crossed = await submits("ada", { Name: "ERP, second try", Department: "Finance" });
    expect(crossed).toContain("Somebody made this “ERP for all” while your form was open");
    expect(await submits("ada", {})).toContain("APOLLO ERP, second try");
    expect(await store.projects.byKey("APOLLO", "2026-11-23")).toMatchObject({
      name: "ERP, second try",
      department: "Finance",
      category: "ICT",
    });
    const changes = await store.changes("project:apollo");
    expect(changes.map(({ what, to }) => `${what} ${to}`)).toEqual([
      "name ERP for all",
      "category ICT",
      "name ERP, second try",
      "department Finance",
    ]);
  });

  test("that two change at once names people and programmes, as they are called", async () => {
    const { says, submits, id } = await office();
    await says("ada", "pmo role @gita pmo IT");
    await says("ada", "pmo edit #APOLLO");
    await says("gita", "pmo edit #APOLLO");
    await submits("gita", { "Project manager": await id("ines"), Programme: "", State: "on hold" });
    const crossed = await submits("ada", { "Project manager": await id("dev"), Programme: "core", State: "complete" });
    expect(crossed).toContain("Somebody made this “Ines Duarte”");
    expect(crossed).toContain("Somebody made this “On hold”");
  });

  test("whose PM left can still be edited, and so can an imported budget with odd decimals", async () => {
    const { says, submits, store, id } = await office();
    await store.people.change(await id("ben"), { left: "2026-11-01" });
    const apollo = await store.projects.byKey("APOLLO", "2026-11-23");
    if (apollo) await store.projects.save({ ...apollo, budget: "-1250.5025" });
    await says("ada", "pmo edit #APOLLO");
    expect(await submits("ada", { Name: "ERP" })).toContain("PM: Ben Okafor (left)");
    expect((await store.projects.byKey("APOLLO", "2026-11-23"))?.budget).toBe("-1250.5025");
    if (apollo) await store.projects.save({ ...apollo, budget: "unknown" });
    expect(await says("ada", "pmo project APOLLO")).toContain("Budget: not known to the source");
    await says("ada", "pmo edit #APOLLO");
    expect(await submits("ada", { Name: "ERP two" })).toContain("Budget: not known to the source");
  });

  test("saved without a change leaves no trace, and a programme stands on the record by its name", async () => {
    const { says, submits, store } = await office();
    const apollo = await store.projects.byKey("APOLLO", "2026-11-23");
    if (apollo) await store.projects.save({ ...apollo, cadence: { every: "week", weeks: 1, weekday: 2, from: "2026-01-06" } });
    await says("ada", "pmo edit #APOLLO");
    await submits("ada", {});
    expect(await store.changes("project:apollo")).toEqual([]);
    expect((await store.projects.byKey("APOLLO", "2026-11-23"))?.cadence).toMatchObject({ from: "2026-01-06" });
    await says("ada", "pmo edit #ORION");
    await submits("ada", { Programme: "core" });
    expect(await store.changes("project:orion")).toMatchObject([{ what: "programme", to: "Core systems" }]);
    expect((await store.projects.byKey("ORION", "2026-11-23"))?.programme).toBe("core");
  });

  test("is edited by its PM in what it is called, not in what it may cost", async () => {
    const { says, submits, store } = await office();
    const form = await says("ben", "pmo edit #APOLLO");
    expect(form).toContain("Name");
    expect(form).not.toContain("Budget");
    await submits("ben", { Name: "ERP" });
    expect(await store.projects.byKey("APOLLO", "2026-11-23")).toMatchObject({ name: "ERP", finish: "2027-03-31", programme: "core" });
    expect(await says("dev", "pmo edit #APOLLO")).toContain("not change it");
  });
});

describe("a project added by mistake", () => {
  test("is removed by the PMO, and a form that was open says so and loses nothing else", async () => {
    const { says, presses, submits, store } = await office();
    expect(await says("ben", "pmo remove project #HERMES")).toContain("Only the PMO can remove HERMES");
    await says("ben", "pmo edit #HERMES");
    expect(await says("ada", "pmo remove project #HERMES")).toContain("say pmo close #HERMES instead");
    expect(await presses("ada", "Remove")).toContain("is removed");
    const told = await submits("ben", { Name: "Leave both data centres behind" });
    expect(told).toContain("not there any more");
    expect(told).toContain("Leave both data centres behind");
    expect(await store.projects.keys()).not.toContain("HERMES");
    expect((await store.changes("project:hermes")).at(-1)).toMatchObject({ what: "removed" });
  });
});

describe("a handover", () => {
  test("is dated; the old PM is told, and the new one what is open", async () => {
    const { says, post, store, desk, id } = await office();
    const risk = desk.types.find(({ key }) => key === "risk");
    if (!risk) throw new Error("no risks");
    const change = { state: "open", proposed: false, actor: await id("ben"), source: "test", effectiveOn: "2026-11-20", at: desk.now };
    await store.entries.add(risk, "orion", { ...change, values: { title: "Test data unusable" } });
    expect(await says("ben", "pmo pm #ORION @chloe")).toContain("Only the PMO hands ORION over");
    expect(await says("ada", "pmo pm #ORION @chloe")).toContain("not chased for what was due before");
    expect((await post("ben")).join()).toContain("ORION Payroll has passed from you to Chloe Marsh");
    expect((await post("chloe")).join()).toMatch(/You are now project manager of ORION Payroll.*Ben Okafor.*R-1 Test data unusable/s);
    expect(await store.projects.byKey("ORION", "2026-11-23")).toMatchObject({ pm: await id("chloe"), pmSince: "2026-11-23" });
    expect((await store.projects.byKey("ORION", "2026-11-22"))?.pm).toBe(await id("ben"));
    expect(await says("ada", "pmo pm #ORION @chloe")).toContain("already");
    expect(await says("ada", "pmo pm none", "apollo")).toContain("has no project manager");
    expect((await store.projects.byKey("APOLLO", "2026-11-23"))?.pm).toBeUndefined();
  });

  test("that was handed on before the message left tells nobody wrongly", async () => {
    const { says, post } = await office();
    await says("ada", "pmo pm #ORION @chloe");
    await says("ada", "pmo pm #ORION @ines");
    expect((await post("chloe")).join()).toContain("handed on meanwhile");
    expect((await post("chloe")).join()).not.toContain("You are now");
    expect((await post("ines")).join()).toContain("You are now project manager");
  });

  test("tells a new sponsor what counts, and nothing that is only proposed", async () => {
    const { says, post, store, desk, id } = await office();
    const risk = desk.types.find(({ key }) => key === "risk") ?? expect.fail("no risks");
    const change = { state: "open", actor: await id("dev"), source: "test", effectiveOn: "2026-11-20", at: desk.now };
    await store.entries.add(risk, "hermes", { ...change, proposed: true, values: { title: "Only a guess" } });
    await store.entries.add(risk, "hermes", { ...change, proposed: false, values: { title: "Accepted already" } });
    await says("ada", "pmo sponsor #HERMES @finn");
    await says("ada", "pmo pm #HERMES @chloe");
    expect((await post("finn")).join()).toMatch(/You are now sponsor of HERMES(?!.*Only a guess).*Accepted already/s);
    expect((await post("chloe")).join()).toContain("Only a guess");
  });
});

describe("a role that comes from above", () => {
  const above = "Gita Rao is PMO contact of its portfolio, and so of APOLLO until it names somebody else";

  test("is not taken from a project by leaving it empty, and nobody is told so", async () => {
    const { says, submits, post } = await office();
    expect(await says("ada", "pmo contact #APOLLO none")).toContain(above);
    await says("ada", "pmo edit #APOLLO");
    expect(await submits("ada", { "PMO contact": "" })).toContain(above);
    expect(await post("gita")).toEqual([]);
    expect(await says("ada", "pmo contact #APOLLO @finn")).toContain("Finn Berg is PMO contact");
    expect(await says("ada", "pmo contact #APOLLO none")).toContain("has no PMO contact from today");
  });
});

describe("a project's home and state", () => {
  test("a channel becomes its home, and only those who lead it make it so", async () => {
    const { says, store } = await office();
    expect(await says("ben", "pmo channel #HERMES")).toContain("Say this in the channel");
    expect(await says("dev", "pmo channel #APOLLO", "general")).toContain("Only the PM of APOLLO");
    expect(await says("ben", "pmo channel #HERMES", "general")).toContain("now the home of HERMES");
    expect(await says("ben", "pmo project", "general")).toContain("HERMES Data-centre exit");
    expect(await says("chloe", "pmo channel #VEGA", "general")).toContain("must give it up first");
    expect(await says("ada", "pmo channel none", "general")).toContain("no longer the home");
    expect(await store.projects.at({ platform: "slack", workspace: "T1", channel: "general" })).toEqual({ shared: false });
    expect(await says("ben", "pmo channel #APOLLO", "vendor")).toMatch(/must give it up|shared/);
  });

  test("is not said to be paused on the day it is asked again", async () => {
    const { says, store } = await office();
    const apollo = await store.projects.get("apollo", "2026-11-23");
    if (apollo) await store.projects.save({ ...apollo, pausedUntil: "2026-11-23" });
    expect(await says("ben", "pmo project #APOLLO")).not.toContain("asked nothing");
  });

  test("tells its pauses and its record as people read them", async () => {
    const { says, store, id } = await office();
    await says("ada", "pmo pause #APOLLO until 2027-01-15 because the vendor is insolvent");
    expect(await says("ben", "pmo project #APOLLO")).toContain("asked nothing until 15 Jan 2027 because the vendor is insolvent");
    const note = { at: new Date("2026-11-23T09:00:00Z"), actor: await id("ada"), source: "test", subject: "project:apollo" };
    await store.record({ ...note, what: "asked for status", from: "2026-11-23", to: "Ben Okafor" });
    await store.record({ ...note, what: "escalation postponed", from: "2026-11-23", to: "2026-11-27T09:00:00.000Z" });
    await store.record({ ...note, what: "confidential", from: "false", to: "true" });
    const history = await says("ben", "pmo history #APOLLO");
    expect(history).toMatch(/paused +– +until 15 Jan 2027 because/);
    expect(history).toMatch(/asked for status \(23 Nov\) +– +Ben Okafor/);
    expect(history).toMatch(/escalation postponed \(23 Nov\) +– +27 Nov 09:00/);
    expect(history).toMatch(/confidential +no +yes/);
  });

  test("is held, closed and reopened with a reason, on the record", async () => {
    const { says, store } = await office();
    expect(await says("ben", "pmo hold #APOLLO waiting")).toContain("Only the PMO");
    expect(await says("ada", "pmo hold #APOLLO")).toContain("Say why");
    expect(await says("ada", "pmo hold #APOLLO because waiting for the contract")).toContain("APOLLO is on hold (was active)");
    expect((await store.projects.byKey("APOLLO", "2026-11-23"))?.state).toBe("on hold");
    expect(await says("finn", "pmo project #APOLLO")).toContain("State: On hold: waiting for the contract\n");
    expect(await says("ada", "pmo reopen #APOLLO contract signed")).toContain("asked for status at its next prompt");
    expect(await says("finn", "pmo project #APOLLO")).toContain("State: Active\n");
    const history = await says("ben", "pmo history #APOLLO");
    expect(history).toMatch(/state +on hold +active: contract signed +Ada Lindqvist/);
    expect(await says("dev", "pmo history #APOLLO")).toContain("for its PM and the PMO");
    expect((await store.changes("project:apollo")).map(({ to }) => to)).toEqual([
      "on hold: waiting for the contract",
      "active: contract signed",
    ]);
  });
});

test("a newcomer lists projects by any colour, and hears which keys are taken", async () => {
  const { says, store, id } = await office();
  await store.reports.add({
    project: "apollo",
    period: "2026-11-16",
    overall: "amber",
    dimensions: {},
    summary: "Late",
    nextSteps: [],
    promised: [],
    unchanged: 0,
    late: false,
    author: await id("ben"),
    source: "test",
    effectiveOn: "2026-11-16",
    recordedAt: new Date("2026-11-16T10:00:00Z"),
  });
  expect(await says("ada", "pmo projects amber")).toContain("APOLLO");
  expect(await says("ada", "pmo projects amber")).not.toContain("HERMES");
  expect(await says("ada", "pmo projects unknown")).not.toContain("APOLLO");
  expect(await says("ada", "pmo projects unknown")).toContain("HERMES");
  const form = await says("ada", "pmo add project apollo Duplicate");
  expect(form).toContain("APOLLO is taken. Choose another.");
  expect(form).toContain("Duplicate");
  expect(await says("ada", "pmo add project a303 Road")).toContain("A303");
});
