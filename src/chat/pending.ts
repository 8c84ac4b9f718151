import { z } from "zod";

const platform = z.enum(["slack", "teams", "terminal"]);
const words = z.record(z.string(), z.string());
const said = {
  id: z.string(),
  from: z.looseObject({
    platform,
    workspace: z.string(),
    id: z.string(),
    name: z.string().exactOptional(),
    outside: z.boolean().exactOptional(),
  }),
  at: z.looseObject({
    platform,
    workspace: z.string(),
    channel: z.string(),
    name: z.string().exactOptional(),
    thread: z.string().exactOptional(),
    direct: z.boolean(),
    shared: z.boolean().exactOptional(),
  }),
};
const source = z.object({ text: z.string(), url: z.string().exactOptional(), author: z.string().exactOptional() });

/** What somebody asked, as it waits in the store until it is known who they are. */
export const Pending = z.discriminatedUnion("kind", [
  z.object({ ...said, kind: z.literal("command"), words: z.string(), source: source.exactOptional() }),
  z.object({ ...said, kind: z.literal("press"), action: z.string(), value: z.string(), answers: words.exactOptional() }),
  z.object({ ...said, kind: z.literal("submit"), action: z.string(), state: z.string(), answers: words }),
]);
