import { subMinutes } from "date-fns/subMinutes";
import { chatNames } from "../../chat/place.ts";
import type { Platform } from "../../core/people.ts";
import { nearMoment } from "../../core/time.ts";
import type { ChatPulse, Pulse } from "../../ports/health.ts";
import { causeOf, type Trouble } from "./trouble.ts";

export interface Moment {
  readonly now: Date;
  /** The beat before: what began since may be over with this one. */
  readonly from: Date;
  readonly zone: string;
  /** Causes that somebody was told of. */
  readonly open: ReadonlySet<string>;
}

/** A reconnection takes seconds, a restart of theirs a minute or two. */
const connectsWithinMinutes = 5;
/** So many attempts without a proper answer within ten minutes are a storm; below the other it is over. */
const storm = { begins: 10, ends: 3 };

/** What is wrong with each chat as a whole: the first that fits, since it is the cause of the rest. */
export function chatTroubles(pulses: readonly Pulse[], at: Moment): readonly Trouble[] {
  const chats = new Map<Platform, ChatPulse[]>();
  for (const chat of pulses.flatMap((pulse) => pulse.chats)) chats.set(chat.platform, [...(chats.get(chat.platform) ?? []), chat]);
  return [...chats].flatMap(
    ([platform, seen]) => refused(platform, seen, at) ?? away(platform, seen, at) ?? stormy(platform, seen, at) ?? [],
  );
}

function refused(platform: Platform, seen: readonly ChatPulse[], { now, from }: Moment): Trouble | undefined {
  const words = seen.find((chat) => chat.refused !== undefined)?.refused;
  if (words === undefined) return undefined;
  const name = chatNames[platform];
  return {
    ...{ cause: causeOf("token", platform), platform, since: from < now ? from : now },
    title: `Nothing can be sent to ${name}: the bot's token is not accepted.`,
    fix: `${words}. What waits is sent by itself afterwards.`,
    healed: `${name} accepts the bot's token again.`,
  };
}

function away(platform: Platform, seen: readonly ChatPulse[], { now, from, zone }: Moment): Trouble | undefined {
  const longAway = seen.filter(({ connected, since }) => !connected && since <= subMinutes(from, connectsWithinMinutes));
  const [since] = longAway.map((chat) => chat.since).sort((a, b) => a.getTime() - b.getTime());
  if (since === undefined) return undefined;
  const name = chatNames[platform];
  const where = seen.length > 1 ? ` by ${longAway.length} of ${seen.length} instances` : "";
  return {
    ...{ cause: causeOf("chat", platform), platform, since },
    title: `${name} is not connected${where} since ${nearMoment(since, now, zone)}.`,
    fix: `See whether the server reaches ${name}, and its tokens: drumbeat doctor says what is wrong. It goes on trying by itself.`,
    healed: `${name} is connected again.`,
  };
}

function stormy(platform: Platform, seen: readonly ChatPulse[], { now, open }: Moment): Trouble | undefined {
  const cause = causeOf("failing", platform);
  const sum = (of: (chat: ChatPulse) => number) => seen.reduce((total, chat) => total + of(chat), 0);
  const [attempts, unanswered] = [sum((chat) => chat.attempts), sum((chat) => chat.unanswered)];
  const isStorm = open.has(cause) ? unanswered >= storm.ends : unanswered >= storm.begins && unanswered * 2 >= attempts;
  if (!isStorm) return undefined;
  const name = chatNames[platform];
  return {
    ...{ cause, platform, since: now },
    title: `${name} does not answer properly: ${unanswered} of ${attempts} attempts failed in ten minutes.`,
    fix: `Look at ${name}'s own status page. What failed is tried again by itself for nine and a half hours; nothing is lost before.`,
    healed: `${name} answers again.`,
  };
}
