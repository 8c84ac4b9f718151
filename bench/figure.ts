/** One measured thing beside its floor, both in the same unit and of the same run. */
export interface Figure {
  /** For the file of results, and for asking for it alone. */
  readonly name: string;
  readonly what: string;
  readonly floor: number;
  readonly ours: number;
  readonly unit: "ms" | "s" | "MiB" | "/s" | "/min" | "";
  readonly reach?: Reach;
  /** A ratio that no slow or busy machine explains: something is wrong. */
  readonly alarm: Bounds;
}

interface Bounds {
  readonly least?: number;
  readonly most?: number;
}

/** What was promised: of the ratio, or of the figure itself. */
type Reach = Bounds & { readonly of: "ratio" | "figure" };

/** Quick: on little, to see that every measure still runs. The figures that mean something are those of the whole run. */
export interface Size {
  readonly quick: boolean;
}

export type Measure = (size: Size) => Promise<readonly Figure[]>;

export const ratioOf = ({ floor, ours }: Figure): number => ours / floor;

export function isReached(figure: Figure): boolean | undefined {
  const { reach } = figure;
  return reach && isWithin(reach.of === "ratio" ? ratioOf(figure) : figure.ours, reach);
}

export const isWithin = (value: number, { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY }: Bounds): boolean =>
  value >= least && value <= most;

/** The middle one of `runs` timings in milliseconds, after one run that is not counted. */
export async function medianMs(runs: number, work: () => Promise<unknown> | unknown): Promise<number> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return median(times);
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
