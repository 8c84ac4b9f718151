import { type Cadence, type Timing, usualDay } from "./cadence.ts";
import { timingProblem } from "./cadence-words.ts";
import { weekendsOf } from "./holidays.ts";
import { addWorkingDays, type DayOff, type LocalDate } from "./time.ts";

/**
 * The timing of what is asked on `day`. In a week with days off the cut-off keeps its day of the week, as the digest and
 * the next asking keep theirs: from the due time on, everything comes that much earlier, as far as its order allows. Nothing comes to the
 * day of asking, when some are asked in the evening of the portfolio.
 */
export function timingOn(day: LocalDate, timing: Timing, cadence: Cadence, dayOff: DayOff): Timing {
  const weekends = weekendsOf(dayOff);
  const start = addWorkingDays(usualDay(cadence, day, dayOff), 0, weekends);
  const usual = addWorkingDays(start, timing.cutOff.days, weekends);
  let timely = timing;
  while (addWorkingDays(day, timely.cutOff.days, dayOff) > usual) {
    const earlier = aDayEarlier(timely);
    if (!earlier) break;
    timely = earlier;
  }
  return timely;
}

function aDayEarlier(timing: Timing): Timing | undefined {
  const { due, headsUp, escalation, cutOff } = timing;
  const sooner = <T extends { readonly days: number }>(moment: T): T => ({ ...moment, days: moment.days - 1 });
  const earlier = { ...timing, due: sooner(due), headsUp: sooner(headsUp), escalation: sooner(escalation), cutOff: sooner(cutOff) };
  return due.days <= 1 || headsUp.days <= 1 || timingProblem(earlier) !== undefined ? undefined : earlier;
}
