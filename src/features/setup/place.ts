import { z } from "zod";
import type { Channel } from "../../ports/projects.ts";
import type { Call } from "../../routes.ts";

/** The channel that a form was asked for in: its submission may come from elsewhere, or from nowhere that is told. */
export const Place: z.ZodType<Channel> = z.object({
  platform: z.enum(["slack", "teams", "terminal"]),
  workspace: z.string(),
  channel: z.string(),
  name: z.string().exactOptional(),
  shared: z.boolean().exactOptional(),
});

/** Undefined in the 1:1 chat. */
export function placeOf({ at }: Call): Channel | undefined {
  const { platform, workspace, channel, name, direct, shared } = at;
  return direct
    ? undefined
    : { platform, workspace, channel, ...(name !== undefined && { name }), ...(shared !== undefined && { shared }) };
}
