import { Gauge, type Registry } from "prom-client";
import type { Depth, PromptFigures } from "../ports/health.ts";

/** What is true of the whole deployment: each instance that is asked answers the same. */
export interface Known {
  readonly now: Date;
  readonly depth: readonly Depth[];
  readonly prompts: PromptFigures;
  readonly givenUp: number;
}

export interface Sources {
  /** Asks the database; throws where it does not answer in time. */
  known(): Promise<Known>;
  chats(): readonly { readonly platform: string; readonly connected: boolean }[];
  readonly version: string;
}

const prompts: Readonly<Record<keyof PromptFigures, readonly [name: string, help: string]>> = {
  due: ["due", "that were due"],
  sent: ["sent", "that were sent"],
  late: ["late", "that were sent more than 15 minutes after they were due"],
  expired: ["expired", "that could not be sent while they were of use"],
  notReached: ["not_reached", "whose people cannot be written to"],
  givenUp: ["given_up", "that were given up after the last attempt"],
};

/** Gauges that are set when somebody looks; what a database that is gone would say is left out, never old. */
export function showFacts(registry: Registry, sources: Sources): () => Promise<void> {
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: string[] = []) => new Gauge({ name, help, labelNames, registers });
  const up = gauge("drumbeat_database_up", "1 while the database answers within a second.");
  const connected = gauge("drumbeat_chat_connected", "1 while this instance is connected to the chat.", ["platform"]);
  gauge("drumbeat_info", "Which version runs.", ["version"]).set({ version: sources.version }, 1);
  const depth = gauge("drumbeat_outbox_depth", "Messages that wait to be sent, or are being sent.", ["platform", "class", "state"]);
  const oldest = gauge("drumbeat_outbox_oldest_seconds", "How long the oldest message that is due has waited.", ["platform", "class"]);
  const givenUp = gauge("drumbeat_outbox_given_up", "Messages given up that wait for an administrator: say pmo outbox.");
  const ofDay = Object.entries(prompts).map(([key, [name, help]]) => {
    const shown = gauge(`drumbeat_prompts_${name}`, `Prompts and reminders of the last 24 hours ${help}.`);
    return { shown, of: (figures: PromptFigures) => Object.entries(figures).find(([each]) => each === key)?.[1] ?? 0 };
  });

  return async () => {
    for (const { platform, connected: is } of sources.chats()) connected.set({ platform }, is ? 1 : 0);
    for (const each of [depth, oldest]) each.reset();
    const known = await sources.known().catch(() => undefined);
    up.set(known ? 1 : 0);
    if (!known) for (const each of [givenUp, ...ofDay.map(({ shown }) => shown)]) each.remove();
    if (!known) return;
    givenUp.set(known.givenUp);
    for (const { shown, of } of ofDay) shown.set(of(known.prompts));
    for (const { platform, class: kind, waiting, sending, oldest: since } of byChat(known.depth)) {
      depth.set({ platform, class: kind, state: "waiting" }, waiting);
      depth.set({ platform, class: kind, state: "sending" }, sending);
      if (since) oldest.set({ platform, class: kind }, Math.max(0, (known.now.getTime() - since.getTime()) / 1000));
    }
  };
}

/** One series a chat, however many workspaces it has. */
function byChat(depth: readonly Depth[]): Iterable<Omit<Depth, "platform"> & { readonly platform: string }> {
  const chats = new Map<string, Omit<Depth, "platform"> & { readonly platform: string }>();
  for (const each of depth) {
    const [platform = ""] = each.platform.split(":");
    const before = chats.get(`${platform} ${each.class}`);
    const [oldest] = [before?.oldest, each.oldest].filter((at) => at !== undefined).sort((a, b) => a.getTime() - b.getTime());
    chats.set(`${platform} ${each.class}`, {
      ...{ platform, class: each.class },
      waiting: each.waiting + (before?.waiting ?? 0),
      sending: each.sending + (before?.sending ?? 0),
      ...(oldest && { oldest }),
    });
  }
  return chats.values();
}
