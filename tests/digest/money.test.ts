import { expect, test } from "vitest";
import { amount, decimal, money, percentOver } from "../../src/core/money.ts";

test.each([
  ["1380000", "£1.38m"],
  ["14600000", "£14.6m"],
  ["180000", "£180k"],
  ["9999", "£9,999"],
  ["9999.5", "£10,000"],
  ["39430000000", "£39.43bn"],
  ["-730000", "-£730k"],
  ["0", "£0"],
  ["withheld", "withheld"],
])("%s reads %s", (text, shown) => expect(money(text, "GBP")).toBe(shown));

test("a currency without a sign of its own is named", () => expect(money("2100000", "CHF")).toBe("CHF 2.10m"));

test("sums are exact where floating point is not", () => {
  const sum = ["0.1", "0.2", "1000000000000000.01"].reduce((total, each) => total + (amount(each) ?? 0n), 0n);
  expect(decimal(sum)).toBe("1000000000000000.31");
});

test.each([
  ["1380000", "1200000", 15],
  ["105", "100", 5],
  ["100.05", "100", 0.1], // half-up
  ["90", "100", -10],
  ["1", "0", undefined],
])("%s over %s is %s %%", (forecast, budget, percent) => {
  expect(percentOver(amount(forecast) ?? 0n, amount(budget) ?? 0n)).toBe(percent);
});

test.each(["withheld", "", "1,000", "1e3", undefined])("%s is no amount", (text) => expect(amount(text)).toBeUndefined());
