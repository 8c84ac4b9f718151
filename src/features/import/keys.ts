const dull = new Set(["the", "a", "an", "of", "and", "for", "to", "in", "on", "at", "by", "with", "project", "programme", "program"]);
const longest = 10;
/** Words that mean something else after `/pmo projects` or in a list. */
const reserved = ["MINE", "ALL", "RED", "OVERDUE", "OPEN", "HERE"];

/**
 * Short keys to type in chat, made from names: the first word where no other name starts with it (APOLLO), else the
 * acronym the name brings along (IEP), else its initials, and a number only when all else is taken.
 */
export function keyMaker(names: readonly string[], taken: Iterable<string>): (name: string) => string {
  const used = new Set([...taken, ...reserved]);
  const starts = new Map<string, number>();
  for (const name of new Set(names)) {
    const first = wordsOf(name)[0] ?? "";
    starts.set(first, (starts.get(first) ?? 0) + 1);
  }
  const counts = new Map<string, number>();
  return (name) => {
    const words = wordsOf(name);
    const key = candidates(name, words, starts).find((each) => !used.has(each)) ?? numbered(words, used, counts);
    used.add(key);
    return key;
  };
}

function candidates(name: string, words: readonly string[], starts: ReadonlyMap<string, number>): readonly string[] {
  const [first = "", second = ""] = words;
  const alone = words.length === 1 || (first.length >= 4 && starts.get(first) === 1);
  const acronym = /\(([A-Z][A-Z0-9]{1,9})\)/.exec(name)?.[1];
  const initials = words.map((word) => (/^\d+$/.test(word) ? word : word.slice(0, 1))).join("");
  return [
    ...(alone ? [first] : []),
    ...(acronym ? [acronym] : []),
    ...(initials.length <= 6 ? [initials, first] : [first, initials.slice(0, 6)]),
    first.slice(0, longest - 4) + second.slice(0, 4),
  ].filter((key) => key.length >= 2 && key.length <= longest && /^[A-Z]/.test(key));
}

function numbered(words: readonly string[], used: ReadonlySet<string>, counts: Map<string, number>): string {
  const initials = words
    .map((word) => word.slice(0, 1))
    .join("")
    .replace(/^[0-9]+/, "");
  const stem = (initials.length >= 2 ? initials : (words.find((word) => /^[A-Z]/.test(word)) ?? "P")).slice(0, longest - 4);
  for (let number = counts.get(stem) ?? 2; ; number++) {
    counts.set(stem, number + 1);
    if (!used.has(`${stem}${number}`)) return `${stem}${number}`;
  }
}

/** "Crédit & Gestion 2.0" → CREDIT, GESTION, 2, 0: accents leave, whatever is no letter or digit divides. */
function wordsOf(name: string): readonly string[] {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").replace(/['’]/g, "");
  const words = plain.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const telling = words.filter((word) => !dull.has(word.toLowerCase()));
  return (telling.length > 0 ? telling : words).map((word) => word.toUpperCase());
}
