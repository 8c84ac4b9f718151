/** The time that the program and the platforms go by, some way from the machine's. */
export interface FarClock {
  offsetMs: number;
  now(): Date;
}

export function farClock(at: number): FarClock {
  const clock: FarClock = { offsetMs: at - Date.now(), now: () => new Date(Date.now() + clock.offsetMs) };
  return clock;
}
