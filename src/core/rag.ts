/** The answers of a status report about colour, best to worst, by the scale a portfolio uses at a time. */
export const scales = {
  three: ["green", "amber", "red"],
  five: ["green", "amber/green", "amber", "amber/red", "red"],
} as const;
export type Scale = keyof typeof scales;

export type Colour = "green" | "amber/green" | "amber" | "amber/red" | "red";
/** `withheld`: the source refuses to say. `unknown`: nobody said; an old colour is never shown as current. */
export type Rating = Colour | "withheld" | "unknown";

export const isColour = (shown: string): shown is Colour => (scales.five as readonly string[]).includes(shown);

/** Position on Green < Amber/Green < Amber < Amber/Red < Red, 0 to 4; both scales share it. Unrated has none. */
function severity(rating: Rating): number | undefined {
  const at = (scales.five as readonly Rating[]).indexOf(rating);
  return at < 0 ? undefined : at;
}

/** Worsened and improved compare positions; a project without a rating on either side counts in neither. */
export function compare(before: Rating, after: Rating): "worsened" | "improved" | "same" | "unrated" {
  const [a, b] = [severity(before), severity(after)];
  if (a === undefined || b === undefined) return "unrated";
  return b > a ? "worsened" : b < a ? "improved" : "same";
}

/** As shown to people: "Amber/Red". */
export function label(rating: Rating): string {
  return rating.replace(/(^|\/)[a-z]/g, (start) => start.toUpperCase());
}

/** What the colours mean, shown wherever somebody chooses one (PRINCE2 tolerances). */
export const meaning: Readonly<Record<Colour, string>> = {
  green: "within tolerance on time, cost and scope",
  "amber/green": "probably within tolerance; attention needed to stay there",
  amber: "tolerance threatened, recoverable within the PM's authority",
  "amber/red": "a breach is likely; action needed to prevent it",
  red: "a breach is forecast and needs somebody else's decision",
};
