/** Rings once after so many milliseconds, unless it is taken back. */
export type Alarm = (afterMs: number, ring: () => void) => () => void;

export const realAlarm: Alarm = (afterMs, ring) => {
  const timer = setTimeout(ring, afterMs);
  return () => clearTimeout(timer);
};
