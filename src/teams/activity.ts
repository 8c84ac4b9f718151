import { z } from "zod";
import { isZone } from "../core/time.ts";

const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().catch(undefined);
const account = z.object({
  id: z.string().max(500),
  name: maybe(z.string()),
  aadObjectId: maybe(z.string().max(100)),
  isTargeted: maybe(z.boolean()),
  tenantId: maybe(z.string()),
});

/** What is read of an activity; whatever else Teams sends, or sends differently, is passed over. */
export const activitySchema = z.object({
  type: z.string().min(1),
  id: maybe(z.string()),
  name: maybe(z.string()),
  channelId: maybe(z.string()),
  serviceUrl: z.string(),
  text: maybe(z.string()),
  action: maybe(z.string()),
  replyToId: maybe(z.string()),
  localTimezone: maybe(z.string()),
  from: account,
  recipient: maybe(account),
  conversation: z.object({ id: z.string().max(500), conversationType: maybe(z.string()), tenantId: maybe(z.string()) }),
  channelData: maybe(
    z.object({
      tenant: maybe(z.object({ id: maybe(z.string()) })),
      channel: maybe(z.object({ id: maybe(z.string()), name: maybe(z.string()), type: maybe(z.string()) })),
    }),
  ),
  entities: maybe(z.array(z.unknown())),
  membersAdded: maybe(z.array(account)),
  membersRemoved: maybe(z.array(account)),
  value: z.unknown().optional(),
});
export type TeamsActivity = z.infer<typeof activitySchema>;

/** Where an activity comes from and who made it. `root` is the conversation without the thread. */
export interface Heard {
  readonly activity: TeamsActivity;
  readonly tenant: string;
  /** The directory's id, stable across chats and what the people picker gives; Teams' own id where there is none. */
  readonly user: string;
  readonly teamsId: string;
  readonly serviceUrl: string;
  readonly root: string;
  readonly thread?: string;
  readonly direct: boolean;
  /** A chat that the bot is not in itself: a message extension was used there. */
  readonly borrowed: boolean;
  readonly zone?: string;
}

/** The tenants that an activity claims to be of: all it names must be allowed. */
export function tenantsOf({ conversation, channelData }: TeamsActivity): readonly string[] {
  return [conversation.tenantId, channelData?.tenant?.id].filter((id) => typeof id === "string");
}

export function hear(activity: TeamsActivity): Heard {
  const [root = "", ...rest] = activity.conversation.id.split(";");
  const thread = rest.find((part) => part.startsWith("messageid="))?.slice("messageid=".length);
  const borrowed = activity.name?.startsWith("composeExtension/") === true;
  const zone = activity.localTimezone ?? clientZone(activity);
  return {
    activity,
    tenant: tenantsOf(activity)[0] ?? "",
    user: activity.from.aadObjectId ?? activity.from.id,
    teamsId: activity.from.id,
    serviceUrl: activity.serviceUrl,
    root: activity.channelData?.channel?.id ?? root,
    ...(thread !== undefined && { thread }),
    direct: activity.conversation.conversationType === "personal" && !borrowed,
    borrowed,
    ...(zone !== undefined && isZone(zone) && { zone }),
  };
}

const clientInfo = z.object({ type: z.literal("clientInfo"), timezone: z.string() });

function clientZone({ entities }: TeamsActivity): string | undefined {
  for (const entity of entities ?? []) {
    const read = clientInfo.safeParse(entity);
    if (read.success) return read.data.timezone;
  }
  return undefined;
}
