import type { LocalDate, LocalTime } from "./time.ts";

/** How often a project is asked, in wall time. Weekdays are 1 Monday … 7 Sunday. */
export type Cadence =
  /** Every `weeks` weeks on `weekday`, counted from the week of `from`. */
  | { readonly every: "week"; readonly weeks: number; readonly weekday: number; readonly from: LocalDate }
  /** On the nth (1–4, -1 last) `weekday` of the month. */
  | { readonly every: "month"; readonly nth: number; readonly weekday: number }
  /** On the nth working day of the month (-1: the last). */
  | { readonly every: "month"; readonly workingDay: number }
  | { readonly every: "never" };

/** Some working days after the prompt's day, at a wall time. */
export interface Moment {
  readonly days: number;
  readonly at: LocalTime;
}

/**
 * Who is told what, and when. `prompt` and `reminder` are in the zone of the one who is asked; the rest are in the
 * portfolio's. They are settings of their own: moving one moves no other.
 */
export interface Timing {
  readonly prompt: LocalTime;
  readonly reminder: Moment;
  readonly due: Moment;
  readonly headsUp: Moment;
  readonly escalation: Moment;
  readonly cutOff: Moment;
}

export const usualTiming: Timing = {
  prompt: "09:00",
  reminder: { days: 1, at: "09:00" },
  due: { days: 2, at: "17:00" },
  headsUp: { days: 2, at: "17:00" },
  escalation: { days: 3, at: "10:00" },
  cutOff: { days: 3, at: "16:00" },
};
