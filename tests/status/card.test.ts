import { describe, expect, test } from "vitest";
import { bensWeek, lastWeek, openRoom } from "./room.ts";

const monday = "2026-11-23";
const early = "2026-11-23T08:30:00Z";
const nine = "2026-11-23T09:00:00Z";

describe("no change", () => {
  test("is offered once the promised step is answered, counts, and is not said a third time", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben } = room.people;
    await room.turnTo(nine);
    expect(await ben.forges("status.same", `apollo ${monday} -`)).toContain('"No change" cannot be the answer for APOLLO');
    await ben.presses("APOLLO: Dropped");
    await ben.presses("APOLLO: No change");
    await room.turnTo("2026-11-30T09:00:00Z");
    await ben.presses("APOLLO: No change");
    expect(await room.store.reports.of("apollo", "2026-11-30")).toMatchObject({ unchanged: 2, summary: "Vendor UAT late" });
    await room.turnTo("2026-12-07T09:00:00Z");
    expect(ben.latest()).not.toContain('No change" was said');
    expect(ben.latest()).toContain("The date for green, 4 Dec, has passed, so please update.");
    await ben.presses("HERMES: No change");
    expect(await ben.forges("status.same", "apollo 2026-12-07 -")).toContain("Nothing was changed.");
    expect(await room.store.reports.of("apollo", "2026-12-07")).toBeUndefined();
  });

  test("is not said a third time in a row", async () => {
    const room = await openRoom(async (room) => void (await room.reported("hermes", "2026-11-16", { unchanged: 2 })), early);
    await room.turnTo(nine);
    expect(room.people.ben.latest()).toContain(
      'HERMES Data-centre exit: GREEN\n  "No change" was said twice in a row, so please update.\n  [Update]',
    );
  });

  test("is not offered where nothing was reported, and an old colour shows its day", async () => {
    const room = await openRoom(async (room) => void (await room.reported("hermes", "2026-11-02")), early);
    await room.turnTo(nine);
    expect(room.people.ben.latest()).toContain("1 APOLLO ERP replacement: no report yet\n  [Update]");
    expect(room.people.ben.latest()).toContain("2 HERMES Data-centre exit: GREEN (2 Nov)\n  [No change] [Update]");
  });
});

describe("a promised step", () => {
  test("moved asks to when, keeps to the calendar, and goes on under its new day", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben } = room.people;
    await room.turnTo(nine);
    expect(await ben.presses("Moved")).toContain("You planned: Sign UAT script, 20 Nov");
    expect(await ben.submits({ "New date": "2026-11-01" })).toContain("1 Nov has passed. Give a day that is still to come.");
    await ben.submits({ "New date": "2026-12-02" });
    expect(ben.latest()).not.toContain("You planned");
    await ben.presses("APOLLO: No change");
    const report = await room.store.reports.of("apollo", monday);
    expect(report?.nextSteps).toEqual([
      { text: "Sign UAT script", due: "2026-12-02" },
      { text: "Dress rehearsal", due: "2026-12-11" },
    ]);
    await room.turnTo("2026-12-14T09:00:00Z");
    expect(ben.latest()).toContain("You planned: Sign UAT script, 2 Dec");
    expect(ben.latest()).toContain("You planned: Dress rehearsal, 11 Dec");
  });

  test("moved in a draft to a day that has passed since is asked again", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben } = room.people;
    await room.turnTo(nine);
    await ben.presses("Moved");
    await ben.submits({ "New date": "2026-11-27" });
    await room.turnTo("2026-11-30T09:00:00Z");
    expect(ben.latest()).toContain("You planned: Sign UAT script, 20 Nov");
    await ben.forges("status.same", "apollo 2026-11-30 -");
    expect(await room.store.reports.of("apollo", "2026-11-30")).toBeUndefined();
  });

  test("moved again in the form goes on under the last day; a line that was changed there stands", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben } = room.people;
    const steps = async () => (await room.store.reports.of("apollo", monday))?.nextSteps[0];
    await room.turnTo(nine);
    await ben.presses("Moved");
    await ben.submits({ "New date": "2026-12-02" });
    await ben.presses("APOLLO: Update");
    await ben.submits({ "Moved to": "2026-12-18" });
    expect(await steps()).toEqual({ text: "Sign UAT script", due: "2026-12-18" });
    await ben.presses("APOLLO: Edit");
    await ben.submits({ "Moved to": "2026-12-21" });
    expect(await steps()).toEqual({ text: "Sign UAT script", due: "2026-12-21" });
    await ben.presses("APOLLO: Edit");
    await ben.submits({ "Next steps": "Sign UAT script, 8 Jan" });
    expect(await steps()).toEqual({ text: "Sign UAT script", due: "2027-01-08" });
  });

  test("answered on the card outlives a restart and stands in the form", async () => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo(nine);
    await room.people.ben.presses("Done");
    room.restart();
    expect(await room.people.ben.presses("APOLLO: Update")).toContain("Promised: Sign UAT script, 20 Nov *: Done");
    await room.turnTo("2026-11-24T09:00:00Z");
    expect(room.people.ben.latest()).not.toContain("draft");
  });
});

describe("whose card it is", () => {
  test("after a handover the old PM is told kindly who runs it now, and changes nothing", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben, chloe } = room.people;
    await room.turnTo(nine);
    const scope = { kind: "project", id: "orion" } as const;
    await room.store.people.unassign(room.id("ben"), "pm", scope, "2026-11-24");
    await room.store.people.assign({ person: room.id("chloe"), role: "pm", scope, from: "2026-11-24" });
    await room.turnTo("2026-11-24T08:00:00Z");
    expect(await ben.presses("ORION: Update")).toBe(
      "Chloe Marsh runs ORION now, since 24 Nov, so this is not asked of you any more. Thank you; nothing was changed.",
    );
    expect(await ben.forges("status.same", `orion ${monday} -`)).toContain("Chloe Marsh runs ORION now");
    await ben.presses("HERMES: No change");
    expect(ben.latest()).not.toContain("ORION");
    expect(await chloe.says("status orion")).toContain("== ORION status ==");
  });

  test("a deputy is asked for who is away, and answers on their behalf", async () => {
    const room = await openRoom(async (room) => {
      await lastWeek(room);
      await room.store.people.addAbsence({ person: room.id("ben"), from: "2026-11-20", to: "2026-11-27", deputy: room.id("ines") });
    }, early);
    const { ines, ben } = room.people;
    await room.turnTo(nine);
    expect(ben.inbox()).toEqual([]);
    expect(ines.latest()).toContain("3 projects. You stand in for Ben Okafor");
    await ines.presses("HERMES: No change");
    expect(await room.store.reports.of("hermes", monday)).toMatchObject({ author: room.id("ines"), onBehalfOf: room.id("ben") });
    await ines.presses("APOLLO: Done");
    await ines.presses("APOLLO: No change");
    expect(room.channel("apollo")[0]).toContain("Ines Duarte for Ben Okafor, no change.");
  });

  test("falling ill on Tuesday hands on what is open, beside what the deputy owes already", async () => {
    const room = await openRoom(bensWeek, early);
    const { ben, chloe, gita } = room.people;
    await room.turnTo("2026-11-23T15:00:00Z");
    expect(chloe.latest()).toContain("VEGA");
    await ben.presses("HERMES: No change");
    await room.turnTo("2026-11-24T10:00:00Z");
    expect(await ben.presses("I'm away")).toContain("No reason is asked or kept.");
    expect(await ben.submits({ Until: "2026-11-20" })).toContain("The last day is before the first.");
    expect(await ben.submits({ Until: "2026-11-27", "Who stands in": "@ben" })).toContain(
      "Nobody is their own deputy. Name somebody else, or nobody.",
    );
    expect(await ben.submits({ Until: "2026-11-27", "Who stands in": "@chloe" })).toContain(
      "Noted: away from 24 Nov to 27 Nov. Chloe Marsh is asked for APOLLO, HERMES, ORION meanwhile, and now for APOLLO and ORION.",
    );
    expect(chloe.latest()).toContain("2 projects. You stand in for Ben Okafor");
    expect(chloe.latest()).toContain("1 APOLLO");
    expect(chloe.inbox().filter((message) => message.includes("VEGA"))).not.toHaveLength(0);
    expect(gita.inbox()).toEqual([]);
    await chloe.presses("APOLLO: Dropped");
    await chloe.presses("APOLLO: No change");
    expect(await room.store.reports.of("apollo", monday)).toMatchObject({ author: room.id("chloe"), onBehalfOf: room.id("ben") });
    expect(ben.inbox()[0]).toContain("APOLLO ERP replacement: received");
  });

  test("said with pmo away does the same: the deputy is asked at once, or the PMO is told, whoever says it", async () => {
    const room = await openRoom(bensWeek, early);
    const { ada, ben, chloe, gita, ines } = room.people;
    await room.turnTo("2026-11-23T15:00:00Z");
    await ben.presses("HERMES: No change");
    expect(await ben.says("pmo away today to 27 Nov deputy @ines")).toContain(
      "You are away from 23 Nov to 27 Nov. Ines Duarte is asked for APOLLO, HERMES, ORION meanwhile, and now for APOLLO and ORION.",
    );
    expect(ines.inbox()[0]).toContain("You stand in for Ben Okafor from 23 Nov to 27 Nov.");
    expect(ines.latest()).toContain("2 projects. You stand in for Ben Okafor");
    expect(await ben.says("pmo away today to 27 Nov deputy @ines")).toContain("This replaces from 23 Nov to 27 Nov.");
    expect(ines.inbox().filter((message) => message.includes("2 projects"))).toHaveLength(1);

    const told = await ada.says("pmo away @chloe today to 27 Nov");
    expect(told).toContain("Chloe Marsh is away from 23 Nov to 27 Nov. Nobody stands in, so Gita Rao is told that LUNA and VEGA are open.");
    expect(gita.latest()).toBe("Chloe Marsh is away from 23 Nov to 27 Nov and nobody stands in: VEGA is open and will not be chased.");
    expect(await chloe.says("pmo away 21 Dec to 31 Dec")).toContain("nothing is late meanwhile; Ada Lindqvist and Gita Rao are told.");
    expect(gita.latest()).toContain("Chloe Marsh is away from 21 Dec to 31 Dec and nobody stands in: nothing is asked about VEGA then.");
    expect(ada.latest()).toContain("nothing is asked about LUNA then.");
    expect(await ben.says("pmo away 22 Dec deputy @chloe")).toContain("Chloe Marsh is away too, from 21 Dec to 31 Dec.");
  });

  test("a guest cannot stand in", async () => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo(nine);
    await room.people.ben.presses("I'm away");
    expect(await room.people.ben.submits({ Until: "2026-11-27", "Who stands in": "@hugo" })).toContain(
      "Hugo Stein is a guest or of another organisation, so only the PMO can make them a deputy.",
    );
  });

  test("a form for a period that nobody asks for is refused", async () => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo(nine);
    expect(await room.people.ben.forges("status.update", "hermes 2026-12-28 -")).toContain("Nothing was asked of HERMES for 2026-12-28.");
    expect(await room.people.ben.forges("status.update", "hermes 2020-01-06 -")).toContain("Nothing was asked of HERMES");
  });

  test("away with nobody standing in tells the PMO, and nobody is chased", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben, gita, erin } = room.people;
    await room.turnTo("2026-11-23T10:00:00Z");
    await ben.presses("I'm away");
    expect(await ben.submits({ Until: "2026-11-27" })).toContain(
      "Nobody stands in, so Gita Rao is told that APOLLO, HERMES and ORION are open.",
    );
    expect(gita.inbox().join()).toContain(
      "Ben Okafor is away from 23 Nov to 27 Nov and nobody stands in: APOLLO, HERMES and ORION are open and will not be chased.",
    );
    await room.turnTo("2026-11-26T12:00:00Z");
    expect(ben.inbox()).toHaveLength(1);
    expect(erin.inbox().join()).not.toContain("ORION");
  });

  test("not mine goes to the PMO to confirm; meanwhile nobody is chased; confirmed, the project changes hands", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben, gita, chloe, erin } = room.people;
    await room.turnTo(nine);
    await ben.presses("Not mine");
    expect(await ben.submits({ Project: "orion", "Who runs it": "@chloe" })).toContain(
      "Gita Rao is asked to confirm that Chloe Marsh runs ORION. You are not chased for it meanwhile.",
    );
    expect(gita.latest()).toContain("Ben Okafor says that ORION is not theirs: Chloe Marsh runs it.");
    expect(ben.latest()).toContain("3 ORION Payroll: not yours, as you said; the PMO confirms it. Nothing is asked of you.");
    await room.turnTo("2026-11-26T11:00:00Z");
    expect(erin.inbox().join()).not.toContain("ORION");
    expect(await ben.forges("status.handOver", `orion ${monday} - ${room.id("ben")} ${room.id("chloe")}`)).toContain(
      "Only the PMO says who runs ORION.",
    );
    await gita.presses("Chloe Marsh runs it");
    expect((await room.project("orion")).pm).toBe(room.id("chloe"));
    expect(chloe.latest()).toContain("Gita Rao says that you run ORION from today on.");
    await gita.presses("Ask Chloe Marsh now");
    expect(chloe.latest()).toContain("Gita Rao asks for the status of ORION now.");
  });

  test("only to whom its PM named, as long as nobody answered", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben, gita } = room.people;
    const forged = (who: "chloe" | "finn") => gita.forges("status.handOver", `orion ${monday} - ${room.id("ben")} ${room.id(who)}`);
    await room.turnTo(nine);
    expect(await forged("finn")).toContain("Nobody waits for an answer about who runs ORION. Nothing was changed.");
    await ben.presses("Not mine");
    await ben.submits({ Project: "orion", "Who runs it": "@chloe" });
    expect(await forged("finn")).toContain("Somebody else was named for ORION. Nothing was changed.");
    await room.store.people.change(room.id("chloe"), { left: monday });
    expect(await forged("chloe")).toContain("Chloe Marsh has left. Say pmo pm #ORION @PERSON instead.");
    await room.store.people.change(room.id("chloe"), { left: undefined });
    await gita.presses("No, it stays");
    expect(await forged("chloe")).toContain("Nobody waits for an answer about who runs ORION.");
    expect((await room.project("orion")).pm).toBe(room.id("ben"));
  });

  test("to a guest only by the PMO that sets the project up", async () => {
    const room = await openRoom(lastWeek, early);
    const { ada, ben, gita } = room.people;
    await room.turnTo(nine);
    await ben.presses("Not mine");
    await ben.submits({ Project: "orion", "Who runs it": "@hugo" });
    expect(await gita.presses("Hugo Stein runs it")).toContain("so only the PMO can give them ORION. Nothing was changed.");
    expect((await room.project("orion")).pm).toBe(room.id("ben"));
    await ada.forges("status.handOver", `orion ${monday} - ${room.id("ben")} ${room.id("hugo")}`);
    expect((await room.project("orion")).pm).toBe(room.id("hugo"));
  });

  test("and is asked of the PMO again with each asking that passes, until it answers", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben, gita } = room.people;
    await room.turnTo(nine);
    await ben.presses("Not mine");
    await ben.submits({ Project: "orion", "Who runs it": "@chloe" });
    const asked = () => gita.inbox().filter((each) => each.includes("that ORION is not theirs")).length;
    expect(asked()).toBe(1);
    await room.turnTo("2026-11-30T12:00:00Z");
    expect(gita.latest()).toMatch(/Ben Okafor said on 23 Nov that ORION is not theirs: Chloe Marsh runs it\..*Until you answer/s);
    expect(asked()).toBe(2);
    await gita.presses("No, it stays");
    await room.turnTo("2026-12-07T12:00:00Z");
    expect(ben.latest()).toContain("ORION");
    expect(asked()).toBe(1); // the answered one reads otherwise now
  });

  test("or it stays, and is asked again", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben, gita } = room.people;
    await room.turnTo(nine);
    await ben.presses("Not mine");
    await ben.submits({ Project: "orion", "Who runs it": "@chloe" });
    await gita.presses("No, it stays");
    expect(ben.latest()).toContain("Gita Rao says that you run ORION, so its update is still asked of you.");
    expect(ben.inbox()[0]).toContain("3 ORION Payroll: RED");
  });

  test("a question goes to the PMO contact in their words", async () => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo(nine);
    await room.people.ben.presses("Ask the PMO");
    expect(await room.people.ben.submits({ "Your question": "Is *HERMES* still ours?" })).toContain(
      "Sent to Gita Rao, who answers you directly.",
    );
    expect(room.people.gita.latest()).toContain("Ben Okafor asks about APOLLO:\n> Is *HERMES* still ours?");
  });
});

test("of twenty projects twelve are drawn at a time, and the rest follow", async () => {
  const room = await openRoom(async (room) => {
    const scope = (id: string) => ({ kind: "project", id }) as const;
    for (const number of Array.from({ length: 17 }, (_, i) => i + 10)) {
      const id = `p${number}`;
      await room.store.projects.save({ id, key: id.toUpperCase(), name: "Rollout", portfolio: "it", state: "active", confidential: false });
      await room.store.projects.join(id, "it", undefined, "2026-01-01");
      await room.store.people.assign({ person: room.id("ben"), role: "pm", scope: scope(id), from: "2026-01-01" });
      await room.reported(id, "2026-11-16");
    }
  }, early);
  await room.turnTo(nine);
  const { ben } = room.people;
  expect(ben.latest()).toContain("20 projects");
  expect(ben.latest()).toContain("8 more follow as you answer.");
  expect(ben.latest().match(/\[Update\]/g)).toHaveLength(12);
  const after = await ben.presses("P10: No change");
  expect(after).toContain("1 received, thanks. 7 more follow as you answer.");
  expect(after.match(/\[Update\]/g)).toHaveLength(12);
});

describe("who may", () => {
  test.each([
    ["dev", "status.update", "Only who runs APOLLO can report on it: Ben Okafor."],
    ["finn", "status.same", "Only who runs APOLLO can report on it: Ben Okafor."],
    ["dev", "status.pause", "Only the sponsor and the PMO of APOLLO can do that."],
    ["dev", "status.askNow", "That project is not there any more"],
  ] as const)("%s cannot forge %s", async (name, action, words) => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo(nine);
    expect(await room.people[name].forges(action, `apollo ${monday} -`)).toContain(words);
    expect(await room.store.reports.of("apollo", monday)).toBeUndefined();
  });

  test.each(["luna 2026-11-23 -", "nothing 2026-11-23 -", "luna", "", "luna 2026-02-31 -"])(
    "nobody learns of a confidential project by forging: %s",
    async (value) => {
      const room = await openRoom(lastWeek, early);
      await room.turnTo("2026-11-23T15:00:00Z");
      for (const action of ["status.update", "status.same", "status.step", "status.moved", "status.pause", "status.speak", "status.stays"])
        expect(await room.people.ben.forges(action, value)).not.toMatch(/LUNA|merger|Chloe/);
      expect(await room.people.ben.says("status luna")).not.toMatch(/merger|Chloe/);
      expect(await room.people.chloe.says("status luna")).toContain("LUNA Confidential merger");
    },
  );

  test("a stranger gets nothing", async () => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo(nine);
    expect(await room.people.hugo.forges("status.update", `apollo ${monday} -`)).not.toContain("Ben");
  });
});

test("projects of two portfolios say each when they are due, and where they go", async () => {
  const room = await openRoom(async (room) => {
    const it = await room.store.projects.portfolio("it");
    if (!it) throw new Error("no portfolio");
    const timing = { ...it.timing, due: { days: 1, at: "12:00" }, cutOff: { days: 4, at: "12:00" } };
    await room.store.projects.savePortfolio({ ...it, id: "hr", key: "HR", name: "HR portfolio", timing });
    await room.store.projects.setScale("hr", "three", "2026-01-01");
    await room.store.projects.join("orion", "hr", undefined, "2026-01-01");
  }, early);
  await room.turnTo(nine);
  const card = room.people.ben.latest();
  expect(card).toContain("Status, week to Fri 20 Nov. 3 projects");
  expect(card).toContain("1 APOLLO ERP replacement: no report yet. Due Wed 17:00 London");
  expect(card).toContain("3 ORION Payroll: no report yet. Due Tue 12:00 London");
  expect(card).toContain(
    "APOLLO and HERMES: APOLLO goes to #apollo now; all go into the IT digest on Fri 08:00. You can edit until Thu 16:00.",
  );
  expect(card).toContain("ORION: Seen by the project team, its sponsor and the PMO. You can edit until Fri 12:00.");
});

test("a digest of one department is promised to its projects alone", async () => {
  const room = await openRoom(async (room) => {
    const [it] = await room.store.digests.audiences("it");
    if (!it) throw new Error("no digest");
    await room.store.digests.saveAudience({ ...it, id: "finance", name: "Finance", department: "Finance", at: "07:00" });
    await room.change("orion", { department: "Finance" });
  }, early);
  await room.turnTo(nine);
  expect(await room.people.ben.presses("HERMES: Update")).toContain("Goes into the IT digest on Fri 08:00.");
  expect(await room.people.ben.presses("ORION: Update")).toContain("Goes into the Finance digest on Fri 07:00.");
});

test("who asks about a project that nobody runs is told so in a sentence", async () => {
  const room = await openRoom(lastWeek, early);
  const ben = await room.store.people.byEmail("ben@example.com");
  await room.store.people.unassign(ben?.id ?? "", "pm", { kind: "project", id: "apollo" }, "2026-11-20");
  expect(await room.people.erin.says("pmo ask APOLLO")).toContain("Nobody can be asked about APOLLO: it has no project manager.");
});
