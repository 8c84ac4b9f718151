import { beforeAll, describe, expect, test } from "vitest";
import { cell } from "../../src/verbs/export.ts";
import { button, type Office, openOffice, read } from "./office.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  await office.says("ben", "risk Server fails #APOLLO p2 i2 owner:me due:friday");
  await office.says("ben", "risk Vendor late #APOLLO p5 i5 due:2026-11-01");
  await office.says("ben", "risk Leak #HERMES p3 i3");
  await office.says("dev", "risk Dust in the fans #APOLLO p1 i1");
  await office.says("ben", "risk Gone #APOLLO p1 i1");
  await office.says("ben", "risk close R-5 settled");
  await office.says("ben", "risk edit R-2 due:2026-11-20");
  for (let i = 1; i <= 23; i++) await office.says("ben", `issue Number ${i} #ORION`);
});

const titles = async (words: string, who: "ben" | "finn" | "dev" = "ben", where = {}) => {
  const told = read(await office.says(who, `risk ${words}`, where));
  return ["Server fails", "Vendor late", "Leak", "Dust in the fans", "Gone"]
    .filter((title) => told.includes(title))
    .sort((a, b) => told.indexOf(a) - told.indexOf(b));
};

describe("a list", () => {
  test.each([
    ["list", ["Vendor late", "Leak", "Server fails", "Dust in the fans"]],
    ["list all", ["Vendor late", "Leak", "Server fails", "Dust in the fans", "Gone"]],
    ["list mine", ["Server fails"]],
    ["list overdue", ["Vendor late"]],
    ["list #hermes", ["Leak"]],
    ["list closed", ["Gone"]],
    ["list Materialised", []],
    ["list proposed", ["Dust in the fans"]],
    ["list attention", ["Vendor late", "Leak", "Dust in the fans"]],
    ["list ben okafor", ["Server fails"]],
    ["list vendor", ["Vendor late"]],
    ["list #APOLLO server", ["Server fails"]],
    ["list dust in the", ["Dust in the fans"]],
    ["list state:open", ["Vendor late", "Leak", "Server fails", "Dust in the fans"]],
    ["list state:closed", ["Gone"]],
    ["list state:mitigating", []],
    ["list owner:me", ["Server fails"]],
    ["list owner:<@ben> server", ["Server fails"]],
    ["list <@ben>", ["Server fails"]],
    ["list owner:<@dev>", []],
    ["list project:hermes state:open", ["Leak"]],
    ["list status:overdue project:APOLLO", ["Vendor late"]],
  ])("%s", async (words, expected) => {
    expect(await titles(words)).toEqual(expected);
  });

  test("says in its head what it is narrowed by, in the words of people", async () => {
    const closed = "risk list owner:<@ben> state:closed";
    expect(read(await office.says("ada", closed))).toContain("Risks, closed, owned by Ben Okafor: none.");
    expect(read(await office.says("ben", closed))).toContain("Risks, closed, owned by you: none.");
    expect(read(await office.says("ben", "risk list open"))).toContain("Risks, open: 4");
    const tenth = read(await office.presses("ben", button(await office.says("ben", "issue list state:open project:ORION"), "More")));
    expect(tenth).toContain("Issues of ORION, open: 11–20 of 23");
  });

  test.each([
    ["list stat:open", "Did you mean state:?"],
    ["list onwer:<@ben>", "Did you mean owner:?"],
    ["list due:friday", "Risks are not listed by due:"],
    ["list state:open category:legal", "Risks are not listed by category:"],
    ["list owner:<@gitta>", "Nobody is called @gitta. Did you mean Gita Rao?"],
    ["list project:LUNA", "There is no project LUNA that you can see."],
    ["list owner:<@ben> owner:<@dev>", "A list is of one owner: @Ben Okafor or @Dev Patel?"],
    ["export stat:open", "Did you mean state:?"],
  ])("%s is asked about, and logs nothing", async (words, answer) => {
    expect(read(await office.says("ben", `risk ${words}`))).toContain(answer);
    expect(await office.store.entries.byNumber("risk", 6)).toBeUndefined();
  });

  test("looks for an owner whom nobody met without making a person of them", async () => {
    await office.store.people.identify(office.id("ben"), { platform: "slack", workspace: "terminal", user: "ben", outside: false });
    const before = (await office.store.people.all()).length;
    const told = read(await office.says("ben", "risk list owner:<@U404>", { platform: "slack" }));
    expect(told).toContain("is not known here yet, so nothing is theirs.");
    expect((await office.store.people.all()).length).toBe(before);
  });

  test("searches what people read, not what they are stored by", async () => {
    expect(await titles(`list ${office.id("ben").slice(0, 8)}`)).toEqual([]);
  });

  test("shows leadership nothing that is only proposed, and the channel's project without being told", async () => {
    expect(await titles("list", "finn")).toEqual(["Vendor late", "Leak", "Server fails"]);
    expect(await titles("list", "ben", { channel: "apollo" })).toEqual(["Vendor late", "Server fails", "Dust in the fans"]);
    expect(await titles("list", "dev")).toEqual(["Vendor late", "Server fails", "Dust in the fans"]);
    expect(await office.says("ben", "risk list", { channel: "apollo" })).toMatchObject({ to: "me" });
  });

  test("shows what an entry weighs, before what it is worked out from", async () => {
    const reply = await office.says("ben", "risk list #APOLLO");
    const table = reply.kind === "message" ? reply.message.blocks.find((block) => block.kind === "table") : undefined;
    if (table?.kind !== "table") return expect.fail(read(reply));
    expect(table.columns).toEqual(["No.", "Title", "Project", "Score", "Owner", "Due", "State"]);
    expect(table.rows.map((cells) => cells[3])).toEqual(["5 × 5 = 25, critical", "2 × 2 = 4, low", "1 × 1 = 1, low"]);
  });

  test("goes on in pages of ten", async () => {
    const first = await office.says("ben", "issue list");
    expect(read(first)).toContain("1–10 of 23");
    const second = await office.presses("ben", button(first, "More"));
    expect(read(second)).toContain("11–20 of 23");
    const third = await office.presses("ben", button(second, "More"));
    expect(read(third)).toContain("21–23 of 23");
    expect(() => button(third, "More")).toThrow();
    expect(read(await office.presses("ben", button(third, "Back")))).toContain("11–20 of 23");
  });

  test("of nothing offers to log what sounds like a title", async () => {
    const reply = await office.says("ben", "risk list price may rise #APOLLO");
    expect(read(await office.presses("ben", button(reply, "Log it as a new risk")))).toContain("R-6 logged on APOLLO: list price may rise");
    await office.says("ben", "risk undo R-6");
  });
});

describe("an export", () => {
  test.each([
    ["state:closed", ["R-5"]],
    ["owner:<@ben>", ["R-1"]],
    ["state:open project:HERMES", ["R-3"]],
  ])("is narrowed as a list is: %s", async (words, numbers) => {
    const reply = await office.says("ben", `risk export ${words}`);
    if (reply.kind !== "file") return expect.fail(read(reply));
    expect(reply.content.match(/^R-\d+/gm)).toEqual(numbers);
    expect(read(reply)).toContain("1 risk, as of 23 Nov.");
  });

  test("holds what one may see, as a spreadsheet reads it", async () => {
    const reply = await office.says("finn", "risk export #APOLLO");
    if (reply.kind !== "file") return expect.fail(read(reply));
    const lines = reply.content
      .replace(/^\uFEFF/, "")
      .trim()
      .split("\r\n");
    expect(reply.name).toBe("risks-2026-11-23.csv");
    expect(lines[0]).toMatch(/^Number,Project,State,Proposed,Score,Title,Owner,Due/);
    expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(["R-2", "R-1", "R-5"]);
    expect(lines[2]).toContain('R-1,APOLLO,Open,no,"2 × 2 = 4, low",Server fails,Ben Okafor,2026-11-27');
  });

  test.each([
    ["=1+1", "'=1+1"],
    ["+44 20", "'+44 20"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "\"'\t'=1\""],
    ["\r=1", "\"'\r'=1\""],
    ["a;=1+1", '"a;\'=1+1"'],
    ['a; "@SUM(A1)', '"a; ""\'@SUM(A1)"'],
    ["a\n＝1;-2", "\"a\n'＝1;'-2\""],
    ["a;b, c - d", '"a;b, c - d"'],
    ["＝1", "'＝1"],
    ["plain", "plain"],
    ["a,b", '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
    ["", ""],
  ])("runs nothing: %j", (value, written) => {
    expect(cell(value)).toBe(written);
  });

  test("runs nothing of what was typed in chat", async () => {
    await office.says("ben", 'risk =HYPERLINK("http://x","y") #ORION cause:"@SUM(1)"');
    const reply = await office.says("ben", "risk export #ORION");
    if (reply.kind !== "file") return expect.fail(read(reply));
    for (const written of reply.content
      .split("\r\n")
      .slice(1)
      .flatMap((line) => line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? []))
      expect(written).not.toMatch(/^"?[=+\-@\t\r]/);
    expect(reply.content).toContain("'=HYPERLINK");
    expect(reply.content).toContain("'@SUM(1)");
  });
});
