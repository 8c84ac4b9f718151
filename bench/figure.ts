/** One measured thing beside its floor, both in the same unit. */
export interface Figure {
  readonly what: string;
  readonly floor: number;
  readonly ours: number;
  readonly unit: "ms" | "s";
  /** A ratio that no slow or busy machine explains: something is wrong. */
  readonly most: number;
}

/** Quick: on little, to see that every measure still runs. The figures that mean something are those of the whole run. */
export interface Size {
  readonly quick: boolean;
}

/** The middle one of `runs` timings in milliseconds, after one run that is not counted. */
export async function medianMs(runs: number, work: () => Promise<unknown> | unknown): Promise<number> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN;
}
