import { beforeEach, describe, expect, test } from "vitest";
import { button, formOf, type Office, openOffice, read } from "./office.ts";

let office: Office;
const entry = (type: string, number: number) => office.store.entries.byNumber(type, number);
beforeEach(async () => {
  office = await openOffice();
});

describe("a project whose key reads like an entry", () => {
  beforeEach(async () => {
    await office.store.projects.save({ id: "a303", key: "A303", name: "Road", portfolio: "it", state: "active", confidential: false });
    await office.store.projects.join("a303", "it", undefined, "2026-01-01");
  });

  test("is the project: with a # always, without one where it may be seen", async () => {
    expect(formOf(await office.says("ada", "risk #A303")).fields.find(({ name }) => name === "project")?.value).toBe("a303");
    expect(read(await office.says("ada", "action Call the council #A303"))).toContain("A-1 logged on A303");
    expect(formOf(await office.says("ada", "action #A303 ")).fields.find(({ name }) => name === "project")?.value).toBe("a303");
    expect(read(await office.says("ada", "action list #A303"))).toContain("Call the council");
    expect(read(await office.says("ada", "action show A303"))).not.toContain("There is no A-303");
    expect(read(await office.says("ada", "action A-303"))).toContain("There is no A-303 that you can see");
    expect(read(await office.says("ada", "action a1"))).toContain("A-1 on A303");
    await office.store.projects.save({ id: "r1", key: "R1", name: "Hidden", portfolio: "it", state: "active", confidential: true });
    await office.store.projects.join("r1", "it", undefined, "2026-01-01");
    expect(read(await office.says("ben", "risk Server fails #APOLLO"))).toContain("R-1");
    expect(read(await office.says("ben", "risk r1"))).toContain("R-1 on APOLLO");
  });
});

describe("a name that nobody has", () => {
  test("is refused on a terminal, with the nearest and the words, and nobody is made of it", async () => {
    const before = (await office.store.people.all()).length;
    const form = formOf(await office.says("ben", "risk Vendor may miss <@gitta> UAT #APOLLO owner:<@gitta>"));
    expect(form.fields.find(({ name }) => name === "owner")?.error).toBe("Nobody is called @gitta. Did you mean Gita Rao?");
    expect(form.fields.find(({ name }) => name === "title")?.value).toBe("Vendor may miss @gitta UAT");
    await office.says("ben", "risk Vendor may miss UAT #APOLLO");
    const told = read(await office.says("ben", "risk assign R-1 <@gitta>"));
    expect(told).toContain("Nobody is called @gitta. Did you mean Gita Rao?");
    expect(told).toContain("risk assign R-1 @gitta");
    expect(read(await office.says("ben", "risk assign R-1 <@zzz>"))).toContain("Nobody is called @zzz. Give the full name or the address.");
    expect((await office.store.people.all()).length).toBe(before);
  });
});

describe("a date in a form", () => {
  test.each([
    ["5 June", "2027-06-05"],
    ["15 Dec", "2026-12-15"],
    ["tomorrow", "2026-11-24"],
    ["friday", "2026-11-27"],
  ])("may be typed as %s, when logging, editing and moving", async (typed, date) => {
    const form = formOf(await office.says("ben", "risk"));
    await office.submits("ben", form, { title: "Server fails", project: "apollo", due: typed });
    expect((await entry("risk", 1))?.values["due"]).toBe(date);
    const edit = formOf(await office.says("ben", "risk edit R-1"));
    await office.submits("ben", edit, { due: "next friday" });
    expect((await entry("risk", 1))?.values["due"]).toBe("2026-12-04");
  });

  test("that does not exist is said once and plainly", async () => {
    const form = formOf(await office.says("ben", "risk"));
    const again = formOf(await office.submits("ben", form, { title: "Server fails", project: "apollo", due: "31 Feb" }));
    expect(again.fields.find(({ name }) => name === "due")).toMatchObject({ value: "31 Feb", error: "There is no 31 February." });
    expect(read(await office.says("ben", "risk Server fails #APOLLO due:31 Feb")).match(/31 Feb/g)).toHaveLength(1);
  });
});

test("what changed more than a week ago, or in another year, is dated so that nobody takes it for new", async () => {
  await office.says("ben", "risk Server fails #APOLLO p2");
  expect(read(await office.says("ben", "R-1"))).toContain("changed Mon 10:00");
  office.turn("2026-12-01T10:00:00Z");
  expect(read(await office.says("ben", "R-1"))).toContain("changed Mon 23 Nov 10:00");
  office.turn("2027-01-04T10:00:00Z");
  expect(read(await office.says("ben", "R-1"))).toContain("changed Mon 23 Nov 2026 10:00");
  expect(read(await office.says("ben", "risk history R-1"))).toContain("Mon 23 Nov 2026 10:00, Ben Okafor: logged");
});

test("what would surprise later is said at once", async () => {
  expect(read(await office.says("ben", "risk Server fails #APOLLO due:2020-01-01"))).toContain("Due 1 Jan 2020, which has passed.");
  const proposed = read(await office.says("dev", "risk Portal fails #APOLLO owner:<@chloe>"));
  expect(proposed).toContain("Chloe Marsh is asked to take it on once it is accepted.");
  const two = read(await office.says("ben", "risk show R-1 R-2"));
  expect(two).toMatch(/R-1 on APOLLO[\s\S]*One is shown at a time\. Say R-2 for the other\./);
  await office.says("ben", "issue Server failed #APOLLO");
  expect(read(await office.says("ben", "risk link R-1 became I-1"))).toContain("linked: R-1");
  expect(read(await office.says("ben", "risk link R-1 became I-1"))).toMatch(/R-1 .* I-1 already\. Nothing was changed\./);
});

test("what is settled lacks nothing, and no digest waits for it", async () => {
  await office.says("ben", "risk Server fails #APOLLO p2");
  for (const words of ["risk close R-1 replaced", "risk show R-1"]) {
    const card = read(await office.says("ben", words));
    expect(card).not.toMatch(/Missing|in the digest|\[Add\]/);
    expect(card).toContain("Seen by everybody with a role on APOLLO.");
  }
});

describe("words that people try", () => {
  test("R-1 reopen takes a closed entry up again; an open one says so", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2");
    expect(read(await office.says("ben", "R-1 reopen"))).toContain("R-1 is Open already");
    await office.says("ben", "risk close R-1 replaced");
    expect((await entry("risk", 1))?.state).toBe("closed");
    await office.says("ben", "R-1 reopen because it is back");
    expect((await entry("risk", 1))?.state).toBe("open");
  });

  test("plurals are the register; undo and list alone ask of which, in one press", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2");
    for (const words of ["/risks", "risks #APOLLO", "Risks list"]) expect(read(await office.says("ben", words))).toContain("Server fails");
    const which = await office.says("ben", "list");
    expect(read(await office.presses("ben", button(which, "risk list")))).toContain("Server fails");
    await office.presses("ben", button(await office.says("ben", "undo"), "risk undo"));
    expect(await entry("risk", 1)).toBeUndefined();
  });

  test("a slip in the first word is one press, with the same words and checks", async () => {
    const reply = await office.says("ben", "isue Something broke #APOLLO");
    expect(read(reply)).toContain("Did you mean issue?");
    expect(await entry("issue", 1)).toBeUndefined();
    expect(read(await office.presses("finn", button(reply, "issue")))).toContain("could log");
    expect(read(await office.presses("ben", button(reply, "issue")))).toContain("I-1 logged on APOLLO: Something broke");
  });
});

describe("who logged in a project's channel without a role", () => {
  beforeEach(async () => {
    await office.store.people.unassign(office.id("dev"), "team", { kind: "project", id: "apollo" }, "2026-01-02");
  });

  test("reads what they logged elsewhere too, and hears where to say more; their words come back", async () => {
    await office.says("ines", "risk Cabling is late", { channel: "apollo" });
    await office.says("ben", "risk Another #APOLLO");
    const list = read(await office.says("ines", "risk list"));
    expect(list).toContain("Cabling is late");
    expect(list).not.toContain("Another");
    expect(read(await office.says("ines", "R-1"))).toContain("Cabling is late");
    expect(read(await office.says("ines", "R-2"))).toContain("There is no R-2 that you can see");
    const told = read(await office.says("ines", "action Call vendor #APOLLO"));
    expect(told).toContain("Say it in #apollo, or ask Ben Okafor for a role on APOLLO.");
    expect(told).toContain("What you wrote: Call vendor #APOLLO");
  });

  test("lists what is theirs on a project without a role, told so, and not a number more", async () => {
    await office.says("ines", "risk Cabling is late", { channel: "apollo" });
    for (const title of ["Another", "A third"]) await office.says("ben", `risk ${title} #APOLLO p5 i5`);
    await office.says("ben", "risk Elsewhere #HERMES");
    await office.says("chloe", "risk Handed over #VEGA owner:<@ines>");
    const all = read(await office.says("ines", "risk list"));
    expect(all).toContain("Risks, open: 2");
    expect(all).toContain("You have no role yet, so this lists only what you own or logged.");
    for (const words of ["list #APOLLO", "list project:apollo all", "list #apollo cabling"]) {
      const list = read(await office.says("ines", `risk ${words}`));
      expect(list).toMatch(/Risks of APOLLO, .*: 1\n/);
      expect(list).toContain("Cabling is late");
      expect(list).toContain("Of APOLLO, where you have no role, this lists only what you own or logged.");
    }
    expect(read(await office.says("ines", "risk list #APOLLO another"))).toContain("with “another”: none.");
    expect(read(await office.says("ines", "issue list #APOLLO"))).toContain("Issues of APOLLO, open: none.");
    expect(read(await office.says("ines", "risk list #VEGA"))).toContain("Risks of VEGA, open: 1");
    const nowhere = read(await office.says("ines", "risk list #NOWHERE"));
    for (const key of ["HERMES", "LUNA"])
      expect(read(await office.says("ines", `risk list #${key}`))).toBe(nowhere.replaceAll("NOWHERE", key));
    for (const words of ["list", "list all", "list mine", "list #APOLLO", "list #VEGA", "list overdue", "list ben"])
      expect(read(await office.says("ines", `risk ${words}`))).not.toMatch(/Another|third|Elsewhere/);
  });

  test("with a role elsewhere, sees what is theirs among the rest, told of which projects that is all", async () => {
    await office.says("ben", "risk Cabling is late #HERMES owner:<@chloe>");
    await office.says("ben", "risk Another #HERMES");
    await office.says("chloe", "risk Portal is slow #VEGA");
    const list = read(await office.says("chloe", "risk list"));
    expect(list).toContain("Risks, open: 2");
    expect(list).toContain("Of HERMES, where you have no role, this lists only what you own or logged.");
    expect(read(await office.says("chloe", "risk list #HERMES"))).toContain("Risks of HERMES, open: 1");
    expect(read(await office.says("chloe", "risk list #VEGA"))).not.toContain("no role");
    expect(read(await office.says("ben", "risk list"))).not.toContain("no role");
  });

  test("nobody's words are lost, and a confidential project is not named", async () => {
    const told = read(await office.says("ines", "risk list"));
    expect(told).toContain("You have no role here yet");
    expect(told).toContain("risk list");
    await office.says("ines", "risk Cabling is late", { channel: "apollo" });
    const apollo = await office.store.projects.get("apollo", "2026-11-23");
    if (apollo) await office.store.projects.save({ ...apollo, confidential: true });
    for (const words of ["risk list", "risk list mine", "risk list #APOLLO"])
      expect(read(await office.says("ines", words))).not.toContain("Cabling");
    const nowhere = read(await office.says("ines", "risk list #NOWHERE"));
    expect(read(await office.says("ines", "risk list #APOLLO"))).toBe(nowhere.replaceAll("NOWHERE", "APOLLO"));
    expect(read(await office.says("ines", "action Call vendor"))).not.toContain("APOLLO");
  });
});
