import { readWords } from "../src/chat/words.ts";
import { risk } from "../src/records/risk.ts";
import { openStore } from "../src/store/index.ts";
import { plainOf } from "../src/teams/mentions.ts";
import { withNames } from "../src/verbs/mentions.ts";
import { type Figure, medianMs } from "./figure.ts";

const runs = 15;
const longer = 10;

/**
 * Words made to be slow, which anybody may send and one thread reads for all: ten times as many, beside ten times the time
 * of so many. About 1 is right; what looks back over all the words at each of them comes to 10.
 */
export async function hostileWords(): Promise<readonly Figure[]> {
  const store = await openStore({ url: "sqlite::memory:" });
  const call = { store, user: { platform: "slack", workspace: "T1", id: "U1" } } as const;
  const oneLiner = (words: string) => readWords(words, risk, "2026-11-22");
  const mentions = (words: string) => withNames(call, words);
  const hostile: readonly (readonly [string, (words: string) => unknown, string, number])[] = [
    ["a one-liner", oneLiner, "due:x ", 1000],
    ["mentions", mentions, "<@a", 1000],
    ["mentions", mentions, "<@a|", 1000],
    ["HTML of Teams", plainOf, '<img alt="', 56],
    ["HTML of Teams", plainOf, "<img ", 112],
    ["HTML of Teams", plainOf, "<br ", 140],
    ["HTML of Teams", plainOf, "<", 560],
    ["HTML of Teams", plainOf, '<img alt="" ', 46],
  ];
  const figures: Figure[] = [];
  for (const [what, read, words, times] of hostile) {
    const floor = longer * (await medianMs(runs, () => read(words.repeat(times))));
    const ours = await medianMs(runs, () => read(words.repeat(times * longer)));
    figures.push({
      name: `words-${figures.length + 1}`,
      what: `${what} of ${words.trim()} over and over`,
      floor,
      ours,
      unit: "ms",
      alarm: { most: 4 },
    });
  }
  await store.close();
  return figures;
}
