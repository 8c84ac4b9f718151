import { describe, expect, test } from "vitest";
import { office } from "./office.ts";

describe("setting up", () => {
  test("the first admin makes a portfolio in leadership's channel, and its digest with it", async () => {
    const { says, submits, store } = await office({ empty: true });
    expect(await says("ben", "pmo setup", "leadership")).toContain("You have no role here yet");
    expect(await says("ada", "pmo setup", "leadership")).toContain("Make a portfolio");
    const wrong = await submits("ada", {
      Name: "IT portfolio",
      Key: "it!",
      "Time zone": "Mars",
      "Holidays of": "XX",
      "Status is asked": "often",
      Times: "due whenever",
      "Digest in this channel": "some day",
    });
    for (const words of ["A key is", "no time zone", "Say how often", "Write the times like", "a weekday and a time"])
      expect(wrong).toContain(words);
    const done = await submits("ada", {
      Key: "it",
      "Time zone": "Europe/London",
      "Holidays of": "gb-sct",
      "Your own days off": "24 Dec 2026, 31 Dec 2026",
      "Status is asked": "every 2 weeks tue",
      Times: "due +2 16:00",
      "Digest in this channel": "Fri 08:00",
    });
    expect(done).toContain("IT portfolio (IT) is set up");
    expect(done).toContain("pmo add project");
    expect(done).toContain("You are its PMO now");
    const it = await store.projects.portfolio("IT");
    expect(it).toMatchObject({
      country: "GB-SCT",
      daysOff: ["2026-12-24", "2026-12-31"],
      cadence: { every: "week", weeks: 2, weekday: 2 },
      timing: { due: { days: 2, at: "16:00" } },
      escalate: { on: false, except: [] },
    });
    expect(await store.digests.audiences()).toMatchObject([
      { name: "IT portfolio", channel: { channel: "leadership" }, at: "08:00", previewMinutes: 120 },
    ]);
    expect(await store.projects.at({ platform: "slack", workspace: "T1", channel: "leadership" })).toEqual({
      portfolio: it?.id,
      shared: false,
    });
    const ada = (await store.people.byEmail("ada@example.com"))?.id ?? "";
    expect(await store.people.holders("pmo", { kind: "portfolio", id: it?.id ?? "" }, "2026-11-23")).toEqual([ada]);
    expect(await store.changes(`person:${ada}`)).toMatchObject([{ what: "role", to: "pmo of the portfolio IT", actor: ada }]);
  });

  test("how long before the PMO sees a digest is minutes, and nothing else is taken for them", async () => {
    const { says, submits, store } = await office({ empty: true });
    await says("ada", "pmo setup", "leadership");
    const answers = { Name: "IT portfolio", Key: "IT", "Digest in this channel": "Fri 08:00" };
    for (const wrong of ["2 h", "two hours", "9999"])
      expect(await submits("ada", { ...answers, "PMO sees it before": wrong })).toContain(
        "PMO sees it before is a whole number from 0 to 1440",
      );
    await submits("ada", { ...answers, "PMO sees it before": "45" });
    expect(await store.digests.audiences()).toMatchObject([{ previewMinutes: 45 }]);
  });

  test("the PMO of everything stays the PMO of what they make", async () => {
    const { says, submits, store, id } = await office();
    await says("ada", "pmo setup", "general");
    const done = await submits("ada", { Name: "Finance", Key: "FIN" });
    expect(done).toContain("Ada Lindqvist");
    expect(done).not.toContain("You are its PMO now");
    const made = await store.projects.portfolio("FIN");
    const today = "2026-11-23";
    expect(await store.people.holders("pmo", { kind: "portfolio", id: made?.id ?? "" }, today)).toEqual([]);
    expect(await store.people.holders("pmo", { kind: "organisation" }, today)).toEqual([await id("ada")]);
  });

  test("it is changed by its PMO, each setting on the record; a key is not made twice", async () => {
    const { says, submits, store } = await office();
    expect(await says("ben", "pmo setup IT")).toContain("Only the PMO changes IT");
    await says("ada", "pmo setup IT");
    expect(await submits("ada", { Times: "heads-up +3 12:00" })).toContain("heads-up must come before the escalation");
    expect(await submits("ada", { Times: "due +3 09:00, heads-up +2 09:00", Colours: "five" })).toContain("is changed");
    expect((await store.changes("portfolio:it")).map(({ what }) => what).sort()).toEqual(["scale", "timing"]);
    expect(await store.projects.scaleOn("it", "2026-11-23")).toBe("five");
    expect(await store.projects.scaleOn("it", "2026-11-22")).toBe("three");
    await says("ada", "pmo setup IT");
    await store.people.assign({
      person: (await store.people.byEmail("gita@example.com"))?.id ?? "",
      role: "pmo",
      scope: { kind: "portfolio", id: "it" },
    });
    await says("gita", "pmo setup IT");
    await submits("gita", { Currency: "EUR", Name: "All of IT" });
    expect(await submits("ada", { Name: "Information technology", "Holidays of": "IE" })).toContain("Somebody made this “All of IT”");
    expect(await submits("ada", {})).toContain("Information technology (IT) is changed");
    expect(await store.projects.portfolio("IT")).toMatchObject({ currency: "EUR", country: "IE", scale: "five" });
    await says("ada", "pmo setup");
    expect(await submits("ada", { Name: "Again", Key: "IT" })).toContain("IT is there already");
  });

  test("programmes and audiences are added, listed and removed by the PMO", async () => {
    const { says, submits, store } = await office();
    expect(await says("ben", "pmo programme add DATA Data and analytics")).toContain("Only the PMO");
    expect(await says("ada", "pmo programme add DATA Data and analytics")).toContain("is a programme of IT portfolio");
    expect(await says("ada", "pmo programme add DATA Other")).toContain("already");
    expect(await says("ada", "pmo audience add Board")).toContain("Say this in the channel");
    expect(await says("finn", "pmo audience add Board", "general")).toContain("Only the PMO");
    await says("ada", "pmo audience add Board", "general");
    expect(await submits("ada", { At: "8 o'clock" })).toContain("Write the time like 08:00");
    expect(
      await submits("ada", { At: "07:30", Posted: "monthly last working day", "Only this programme": "core", "PMO sees it before": "30" }),
    ).toContain("is posted in that channel, monthly last working day at 07:30 (Europe/London), next on Mon 30 Nov.");
    expect(await says("ada", "pmo audience list")).toContain("Board");
    expect((await store.digests.audiences("it")).map(({ name, programme }) => [name, programme]).sort()).toEqual([
      ["Board", "core"],
      ["IT portfolio", undefined],
    ]);
    expect(await says("ada", "pmo audience remove Bored")).toContain("There are");
    expect(await says("ada", "pmo audience remove board")).toContain("not posted any more");
    expect(await store.digests.audiences("it")).toHaveLength(1);
  });

  test.each([
    ["08:59", "next on Mon 30 Nov."],
    ["09:01", "next on Mon 23 Nov."],
  ])("set to today's %s at nine, a digest comes %s", async (at, next) => {
    const { says, submits } = await office();
    await says("ada", "pmo audience add", "leadership");
    expect(await submits("ada", { Posted: "weekly mon", At: at })).toContain(next);
  });

  test("asked for again in its channel, a digest is changed there and none is posted twice", async () => {
    const { says, submits, store } = await office();
    expect(await says("ada", "pmo audience add", "leadership")).toContain("Change this digest");
    const done = await submits("ada", {
      Posted: "every 2 weeks thu",
      At: "07:15",
      "PMO sees it before": "60",
      "Only this programme": "core",
    });
    expect(done).toContain(
      "is changed: it is posted in that channel, every 2 weeks Thu from 26 Nov 2026 at 07:15 (Europe/London), next on Thu 26 Nov.",
    );
    const [changed, ...others] = await store.digests.audiences();
    expect(others).toEqual([]);
    expect(changed).toMatchObject({ id: "it-leaders", at: "07:15", previewMinutes: 60, programme: "core", cadence: { weeks: 2 } });
    const what = (await store.changes("portfolio:it")).map((change) => change.what).sort();
    expect(what).toEqual(["at", "cadence", "preview", "programme"].map((name) => `digest IT portfolio: ${name}`));

    expect(await says("ada", "pmo audience add Board", "leadership")).toContain("It comes besides IT portfolio");
    expect(await submits("ada", { "Only this programme": "core" })).toContain(
      "This channel reads “IT portfolio” of the same projects already",
    );
    expect(await submits("ada", { "Only this programme": "", "Only this department": "Finance" })).toContain("is posted in that channel");
    expect(await store.digests.audiences()).toHaveLength(2);
    expect(await says("ada", "pmo audience add", "leadership")).toContain("Say which to change");
    expect(await says("ada", "pmo audience add board", "leadership")).toContain("Change this digest");
    expect(await submits("ada", { Name: "IT portfolio" })).toContain("This channel reads “IT portfolio” already");
  });
});
