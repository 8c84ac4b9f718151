import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { check } from "../../src/core/entry.ts";
import { type Matrix, score, usualMatrix } from "../../src/core/matrix.ts";
import type { Entry } from "../../src/core/record-type.ts";
import { risk, riskScoredBy } from "../../src/records/risk.ts";

/** US Department of Veterans Affairs, VAM contractor project management plan, November 2019, table 5. */
const veterans: Matrix = {
  bands: ["LOW", "MEDIUM", "HIGH"],
  cells: [
    [0, 0, 0, 0, 1],
    [0, 0, 0, 1, 1],
    [0, 0, 1, 1, 2],
    [0, 1, 1, 2, 2],
    [0, 1, 2, 2, 2],
  ],
};
/** NIST SP 800-30 r1, table I-2: a look-up, not a product. */
const nist: Matrix = {
  bands: ["Very Low", "Low", "Moderate", "High", "Very High"],
  cells: [
    [0, 0, 0, 1, 1],
    [0, 1, 1, 1, 2],
    [0, 1, 2, 2, 3],
    [0, 1, 2, 3, 4],
    [0, 1, 2, 3, 4],
  ],
};

const entry = (values: object, more: Partial<Entry> = {}): Entry => ({
  id: "e",
  type: "risk",
  number: 1,
  project: "p",
  values: { title: "x", ...values },
  state: "open",
  proposed: false,
  version: 1,
  author: "a",
  createdAt: new Date(0),
  changedAt: new Date(0),
  ...more,
});

describe("the score", () => {
  test.each([
    [5, 3, "HIGH"],
    [4, 3, "MEDIUM"],
    [2, 5, "MEDIUM"],
    [5, 1, "LOW"],
    [1, 5, "MEDIUM"],
  ])("of a published matrix: %d × %d is %s", (probability, impact, band) => {
    expect(score(veterans, probability, impact)?.band).toBe(band);
    expect(riskScoredBy(veterans).gist?.({ probability, impact })).toContain(band);
  });

  test.each([
    [3, 5, "High"],
    [1, 5, "Low"],
    [4, 4, "High"],
    [2, 4, "Low"],
  ])("of a matrix that is no product: %d and %d is %s", (probability, impact, band) => {
    expect(score(nist, probability, impact)?.band).toBe(band);
  });

  test("of the usual matrix follows the product", () => {
    for (let p = 1; p <= 5; p++)
      for (let i = 1; i <= 5; i++) {
        const band = p * i >= 15 ? "critical" : p * i >= 10 ? "high" : p * i >= 5 ? "medium" : "low";
        expect(score(usualMatrix, p, i), `${p} × ${i}`).toMatchObject({ product: p * i, band });
      }
  });

  test("is none where one side is missing or impossible", () => {
    for (const [p, i] of [
      [undefined, 5],
      [5, undefined],
      [0, 5],
      [6, 5],
      [2.5, 2],
      ["4", 4],
    ])
      expect(score(usualMatrix, p, i)).toBeUndefined();
    expect(risk.gist?.({})).toBeUndefined();
  });

  test("counts what is left after the response, where somebody said so", () => {
    const before = { probability: 5, impact: 5 };
    expect(risk.gist?.({ ...before, residualProbability: 2, residualImpact: 2 })).toBe(
      "5 × 5 = 25, critical; after the response 2 × 2 = 4, low",
    );
    const weight = (values: object) => risk.weigh?.(entry(values), "2026-11-23") ?? 0;
    expect(risk.derived?.of(before)).toBe("5 × 5 = 25, critical");
    expect(risk.derived?.of({ ...before, residualProbability: 2, residualImpact: 2 })).toBe("2 × 2 = 4, low");
    expect(risk.derived?.of({ residualProbability: 2 })).toBeUndefined();
    expect(weight(before)).toBeGreaterThan(weight({ ...before, residualProbability: 2, residualImpact: 2 }));
    expect(weight({ probability: 3, impact: 5 })).toBeGreaterThan(weight({ probability: 4, impact: 3 }));
    expect(weight({})).toBe(0);
  });
});

test("a response belongs to its kind", () => {
  const problem = (answers: Record<string, string>) => check(risk.fields, { title: "x", ...answers }).problems["response"];
  expect(problem({ response: "exploit" })).toContain("A threat is answered by avoid, transfer, mitigate");
  expect(problem({ kind: "opportunity", response: "avoid" })).toContain("An opportunity is answered by exploit, share, enhance");
  for (const response of ["accept", "escalate"])
    for (const kind of ["threat", "opportunity"]) expect(problem({ kind, response })).toBeUndefined();
});

test("money keeps its pennies", () => {
  const money = (answer: string) => check(risk.fields, { title: "x", money: answer });
  expect(money("£12,000.50").values["money"]).toBe("12000.50");
  expect(money("90071992547409.93").values["money"]).toBe("90071992547409.93");
  expect(money("12k").problems["money"]).toContain("12,000");
});

test("says why it needs somebody today", () => {
  const critical = { probability: 5, impact: 4 };
  const today = "2026-11-23";
  expect(risk.attention?.(entry(critical), today)).toEqual([
    "critical without an owner",
    "critical without a response",
    "critical without a next review",
  ]);
  const handled = { ...critical, owner: "o", response: "mitigate", review: "2026-12-01", due: "2026-11-20" };
  expect(risk.attention?.(entry(handled), today)).toEqual(["due 20 Nov, overdue"]);
  expect(risk.attention?.(entry({ owner: "o", acceptedUntil: "2026-11-01" }, { state: "accepted" }), today)).toEqual([
    "accepted until 1 Nov, now past",
  ]);
});

test("a real register goes in without a loss", () => {
  const rows = readFileSync(new URL("../data/va_iris_raid_2020.csv", import.meta.url), "utf8")
    .trim()
    .split(/\r?\n(?=\w+,\d{4})/)
    .slice(1);
  expect(rows.length).toBeGreaterThan(5);
  for (const row of rows) {
    const event = row.replace(/^\w+,[\d-]+,/, "").slice(0, 190);
    expect(check(risk.fields, { title: event, event: row.slice(0, 1000), effect: row.slice(-900) }).problems).toEqual({});
  }
});
