import { describe, expect, test } from "vitest";
import { office } from "../portfolio/office.ts";

describe("roles", () => {
  test("are given and ended on the record, and whoever gets one is told", async () => {
    const { says, post, store, id } = await office();
    expect(await says("ada", "pmo role @dev team #HERMES")).toContain("Dev Patel is team of HERMES from today");
    expect((await post("dev")).join()).toContain("Ada Lindqvist made you team of HERMES");
    expect(await says("dev", "pmo project HERMES")).toContain("Data-centre exit");
    expect(await says("ada", "pmo role @dev team #HERMES")).toContain("already");
    expect(await says("ada", "pmo role remove @dev team #HERMES")).toContain("no longer team of HERMES");
    expect(await says("dev", "pmo project HERMES")).toContain("There is no project HERMES that you can see");
    expect((await store.changes(`person:${await id("dev")}`)).map(({ from, to }) => [from, to])).toEqual([
      [undefined, "team of HERMES"],
      ["team of HERMES", undefined],
    ]);
  });

  test("are given by those who may: a PM on their own project, the PMO on its portfolio, admin by admins", async () => {
    const { says, store, id } = await office();
    expect(await says("ben", "pmo role @finn team #APOLLO")).toContain("is team of APOLLO");
    expect(await says("ben", "pmo role @finn team #VEGA")).toContain("There is no project, programme or portfolio VEGA");
    expect(await says("ben", "pmo role @finn viewer IT")).toContain("You cannot make somebody viewer");
    expect(await says("ben", "pmo role @hugo team #APOLLO")).toContain("only the PMO can give them a role");
    expect(await says("dev", "pmo role @dev pmo IT")).toContain("You cannot make somebody pmo");
    await store.people.assign({ person: await id("gita"), role: "pmo", scope: { kind: "portfolio", id: "it" } });
    expect(await says("gita", "pmo role @hugo viewer #VEGA")).toContain("not of this organisation");
    expect(await says("gita", "pmo role @finn admin organisation")).toContain("Only an admin makes an admin");
    expect(await says("gita", "pmo role @finn admin IT")).toContain("You cannot make somebody admin");
    expect(await says("gita", "pmo role @finn pmo organisation")).toContain("You cannot make somebody pmo");
    expect(await says("ada", "pmo role @gita admin organisation")).toContain("is admin of the whole organisation");
    expect(await says("ada", "pmo role @chloe pm #APOLLO")).toContain("Say pmo pm #APOLLO");
    expect(await says("ada", "pmo role @chloe manager CORE")).toContain("manager of the programme CORE");
    expect(await says("ada", "pmo role @chloe king #APOLLO")).toMatch(/^There is no role among “king #APOLLO”\..*Roles: admin, pmo/);
    expect(await says("ada", "pmo role @nobody team #APOLLO")).toContain("is team of APOLLO");
  });

  test("a guest gets nothing until one says so, and then only that project", async () => {
    const { says } = await office();
    for (const words of ["pmo projects", "pmo project APOLLO", "pmo people", "pmo edit #APOLLO"])
      expect(await says("hugo", words, "apollo")).toContain("You have no role here yet");
    expect(await says("hugo", "pmo privacy")).toContain("What is recorded about you");
    await says("ada", "pmo role @hugo team #VEGA");
    const list = await says("hugo", "pmo projects");
    expect(list).toContain("1 project");
    expect(list).toContain("VEGA");
    expect(await says("hugo", "pmo project APOLLO")).toContain("There is no project APOLLO that you can see");
    expect(await says("hugo", "pmo setup")).toContain("Only an admin");
  });
});

describe("being away", () => {
  test("takes dates and a deputy, who is told and may act meanwhile; being back ends it", async () => {
    const { says, post, store, id } = await office();
    expect(await says("ben", "pmo away")).toContain("You are not away");
    expect(await says("ben", "pmo away 24 Dec to 2 Jan deputy @ines")).toContain(
      "from 24 Dec to 2 Jan 2027. Ines Duarte is asked for APOLLO, HERMES, ORION",
    );
    expect((await post("ines")).join()).toContain("You stand in for Ben Okafor from 24 Dec to 2 Jan 2027");
    expect((await store.people.assignments(await id("ines"), "2026-12-25")).map(({ role }) => role)).toContain("deputy");
    expect(await says("ben", "pmo away until 5 Dec")).toContain("from 23 Nov to 5 Dec");
    expect(await says("ben", "pmo back")).toContain(
      "Welcome back. Status prompts come to you again; say status for what is open now. You are still away from 24 Dec",
    );
    expect(await says("ben", "pmo back")).toContain("You are no longer away from 24 Dec");
    expect((await post("ines")).join()).toContain("You no longer stand in for Ben Okafor from 24 Dec");
    expect(await says("ben", "pmo back")).toContain("You are not away");
  });

  test("answers what makes no sense with an example", async () => {
    const { says } = await office();
    expect(await says("ben", "pmo away soonish")).toContain("“soonish” is no date");
    expect(await says("ben", "pmo away 30 Feb to 2 Mar")).toContain("no date that I can read");
    expect(await says("ben", "pmo away 2026-12-10 to 2026-12-01")).toContain("is before");
    expect(await says("ben", "pmo away 1 Nov to 3 Nov")).toContain("over already");
    expect(await says("ben", "pmo away tomorrow deputy @ben")).toContain("Nobody is their own deputy");
    expect(await says("ben", "pmo away tomorrow deputy @hugo")).toContain("only the PMO can make them a deputy");
    expect(await says("ben", "pmo away @chloe tomorrow")).toContain("Only the PMO says that somebody else is away");
    expect(await says("ada", "pmo away @chloe tomorrow to friday deputy @ines")).toContain("Chloe Marsh is away from 24 Nov to 27 Nov");
  });

  test("the PMO of one portfolio opens no other's projects by sending their PM away", async () => {
    const { says, store, id } = await office();
    const it = await store.projects.portfolio("IT");
    if (it) await store.projects.savePortfolio({ ...it, id: "hr", key: "HR", name: "HR portfolio" });
    await store.people.assign({ person: await id("finn"), role: "pmo", scope: { kind: "portfolio", id: "hr" } });
    expect(await says("finn", "pmo away @chloe tomorrow deputy @finn")).toContain("Only the PMO says that somebody else is away");
    expect(await says("finn", "pmo left @chloe")).toContain("Only the organisation's PMO");
    expect(await says("finn", "pmo person @chloe")).not.toContain("LUNA");
    expect(await says("finn", "pmo project LUNA")).toContain("There is no project LUNA that you can see");
  });

  test("of an administrator, by role or by the settings, is said by another administrator only, and so is having left", async () => {
    const { says, presses, store, id } = await office();
    const scope = { kind: "organisation" } as const;
    await store.people.assign({ person: await id("gita"), role: "pmo", scope });
    await store.people.assign({ person: await id("finn"), role: "admin", scope });
    for (const admin of ["ada", "finn"] as const) {
      expect(await says("gita", `pmo away @${admin} tomorrow deputy @gita`)).toContain("of an administrator only another one");
      expect(await says("gita", `pmo left @${admin}`)).toContain("of an administrator only another one");
      expect((await store.people.get(await id(admin)))?.left).toBeUndefined();
      expect(await store.people.absences("2026-11-01", "2026-12-31", await id(admin))).toEqual([]);
    }
    expect(await says("gita", "pmo left @ines")).toContain("Ines Duarte has left");
    expect(await says("finn", "pmo away @ada tomorrow deputy @gita")).toContain("Ada Lindqvist is away");
    expect(await says("ada", "pmo left @finn")).toContain("Finn Berg has left");
    expect(await says("gita", "pmo returned finn@example.com")).toContain("of an administrator only another one");
    expect(await presses("ada", "Take back")).toContain("is here again");
  });

  test("an extension replaces what it overlaps; the days that were away stay on the record", async () => {
    const { says, store, id } = await office();
    const ben = await id("ben");
    await store.people.addAbsence({ person: ben, from: "2026-11-20", to: "2026-11-24" });
    expect(await says("ben", "pmo back")).toContain("Welcome back");
    expect(await store.people.absences("2026-11-01", "2026-12-31", ben)).toMatchObject([{ from: "2026-11-20", to: "2026-11-22" }]);
    await says("ben", "pmo away tomorrow to friday");
    expect(await says("ben", "pmo away tomorrow to 4 Dec")).toContain("This replaces from 24 Nov to 27 Nov");
  });
});

describe("one's own record", () => {
  test("zone, chat and what is recorded", async () => {
    const { says, store, id } = await office();
    expect(await says("chloe", "pmo zone")).toContain("America/New_York");
    expect(await says("chloe", "pmo zone Moon/Base")).toContain("no time zone");
    expect(await says("chloe", "pmo zone Berlin")).toContain("Did you mean Europe/Berlin? Say pmo zone Europe/Berlin.");
    expect(await says("chloe", "pmo zone Europe/Berln")).toContain("Did you mean Europe/Berlin");
    expect(await says("chloe", "pmo zone Asia/Kolkata")).toContain("14:30 now");
    expect((await store.people.get(await id("chloe")))?.zone).toBe("Asia/Kolkata");
    expect(await says("chloe", "pmo prefer teams")).toContain("not known on teams yet");
    expect(await says("chloe", "pmo prefer slack")).toContain("go to Slack");
    expect(await says("chloe", "pmo privacy")).toContain("deleted after 90 days");
    expect(await says("chloe", "pmo person")).toContain("pm of VEGA");
    expect(await says("chloe", "pmo person @ben")).toContain("Only the PMO sees another person's record");
    expect(await says("chloe", "pmo people")).toContain("Only the PMO");
    expect(await says("ada", "pmo person @ben")).toContain("pm of APOLLO");
    expect(await says("ada", "pmo people okafor")).toContain("1 person");
    expect(await says("ada", "pmo people okafor")).toContain("pm of APOLLO, pm of HERMES, pm of ORION");
    for (const key of ["APOLLO", "HERMES", "ORION", "VEGA"]) await says("ada", `pmo role @ben team #${key}`);
    expect(await says("ada", "pmo people okafor")).toContain("pm of APOLLO, pm of HERMES, pm of ORION, team of APOLLO and 3 more");
    expect(await says("ada", "pmo people finn")).toContain("viewer of IT");
    expect(await says("ada", "pmo people ada")).toContain("pmo of the whole organisation");
  });
});

describe("accounts", () => {
  test("of one person on two chats are joined by an admin, once confirmed", async () => {
    const { says, presses, store, id } = await office();
    const other = await store.people.meet({ platform: "teams", workspace: "TT", id: "ben-on-teams", name: "Benedict Okafor" });
    await store.people.assign({ person: other.id, role: "viewer", scope: { kind: "project", id: "vega" } });
    expect(await says("ben", "pmo link @ben and Benedict Okafor")).toContain("Only an admin links accounts");
    expect(await says("ada", "pmo link @ben")).toContain("Name both");
    expect(await says("ada", "pmo link @ben and Ben Okafor")).toContain("one person already");
    expect(await says("ada", "pmo link @ben and Chloe Marsh")).toContain("make sure they are one person");
    expect(await says("ada", "pmo link @ben and Benedict Okafor")).toContain("Ben Okafor, ben@example.com, on slack");
    expect(await presses("ada", "Make them one")).toContain("are one person now");
    const ben = await store.people.byIdentity({ platform: "teams", workspace: "TT", id: "ben-on-teams" });
    expect(ben?.id).toBe(await id("ben"));
    expect(await says("ben", "pmo project VEGA")).toContain("Supplier portal");
    expect(await says("ben", "pmo prefer teams")).toContain("go to Teams");
  });

  test("of whoever left see nothing, and what was theirs is listed for the PMO", async () => {
    const { says, presses, store, desk, id } = await office();
    const action = desk.types.find(({ key }) => key === "action");
    if (!action) throw new Error("no actions");
    const change = {
      state: action.initial,
      proposed: false,
      actor: await id("ada"),
      source: "test",
      effectiveOn: "2026-11-20",
      at: desk.now,
    };
    await store.entries.add(action, "vega", { ...change, values: { title: "Call the supplier", owner: await id("ben") } });
    expect(await says("chloe", "pmo left @ben")).toContain("Only the organisation's PMO");
    const told = await says("ada", "pmo left @ben");
    expect(told).toContain("PM of: APOLLO, HERMES, ORION");
    expect(told).toContain("A-1 Call the supplier");
    expect(await says("ben", "pmo projects")).toContain("you have left");
    expect(await presses("ada", "Take back")).toContain("is here again");
    expect(await says("ben", "pmo projects mine")).toContain("ORION");
    await says("ada", "pmo left @ben");
    expect(await says("ada", "pmo returned ada@example.com")).toContain("Only somebody who had left");
    expect(await says("ada", "pmo returned ben@example.com")).toContain("is here again");
    expect(await says("ada", "pmo left @ada")).toContain("You are still here");
  });
});
