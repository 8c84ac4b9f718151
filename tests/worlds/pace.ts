/**
 * How often a platform lets a bot write in one place: so much at once, and so much each second from then on. It counts
 * by the world's own clock. What people take minutes to type falls into one instant there, so more is allowed at once
 * than the platforms promise.
 */
export function pace(now: () => Date, { atOnce, perSecond }: { readonly atOnce: number; readonly perSecond: number }) {
  const rooms = new Map<string, { readonly left: number; readonly at: number }>();
  /** Counts one message; in how many whole seconds to try again, where it is one too many. */
  return (room: string): number | undefined => {
    const at = now().getTime() / 1000;
    const last = rooms.get(room) ?? { left: atOnce, at };
    const left = Math.min(atOnce, last.left + Math.max(0, at - last.at) * perSecond);
    if (left < 1) return Math.ceil((1 - left) / perSecond);
    rooms.set(room, { left: left - 1, at });
    return undefined;
  };
}
