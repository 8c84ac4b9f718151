import { describe, expect, test } from "vitest";
import { readWords } from "../src/chat/words.ts";
import { records } from "../src/records/index.ts";
import { risk } from "../src/records/risk.ts";
import { openStore } from "../src/store/index.ts";
import { withNames } from "../src/verbs/mentions.ts";

const today = "2026-11-22"; // a Sunday
const hear = (words: string) => readWords(words, risk, today);

describe("a one-liner", () => {
  test("is read in full", () => {
    expect(hear("Vendor may miss UAT #APOLLO p4 i5 owner:<@U1> due:2026-12-15")).toEqual({
      text: "Vendor may miss UAT",
      project: "APOLLO",
      answers: { probability: "4", impact: "5", owner: "<@U1>", due: "2026-12-15" },
      slips: [],
    });
  });

  test.each([
    ["due:15 Dec", "2026-12-15"],
    ["due:15 December", "2026-12-15"],
    ["due:15th Dec 2027", "2027-12-15"],
    ["due:Dec 15", "2026-12-15"],
    ["due:15Dec", "2026-12-15"],
    ["due:15-Dec-2026", "2026-12-15"],
    ["due:1 Nov", "2026-11-01"],
    ["due:1 Aug", "2027-08-01"],
    ["due:Fri 4 Dec", "2026-12-04"],
    ["due:Fri 4 Dec 2026", "2026-12-04"],
    ["due: Fri 4 Dec 2026", "2026-12-04"],
    ["due:on friday", "2026-11-27"],
    ["due:22 Nov", "2026-11-22"],
    ["due:today", "2026-11-22"],
    ["due:tomorrow", "2026-11-23"],
    ["due:friday", "2026-11-27"],
    ["due:Fri", "2026-11-27"],
    ["due:sunday", "2026-11-29"],
    ["due:next friday", "2026-11-27"],
    ["due:next week", "2026-11-23"],
    ["due:+5d", "2026-11-27"],
    ["due:+2w", "2026-12-06"],
    ["due:+3m", "2027-02-22"],
    ["due:in 5 days", "2026-11-27"],
    ["due:31/12/2026", "2026-12-31"],
    ["due:5/5/2027", "2027-05-05"],
    ["due: 15 Dec", "2026-12-15"],
    ["Due:15 Dec,", "2026-12-15"],
    ["due:“15 Dec”", "2026-12-15"],
    ["due:2028-02-29", "2028-02-29"],
  ])("%s is %s", (said, date) => {
    expect(hear(`Server fails ${said} p2`)).toEqual({ text: "Server fails", answers: { due: date, probability: "2" }, slips: [] });
  });

  test.each([
    ["due:15 Dec 20 boxes missing", "20 boxes missing", "2026-12-15"],
    ["due:Fri 4 people left", "4 people left", "2026-11-27"],
    ["due:5 Dec may be late", "may be late", "2026-12-05"],
    ["due:tomorrow 15 boxes", "15 boxes", "2026-11-23"],
    ["due:in 2 months 3 boxes", "3 boxes", "2027-01-22"],
  ])("%s takes no word that is not of the date", (said, text, due) => {
    expect(hear(said)).toEqual({ text, answers: { due }, slips: [] });
  });

  test.each([
    ["due:31 Feb", "There is no 31 February."],
    ["due:2026-02-31", "There is no 31 February 2026."],
    ["due:29 Feb 2027", "There is no 29 February 2027."],
    ["due:soon", "soon is not a date"],
    ["due:3/4/2027", "3/4/2027 can be read two ways."],
    ["due:31.6.2022", "There is no 31 June 2022."],
    ["due:31/6/2022", "There is no 31 June 2022."],
    ["due:6/31/2022", "There is no 31 June 2022."],
    ["due:45.6.2022", "There is no 45 June 2022."],
    ["due:1.13.2022", "1.13.2022 is not a date."],
    ["due:", "due: has no date after it"],
    ["p9", "p9: Probability is a whole number from 1 to 5"],
    ["p0", "p0: Probability"],
    ["p-1", "p-1: Probability"],
    ["i4.5", "i4.5: Impact"],
    ["p:7", "p:7: Probability"],
    ["owner:", "owner: has nothing after it"],
    ["cause:", "cause: has nothing after it"],
    ['cause:""', "is empty"],
    ['cause:"never closed', "never closed"],
    ["category:weather", "Category is one of Technical"],
    ["response:e", "Response is one of"],
    ["onwer:<@U1>", "did you mean owner:"],
    ["caus:flood", "did you mean cause:"],
  ])("%s gets an answer that names it", (said, why) => {
    const heard = hear(`Server fails ${said}`);
    expect(heard.slips).toHaveLength(1);
    expect(heard.slips[0]?.why).toContain(why);
  });

  test("what was said twice and differently is asked about; the same twice is not", () => {
    expect(hear("X p4 p5").slips[0]?.why).toContain("p5");
    expect(hear("X p4 p4")).toMatchObject({ answers: { probability: "4" }, slips: [] });
    expect(hear("X #APOLLO #VEGA").slips[0]?.why).toContain("one project");
    expect(hear("X #APOLLO #apollo")).toMatchObject({ project: "APOLLO", slips: [] });
  });

  test.each([
    "See http://example.com/p4 and https://x.example/due:1",
    "The p4ssword leaks",
    "Meet at 10:30, item #1",
    "Ratio 3:4 and C:\\temp",
    'He said "p4 is fine" and “due:friday too”',
    "Note: due diligence, p.4, i/o, p4/5",
    "It's 5 o'clock",
    "Tom's \"unclosed quote",
    "mailto:x@example.com foo:bar",
  ])("stays text: %s", (said) => {
    expect(hear(said)).toEqual({ text: said, answers: {}, slips: [] });
  });

  test("values in quotes keep their spaces, straight or curly", () => {
    expect(hear('Late cause:"supplier late" effect:“UAT slips, badly”, p3').answers).toEqual({
      cause: "supplier late",
      effect: "UAT slips, badly",
      probability: "3",
    });
    expect(hear('X owner:"Ben Okafor"').answers).toEqual({ owner: "Ben Okafor" });
    expect(hear("X owner: @ben then").answers).toEqual({ owner: "@ben" });
  });

  test("a choice is said by key, label or an unmistakable start", () => {
    expect(hear("X category:Tech response:MITIGATE category:technical").answers).toEqual({ category: "technical", response: "mitigate" });
    expect(hear("X category:legal-and-regulatory").answers).toEqual({ category: "legal" });
  });

  test.each(records)("owner: and due: mean the owner and due date of every register: $key", (type) => {
    const heard = readWords("X owner:<@U1> due:friday", type, today);
    expect(heard.answers).toEqual({ [type.owner ?? ""]: "<@U1>", [type.due ?? ""]: "2026-11-27" });
  });
});

describe("words made to be slow", () => {
  test("3,000 dates that are none are as many slips", () => {
    const heard = hear(`Server fails ${"due:x ".repeat(3000)}`);
    expect(heard.text).toBe("Server fails");
    expect(heard.slips).toHaveLength(3000);
  });

  test.each([["<@a"], ["<@a|"]])("%s, never closed, stays as it was written", async (opened) => {
    const call = { store: await openStore({ url: "sqlite::memory:" }), user: { platform: "slack", workspace: "T1", id: "U1" } } as const;
    const words = opened.repeat(6000);
    expect(await withNames(call, words)).toBe(words);
    await call.store.close();
  });
});

describe("whatever is said", () => {
  const random = seeded(20261122);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] ?? (from[0] as T);
  const plain = [
    "Vendor",
    "may",
    "miss",
    "UAT",
    "p4ssword",
    "http://a.b/c",
    "10:30",
    "it's",
    "ça",
    "日本",
    "🙂",
    "3:4",
    "due",
    "<@U9>",
    "e=mc2",
    "(i5)",
  ];
  const tokens: readonly (readonly [string, string, string])[] = [
    ["p4", "probability", "4"],
    ["I5", "impact", "5"],
    ["owner:<@U1>", "owner", "<@U1>"],
    ["due:15 Dec", "due", "2026-12-15"],
    ["due:2026-12-15", "due", "2026-12-15"],
    ['cause:"late again"', "cause", "late again"],
    ["rp2", "residualProbability", "2"],
  ];

  test("tokens are found in any order among any words, and the words come out as they went in", () => {
    for (let round = 0; round < 3000; round++) {
      const words = Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(plain));
      const chosen = [...tokens].sort(() => random() - 0.5).slice(0, Math.floor(random() * 5));
      const said = [...words];
      for (const [token] of chosen) said.splice(Math.floor(random() * (said.length + 1)), 0, token);
      const heard = hear(said.join(" ".repeat(1 + Math.floor(random() * 3))));
      expect(heard.text).toBe(words.join(" "));
      expect(heard.answers).toEqual(Object.fromEntries(chosen.map(([, field, value]) => [field, value])));
      expect(heard.slips).toEqual([]);
    }
  });

  test("no character is lost: what is not an answer is text or a slip", () => {
    const letters = [..."abpi:#\"“”'4 5-<@>\n\t.,due"];
    for (let round = 0; round < 5000; round++) {
      const said = Array.from({ length: Math.floor(random() * 40) }, () => pick(letters)).join("");
      const heard = hear(said);
      const kept = [heard.text, heard.project ?? "", ...Object.values(heard.answers), ...heard.slips.map(({ said: slip }) => slip)].join(
        " ",
      );
      for (const word of said.match(/[a-z]{3,}/g) ?? []) expect(kept.toLowerCase() + tokenNames).toContain(word);
    }
  });

  test("every existing day can be said, and no other", () => {
    for (let day = 1; day <= 31; day++)
      for (const [month, days] of [
        ["Feb", 28],
        ["Apr", 30],
        ["Dec", 31],
      ] as const) {
        const heard = hear(`X due:${day} ${month} 2027`);
        expect(heard.slips.length, `${day} ${month}`).toBe(day <= days ? 0 : 1);
        expect(heard.text).toBe("X");
      }
  });
});

const tokenNames = ` ${Object.values(risk.fields)
  .map(({ token }) => token ?? "")
  .join(" ")}`;

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
