import { describe, expect, test } from "vitest";
import { lastWeek, openRoom } from "./room.ts";

const monday = "2026-11-23";
const early = "2026-11-23T08:30:00Z";

describe("an answer", () => {
  test("is kept, and everything that asked for it says so", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben } = room.people;
    await room.turnTo("2026-11-23T09:00:00Z");
    await ben.presses("APOLLO: Update");
    await ben.submits({ "Promised: Sign UAT script, 20 Nov": "Moved", "Moved to": "2026-12-01", Summary: "UAT late by a week" });
    const report = await room.store.reports.of("apollo", monday);
    expect(report).toMatchObject({
      overall: "amber",
      summary: "UAT late by a week",
      revision: 1,
      late: false,
      unchanged: 0,
      source: "terminal",
    });
    expect(report?.promised).toEqual([{ text: "Sign UAT script", due: "2026-11-20", outcome: "moved", movedTo: "2026-12-01" }]);
    expect(report?.nextSteps).toEqual([
      { text: "Dress rehearsal", due: "2026-12-11" },
      { text: "Sign UAT script", due: "2026-12-01" },
    ]);
    expect(ben.latest()).toContain("APOLLO ERP replacement: received Mon 09:00. AMBER, UAT late by a week");
    expect(room.channel("apollo")).toHaveLength(1);
  });

  test("says so where the project was closed while the form was open", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben } = room.people;
    for (const id of ["hermes", "orion"]) await room.reported(id, monday);
    await room.turnTo("2026-11-23T09:00:00Z");
    await ben.presses("Done");
    await ben.presses("Update");
    await room.change("apollo", { state: "complete" });
    expect(await ben.submits({ Summary: "All handed over" })).toContain("APOLLO is complete, so nothing is asked about it");
  });

  test("with something wrong keeps every answer, with the error beside its field", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben } = room.people;
    await room.turnTo("2026-11-23T09:00:00Z");
    await ben.presses("ORION: Update");
    const again = await ben.submits({ Summary: "x".repeat(300), "Next steps": "Rehearse, 31 Nov", "Help needed": "Approve £20k" });
    expect(again).toContain("Summary is too long: 300 characters, at most 280.");
    expect(again).toContain('! "31 Nov" is not a day of the calendar');
    expect(again).toContain("! Green by is needed.");
    expect(again).toContain("! Help from whom is needed.");
    expect(again).toContain(`Summary *: ${"x".repeat(300)}`);
    expect(await room.store.reports.of("orion", monday)).toBeUndefined();
    expect(await ben.submits({ Summary: "Better", "Next steps": "", "Help needed": "", "Green by": "2026-11-20" })).toContain(
      "20 Nov has passed. Give a day that is still to come.",
    );
    expect(await ben.submits({ Overall: "green", "Green by": "" })).toContain("== APOLLO status ==");
    expect(await room.store.reports.of("orion", monday)).toMatchObject({ overall: "green", summary: "Better" });
  });

  test("can be edited until the cut-off, and the channel's post follows; after it the post is marked", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben } = room.people;
    await room.turnTo("2026-11-23T09:00:00Z");
    await ben.presses("Done");
    await ben.presses("APOLLO: No change");
    await room.turnTo("2026-11-26T15:00:00Z");
    await ben.presses("APOLLO: Edit");
    await ben.submits({ Summary: "Vendor UAT very late" });
    expect(room.channel("apollo")).toHaveLength(1);
    expect(room.channel("apollo")[0]).toContain("Vendor UAT very late");
    expect(room.channel("apollo")[0]).toContain("Can change until Thu 16:00");
    await room.turnTo("2026-11-27T10:00:00Z");
    expect(await ben.presses("APOLLO: Edit")).toContain("The cut-off was Thu 16:00: an edit is marked as a correction.");
    await ben.submits({ Overall: "red", Summary: "Vendor insolvent" });
    expect(room.channel("apollo")[0]).toContain("APOLLO ERP replacement: RED");
    expect(room.channel("apollo")[0]).toContain("Corrected Fri 10:00.");
    const revisions = await room.store.reports.revisions("apollo", monday);
    expect(revisions.map(({ revision, overall, late }) => [revision, overall, late])).toEqual([
      [1, "amber", false],
      [2, "amber", false],
      [3, "red", false],
    ]);
    expect(revisions[2]?.effectiveOn).toBe("2026-11-26");
    expect((await room.store.changes("project:apollo")).map(({ what, from, to }) => `${what}: ${from} → ${to}`)).toContain(
      "report of Mon 23 Nov corrected: Amber: Vendor UAT very late → Red: Vendor insolvent",
    );
  });

  test("after it was due is late, which the channel does not hear and the sponsor does", async () => {
    const room = await openRoom(lastWeek, "2026-11-23T08:30:00Z");
    const { ben, finn, erin } = room.people;
    await room.turnTo("2026-11-25T18:00:00Z");
    await ben.presses("APOLLO: Done");
    await ben.presses("APOLLO: No change");
    expect(await room.store.reports.of("apollo", monday)).toMatchObject({ late: true, unchanged: 1 });
    expect(room.channel("apollo").join()).not.toContain("late,");
    expect(await erin.says("status apollo")).toMatch(/23|25 Nov +AMBER.*no change, late/);
    expect(await finn.says("status apollo")).not.toMatch(/no change, late/);
  });

  test("before it is asked for belongs to the coming period, which then asks nothing", async () => {
    const room = await openRoom(lastWeek, "2026-11-20T15:00:00Z");
    const { ben } = room.people;
    await room.beat();
    expect(await ben.says("status hermes")).toContain("HERMES Data-centre exit, week to Fri 20 Nov");
    await ben.submits({ Overall: "green", Summary: "On plan" });
    expect(await room.store.reports.of("hermes", monday)).toMatchObject({ summary: "On plan", late: false });
    await room.turnTo("2026-11-23T09:00:00Z");
    expect(ben.latest()).toContain("2 projects");
    expect(ben.latest()).not.toContain("HERMES");
  });

  test("of somebody who was quicker is shown before it is replaced", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben, ada } = room.people;
    await room.turnTo("2026-11-23T09:00:00Z");
    await ben.presses("HERMES: Update");
    await ada.says("status hermes");
    await ada.presses("Update");
    await ada.submits({ Overall: "amber", Summary: "Lease", "Path to green": "Extend", "Green by": "2026-12-18" });
    const again = await ben.submits({ Summary: "All fine" });
    expect(again).toContain("Ada Lindqvist reported on HERMES at Mon 09:00, while this was open: AMBER, Lease, green by 18 Dec.");
    expect(again).toContain("Summary *: All fine");
    await ben.submits({});
    const revisions = await room.store.reports.revisions("hermes", monday);
    expect(revisions.map(({ summary, onBehalfOf }) => [summary, onBehalfOf])).toEqual([
      ["Lease", room.id("ben")],
      ["All fine", undefined],
    ]);
  });

  test("sent twice is one answer", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben } = room.people;
    await room.turnTo("2026-11-23T09:00:00Z");
    await ben.presses("HERMES: No change");
    await ben.forges("status.same", `hermes ${monday} -`);
    expect(await room.store.reports.revisions("hermes", monday)).toHaveLength(1);
  });

  test("keeps what More asked, and carries forecasts on while nobody changes them", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben } = room.people;
    await room.turnTo("2026-11-23T09:00:00Z");
    await ben.presses("HERMES: Update");
    await ben.presses("More");
    await ben.submits({
      ...{ Summary: "On plan", Cost: "amber", "Cost comment": "Lease", "% complete": "40" },
      ...{ "Forecast cost": "£1,200,000", "Confidence in the forecasts": "medium" },
    });
    const said = {
      dimensions: { cost: { rag: "amber", comment: "Lease" } },
      complete: 40,
      cost: "1200000",
      confidence: "medium",
      finish: "2027-01-29",
    };
    expect(await room.store.reports.of("hermes", monday)).toMatchObject(said);
    await room.turnTo("2026-11-30T09:00:00Z");
    await ben.presses("HERMES: Update");
    await ben.submits({ Summary: "Still on plan" });
    expect(await room.store.reports.of("hermes", "2026-11-30")).toMatchObject({ ...said, summary: "Still on plan" });
  });
});

test("a forecast that a file withheld is no answer of the PM's to correct", async () => {
  const room = await openRoom(lastWeek, early);
  const { ben } = room.people;
  await room.reported("hermes", "2026-11-16", { overall: "green", cost: "withheld", source: "import history.csv" });
  await ben.says("status HERMES");
  expect(await ben.presses("More")).not.toContain("withheld");
  await ben.submits({ Summary: "On track" });
  expect(await room.store.reports.of("hermes", monday)).toMatchObject({ overall: "green", summary: "On track" });
});

test("a forecast cost reads as money in the project's channel", async () => {
  const room = await openRoom(lastWeek, early);
  const { ben } = room.people;
  await room.turnTo("2026-11-23T09:00:00Z");
  await ben.presses("APOLLO: Update");
  await ben.presses("More");
  await ben.submits({ "Promised: Sign UAT script, 20 Nov": "Done", Summary: "On plan", "Forecast cost": "£679,000,000" });
  expect(room.channel("apollo")[0]).toContain("Forecast: cost £679.0m");
});

test("a PM answers two of three on a phone and the app dies: what was kept, what the reminder says", async () => {
  const room = await openRoom(lastWeek, early);
  const { ben } = room.people;
  await room.turnTo("2026-11-23T09:00:00Z");
  await ben.presses("Done");
  await ben.presses("APOLLO: No change");
  await ben.presses("HERMES: No change");
  await ben.presses("ORION: Update");
  await ben.submits({ Summary: "Half a tho" }, "Save draft");
  room.restart();
  await room.turnTo("2026-11-24T09:00:00Z");
  expect(ben.latest()).toBe(
    [
      "APOLLO and HERMES received, thanks. Still open: ORION, due Wed 17:00 London.",
      "You have a draft for ORION.",
      "  [Update] [Later today] [I'm away]",
    ].join("\n"),
  );
  expect(await ben.presses("Update")).toContain("Summary *: Half a tho");
});

test("a draft opens with the form until something is sent, after the next asking too", async () => {
  const room = await openRoom(lastWeek, early);
  const { ben } = room.people;
  await room.turnTo("2026-11-23T09:00:00Z");
  await ben.presses("ORION: Update");
  await ben.submits({ Summary: "Half a tho" }, "Save draft");
  await room.turnTo("2026-11-30T09:00:00Z");
  expect(await ben.presses("ORION: Update")).toContain("Summary *: Half a tho");
  await room.turnTo("2026-12-01T09:00:00Z");
  expect(ben.latest()).toContain("You have a draft for ORION.");
  await ben.submits({ Summary: "Whole", "Green by": "2026-12-18" });
  await room.turnTo("2026-12-07T09:00:00Z");
  expect(await ben.presses("ORION: Update")).toContain("Summary *: Whole");
});

describe("help needed", () => {
  const asked = async (ask: string) => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo("2026-11-23T09:00:00Z");
    await room.people.ben.presses("HERMES: Update");
    await room.people.ben.submits({ Summary: "Stuck", "Help needed": ask, "Help from whom": "@erin", "Help by when": "2026-11-27" });
    return room;
  };

  test("that asks for a decision becomes one, with who decides and by when", async () => {
    const room = await asked("Approve the lease extension");
    const help = (await room.store.reports.of("hermes", monday))?.help;
    const entry = await room.store.entries.get(help?.entry ?? "");
    expect(entry).toMatchObject({ type: "decision", project: "hermes", proposed: false });
    expect(entry?.values).toMatchObject({ title: "Approve the lease extension", decider: room.id("erin"), needed: "2026-11-27" });
    expect(room.people.erin.latest()).toContain("Approve the lease extension");
  });

  test("says where it came from, and its answer comes back to whoever asked", async () => {
    const room = await asked("Approve the lease extension");
    const { ben, erin } = room.people;
    expect(await erin.says("D-1")).toContain("Source: Status of HERMES, week to Fri 20 Nov");
    await erin.says("/decision move D-1 decided Two more years");
    expect(ben.latest()).toBe("Erin Walsh settled D-1 Approve the lease extension.\nDecided: Two more years; due 27 Nov\n  [Show]");
    await ben.says("/action Find the money #HERMES owner:me due:friday");
    expect(await ben.says("/decision link D-1 answers help needed A-1")).toContain("D-1 answers help needed A-1");
    expect(await ben.says("A-1")).toContain("Is answered by D-1 Approve the lease extension (Decided)");
  });

  test("otherwise becomes an action, once, whatever else is edited", async () => {
    const room = await asked("Two more testers");
    await room.people.ben.presses("HERMES: Edit");
    await room.people.ben.submits({ Summary: "Stuck again" });
    expect(await room.store.entries.find({ type: "action" })).toHaveLength(1);
    expect(await room.store.reports.of("hermes", monday)).toMatchObject({ revision: 2, help: { ask: "Two more testers" } });
  });
});

describe("help needed, in an edit of the report", () => {
  const asked = async (ask: string) => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo("2026-11-23T09:00:00Z");
    await room.people.ben.presses("APOLLO: Update");
    const help = { "Help needed": ask, "Help from whom": "@erin", "Help by when": "2026-11-27" };
    await room.people.ben.submits({ "Promised: Sign UAT script, 20 Nov": "Done", Summary: "Stuck", ...help });
    return room;
  };
  type Asked = Awaited<ReturnType<typeof asked>>;
  const open = async ({ store }: Asked) =>
    (await store.entries.find({})).map(({ type, number, state, values }) => [
      type,
      number,
      state,
      values["title"],
      values["due"] ?? values["needed"],
    ]);
  const edits = async ({ people: { ben } }: Asked, help: Readonly<Record<string, string>>) => {
    await ben.presses("APOLLO: Edit");
    return ben.submits(help);
  };
  const nothing = { "Help needed": "", "Help from whom": "", "Help by when": "" };

  test("puts the entry right that it became, by whichever name", async () => {
    const room = await asked("Two mor testers");
    await edits(room, { "Help needed": "Two more testers", "Help by when": "2026-12-01" });
    expect(await open(room)).toEqual([["action", 1, "open", "Two more testers", "2026-12-01"]]);
  });

  test("moves it to the other register where the words now ask for a decision", async () => {
    const room = await asked("Aprove the lease");
    expect(await edits(room, { "Help needed": "Approve the lease" })).toContain("A-1 is taken back, as it is no longer asked for.");
    expect(await open(room)).toEqual([["decision", 1, "open", "Approve the lease", "2026-11-27"]]);
    expect(room.people.erin.inbox()[0]).toContain("A-1 was taken back.");
    expect(room.people.erin.latest()).toContain("Approve the lease");
  });

  test("takes it back when nothing is asked any more, unless somebody worked on it", async () => {
    const room = await asked("Two more testers");
    expect(await edits(room, nothing)).toContain("A-1 is taken back");
    expect(await open(room)).toEqual([]);

    const other = await asked("Two more testers");
    await other.people.erin.presses("Accept");
    expect(await edits(other, nothing)).toContain("A-1 stays open, as somebody has worked on it. Close it if it is no longer needed.");
    expect(await open(other)).toHaveLength(1);
  });

  test("leaves alone what others wrote into it, and what is closed", async () => {
    const room = await asked("Two more testers");
    await room.people.erin.says("/action edit A-1 due:2026-12-11");
    await edits(room, { "Help needed": "Two more testers, please" });
    expect(await open(room)).toEqual([["action", 1, "open", "Two more testers, please", "2026-12-11"]]);
    await room.people.erin.says("/action move A-1 done They are here");
    expect(await edits(room, { "Help needed": "A desk for them" })).toContain("A-1 was closed in the meantime and stays as it is.");
    expect((await open(room)).map(([, number, , title]) => [number, title])).toContainEqual([2, "A desk for them"]);
  });

  test("keeps the entry that was taken back by hand taken back", async () => {
    const room = await asked("Two more testers");
    await room.people.ben.says("/action undo A-1");
    await edits(room, { Summary: "Stuck again" });
    expect(await open(room)).toEqual([]);
  });

  test("is read once in the project's channel: the report names the entry", async () => {
    const room = await asked("Two more testers");
    expect(room.channel("apollo")).toHaveLength(1);
    expect(room.channel("apollo")[0]).toContain("Two more testers. From Erin Walsh, by 27 Nov (A-1)");
  });
});

describe("nothing typed is lost", () => {
  test("a project that went away while its form was open", async () => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo("2026-11-23T09:00:00Z");
    await room.people.ben.presses("HERMES: Update");
    await room.store.projects.remove("hermes");
    const told = await room.people.ben.submits({ Summary: "A long summary that took me some time to write" });
    expect(told).toContain("That project is not there any more, or you cannot see it. Nothing was changed.");
    expect(told).toContain("Summary: A long summary that took me some time to write");
    await room.turnTo("2026-11-24T09:00:00Z");
    expect(room.people.ben.latest()).toContain("Still open: APOLLO and ORION");
  });

  test("a project that changed hands while its form was open", async () => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo("2026-11-23T09:00:00Z");
    await room.people.ben.presses("HERMES: Update");
    const scope = { kind: "project", id: "hermes" } as const;
    await room.store.people.unassign(room.id("ben"), "pm", scope, "2026-11-24");
    await room.store.people.assign({ person: room.id("chloe"), role: "pm", scope, from: "2026-11-24" });
    await room.turnTo("2026-11-24T09:00:00Z");
    expect(await room.people.ben.submits({ Summary: "A long summary that took me some time to write" })).toContain(
      "Chloe Marsh runs HERMES now, since 24 Nov",
    );
    expect(await room.store.reports.of("hermes", monday)).toBeUndefined();
  });

  test("somebody asked for help who has left, or whom nobody knows", async () => {
    const room = await openRoom(lastWeek, early);
    await room.store.people.change(room.id("finn"), { left: "2026-11-01" });
    await room.turnTo("2026-11-23T09:00:00Z");
    const { ben } = room.people;
    await ben.presses("HERMES: Update");
    const asked = { Summary: "Stuck", "Help needed": "Testers", "Help by when": "2026-11-27" };
    expect(await ben.submits({ ...asked, "Help from whom": "@finn" })).toContain(
      "Finn Berg left on 1 Nov. Name somebody who is still here.",
    );
    expect(await ben.submits({ ...asked, "Help from whom": "Nobody Known" })).toContain("Nobody called Nobody Known is known here.");
    expect(await ben.submits({ ...asked, "Help from whom": "@hugo" })).toContain("Hugo Stein has no role on HERMES.");
    expect(ben.form()).toContain("Help needed: Testers");
    expect(ben.form()).toContain("Help from whom: Hugo Stein");
  });
});

test("a report of another year names it", async () => {
  const room = await openRoom(async ({ reported }) => void (await reported("vega", "2025-11-24")), early);
  expect(await room.people.finn.says("status #VEGA")).toMatch(/Mon 24 Nov 2025, \d+ days ago/);
});

test("a report that is refused is given back under the labels of its questions", async () => {
  const room = await openRoom(lastWeek, early);
  const { ben } = room.people;
  await room.turnTo("2026-11-23T09:00:00Z");
  await ben.presses("ORION: Update");
  await room.store.people.unassign(room.id("ben"), "pm", { kind: "project", id: "orion" }, "2026-11-23");
  const refused = await ben.submits({ Overall: "red", Summary: "Worse", "Help needed": "Two testers", "Help by when": "2026-12-01" });
  expect(refused).toContain("What you wrote:");
  expect(refused).toMatch(/Overall: Red/);
  expect(refused).toMatch(/Help needed: Two testers/);
  expect(refused).toMatch(/Help by when: 1 Dec/);
});
