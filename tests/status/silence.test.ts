import { describe, expect, test } from "vitest";
import { bensWeek, lastWeek, openRoom } from "./room.ts";

const monday = "2026-11-23";
const early = "2026-11-23T08:30:00Z";
const nine = "2026-11-23T09:00:00Z";

describe("the reminder", () => {
  test("is for what is missing, and says nothing where all is answered", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben } = room.people;
    await room.turnTo(nine);
    await ben.presses("HERMES: No change");
    await room.turnTo("2026-11-24T09:00:00Z");
    expect(ben.latest()).toContain("HERMES received, thanks. Still open: APOLLO and ORION, due Wed 17:00 London.");
    await ben.presses("Update");
    await ben.submits({ "Promised: Sign UAT script, 20 Nov": "Done" });
    await ben.presses("Update");
    await ben.submits({ Overall: "green" });
    expect(ben.latest()).toBe("3 of 3 received, thanks.".replace("3 of 3", "APOLLO, HERMES and ORION"));
  });

  test("asks who came after the card, beside the one for their own, before anything else is said of it", async () => {
    const room = await openRoom(lastWeek, early);
    const { ines } = room.people;
    const run = (id: string, from: string) =>
      room.store.people.assign({ person: room.id("ines"), role: "pm", scope: { kind: "project", id }, from });
    await room.store.people.unassign(room.id("ben"), "pm", { kind: "project", id: "hermes" }, monday);
    await run("hermes", monday);
    await room.turnTo("2026-11-24T12:00:00Z");
    await room.store.people.unassign(room.id("ben"), "pm", { kind: "project", id: "orion" }, "2026-11-24");
    await run("orion", "2026-11-24");
    await room.turnTo("2026-11-25T09:00:00Z");
    expect(ines.inbox().slice(1)).toEqual([
      expect.stringContaining("Still open: HERMES, due Wed 17:00"),
      expect.stringContaining("Still open: HERMES and ORION, due Wed 17:00"),
    ]);
    await ines.presses("Later today");
    await room.turnTo("2026-11-25T12:00:00Z");
    expect(ines.latest()).toContain("Still open: HERMES and ORION");
    await room.turnTo("2026-11-26T10:00:00Z");
    expect(room.people.erin.latest()).toContain("Ines Duarte was told.");
  });

  test("later today comes once more after three hours, once, and is on the record", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben } = room.people;
    await room.turnTo("2026-11-24T09:00:00Z");
    const before = ben.inbox().length;
    expect(await ben.presses("Later today")).toContain("I will ask again at Tue 12:00. It is still due Wed 17:00.");
    expect(await ben.forges("status.later", `apollo ${monday} -`)).toContain("You put it off once already.");
    await room.turnTo("2026-11-24T11:00:00Z");
    expect(ben.inbox()).toHaveLength(before);
    await room.turnTo("2026-11-24T12:00:00Z");
    expect(ben.latest()).toContain("Still open: APOLLO, HERMES and ORION");
    expect((await room.store.changes("project:apollo")).map(({ what }) => what)).toContain("reminder put off");
  });

  test.each([
    ["2026-11-24T13:30:00Z", "I will ask again at Tue 15:00."],
    ["2026-11-24T15:00:00Z", "It is past 15:00, so there is no later today."],
  ])("later today is 15:00 at the latest: %s", async (at, words) => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo(nine);
    await room.turnTo("2026-11-24T09:00:00Z");
    room.clock.set(at);
    expect(await room.people.ben.forges("status.later", `apollo ${monday} -`)).toContain(words);
  });
});

describe("the escalation", () => {
  test("an answer a second before it is due stops it", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben, erin, gita } = room.people;
    await room.turnTo("2026-11-25T18:00:00Z");
    await ben.presses("HERMES: No change");
    await ben.presses("APOLLO: Done");
    await ben.presses("APOLLO: No change");
    await ben.presses("Update");
    room.clock.set("2026-11-26T09:59:59Z");
    await ben.submits({ Overall: "green", Summary: "Recovered" });
    await room.turnTo("2026-11-26T10:00:00Z");
    expect(erin.inbox()).toEqual([]);
    expect(gita.inbox().join()).not.toMatch(/APOLLO|HERMES|ORION/);
    expect(ben.latest()).toBe("Received, thanks. Nothing is sent to anybody else.");
  });

  test("an answer while it waits to be sent stops it too", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben, erin } = room.people;
    await room.turnTo("2026-11-25T18:00:00Z");
    const payload = { person: room.id("erin"), date: monday, projects: ["orion"] };
    const to = { person: room.id("erin") };
    const key = `escalation:${room.id("erin")}:${monday}:test`;
    await room.store.outbox.add(
      { key, job: "status.escalation", payload, to, class: "prompt", notBefore: new Date("2026-11-25T19:00:00Z") },
      room.clock.now(),
    );
    await ben.forges("status.same", `hermes ${monday} -`);
    await ben.forges("status.step", `apollo ${monday} - 0 done`);
    await ben.forges("status.same", `apollo ${monday} -`);
    await ben.presses("Update");
    await ben.submits({ Overall: "green" });
    await room.turnTo("2026-11-25T19:00:00Z");
    expect(await room.store.outbox.byKey(key)).toMatchObject({ state: "dropped", error: "answered, paused, or promised for later" });
    expect(erin.inbox()).toEqual([]);
  });

  test("the last known red goes to the sponsor, a first miss to the PMO contact, one message each", async () => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo("2026-11-26T11:00:00Z");
    const { erin, gita } = room.people;
    expect(erin.inbox()).toHaveLength(1);
    expect(erin.latest()).toContain("ORION has no update");
    expect(erin.latest()).not.toContain("APOLLO");
    const toGita = gita.inbox().filter((message) => message.includes("APOLLO"));
    expect(toGita).toHaveLength(1);
    expect(toGita[0]).toContain("HERMES has no update");
    expect(toGita[0]).not.toContain("PMO, please call");
  });

  test("I'll post by puts it off once, until then, on the record", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben, erin, gita } = room.people;
    await room.turnTo("2026-11-25T18:00:00Z");
    const again = await ben.presses("I'll post by Thu 15:00");
    expect(again).toContain("If ORION is still open on Thu 15:00, Erin Walsh gets this:");
    expect(again).not.toContain("[I'll post by");
    expect(await ben.forges("status.promise", `orion ${monday} -`)).toContain("You put it off once already.");
    await room.turnTo("2026-11-26T14:00:00Z");
    expect(erin.inbox()).toEqual([]);
    expect(gita.inbox().join()).not.toContain("APOLLO");
    await room.turnTo("2026-11-26T15:00:00Z");
    expect(erin.latest()).toContain("ORION has no update");
    expect(gita.inbox().filter((message) => message.includes("APOLLO"))).toHaveLength(1);
    expect((await room.store.changes("project:orion")).find(({ what }) => what === "escalation postponed")?.to).toBe(
      "2026-11-26T15:00:00.000Z",
    );
    expect(await ben.forges("status.promise", `orion ${monday} -`)).toContain("It is too late to put it off");
  });

  test("promised and kept, nothing goes out", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben, erin } = room.people;
    await room.turnTo("2026-11-25T18:00:00Z");
    await ben.presses("I'll post by Thu 15:00");
    await room.turnTo("2026-11-26T12:00:00Z");
    for (const answer of [{ "Promised: Sign UAT script, 20 Nov": "Done" }, {}, { Overall: "green" }]) {
      await ben.presses("Update");
      await ben.submits({ Summary: "Fine", ...answer });
    }
    await room.turnTo("2026-11-26T15:00:00Z");
    expect(erin.inbox()).toEqual([]);
  });

  test.each(["falls ill", "hands it over"])("promised by somebody who then %s, nobody is told on for it", async (then) => {
    const room = await openRoom(lastWeek, early);
    const { ben, erin, gita, ines } = room.people;
    await room.turnTo("2026-11-25T18:00:00Z");
    await ben.presses("I'll post by Thu 15:00");
    if (then === "falls ill") await ben.says("pmo away 26 Nov to 27 Nov");
    else {
      const scope = { kind: "project", id: "orion" } as const;
      await room.store.people.unassign(room.id("ben"), "pm", scope, "2026-11-26");
      await room.store.people.assign({ person: room.id("ines"), role: "pm", scope, from: "2026-11-26" });
    }
    await room.turnTo("2026-11-26T18:00:00Z");
    expect([...erin.inbox(), ...ines.inbox()]).toEqual([]);
    expect(gita.inbox().filter((message) => message.includes("has no update"))).toHaveLength(then === "falls ill" ? 0 : 1);
  });

  test.each(["warned", "promised"])("turned off, nobody is told of what was %s before", async (before) => {
    const room = await openRoom(lastWeek, early);
    const { ada, ben, erin, gita } = room.people;
    await room.turnTo("2026-11-25T18:00:00Z");
    if (before === "promised") await ben.presses("I'll post by Thu 15:00");
    expect(await ada.says("pmo escalation off IT")).toContain("It holds at once");
    await room.turnTo("2026-11-26T18:00:00Z");
    expect([...erin.inbox(), ...gita.inbox()].join()).not.toContain("has no update");
    expect(await ada.says("pmo escalation on IT")).toContain("It holds from the next heads-up on.");
  });

  test("only what the warning spoke of is told: a project that comes back after it is not", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben, erin, gita } = room.people;
    await room.turnTo("2026-11-25T12:00:00Z");
    await gita.says("pmo pause #ORION until 27 Nov because the site is closed");
    await room.turnTo("2026-11-25T17:00:00Z");
    expect(ben.latest()).toContain("If APOLLO and HERMES are still open");
    await gita.says("pmo resume #ORION");
    await room.turnTo("2026-11-26T12:00:00Z");
    expect(erin.inbox()).toEqual([]);
    expect(gita.latest()).toContain("APOLLO has no update");
  });

  test("two accounts that are joined in the week stay warned, and their card follows what they answer", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben, erin, gita } = room.people;
    await room.turnTo("2026-11-25T17:00:00Z");
    const other = await room.store.people.add({ name: "Benjamin Okafor" });
    await room.store.people.merge(room.id("ben"), other.id);
    await ben.presses("HERMES: No change");
    expect(ben.inbox()[0]).toContain("HERMES Data-centre exit: received");
    await room.turnTo("2026-11-26T10:00:00Z");
    expect(erin.latest()).toContain("ORION has no update");
    expect(gita.latest()).toContain("APOLLO has no update");
  });

  test("an escalation that is moved after it left is not sent again", async () => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo("2026-11-26T10:00:00Z");
    await room.people.ada.says("pmo schedule IT escalation +3 12:00");
    await room.turnTo("2026-11-26T13:00:00Z");
    expect(room.people.erin.inbox()).toHaveLength(1);
    expect(room.people.gita.inbox().filter((message) => message.includes("has no update"))).toHaveLength(1);
  });

  test("I'll speak to them tells them, and stands where the buttons were", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben, erin } = room.people;
    await room.turnTo("2026-11-26T10:00:00Z");
    expect(await erin.presses("I'll speak to Ben")).toContain("Erin Walsh, Thu 10:00: speaks to Ben Okafor.");
    expect(erin.latest()).not.toContain("[I'll speak to Ben]");
    expect(ben.latest()).toContain("Erin Walsh will speak to you about ORION: its update is still open.");
    await ben.presses("Update");
    await ben.submits({ Overall: "green", Summary: "Recovered" });
    expect(erin.inbox()).toHaveLength(1);
    expect(erin.latest()).toBe("ORION: received Thu 10:00. GREEN, Recovered");
  });

  test("the PMO hears that a PM pauses their project, and a PM prolongs no pause beyond 28 days", async () => {
    const room = await openRoom(lastWeek, early);
    const { ben, gita } = room.people;
    expect(await ben.says("pmo pause #ORION until 18 Dec because the vendor is away")).toContain("Gita Rao is told.");
    expect(gita.latest()).toContain("Ben Okafor paused ORION until Fri 18 Dec: the vendor is away");
    await room.turnTo("2026-12-17T12:00:00Z");
    expect(await ben.says("pmo pause #ORION until 22 Dec because the vendor is away")).toContain(
      "A PM can pause for 28 days; ask the PMO for longer. ORION is paused since Mon 23 Nov, so until Mon 21 Dec.",
    );
    expect(await ben.says("pmo pause #ORION until 21 Dec because the vendor is away")).toContain("until Mon 21 Dec");
    await gita.says("pmo pause #ORION until 31 Jan because the vendor is away");
    await room.turnTo("2027-01-31T12:00:00Z");
    expect(await ben.says("pmo pause #ORION until 28 Feb because the vendor is away")).toContain("Gita Rao is told.");
  });

  test("PMO, please call goes to the contact", async () => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo("2026-11-26T10:00:00Z");
    await room.people.erin.presses("PMO, please call");
    expect(room.people.gita.latest()).toContain("Erin Walsh asks you to call Ben Okafor about ORION");
    expect(room.people.erin.latest()).toContain("asked Gita Rao to call Ben Okafor.");
  });

  test("known: pause until stops the asking, on the record, and the PM hears of it", async () => {
    const room = await openRoom(lastWeek, early);
    const { erin, ben } = room.people;
    await room.turnTo("2026-11-26T10:00:00Z");
    await erin.presses("ORION: Known: pause until …");
    expect(await erin.submits({ "Pause until": "2026-11-26" })).toContain("Give a day that is still to come.");
    await erin.submits({ "Pause until": "2026-12-10" });
    expect(erin.latest()).toBe("ORION Payroll: paused until 10 Dec");
    expect(ben.latest()).toContain("Erin Walsh paused ORION: you are asked again from Thu 10 Dec.");
    expect(await room.project("orion")).toMatchObject({ pausedUntil: "2026-12-10" });
    expect((await room.store.changes("project:orion")).map(({ what, to }) => `${what} ${to}`)).toContain("paused until 2026-12-10");
    await room.turnTo("2026-11-30T09:00:00Z");
    expect(ben.latest()).not.toContain("ORION");
  });

  test("who could not be reached is not late, and the PMO contact reads why", async () => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo(nine);
    const user = { platform: "terminal", workspace: "terminal", id: "ben" } as const;
    await room.store.people.setReach(user, "the app is not installed");
    await room.turnTo("2026-11-26T10:00:00Z");
    expect(room.people.gita.inbox().join()).toContain(
      "ORION: Ben Okafor could not be reached here (the app is not installed), so it is not late.",
    );
    expect([...room.people.erin.inbox(), ...room.people.gita.inbox()].join()).not.toContain("has no update");
  });

  test.each(["could not be reached", "was ill"])(
    "a week in which the PM %s is no first miss: the sponsor hears of none after it",
    async (why) => {
      const room = await openRoom(async (room) => {
        await bensWeek(room);
        for (const id of ["hermes", "orion", "vega", "luna"]) await room.reported(id, "2026-12-07");
      }, early);
      const { ben, erin, gita } = room.people;
      const user = { platform: "terminal", workspace: "terminal", id: "ben" } as const;
      await room.turnTo("2026-11-24T08:00:00Z");
      if (why === "was ill") await ben.says("pmo away 24 Nov to 27 Nov");
      else await room.store.people.setReach(user, "the app is not installed");
      await room.turnTo("2026-11-27T12:00:00Z");
      await room.store.people.setReach(user, undefined);
      await room.turnTo("2026-12-03T12:00:00Z");
      expect(erin.inbox()).toEqual([]);
      expect(gita.latest()).toContain("APOLLO has no update");
    },
  );

  test("one silence after another is said once, with all who were told", async () => {
    const room = await openRoom(bensWeek, early);
    await room.turnTo("2026-11-25T17:00:00Z");
    const { ben, chloe, gita, ada } = room.people;
    expect(ben.latest().match(/Only you see this/g)).toHaveLength(1);
    expect(ben.latest()).toContain("If ORION is still open on Thu 10:00, Erin Walsh gets this:");
    expect(chloe.inbox()[0]).toContain("Due Wed 17:00 London (12:00 for you)");
    expect(chloe.inbox()[0]).toContain("Goes into the IT digest on Fri 08:00 London. LUNA is confidential and not in it.");
    await room.turnTo("2026-11-26T10:00:00Z");
    expect(gita.latest()).toContain(
      "Without an update by Thu 26 Nov 16:00, the digest of Fri 27 Nov shows Unknown. Ben Okafor and Chloe Marsh were told.",
    );
    expect(gita.latest()).not.toContain("LUNA");
    expect(ada.latest()).toContain("Without an update by Thu 26 Nov 16:00, its status is Unknown. Chloe Marsh was told.");
  });

  test("somebody who may not see a confidential project is told nothing of it", async () => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo(nine);
    const to = { person: room.id("gita") };
    const payload = { person: room.id("gita"), date: monday, projects: ["luna"] };
    const key = `escalation:${room.id("gita")}:${monday}:forged`;
    await room.store.outbox.add({ key, job: "status.escalation", payload, to, class: "prompt" }, room.clock.now());
    await room.beat();
    expect((await room.store.outbox.byKey(key))?.state).toBe("dropped");
  });
});

describe("the preview announces", () => {
  test("nothing where nobody was warned: neither this week, nor the week after as a second miss", async () => {
    const room = await openRoom(lastWeek, early);
    const { ada, erin } = room.people;
    await ada.says("pmo escalation off IT");
    await room.turnTo("2026-11-25T18:00:00Z");
    await ada.says("pmo escalation on IT");
    const shown = await ada.says("pmo schedule preview #APOLLO");
    expect(shown).not.toContain("Thu 26 Nov\n10:00");
    expect(shown).not.toContain("tells Erin");
    expect(shown).toContain("tells Gita Rao (PMO contact; first miss by Ben Okafor)");
    await room.turnTo("2026-12-03T12:00:00Z");
    expect(erin.inbox().join()).not.toContain("APOLLO");
  });

  test("nothing to a PM who says that it is not theirs, and why", async () => {
    const room = await openRoom(lastWeek, early);
    const { ada, ben } = room.people;
    await room.turnTo(nine);
    await ben.presses("Not mine");
    await ben.submits({ Project: "ORION Payroll", "Who runs it": "<@ines>" });
    const shown = await ada.says("pmo schedule preview #ORION");
    expect(shown).not.toContain("if silent");
    expect(shown).toContain("does not ask about ORION: Ben Okafor says that it is not theirs; the PMO is asked to confirm");
    expect(await ada.says("pmo schedule preview #APOLLO")).toContain("if silent, reminds Ben Okafor about APOLLO");
  });

  test("what was promised for later, at its hour", async () => {
    const room = await openRoom(lastWeek, early);
    const { ada, ben } = room.people;
    await room.turnTo("2026-11-25T17:00:00Z");
    expect(await ada.says("pmo schedule preview #ORION")).toContain("Thu 26 Nov\n10:00 if silent, tells Erin Walsh");
    await ben.presses("I'll post by Thu 15:00");
    expect(await ada.says("pmo schedule preview #ORION")).toContain("Thu 26 Nov\n15:00 if silent, tells Erin Walsh");
    await room.turnTo("2026-11-26T12:00:00Z");
    expect(await ada.says("pmo schedule preview #ORION")).toContain("Thu 26 Nov\n15:00 if silent, tells Erin Walsh");
  });
});

describe("asking now", () => {
  test("a sponsor gets a card to the PM, once a day, and reads the answer", async () => {
    const room = await openRoom(lastWeek, early);
    const { erin, ben } = room.people;
    await room.turnTo(nine);
    expect(await erin.says("pmo ask APOLLO")).toContain("Ben Okafor gets a card for APOLLO now, with your name on it.");
    expect(ben.latest()).toContain("Erin Walsh asks for the status of APOLLO now.");
    expect(await erin.says("pmo ask #apollo")).toContain("Ben Okafor was asked about APOLLO today already.");
    await ben.presses("Dropped");
    await ben.presses("No change");
    expect(ben.inbox().filter((message) => message.includes("APOLLO ERP replacement: received"))).toHaveLength(2);
    expect(await erin.says("pmo ask APOLLO")).toContain("APOLLO was received Mon 09:00: AMBER, Vendor UAT late, green by 4 Dec.");
    expect((await room.store.changes("project:apollo")).map(({ what }) => what)).toContain("asked for status");
  });

  test("is not for everybody, and names the next step", async () => {
    const room = await openRoom(lastWeek, early);
    expect(await room.people.dev.says("pmo ask APOLLO")).toContain(
      "Only the PMO, the sponsor and the programme manager of APOLLO can ask.",
    );
    expect(await room.people.erin.says("pmo ask HERMES")).toContain("There is no project HERMES that you can see.");
    expect(await room.people.erin.says("pmo ask")).toContain("Which project? Say pmo ask #KEY, such as pmo ask");
    await room.change("apollo", { state: "on hold" });
    expect(await room.people.erin.says("pmo ask APOLLO")).toContain("Nobody can be asked about APOLLO: on hold.");
  });

  test("outside the rhythm it stands for its own day and cannot be late", async () => {
    const monthly = { every: "month", nth: 4, weekday: 1 } as const;
    const room = await openRoom(async (room) => {
      await room.reported("hermes", "2026-10-26");
      await room.change("hermes", { cadence: monthly });
    }, early);
    const { ben, erin } = room.people;
    await room.turnTo(nine);
    await ben.presses("HERMES: No change");
    await room.turnTo("2026-11-26T17:00:00Z");
    await room.people.ada.says("pmo ask HERMES");
    await ben.presses("HERMES: Update");
    await ben.submits({ Summary: "Still fine" });
    expect(await room.store.reports.of("hermes", "2026-11-26")).toMatchObject({ late: false, summary: "Still fine" });
    expect(erin.inbox().join()).not.toContain("HERMES");
  });
});

describe("status", () => {
  test("shows an old colour as unknown once nobody answered", async () => {
    const room = await openRoom(lastWeek, early);
    await room.turnTo("2026-11-27T09:00:00Z");
    const shown = await room.people.finn.says("status orion");
    expect(shown).toContain("ORION Payroll: UNKNOWN\nNobody answered since. Last known, Mon 16 Nov, 11 days ago: RED, Test data unusable");
    expect(shown).not.toContain("[Update]");
  });

  test("opens what is owed, one after the other, and says when all is received", async () => {
    const room = await openRoom(async (room) => void (await room.reported("hermes", "2026-11-16")), early);
    const { ben } = room.people;
    await room.turnTo(nine);
    expect(await ben.says("status")).toContain("== APOLLO status ==");
    const answers = { Overall: "green", Summary: "Fine" };
    expect(await ben.submits(answers)).toContain("== HERMES status ==");
    expect(await ben.submits(answers)).toContain("== ORION status ==");
    expect(await ben.submits(answers)).toContain("ORION Payroll received, thanks. GREEN, Fine");
    expect(await ben.says("status")).toContain("All received, thanks.");
    expect(await room.people.finn.says("status")).toContain("Nothing is asked of you.");
    expect(await room.people.dev.says("status", "apollo")).toContain("APOLLO ERP replacement: GREEN");
  });
});

test("who was chased when is forgotten with the messages; what is the project's own stays on its record", async () => {
  const room = await openRoom(async (room) => {
    await lastWeek(room);
    await room.change("apollo", { state: "on hold" });
    await room.change("hermes", { state: "on hold" });
  }, early);
  const { ben, gita } = room.people;
  const record = async () => (await room.store.changes("project:orion")).map(({ what }) => what);
  await gita.says("pmo ask ORION");
  await room.turnTo("2026-11-24T09:00:00Z");
  await ben.presses("Later today");
  await room.turnTo("2026-11-25T17:00:00Z");
  await ben.presses("I'll post by Thu 15:00");
  await ben.says("pmo pause #ORION until 1 Dec because the vendor is away");
  expect(await record()).toEqual(["asked for status", "reminder put off", "escalation postponed", "paused"]);
  await room.change("orion", { state: "on hold" });
  room.clock.set(new Date("2027-02-20T12:00:00Z"));
  await room.beat();
  expect(await record()).toContain("asked for status");
  room.clock.set(new Date("2027-02-25T12:00:00Z"));
  await room.beat();
  expect(await record()).toEqual(["paused"]);
});
