import { subDays } from "date-fns/subDays";
import { nudges } from "../../core/nudges.ts";
import { localDate } from "../../core/time.ts";
import type { Feature, Plan } from "../../routes.ts";
import { notReached } from "./not-reached.ts";
import { pendingKey, resume } from "./resume.ts";
import { shared } from "./shared.ts";

/** Platforms repeat a request within minutes. */
const requestDays = 14;

/**
 * Once a day. Prompts, reminders and escalations are data about people: their record goes after the days that the
 * settings say, and with it what newcomers asked, and what somebody drafted, and never went on with.
 */
const nudgeLog: Plan = async ({ store, settings, log }, from, to) => {
  if (localDate(from, settings.zone) === localDate(to, settings.zone)) return;
  const before = subDays(to, settings.nudgeLogDays);
  for (const { key, settledAt } of await store.outbox.list({ keyStart: "resume:", limit: 10_000 }))
    if (settledAt && settledAt < before) await store.remember(pendingKey(key.slice("resume:".length)), "");
  await store.forgetRequests(subDays(to, requestDays));
  await store.reports.forgetDrafts(before);
  const forgotten = await store.outbox.forget(before);
  const notes = await store.forgetChanges(Object.values(nudges), before);
  if (forgotten + notes > 0) log.info({ forgotten, notes, days: settings.nudgeLogDays }, "the record of old messages is deleted");
};

/** Who can be written to, and who turns out to be somebody we did not know yet. */
export const reach: Feature = { jobs: { notReached, resume, shared }, plans: { nudgeLog } };
