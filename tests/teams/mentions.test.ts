import { describe, expect, test } from "vitest";
import { plainOf } from "../../src/teams/mentions.ts";

describe("a message of Teams as plain words", () => {
  test.each([
    ["<p>Vendor late</p><p>by a week</p>", "Vendor late\nby a week"],
    ['<div>Well done <img itemid="1f44d" alt="👍" src="x"></div>', "Well done 👍"],
    ["one<br/>two<ul><li>a</li><li>b</li></ul>", "one\ntwoa\nb"],
    ["<span>a &lt; b &amp;&#x20AC;</span>", "a < b &€"],
    ['<img src="x">none', "none"],
  ])("%s", (html, words) => {
    expect(plainOf(html)).toBe(words);
  });

  test.each([
    ['<img alt="', 2800],
    ["<img ", 5600],
    ["<br ", 7000],
    ["<", 28_000],
    ['<img alt="" ', 2300],
  ])("%s, never closed, %i times over, costs no words", (opened, times) => {
    expect(plainOf(`Vendor late ${opened.repeat(times)}`)).toMatch(/^Vendor late/);
  });

  test("of a very long one, the beginning", () => {
    expect(plainOf("a".repeat(40_000))).toHaveLength(30_000);
  });
});
