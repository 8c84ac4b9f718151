import { occurrenceDates } from "../../core/cadence.ts";
import { calendarOf } from "../../core/holidays.ts";
import type { Portfolio, Project } from "../../core/portfolio.ts";
import { earlyDays } from "../../core/report.ts";
import { addDays, type LocalDate, localDate } from "../../core/time.ts";
import type { Desk } from "../../routes.ts";
import { momentsOf } from "./moments.ts";

/**
 * Which asking a report sent now answers, when no card says so: what was asked and can still be edited; else the one
 * that comes within a few days (an early answer); else what was asked last, if nobody answered; else none, and it
 * stands for its own day.
 */
export async function periodNow({ store, now }: Desk, project: Project, portfolio: Portfolio): Promise<LocalDate> {
  const today = localDate(now, portfolio.zone);
  const asked = await store.reports.lastOccurrence(project.id, addDays(today, 1));
  const open = asked && asked.state !== "skipped" ? asked.date : undefined;
  if (open !== undefined && now <= (await momentsOf(project, portfolio, open)).cutOff) return open;
  const dayOff = await calendarOf(portfolio);
  const coming = occurrenceDates(project.cadence ?? portfolio.cadence, today, addDays(today, earlyDays), dayOff);
  const next = coming.find((day) => day !== open);
  if (next !== undefined) return next;
  return open !== undefined && !(await store.reports.of(project.id, open)) ? open : today;
}
