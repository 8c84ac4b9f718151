/** Whole sentences that fit, or a visible cut at a word. */
export function short(words: string, most: number): string {
  const one = oneLine(words);
  if (one.length <= most) return one;
  const sentences = new RegExp(`^.{20,${most - 1}}[.!?](?= )`, "u").exec(one)?.[0];
  return sentences ?? `${one.slice(0, most).replace(/\s+\S*$/, "")}…`;
}

/** A line that ends without a stop, before one that begins something new, is parted from it; a wrapped line is not. */
function oneLine(words: string): string {
  const lines = words.split(/\s*[\r\n\u2028]\s*/u).filter((line) => line.trim() !== "");
  return lines
    .reduce(
      (all, line) => (all === "" ? line : `${all}${/[\p{L}\p{N})”"]$/u.test(all) && /^[^\p{Ll}]/u.test(line) ? " / " : " "}${line}`),
      "",
    )
    .replace(/\s+/g, " ")
    .trim();
}
