import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OpenStore } from "../../src/store/index.ts";
import { idOf, office, presses, says } from "./asked-office.ts";

const now = "2026-11-22T12:00:00Z"; // a Sunday
let store: OpenStore;
beforeEach(async () => {
  store = await office();
});
afterEach(() => store.close());

const ada = (words: string) => says(store, "ada", words, now);
const changes = async (subject: string) => (await store.changes(subject)).map(({ what, from, to }) => `${what}: ${from} → ${to}`);

describe("pmo schedule", () => {
  test("shows a project's rhythm and changes it, on the record", async () => {
    expect(await says(store, "ben", "pmo schedule #APOLLO", now)).toContain(
      "APOLLO is asked weekly Mon (as IT). Next: Mon 23 Nov, for the week to Fri 20 Nov.",
    );
    expect(await ada("pmo schedule #APOLLO monthly last working day")).toContain(
      "APOLLO is now asked monthly last working day. Next: Mon 30 Nov, for November.",
    );
    expect(await ada("pmo schedule #apollo usual")).toContain("APOLLO is now asked weekly Mon.");
    expect(await changes("project:apollo")).toEqual([
      "cadence: undefined → monthly last working day",
      "cadence: monthly last working day → as the portfolio",
    ]);
  });

  test("needs no #KEY in the project's channel, nor a name where there is one portfolio", async () => {
    expect(await says(store, "ada", "pmo schedule weekly tue", now, { project: "apollo" })).toContain("APOLLO is now asked weekly Tue.");
    expect(await ada("pmo schedule")).toContain("Now IT is asked weekly Mon.");
  });

  test("moves one time of a portfolio and no other", async () => {
    expect(await ada("pmo schedule IT due +1 12:00")).toContain("due +1 12:00, heads-up +2 17:00, escalation +3 10:00");
    expect(await ada("pmo schedule IT portfolio weekly tue")).toContain("IT is asked weekly Tue. Next: Tue 24 Nov");
    expect((await store.projects.portfolio("it"))?.timing.due).toEqual({ days: 1, at: "12:00" });
    expect((await changes("portfolio:it")).length).toBe(2);
  });

  test.each([
    ["ada", "pmo schedule IT escalation +1 09:00", "The heads-up must come before"],
    ["ada", "pmo schedule IT sometimes", "I cannot read sometimes"],
    ["ada", "pmo schedule #APOLLO due +2 17:00", "The PMO sets them: pmo schedule IT due +2 17:00."],
    ["ada", "pmo schedule #APOLLO whenever it suits", "I cannot read whenever it suits as a cadence"],
    ["ada", "pmo schedule #APOLO weekly tue", "Did you mean APOLLO?"],
    ["ben", "pmo schedule #APOLLO never", "The PMO sets when APOLLO is asked"],
    ["ben", "pmo schedule #VEGA", "There is no project VEGA that you can see"],
    ["finn", "pmo schedule IT", "The PMO sees and sets"],
  ] as const)("%s: %s is refused with the next step", async (who, words, refusal) => {
    await expect(says(store, who, words, now)).rejects.toThrow(refusal);
    expect(await store.changes("portfolio:it")).toEqual([]);
  });
});

describe("pmo pause and resume", () => {
  test("are on the record with the reason", async () => {
    expect(await says(store, "ben", "pmo pause #APOLLO until 15 Dec because the vendor is insolvent", now)).toContain(
      "Nothing is asked about APOLLO until Tue 15 Dec: the vendor is insolvent.",
    );
    expect((await store.projects.get("apollo", "2026-11-22"))?.pausedUntil).toBe("2026-12-15");
    expect(await says(store, "ben", "pmo resume #APOLLO", now)).toContain("APOLLO is asked again; it was paused until 15 Dec.");
    expect((await store.projects.get("apollo", "2026-11-22"))?.pausedUntil).toBeUndefined();
    expect(await changes("project:apollo")).toEqual([
      "paused: undefined → until 2026-12-15 because the vendor is insolvent",
      "paused: until 2026-12-15 → resumed",
    ]);
  });

  test.each([
    ["ben", "pmo pause #APOLLO", "Until when, and why?"],
    ["ben", "pmo pause #APOLLO until 31 Feb because so", "I cannot read 31 Feb as a day"],
    ["ben", "pmo pause #APOLLO until 20 Nov because so", "is not ahead"],
    ["ben", "pmo pause #APOLLO until 1 Feb because so", "A PM can pause for 28 days"],
    ["ben", "pmo pause #APOLLO until 1 Dec", "Add because and the reason"],
    ["ada", "pmo pause #APOLLO until 1 Jan 2030 because so", "more than a year ahead"],
    ["dev", "pmo pause #APOLLO until 1 Dec because so", "Only the PM of APOLLO and the PMO"],
    ["ben", "pmo resume #APOLLO", "APOLLO is not paused"],
    ["ben", "pmo resume", "Say its #KEY"],
  ] as const)("%s: %s is refused with the next step", async (who, words, refusal) => {
    await expect(says(store, who, words, now)).rejects.toThrow(refusal);
  });

  test("by the PMO, the PM is told; by the PM, the PMO is", async () => {
    const notices = async () =>
      (await store.outbox.list({ keyStart: "status-notice:", limit: 10 })).map(({ to, payload }) => ({ to, payload }));
    await says(store, "ben", "pmo pause #APOLLO until 1 Dec because of the merger", now);
    expect((await notices()).map(({ to }) => to)).toEqual([{ person: await idOf(store, "gita") }]);
    await ada("pmo pause #APOLLO until 1 Feb because the vendor is insolvent");
    await ada("pmo resume #APOLLO");
    const to = { person: await idOf(store, "ben") };
    const told = [/^paused APOLLO until Mon 1 Feb: the vendor is insolvent$/, /^ended the pause of APOLLO/];
    const each = told.map((did) => ({ to, payload: expect.objectContaining({ project: "apollo", did: expect.stringMatching(did) }) }));
    expect(await notices()).toEqual(expect.arrayContaining(each));
  });

  test("the PMO can pause for longer", async () => {
    expect(await ada("pmo pause #APOLLO until 1 Feb because the vendor is insolvent")).toContain("until Mon 1 Feb");
  });
});

test("escalation is turned on programme by programme", async () => {
  expect(await ada("pmo escalation off")).toContain("IT: escalation is off");
  expect(await ada("pmo escalation on CORE")).toContain("IT: escalation is on for CORE only");
  expect(await ada("pmo escalation")).toContain("IT: escalation is on for CORE only");
  expect(await ada("pmo escalation off core systems")).toContain("IT: escalation is off");
  expect(await ada("pmo escalation on IT")).toContain("IT: escalation is on for all of it");
  expect(await ada("pmo escalation off CORE")).toContain("IT: escalation is on for all of it but CORE");
  expect(await ada("pmo escalation on CORE")).toContain("IT: escalation is on for all of it");
  await expect(ada("pmo escalation on NOWHERE")).rejects.toThrow("Which one? Name a programme or a portfolio: IT.");
  await expect(says(store, "ben", "pmo escalation off", now)).rejects.toThrow("Only the PMO");
});

describe("pmo schedule preview", () => {
  test("shows the PM their own two weeks", async () => {
    expect(await says(store, "chloe", "pmo schedule preview", now)).toMatchInlineSnapshot(`
      "2 projects, Sun 22 Nov to Sun 6 Dec, times in New York.

      Mon 23 Nov
      09:00 asks Chloe Marsh about LUNA and VEGA

      Tue 24 Nov
      09:00 if silent, reminds Chloe Marsh about LUNA and VEGA

      Wed 25 Nov
      12:00 if silent, warns Chloe Marsh about LUNA and VEGA

      Thu 26 Nov
      05:00 if silent, tells Ada Lindqvist (PMO; first miss by Chloe Marsh) about LUNA
      05:00 if silent, tells Gita Rao (PMO contact; first miss by Chloe Marsh) about VEGA

      Mon 30 Nov
      09:00 asks Chloe Marsh about LUNA and VEGA

      Tue 1 Dec
      09:00 if silent, reminds Chloe Marsh about LUNA and VEGA

      Wed 2 Dec
      12:00 if silent, warns Chloe Marsh about LUNA and VEGA

      Thu 3 Dec
      05:00 if silent, tells Erin Walsh (sponsor; second miss in a row by Chloe Marsh) about LUNA and VEGA
        Only you see this. An answer, an absence or a change of schedule changes it."
    `);
  });

  test("says where days off leave no time to tell anybody", async () => {
    const it = await store.projects.portfolio("it");
    if (it) await store.projects.savePortfolio({ ...it, daysOff: ["2026-11-25", "2026-11-26", "2026-11-27"] });
    const why = "In a week with days off nobody is warned or told, as the next asking comes before: ORION.";
    expect(await ada("pmo schedule preview #ORION")).toContain(why);
  });

  test("explains who gets none, and why", async () => {
    await ada("pmo pause #ORION until 1 Dec because of the merger");
    await ada("pmo schedule #HERMES never");
    await ada("pmo escalation on CORE");
    await ada("pmo escalation off");
    await store.people.addAbsence({ person: await idOf(store, "chloe"), from: "2026-11-20", to: "2026-11-27" });
    expect(await ada("pmo schedule preview")).toMatchInlineSnapshot(`
      "5 projects, Sun 22 Nov to Sun 6 Dec, times in London.

      Mon 23 Nov
      09:00 asks Ben Okafor about APOLLO
      09:00 does not ask about LUNA and VEGA: Chloe Marsh is away and nobody stands in
      09:00 does not ask about ORION: paused until 1 Dec

      Tue 24 Nov
      09:00 if silent, reminds Ben Okafor about APOLLO

      Fri 27 Nov
      06:00 shows the digest IT portfolio first to Ada Lindqvist
      08:00 posts the digest IT portfolio to #leadership

      Mon 30 Nov
      09:00 asks Ben Okafor about APOLLO
      09:00 does not ask about ORION: paused until 1 Dec
      14:00 asks Chloe Marsh about LUNA and VEGA

      Tue 1 Dec
      09:00 if silent, reminds Ben Okafor about APOLLO
        Lines 1 to 10 of 13.
        [More]
        Only you see this. An answer, an absence or a change of schedule changes it."
    `);
  });

  test("says of which project nobody could be told", async () => {
    const organisation = { kind: "organisation" } as const;
    const [id, gita] = [await idOf(store, "ada"), await idOf(store, "gita")];
    expect(await ada("pmo schedule preview")).not.toContain("Nobody is warned");
    await store.people.unassign(gita, "contact", { kind: "portfolio", id: "it" }, "2026-11-20");
    await store.people.unassign(id, "pmo", organisation, "2026-11-20");
    await store.people.assign({ person: id, role: "admin", scope: organisation, from: "2026-01-01" });
    const whole = `${await ada("pmo schedule preview")}${await presses(store, "ada", "status.previewMore", "10 ", now)}`;
    expect(whole).toContain("Nobody is warned or told, as there is no PMO, programme manager or sponsor to tell: HERMES.");
    expect(whole).not.toContain("warns Ben Okafor about APOLLO, HERMES");
    expect(whole).toContain("06:00 shows the digest IT portfolio first to Ada Lindqvist");
  });

  test("of one project, one portfolio, one day", async () => {
    expect(await ada("pmo schedule preview #VEGA")).toContain("1 project, Sun 22 Nov to Sun 6 Dec");
    expect(await ada("pmo schedule preview IT")).toContain("5 projects");
    expect(await ada("pmo schedule preview tuesday")).toMatchInlineSnapshot(`
      "5 projects, Tue 24 Nov, times in London.

      Tue 24 Nov
      09:00 if silent, reminds Ben Okafor about APOLLO, HERMES and ORION
      14:00 if silent, reminds Chloe Marsh about LUNA and VEGA
        Only you see this. An answer, an absence or a change of schedule changes it."
    `);
    await expect(says(store, "ben", "pmo schedule preview #VEGA", now)).rejects.toThrow("There is no project VEGA");
    await expect(says(store, "finn", "pmo schedule preview", now)).rejects.toThrow("You have no project whose schedule you could see");
    await expect(says(store, "dev", "pmo schedule preview #APOLLO", now)).rejects.toThrow("You have no project");
    await expect(ada("pmo schedule preview 1 Dec 2030")).rejects.toThrow("60 days ahead");
  });

  test("of 300 projects fits a phone, ten lines at a time", async () => {
    for (let i = 0; i < 300; i++) {
      const id = `p${i}`;
      const state = i % 50 === 0 ? "on hold" : "active";
      await store.projects.save({ id, key: `P${i}`, name: `Project ${i}`, portfolio: "it", state, confidential: false });
      await store.projects.join(id, "it", undefined, "2026-01-01");
      const pm = i % 3 === 0 ? "ben" : i % 3 === 1 ? "chloe" : "dev";
      await store.people.assign({ person: await idOf(store, pm), role: "pm", scope: { kind: "project", id }, from: "2026-01-01" });
    }
    const first = await ada("pmo schedule preview");
    expect(first).toMatchInlineSnapshot(`
      "305 projects, Sun 22 Nov to Sun 6 Dec, times in London.

      Mon 23 Nov
      03:30 asks Dev Patel about 98 projects
      09:00 asks Ben Okafor about 101 projects
      09:00 does not ask about P0, P100, P150, P200, P250 and P50: on hold
      14:00 asks Chloe Marsh about 100 projects

      Tue 24 Nov
      03:30 if silent, reminds Dev Patel about 98 projects
      09:00 if silent, reminds Ben Okafor about 101 projects
      14:00 if silent, reminds Chloe Marsh about 100 projects

      Wed 25 Nov
      17:00 if silent, warns Ben Okafor about 101 projects
      17:00 if silent, warns Chloe Marsh about 100 projects
      17:00 if silent, warns Dev Patel about 98 projects
        Lines 1 to 10 of 28.
        [More]
        Only you see this. An answer, an absence or a change of schedule changes it."
    `);
    const second = await presses(store, "ada", "status.previewMore", "10 ", now);
    expect(second).toContain("Lines 11 to");
    await expect(presses(store, "ada", "status.previewMore", "forged", now)).rejects.toThrow("before an update");
  });
});

test("what a newcomer gets wrong is answered with what there is", async () => {
  await expect(ada("pmo schedule MAJOR weekly tue")).rejects.toThrow("There is no portfolio MAJOR. There is IT (IT portfolio).");
});
