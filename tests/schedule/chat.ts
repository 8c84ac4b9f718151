import type { User } from "../../src/chat/intent.ts";
import type { Message } from "../../src/chat/message.ts";
import { plain } from "../../src/chat/text.ts";
import type { Platform } from "../../src/core/people.ts";
import { type Destination, type MessageRef, type Messenger, SendFailure } from "../../src/ports/messenger.ts";
import type { Profile } from "../../src/ports/people.ts";

export interface Post {
  readonly room: string;
  readonly key: string;
  text: string;
  readonly under?: string;
}

/** A chat in memory: it keeps what is posted, looks things up, and fails as it is told to. */
export class Chat implements Messenger {
  readonly platform: Platform;
  readonly posts: Post[] = [];
  readonly profiles = new Map<string, Profile>();
  readonly addresses = new Map<string, User>();
  /** What happens to the next attempts, first things first. `after`: it arrives, and the answer is lost. */
  readonly troubles: (SendFailure | { readonly after: SendFailure } | "hangs" | "none")[] = [];
  /** What the next look-ups end in. */
  readonly blind: SendFailure[] = [];
  readonly cutOff = new Map<string, string>();
  attempts = 0;
  busiest = 0;
  readonly #busy = new Map<string, number>();

  constructor(platform: Platform = "slack") {
    this.platform = platform;
  }

  async post(to: Destination, message: Message, options: { readonly key: string; readonly under?: MessageRef }): Promise<MessageRef> {
    const room = roomOf(to);
    return this.#attempt(room, () => {
      this.posts.push({ room, key: options.key, text: textOf(message), ...(options.under && { under: options.under.id }) });
      return this.#ref(room, String(this.posts.length));
    });
  }

  async edit(ref: MessageRef, message: Message): Promise<void> {
    return this.#attempt(ref.channel, () => {
      const post = this.posts[Number(ref.id) - 1];
      if (!post) throw new SendFailure("refused", "no such message");
      post.text = textOf(message);
    });
  }

  async find(to: Destination, key: string): Promise<MessageRef | undefined> {
    const trouble = this.blind.shift();
    if (trouble) throw trouble;
    const at = this.posts.findIndex((post) => post.key === key && post.room === roomOf(to));
    return at < 0 ? undefined : this.#ref(roomOf(to), String(at + 1));
  }

  async profile(user: User): Promise<Profile> {
    const profile = this.profiles.get(user.id);
    if (!profile) throw new SendFailure("later", "not now");
    return profile;
  }

  async byEmail(email: string): Promise<{ readonly user: User; readonly profile: Profile } | undefined> {
    const user = this.addresses.get(email);
    const profile = user && this.profiles.get(user.id);
    return user && profile ? { user, profile } : undefined;
  }

  async #attempt<T>(room: string, work: () => T): Promise<T> {
    this.attempts += 1;
    const now = (this.#busy.get(room) ?? 0) + 1;
    this.#busy.set(room, now);
    this.busiest = Math.max(this.busiest, now);
    try {
      await new Promise((resolve) => setImmediate(resolve));
      const gone = this.cutOff.get(room);
      if (gone !== undefined) throw new SendFailure("unreachable", gone);
      const trouble = this.troubles.shift();
      if (trouble === "hangs") return await new Promise<never>(() => {});
      if (trouble instanceof SendFailure) throw trouble;
      const done = work();
      if (trouble && trouble !== "none") throw trouble.after;
      return done;
    } finally {
      this.#busy.set(room, (this.#busy.get(room) ?? 1) - 1);
    }
  }

  #ref(channel: string, id: string): MessageRef {
    return { platform: this.platform, workspace: "T1", channel, id };
  }
}

const roomOf = (to: Destination): string => ("channel" in to ? to.channel.channel : to.identity.user);
const textOf = (message: Message): string => message.blocks.map((block) => ("text" in block ? plain(block.text) : "")).join("\n");
