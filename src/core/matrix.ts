/**
 * A probability–impact matrix: which band each of the 25 cells belongs to. A table and not a formula, because an
 * organisation's matrix is not always a product (PMBOK Guide 5th ed., figure 11-10; NIST SP 800-30 table I-2).
 */
export interface Matrix {
  readonly bands: readonly string[]; // mildest first
  /** `cells[probability - 1][impact - 1]` is a position in `bands`. */
  readonly cells: readonly (readonly number[])[];
}

export interface Score {
  readonly product: number; // 1 to 25
  readonly band: string;
  readonly rank: number; // of the band, 0 is the mildest
}

/** By product: low to 4, medium to 9, high to 14, critical from 15. */
export const usualMatrix: Matrix = {
  bands: ["low", "medium", "high", "critical"],
  cells: [
    [0, 0, 0, 0, 1],
    [0, 0, 1, 1, 2],
    [0, 1, 1, 2, 3],
    [0, 1, 2, 3, 3],
    [1, 2, 3, 3, 3],
  ],
};

/** Nothing when either is missing or outside the matrix: an unscored risk has no band, not the mildest one. */
export function score(matrix: Matrix, probability: unknown, impact: unknown): Score | undefined {
  if (typeof probability !== "number" || typeof impact !== "number") return undefined;
  const rank = matrix.cells[probability - 1]?.[impact - 1];
  const band = rank === undefined ? undefined : matrix.bands[rank];
  return rank === undefined || band === undefined ? undefined : { product: probability * impact, band, rank };
}
