import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { records } from "../../src/records/index.ts";
import { type SlackWorld, slackWorld } from "../worlds/slack.ts";
import type { SlackSpeaker } from "../worlds/slack-speaker.ts";

let world: SlackWorld;
let ada: SlackSpeaker;
beforeAll(async () => {
  world = await slackWorld();
  ada = world.people["ada"] as SlackSpeaker;
});
afterAll(() => world.stop());

/** Where a spreadsheet begins to reckon, in the letters of East Asia too. */
const live = /^[=+\-@\t\r＝＋－＠]/;
const formulas = [
  "=1+1",
  "+1",
  "-1+2",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "＝1",
  '=HYPERLINK("https://evil.example","x")',
  '"=1"',
  "a;=1",
  'a,"=1',
  "a\t=1",
  "a\n=1",
  "=cmd|' /C calc'!A0",
];

test("what people wrote is text in every cell of every file, whatever a spreadsheet splits at", async () => {
  for (const { key: type, title, fields } of records) {
    const label = fields[title]?.label ?? "";
    for (const words of formulas) {
      await ada.says(`/${type}`);
      await ada.submits({ [label]: `${words} by form`, Project: "ORION" });
    }
    await ada.says(`/${type} export #ORION`);
    const sent = [...world.server.state.uploads.values()].at(-1) ?? "";
    const file = sent.slice(sent.indexOf("\uFEFF"), sent.lastIndexOf("\r\n--"));
    expect(file).toContain("by form");
    const rows: string[][] = parse(file, { bom: true });
    expect(rows.length).toBeGreaterThan(formulas.length);
    for (const cell of rows.flat()) expect(cell).not.toMatch(live);
    // Set to another separator, or to mind no quotes, it begins cells elsewhere.
    for (const delimiter of [";", "\t"]) {
      const split: string[][] = parse(file, { bom: true, delimiter, relax_quotes: true, relax_column_count: true });
      for (const cell of split.flat().slice(1)) expect(cell.replace(/^\s*"?/, "")).not.toMatch(/^[=+@＝＋－＠]|^-\D/);
    }
  }
});
