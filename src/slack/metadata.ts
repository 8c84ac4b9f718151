import { z } from "zod";
import { limits } from "./limits.ts";

/** Where a form was opened, so that what follows from it is answered there. */
const openerSchema = z.object({
  channel: z.string(),
  name: z.string().optional(),
  thread: z.string().optional(),
  direct: z.boolean(),
  shared: z.boolean().optional(),
  /** The message whose button opened it. */
  message: z.string().optional(),
  ephemeral: z.boolean().optional(),
  /** Slack's response_url of what opened it: good for 30 minutes and five answers, even where the bot is no member. */
  respond: z.string().optional(),
});
export type Opener = z.infer<typeof openerSchema>;

const keptSchema = z.object({ person: z.string(), user: z.string().optional() });
export type Kept = z.infer<typeof keptSchema>;

export interface Metadata {
  readonly action: string;
  readonly state: string;
  readonly opener: Opener;
  /** People as they stood in the form, by field: while Slack's picker still says the same (or nothing, where it could not show them), the answer is who it was. */
  readonly kept: Readonly<Record<string, Kept>>;
}

const head = z.object({ action: z.string(), opener: openerSchema, kept: z.record(z.string(), keptSchema) });

/** One line of JSON and then the state as it is: written as JSON within JSON it might outgrow Slack's 3,000. */
export function writeMetadata({ action, state, opener, kept }: Metadata): string {
  const { respond: _, name: __, ...least } = opener;
  const hidden = Object.fromEntries(Object.entries(kept).filter(([, { user }]) => user === undefined));
  const heads = [
    { action, opener, kept },
    { action, opener: least, kept },
    { action, opener: least, kept: hidden },
  ];
  const written = heads.map((each) => `${JSON.stringify(each)}\n${state}`).find((each) => each.length <= limits.metadata);
  if (written === undefined) throw new Error(`The form ${action} carries ${state.length} characters of state, more than Slack takes.`);
  return written;
}

export function readMetadata(written: string): Metadata | undefined {
  const end = written.indexOf("\n");
  if (end < 0) return undefined;
  try {
    const read = head.safeParse(JSON.parse(written.slice(0, end)));
    return read.success ? { ...read.data, state: written.slice(end + 1) } : undefined;
  } catch {
    return undefined;
  }
}
