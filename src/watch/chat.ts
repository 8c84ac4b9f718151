import type { ChatPulse } from "../ports/health.ts";
import type { Clock } from "../ports/index.ts";
import type { Destination, Messenger } from "../ports/messenger.ts";
import { SendFailure } from "../ports/messenger.ts";
import type { Meter } from "../ports/meter.ts";
import { Tally } from "./tally.ts";

/** What is noticed of one chat: the same messenger, with what becomes of every call written down. */
export interface WatchedChat {
  readonly messenger: Messenger;
  pulse(connected: boolean): ChatPulse;
}

export function watchChat(messenger: Messenger, clock: Clock, meter: Meter): WatchedChat {
  const { platform } = messenger;
  const tally = new Tally();
  /** By workspace: one that took the app away says nothing of the others. */
  const refused = new Map<string, string>();
  let was: { readonly connected: boolean; readonly since: Date } | undefined;

  /** Undefined workspace: whose token was asked is not known. */
  async function noted<T>(workspace: string | undefined, call: Promise<T>): Promise<T> {
    try {
      const result = await call;
      tally.add({ attempts: 1 }, clock.now());
      if (workspace !== undefined) refused.delete(workspace);
      return result;
    } catch (error) {
      note(workspace ?? "", error);
      throw error;
    }
  }

  function note(workspace: string, error: unknown): void {
    if (!(error instanceof SendFailure)) return;
    if (error.about === "token") refused.set(workspace, error.message);
    if (error.about === "pause") meter.pause(platform);
    const unanswered = error.about === undefined && (error.kind === "later" || error.kind === "unsure");
    tally.add({ attempts: 1, unanswered: unanswered ? 1 : 0, pauses: error.about === "pause" ? 1 : 0 }, clock.now());
  }

  async function sent<T>(workspace: string, call: Promise<T>): Promise<T> {
    const done = noted(workspace, call);
    await done.then(
      () => meter.send(platform, "sent"),
      (error: unknown) => meter.send(platform, error instanceof SendFailure ? error.kind : "later"),
    );
    return done;
  }

  const { byEmail, channel } = messenger;
  return {
    messenger: {
      ...messenger,
      post: (to, ...rest) => sent(workspaceOf(to), messenger.post(to, ...rest)),
      edit: (ref, message) => sent(ref.workspace, messenger.edit(ref, message)),
      find: (to, ...rest) => noted(workspaceOf(to), messenger.find(to, ...rest)),
      profile: (user) => noted(user.workspace, messenger.profile(user)),
      ...(byEmail && { byEmail: (email: string) => noted(undefined, byEmail(email)) }),
      ...(channel && { channel: (asked) => noted(asked.workspace, channel(asked)) }),
    },
    pulse(connected) {
      const now = clock.now();
      if (was?.connected !== connected) was = { connected, since: now };
      const [words] = refused.values();
      const { attempts, unanswered } = tally.within(10, now);
      const { pauses } = tally.within(60, now);
      return { platform, ...was, ...(words !== undefined && { refused: words }), attempts, unanswered, pauses };
    },
  };
}

const workspaceOf = (to: Destination): string => ("channel" in to ? to.channel.workspace : to.identity.workspace);
