import { expect, test } from "vitest";
import { answersOf, check } from "../../src/core/entry.ts";
import type { Fields } from "../../src/core/fields.ts";
import { always, choice, date, line, number, paragraph } from "../../src/core/questions.ts";

const fields: Fields = {
  title: line("Title", 20, { required: always }),
  colour: choice("Colour", { green: "Green", red: "Red" }),
  path: paragraph("Path to green", 50, { when: ({ colour }) => colour === "red", required: always }),
  by: date("Green by", { when: ({ colour }) => colour === "red", required: ({ path }) => path !== undefined }),
  low: number("Low", 0, 10),
  high: number("High", 0, 10, { clash: ({ low, high }) => (Number(high) < Number(low) ? "High is below low." : undefined) }),
};

test("a field is asked for only when it applies, and then may be needed", () => {
  expect(check(fields, { title: "x", colour: "green", path: "kept from before", by: "nonsense" })).toEqual({
    values: { title: "x", colour: "green" },
    problems: {},
  });
  expect(check(fields, { title: "x", colour: "red" }).problems).toEqual({ path: "Path to green is needed." });
  expect(check(fields, { title: "x", colour: "red", path: "y" }).problems).toEqual({ by: "Green by is needed." });
  expect(check(fields, { title: "x", colour: "red", path: "y", by: "2026-02-30" }).problems).toEqual({
    by: "There is no 30 February 2026.",
  });
});

test("zero is an answer and empty is none", () => {
  expect(check(fields, { title: "x", low: "0", high: "" })).toEqual({ values: { title: "x", low: 0 }, problems: {} });
  expect(answersOf({ low: 0, high: undefined, title: "" })).toEqual({ low: "0", title: "" });
});

test("answers that contradict each other are both kept and one is questioned", () => {
  expect(check(fields, { title: "x", low: "5", high: "3" })).toEqual({
    values: { title: "x", low: 5, high: 3 },
    problems: { high: "High is below low." },
  });
});

test("a line stays one line, a paragraph keeps its own", () => {
  expect(check(fields, { title: " a\n b\tc " }).values["title"]).toBe("a b c");
  expect(check(fields, { title: "x", colour: "red", path: " a\nb ", by: "2026-12-01" }).values["path"]).toBe("a\nb");
});

test("answers that nobody asked for are not kept", () => {
  expect(check(fields, { title: "x", admin: "yes", constructor: "x", ["__proto__"]: "x" }).values).toEqual({ title: "x" });
});
