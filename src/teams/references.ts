import { z } from "zod";
import type { Store } from "../ports/index.ts";
import { SendFailure } from "../ports/messenger.ts";
import type { Heard } from "./activity.ts";
import type { Cloud } from "./cloud.ts";
import type { Room } from "./connector.ts";

/** What every activity says again is looked up once in so long: others write here too, and take out whom they forget. */
const sureForMs = 30_000;
const mostSure = 10_000;

const roomSchema = z.object({ conversation: z.string(), serviceUrl: z.string() });

/** What Teams tells in passing and never again on request: where each chat is, and who stands behind which id. */
export interface References {
  /** Keeps what an activity says; called for every one. */
  refresh(heard: Heard): Promise<void>;
  keepChat(tenant: string, user: string, room: Room): Promise<void>;
  keepUser(tenant: string, teamsId: string, user: string): Promise<void>;
  chat(tenant: string, user: string): Promise<Room | undefined>;
  /** Any conversation that the person was heard in. */
  seen(tenant: string, user: string): Promise<Room | undefined>;
  room(tenant: string, conversation: string): Promise<Room>;
  serviceUrl(tenant: string): Promise<string>;
  /** What a channel is called: said with some activities of it only. */
  channelName(tenant: string, channel: string): Promise<string | undefined>;
  zone(tenant: string, user: string): Promise<string | undefined>;
  /** The directory's id of a user whom Teams named by its own. */
  user(tenant: string, teamsId: string): Promise<string | undefined>;
}

export function createReferences(store: Pick<Store, "recall" | "remember">, cloud: Cloud): References {
  const sure = new Map<string, { readonly value: string; readonly until: number }>();
  const keep = async (key: string, value: string | undefined) => {
    const now = performance.now();
    const known = sure.get(key);
    if (value === undefined || (known?.value === value && known.until > now)) return;
    if ((await store.recall(`teams:ref:${key}`)) !== value) await store.remember(`teams:ref:${key}`, value);
    if (sure.size >= mostSure) sure.clear();
    sure.set(key, { value, until: now + sureForMs });
  };
  const kept = (key: string) => store.recall(`teams:ref:${key}`);
  const keptRoom = async (key: string): Promise<Room | undefined> => {
    const value = await kept(key);
    return value === undefined ? undefined : roomSchema.parse(JSON.parse(value));
  };

  const references: References = {
    async refresh({ activity, tenant, user, teamsId, root, serviceUrl, direct, zone, borrowed }) {
      const room = JSON.stringify({ conversation: root, serviceUrl });
      await keep(`tenant:${tenant}`, serviceUrl);
      await keep(`user:${tenant}:${teamsId}`, user);
      await keep(`zone:${tenant}:${user}`, zone);
      await keep(`name:${tenant}:${root}`, activity.channelData?.channel?.name || undefined);
      if (borrowed) return;
      await keep(`room:${tenant}:${root}`, room);
      await keep(`${direct ? "chat" : "seen"}:${tenant}:${user}`, room);
    },
    keepChat: (tenant, user, room) => keep(`chat:${tenant}:${user}`, JSON.stringify(room)),
    keepUser: (tenant, teamsId, user) => keep(`user:${tenant}:${teamsId}`, user),
    chat: (tenant, user) => keptRoom(`chat:${tenant}:${user}`),
    seen: async (tenant, user) => (await keptRoom(`chat:${tenant}:${user}`)) ?? keptRoom(`seen:${tenant}:${user}`),
    async room(tenant, conversation) {
      const root = conversation.split(";")[0] ?? conversation;
      const known = await keptRoom(`room:${tenant}:${root}`);
      return { conversation, serviceUrl: known?.serviceUrl ?? (await references.serviceUrl(tenant)) };
    },
    async serviceUrl(tenant) {
      const known = (await kept(`tenant:${tenant}`)) ?? cloud.serviceUrl;
      if (known === undefined)
        throw new SendFailure("unreachable", "nobody of this tenant has written to the bot yet; install the app there");
      return known;
    },
    channelName: (tenant, channel) => kept(`name:${tenant}:${channel}`),
    zone: (tenant, user) => kept(`zone:${tenant}:${user}`),
    user: (tenant, teamsId) => kept(`user:${tenant}:${teamsId}`),
  };
  return references;
}
