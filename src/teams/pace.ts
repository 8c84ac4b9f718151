import type { Pace } from "../ports/paces.ts";

/**
 * Fifty a second for an app in one tenant. In one conversation seven in one second, eight in two, 60 in half a minute and
 * 1,800 in an hour: one every two seconds, after seven at once, keeps all four.
 */
const usual = 3000;

export const paceOf = (sendsPerMinute = usual): Pace => ({
  workspace: { perMinute: sendsPerMinute, atOnce: 4 },
  lane: { perMinute: 30, atOnce: 7 },
});
