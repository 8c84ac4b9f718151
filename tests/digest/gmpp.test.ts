import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Digest } from "../../src/features/digest/schema.ts";
import { digestMessages, digestOn } from "../../src/features/digest/text.ts";
import { printMessage } from "../../src/terminal/print.ts";
import { emptyDesk, fileAt, take } from "../import/desk.ts";

interface Expected {
  readonly previous: string;
  readonly current: string;
  readonly ratings: Readonly<Record<string, number>>;
  readonly moves: Readonly<Record<string, number>>;
  readonly scale_changed: boolean;
  readonly withheld: number;
  readonly unknown: number;
}

const pairs: readonly Expected[] = JSON.parse(readFileSync(new URL("../data/gmpp-moves-expected.json", import.meta.url), "utf8"));

describe("nine published snapshots of the UK government's major projects", () => {
  const desk = emptyDesk();
  beforeAll(async () => {
    const map = fileAt("../../maps/gmpp-2013-2022.json");
    const { problems } = await take(await desk, "statuses", fileAt("../data/gmpp-2013-2022.csv"), { portfolio: "GMPP", map });
    expect(problems).toEqual([]);
  }, 60_000);

  test.each(pairs)("from $previous to $current", async (expected) => {
    const digest = await digestOn(await desk, { portfolio: "GMPP", asOf: expected.current, since: expected.previous });
    expect(asPublished(digest)).toEqual(expected);
    expect(Object.values(digest.ratings).reduce((sum, count) => sum + count, 0)).toBe(digest.total);
    expect(digest).toMatchObject({ asOf: expected.current, since: expected.previous, late: 0, decisions: [] });
  });

  test("measures the forecasts of a past day by the budgets of that day", async () => {
    const digest = await digestOn(await desk, { portfolio: "GMPP", asOf: "2019-09-30", since: "2018-09-30" });
    const text = digestMessages(digest).map(printMessage).join("\n");
    expect(text).toContain("Forecast £24.96bn, budget £27.01bn (−7.6 %), for the 116 of 125 projects with both figures.");
    expect(digest.exceptions.filter(({ overrun }) => overrun)).toHaveLength(24);
  });

  test("reads well on the day the scale changed", async () => {
    const digest = await digestOn(await desk, { portfolio: "GMPP", asOf: "2022-03-31", since: "2021-03-31" });
    const text = digestMessages(digest).map(printMessage).join("\n\n----\n\n");
    await expect(`${text}\n`).toMatchFileSnapshot("../golden/digest/gmpp-2022.txt");
  });
});

/** The digest's figures under the names of the expected file. */
function asPublished(digest: Digest) {
  const { total, continuing, new: added, left, worsened, improved, ratings } = digest;
  const { withheld = 0, unknown = 0, ...colours } = ratings;
  const counted = { ...colours, none: withheld + unknown };
  return {
    previous: digest.since,
    current: digest.asOf,
    total,
    continuing,
    new: added,
    left,
    worsened,
    improved,
    ratings: Object.fromEntries(Object.entries(counted).filter(([, count]) => count > 0)),
    moves: Object.fromEntries(digest.moves.map(({ from, to, count }) => [`${from} -> ${to}`, count])),
    scale_changed: digest.scaleChanged,
    withheld,
    unknown,
  };
}
