/** Whole sentences that fit, or a visible cut at a word. */
export function short(words: string, most: number): string {
  const one = words.replace(/\s+/g, " ").trim();
  if (one.length <= most) return one;
  const sentences = new RegExp(`^.{20,${most - 1}}[.!?](?= )`, "u").exec(one)?.[0];
  return sentences ?? `${one.slice(0, most).replace(/\s+\S*$/, "")}…`;
}
