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
  ])("%s", async (words, expected) => {
    expect(await titles(words)).toEqual(expected);
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
