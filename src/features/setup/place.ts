import type { Channel } from "../../ports/projects.ts";
import type { Call } from "../../routes.ts";

/** The channel that something was said in. */
export function placeOf({ at }: Call): Channel {
  const { platform, workspace, channel, shared } = at;
  return { platform, workspace, channel, ...(shared !== undefined && { shared }) };
}
