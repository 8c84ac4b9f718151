import { describe, expect, test } from "vitest";
import { mention, text } from "../../src/chat/text.ts";
import { writer } from "../../src/teams/escape.ts";
import { unescaped } from "../worlds/teams-cards.ts";

const workspace = "t1";
const escaped = (words: string) => writer(workspace).write(words);
const dev = { name: "Dev Patel", identities: [{ platform: "teams", workspace, user: "aad-dev", outside: false }] } as const;

describe("what people wrote never comes alive", () => {
  test.each([
    ["**bold** and _slanted_", "\\*\\*bold\\*\\* and \\_slanted\\_"],
    ["[click](https://evil.example)", "\\[click\\](https://evil.example)"],
    ["<at>Erin Walsh</at>", "&lt;at>Erin Walsh&lt;/at>"],
    ["a < b && b > c", "a < b && b > c"],
    ["&lt;at&gt;", "&amp;lt;at&amp;gt;"],
    ["# heading\n- item\n1. item\n> quote", "\\# heading\n\n\\- item\n\n1\\. item\n\n\\> quote"],
    ["    code", "code"],
    ["`code` ~~gone~~", "\\`code\\` \\~\\~gone\\~\\~"],
    ["{{DATE(2026-11-23T09:00:00Z,SHORT)}}", "{\u200b{DATE(2026-11-23T09:00:00Z,SHORT)}}"],
    ["a\u0000b\u0007c\td \ud83d", "a\ufffdbc d \ufffd"],
  ])("%j", (wrote, stands) => {
    expect(escaped(wrote)).toBe(stands);
  });

  test("anything at all: no mark is left unescaped, and it reads as it was written", () => {
    for (const wrote of anything(3000)) {
      const stands = escaped(wrote);
      const bare = stands.replace(/\\[\\*_`~[\]\-+#>=|.)]/g, "·");
      expect(bare, JSON.stringify(wrote)).not.toMatch(/[*_`~[\]\\]|\{\{|<[a-z/!?@]|^(?:[-+#>=|]|\d+[.)](?:\s|$))/im);
      const asShown = wrote.replace(/^ +/gm, "").replace(/\n+/g, "\n");
      expect(unescaped(stands).replace(/\n+/g, "\n"), JSON.stringify(wrote)).toBe(asShown);
    }
  });
});

describe("mentions", () => {
  test("of somebody on Teams, once each", () => {
    const card = writer(workspace);
    expect(card.write(text`${mention(dev)} and ${mention(dev)}`)).toBe("<at>Dev Patel</at> and <at>Dev Patel</at>");
    expect(card.mentions).toEqual([{ type: "mention", text: "<at>Dev Patel</at>", mentioned: { id: "aad-dev", name: "Dev Patel" } }]);
  });

  test("a namesake, and somebody without an account here, stand as words", () => {
    const card = writer(workspace);
    const namesake = { ...dev, identities: [{ ...dev.identities[0], user: "aad-dev-2" }] };
    expect(card.write(text`${mention(dev)} ${mention(namesake)} ${mention({ name: "Erin*", identities: [] })}`)).toBe(
      "<at>Dev Patel</at> **Dev Patel** **Erin\\***",
    );
  });

  test("a name cannot break out of its mention", () => {
    const card = writer(workspace);
    expect(card.write(text`${mention({ ...dev, name: "Dev</at><at>Erin" })}`)).toBe("<at>Dev /at  at Erin</at>");
  });
});

/** Texts that are mostly trouble, the same every time. */
function* anything(count: number): Generator<string> {
  const pieces = [
    "*",
    "_",
    "`",
    "~",
    "[",
    "]",
    "(",
    ")",
    "\\",
    "<at>",
    "</at>",
    "<",
    ">",
    "&",
    "&amp;",
    "&#42;",
    "#",
    "-",
    "+",
    "=",
    "|",
    "1.",
    "12)",
    " ",
    "\n",
    "\n\n",
    "{{",
    "}}",
    "DATE(",
    "a",
    "é",
    "word",
    "😀",
    ".",
  ];
  let seed = 42;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (let i = 0; i < count; i++) yield Array.from({ length: 1 + next(12) }, () => pieces[next(pieces.length)]).join("");
}
