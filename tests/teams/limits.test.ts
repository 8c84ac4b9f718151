import { expect, test } from "vitest";
import type { Element } from "../../src/teams/element.ts";
import { fitted, maxCardBytes, sizeOf } from "../../src/teams/limits.ts";

/** What the list of mentions takes, even when it is empty. */
const room = maxCardBytes - sizeOf([]);
const elements = (bytes: number): readonly Element[] => {
  const text = (length: number): readonly Element[] => [
    { type: "TextBlock", text: "first" },
    { type: "TextBlock", text: "x".repeat(length) },
  ];
  return text(bytes - sizeOf(text(0)));
};

test("a card goes out whole up to the last byte there is room for, and is cut from the next on", () => {
  const whole = elements(room);
  expect(fitted(whole, [])).toEqual(whole);
  expect(fitted(elements(room + 1), []).map(({ text }) => text)).toEqual(["first", expect.stringContaining("too long")]);
});
