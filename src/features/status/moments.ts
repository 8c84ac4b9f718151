import { calendarOf } from "../../core/holidays.ts";
import type { Portfolio, Project } from "../../core/portfolio.ts";
import type { LocalDate } from "../../core/time.ts";
import { moment } from "./home.ts";

/** What is told in the portfolio's zone about one period, as instants. */
export type Moments = Readonly<Record<"due" | "headsUp" | "escalation" | "cutOff", Date>>;

export async function momentsOf(project: Project, portfolio: Portfolio, period: LocalDate): Promise<Moments> {
  const home = { portfolio, dayOff: await calendarOf(portfolio) };
  const at = (name: keyof Moments) => moment(home, project, period, name, portfolio.zone);
  return { due: at("due"), headsUp: at("headsUp"), escalation: at("escalation"), cutOff: at("cutOff") };
}
