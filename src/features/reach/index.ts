import { subDays } from "date-fns";
import type { Feature, Plan } from "../../routes.ts";
import { notReached } from "./not-reached.ts";
import { resume } from "./resume.ts";

/** Prompts, reminders and escalations are data about people: their record goes after the days that the settings say. */
const nudgeLog: Plan = async ({ store, settings, now, log }) => {
  const forgotten = await store.outbox.forget(subDays(now, settings.nudgeLogDays));
  if (forgotten > 0) log.info({ forgotten, days: settings.nudgeLogDays }, "the record of old messages is deleted");
};

/** Who can be written to, and who turns out to be somebody we did not know yet. */
export const reach: Feature = { jobs: { notReached, resume }, plans: { nudgeLog } };
