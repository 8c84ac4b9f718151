import { subDays } from "date-fns/subDays";
import { subMinutes } from "date-fns/subMinutes";
import { chatNames } from "../../chat/place.ts";
import { count } from "../../core/phrases.ts";
import { addDays, localDate, longDate, nearMoment } from "../../core/time.ts";
import type { Depth, Pulse } from "../../ports/health.ts";
import type { Desk } from "../../routes.ts";
import { chatTroubles, type Moment } from "./chats.ts";
import { lostTroubles } from "./lost.ts";
import { causeOf, platformOf, type Trouble } from "./trouble.ts";

/** An alert that cannot be sent does not raise another. */
export const alertJob = "health.alert";
/** An instance beats every half minute. */
const aliveMinutes = 2;
const waitsMinutes = 15;
const mostLost = 1000;

export function alivePulses({ store, now }: Pick<Desk, "store" | "now">): Promise<readonly Pulse[]> {
  return store.health.pulses(subMinutes(now, aliveMinutes));
}

/** All that is stuck now. What a chat as a whole is in trouble with is not told again for each message that waits for it. */
export async function troublesNow(
  desk: Desk,
  from: Date,
  plans: readonly string[],
  open: ReadonlySet<string>,
): Promise<readonly Trouble[]> {
  const { store, now, settings } = desk;
  const at: Moment = { now, from, zone: settings.zone, open };
  const pulses = await alivePulses(desk);
  const chats = chatTroubles(pulses, at);
  const ill = new Set(chats.map(({ platform }) => platform));
  const waiting = (await store.health.depth(now)).filter(({ platform }) => !ill.has(platformOf(platform)));
  return [
    ...chats,
    ...waitTroubles(waiting, at),
    ...lostTroubles(await store.health.lost(subDays(now, 1), alertJob, mostLost), at),
    ...(await unasked(desk, from)),
    ...(await failingPlans(desk, plans, at)),
    ...outages(pulses, at),
  ];
}

function waitTroubles(depth: readonly Depth[], { now, from, zone }: Moment): readonly Trouble[] {
  const chats = new Map<string, { many: number; since: Date }>();
  for (const { platform, waiting, sending, oldest } of depth) {
    const chat = platformOf(platform) ?? "unknown";
    if (oldest === undefined || oldest > subMinutes(from, waitsMinutes)) continue;
    const before = chats.get(chat);
    chats.set(chat, { many: waiting + sending + (before?.many ?? 0), since: before && before.since < oldest ? before.since : oldest });
  }
  return [...chats].map(([chat, { many, since }]) => {
    const platform = platformOf(chat);
    const name = platform === undefined ? "people whose chat is not known" : chatNames[platform];
    return {
      ...{ cause: causeOf("waiting", chat), since },
      title: `Messages wait for ${name} for more than ${waitsMinutes} minutes: ${many} in all, the oldest since ${nearMoment(since, now, zone)}.`,
      fix: "They are tried again by themselves. pmo outbox shows what each of them waits for.",
      healed: `Nothing waits for ${name} for long any more.`,
    };
  });
}

/** What was to be asked while the bot was not running, and is not asked any more. No project is named: not all read of all. */
async function unasked({ store, now, settings }: Desk, from: Date): Promise<readonly Trouble[]> {
  const days = [addDays(localDate(from, settings.zone), -1), addDays(localDate(now, settings.zone), 1)] as const;
  const missed = (await store.reports.occurrences(...days)).filter(({ state }) => state === "expired");
  const dates = [...new Set(missed.map(({ date }) => date))].sort();
  return dates.map((date) => {
    const many = missed.filter((each) => each.date === date).length;
    return {
      ...{ cause: `unasked:${date}`, since: now },
      title: `${count(many, "project was", "projects were")} not asked for ${longDate(date)}: the bot was not running, and the cut-off has passed.`,
      fix: "Say pmo ask #KEY to ask about a project now. pmo projects shows whose status is old.",
    };
  });
}

/** A plan moves its mark with every beat, this one last of all: a mark that is older than the beat before failed twice. */
async function failingPlans({ store }: Desk, plans: readonly string[], { now, from, zone }: Moment): Promise<readonly Trouble[]> {
  const troubles: Trouble[] = [];
  for (const plan of plans) {
    const mark = await store.recall(`planned:${plan}`);
    if (mark === undefined || new Date(mark) >= from) continue;
    troubles.push({
      ...{ cause: `plan:${plan}`, since: new Date(mark) },
      title: `What is due is not worked out (${plan}) since ${nearMoment(new Date(mark), now, zone)}.`,
      fix: `The log says why at “a plan failed”, with the plan ${plan}. What is missed is caught up once it works.`,
      healed: `What is due is worked out again (${plan}), and what was missed is caught up.`,
    });
  }
  return troubles;
}

/** Told afterwards: while it lasts nothing can be written, this neither. */
function outages(pulses: readonly Pulse[], { now, zone }: Moment): readonly Trouble[] {
  return pulses.flatMap(({ outage, database }) => {
    if (!outage) return [];
    const [from, until] = [nearMoment(outage.from, now, zone), nearMoment(outage.until, now, zone)];
    return {
      ...{ cause: `database:${outage.from.toISOString().slice(0, 13)}`, since: outage.from },
      title: `The database (${database}) took nothing from ${from} to ${until}. It does again.`,
      fix: "What became due meanwhile is caught up. The database's own log says why; a full disk is the usual reason.",
    };
  });
}
