export interface WithRests {
  ask(): void;
  stop(): void;
}

/** Does its work when it is asked for, and then rests for so long: who asks meanwhile, however often, is served once, at the end of it. */
export function withRests(restMs: number, work: () => void): WithRests {
  let resting: NodeJS.Timeout | undefined;
  let asked = false;
  const ask = () => {
    asked = true;
    if (resting) return;
    asked = false;
    resting = setTimeout(() => {
      resting = undefined;
      if (asked) ask();
    }, restMs);
    work();
  };
  const stop = () => {
    clearTimeout(resting);
    asked = false;
  };
  return { ask, stop };
}
