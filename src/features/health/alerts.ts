import { subDays } from "date-fns/subDays";
import { KeptChannel } from "../../chat/place.ts";
import { localDate } from "../../core/time.ts";
import type { Alert } from "../../ports/health.ts";
import { laneOf, type NewPosting } from "../../ports/outbox.ts";
import type { Channel } from "../../ports/projects.ts";
import type { Desk, Plan } from "../../routes.ts";
import { adminsOf } from "../../verbs/office.ts";
import { alertJob, troublesNow } from "./gather.ts";
import { causeOfLost } from "./lost.ts";
import type { Trouble } from "./trouble.ts";

export const alertsGoTo = "alerts:channel";

/** With every beat: one message for each cause that is new, and one line for each that is over. */
export const alertsPlan =
  (plans: readonly string[]): Plan =>
  async (desk, from) => {
    const { health } = desk.store;
    const open = await health.alerts();
    const known = new Map(open.map((alert) => [alert.cause, alert]));
    const troubles = await troublesNow(desk, from, plans, new Set(known.keys()));
    const now = new Set(troubles.map(({ cause }) => cause));
    const over = open.filter(({ cause }) => !now.has(cause));
    const recovering = new Set(over.flatMap(({ platform }) => (platform === undefined ? [] : [`waiting:${platform}`])));
    for (const alert of over) await heal(desk, alert);
    for (const trouble of troubles) {
      const before = known.get(trouble.cause);
      if (before) await keepUpToDate(desk, before, trouble);
      else await raise(desk, trouble, recovering.has(trouble.cause));
    }
  };

/** What still waits when a chat has recovered is no news: only its end is told. */
async function raise(desk: Desk, trouble: Trouble, untold: boolean): Promise<void> {
  const { store, now, log } = desk;
  await store.health.keepAlert({ ...trouble, raisedAt: now });
  if (untold) return;
  log.error({ cause: trouble.cause, title: trouble.title, fix: trouble.fix }, "something is stuck");
  for (const to of await whomToTell(desk, trouble))
    await post(desk, `${keyOf(trouble.cause, now)}${laneOf(to)}`, { cause: trouble.cause }, to);
}

async function keepUpToDate({ store }: Desk, { raisedAt, since, ...before }: Alert, trouble: Trouble): Promise<void> {
  const same = before.title === trouble.title && before.fix === trouble.fix;
  if (!same) await store.health.keepAlert({ ...trouble, since, raisedAt });
}

async function heal(desk: Desk, alert: Alert): Promise<void> {
  const { store, log } = desk;
  await store.health.dropAlert(alert.cause);
  if (alert.healed === undefined || (await isOnlyOld(desk, alert))) return;
  log.info({ cause: alert.cause }, "what was stuck is not any more");
  const told = await store.outbox.list({ keyStart: keyOf(alert.cause, alert.raisedAt), states: ["sent", "sending"], limit: 1000 });
  for (const { key, to } of told) await post(desk, `healed:${key}`, { healed: alert.healed }, to);
}

/** What was given up more than a day ago is still given up: it is nothing new, but it is not dealt with either. */
async function isOnlyOld({ store, now, settings }: Desk, { cause }: Alert): Promise<boolean> {
  const lost = await store.health.lost(subDays(now, settings.nudgeLogDays), alertJob, 1000);
  return lost.some((each) => causeOfLost(each) === cause);
}

function post({ store, now }: Desk, key: string, payload: object, to: NewPosting["to"]): Promise<boolean> {
  return store.outbox.add({ key, job: alertJob, payload, to, class: "interactive" }, now);
}

const keyOf = (cause: string, raisedAt: Date): string => `alert:${cause}:${raisedAt.toISOString()}:`;

/** The channel, if it is one's own and not in the chat that is in trouble itself; else the administrators, where they can still read. */
async function whomToTell(desk: Desk, { platform }: Trouble): Promise<readonly NewPosting["to"][]> {
  const { store, now, settings } = desk;
  const channel = await alertChannel(desk);
  if (channel && channel.platform !== platform && !(await store.projects.at(channel))?.shared) return [{ channel }];
  const admins = new Set(await adminsOf(desk, localDate(now, settings.zone)));
  const people = [...(await store.people.many([...admins])).values()];
  return people.map(({ id, identities }) => {
    const other = identities.find((each) => each.platform !== platform && each.unreachable === undefined);
    return { person: id, ...(platform !== undefined && other && { via: other.platform }) };
  });
}

export async function alertChannel({ store }: Pick<Desk, "store">): Promise<Channel | undefined> {
  const kept = await store.recall(alertsGoTo);
  return kept === undefined || kept === "" ? undefined : KeptChannel.parse(JSON.parse(kept));
}
