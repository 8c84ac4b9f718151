import { type Destination, type MessageRef, type Messenger, SendFailure } from "../ports/messenger.ts";
import type { Channel } from "../ports/projects.ts";
import type { Connector, Room } from "./connector.ts";
import { chatOf } from "./deliver.ts";
import { type Activity, activityOf } from "./message.ts";
import type { References } from "./references.ts";

/** Writes to Teams without being asked: needs the app installed for the person, or in the team of the channel. */
export function messengerOf(connector: Connector, references: References, tenantIds: readonly string[]): Messenger {
  return {
    platform: "teams",
    async post(to, message, { under }) {
      const workspace = "identity" in to ? to.identity.workspace : to.channel.workspace;
      const activity = activityOf(message, workspace);
      if (under && under.id !== "") return inThread(under, activity);
      return "identity" in to ? toPerson(to, activity) : toChannel(to.channel, activity);
    },
    async edit(ref, message) {
      if (ref.id === "") throw new SendFailure("unreachable", "Teams did not say where the message is");
      await connector.update(await references.room(ref.workspace, ref.channel), ref.id, activityOf(message, ref.workspace));
    },
    // Teams keeps nothing of ours with a message and lets no bot read back.
    find: async () => undefined,
    async profile({ workspace, id }) {
      if (!tenantIds.includes(workspace)) throw new SendFailure("unreachable", "an account of another organisation");
      const room =
        (await references.seen(workspace, id)) ??
        (await chatOf({ connector, references }, workspace, id, await references.serviceUrl(workspace)));
      const member = await connector.member(room, id);
      const email = member.email ?? member.userPrincipalName;
      const zone = await references.zone(workspace, id);
      const guest = member.userRole?.toLowerCase() === "guest" || member.userPrincipalName?.toUpperCase().includes("#EXT#") === true;
      const foreign = typeof member.tenantId === "string" && member.tenantId !== workspace;
      return { name: member.name ?? email ?? id, ...(email && { email }), ...(zone && { zone }), outside: guest || foreign };
    },
  };

  async function toPerson({ identity }: Extract<Destination, { identity: unknown }>, activity: Activity): Promise<MessageRef> {
    const { workspace, user } = identity;
    const room = await chatOf({ connector, references }, workspace, user, await references.serviceUrl(workspace));
    return refOf(workspace, room, await connector.post(room, activity));
  }

  async function toChannel({ workspace, channel }: Channel, activity: Activity): Promise<MessageRef> {
    const room = await references.room(workspace, channel);
    return refOf(
      workspace,
      room,
      hasThreads(channel) ? await connector.start(room, activity, workspace) : await connector.post(room, activity),
    );
  }

  async function inThread({ workspace, channel, id }: MessageRef, activity: Activity): Promise<MessageRef> {
    const threaded = hasThreads(channel) ? `${channel};messageid=${id}` : channel;
    const room = await references.room(workspace, threaded);
    return refOf(workspace, room, await connector.post(room, activity));
  }

  function refOf(workspace: string, { conversation }: Room, id: string): MessageRef {
    return { platform: "teams", workspace, channel: conversation, id };
  }
}

/** A channel's posts are conversations of their own; a group chat is one, and so is what is in a thread already. */
const hasThreads = (conversation: string): boolean => /@thread\.(tacv2|skype)$/.test(conversation);
