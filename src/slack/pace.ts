import type { Pace } from "../ports/paces.ts";

/**
 * "Several hundred messages a minute" to one workspace, as Slack puts it, and one a second to a channel, a few more for a
 * moment. What its other methods allow is learned from what they refuse.
 */
const usual = 300;

export const paceOf = (sendsPerMinute = usual): Pace => ({
  workspace: { perMinute: sendsPerMinute, atOnce: 4 },
  lane: { perMinute: 60, atOnce: 5 },
});
